// Package lastgood keeps a copy of good content in one file, so that a server
// can start from it if its own content is broken.
//
// The one rule to know: the copy holds the bytes that the content's version was
// computed from, and is used only if they still have that version. It is a tar
// archive, so the files can be extracted by hand.
package lastgood
