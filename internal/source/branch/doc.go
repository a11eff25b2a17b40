// Package branch reads content from a branch of a git repository elsewhere, by running
// the program git.
//
// The one rule to know: whoever can push decides what is in the repository, and nothing
// else. Nothing of it is run, checked out, or followed out of the repository, and
// whatever git prints is shown without credentials.
package branch
