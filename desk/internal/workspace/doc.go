// Package workspace is where an author works: a draft, the content with it, and what
// a check in the background finds of it.
//
// The one rule to know: what is shown is always content that was opened, or a part of
// it that was. A check that is not of the draft as it is now says so.
package workspace
