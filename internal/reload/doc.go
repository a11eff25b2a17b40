// Package reload keeps a value fresh: it fetches and compiles it again when
// something may have changed, and publishes it with one atomic store.
//
// The one rule to know: what is live was good when it was loaded, and stays
// live until something else that is good replaces it. Whatever fails on the way
// ends in a rejected [Attempt], never in a missing value.
package reload
