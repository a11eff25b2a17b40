// Package files reads content from files and directories, and watches them. It
// walks an fs.FS, so another file system is read by the same rules: see [InFS].
//
// The one rule to know: what a fetch returns is a snapshot. It looks at the
// content before and after reading it, and starts over if the two looks differ.
package files
