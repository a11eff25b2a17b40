// Package revision reads content as it was at a git revision, by asking the
// program git.
//
// The one rule to know: what it reads follows the rules of package source, for
// the files of the revision are laid out in a directory and read from there.
package revision
