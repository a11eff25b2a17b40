// Package source defines where content comes from: one interface, [Source], and
// the rules that are the same for every origin, such as which names of files
// count. Each origin has a separate package below this one: files, git, branch,
// lastgood and demo.
//
// To add an origin, write a package below this one. If its content is a set of
// files, describe them as an fs.FS and let files.InFS walk it. Then add a row to
// the table of TestEveryOrigin, which checks the rules of [Source].
//
// The one rule to know: the bytes of a file are read once, and the version of
// content is computed from those bytes. Nothing downstream opens a file again.
package source
