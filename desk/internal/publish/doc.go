// Package publish writes changed files to where the content comes from: all of them
// or none, also when the process is killed meanwhile.
//
// A [Target] is a place to publish to: [Files], and [Git] for files in a git working
// tree.
//
// Before the first file is replaced, an intent is in the state directory, with the
// old bytes of every file. A process that finds one at its start takes the
// publication back, or, if all files were in place, completes it: see
// [Files.Recover].
//
// What is published may become live elsewhere, such as in a store of releases, once the
// files are in place and before they are committed. If it does not, the files are taken
// back.
//
// The one rule to know: a file that is not as its author saw it is never written.
package publish
