// Package selector decides which variations of a response are eligible: by
// condition, by channel, by language. Pure functions on values; the random
// pick among the eligible ones is the caller's.
//
// The one rule to know: variations fall into four groups, and the first group
// that has an eligible one is used alone. A variation for the channel beats
// one that only has a condition. Rasa: section 3.1.
package selector
