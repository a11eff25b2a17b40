// Package git reads content as it was at a revision of a git repository, by
// running the program git.
//
// The one rule to know: a revision is a file system that the rules of package
// files apply to, so the content of a revision and the same content on disk have
// the same version.
package git
