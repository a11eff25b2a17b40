// Package memory is a store of releases in the memory of this process: for tests, and to
// show what a store does.
//
// The one rule to know: [Store.Handle] gives another handle of the same entries. Close
// ends one handle, not the entries.
package memory
