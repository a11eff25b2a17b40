// Package source is where content comes from: files and directories, read as
// one snapshot, and watched for changes.
//
// The one rule to know: the bytes of a file are read once, and the version of
// content is made from those bytes. Nobody downstream opens a file again.
package source
