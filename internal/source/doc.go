// Package source defines where content comes from: one interface, [Source], and
// the rules that are the same for every origin, such as which names of files
// count. Each origin has a package of its own below this one: files, git,
// lastgood and demo.
//
// The one rule to know: the bytes of a file are read once, and the version of
// content is computed from those bytes. Nothing downstream opens a file again.
package source
