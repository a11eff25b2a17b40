// Package lastgood keeps a copy of content that was good, in one file, so that
// a server can start from it when what it should serve is broken.
//
// The one rule to know: the copy is the bytes that the content's version was
// made from, and is used only if they still have that version. It is a tar
// archive, from which the files can be taken by hand.
package lastgood
