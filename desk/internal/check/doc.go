// Package check says what a draft would change besides its words: findings that are
// new, expectations that no longer hold, and recorded requests that would be answered
// otherwise.
//
// The one rule to know: both sides are opened content of package view, and both are
// asked the same requests. Nothing is looked up in files again.
package check
