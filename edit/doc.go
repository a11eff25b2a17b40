// Package edit changes what authors wrote, in their files: a text, a translation, a
// button, a condition, a variation, a response. It changes the bytes that an [Op]
// is about, and no others: comments, order, quotes and line ends stay.
//
// [Apply] does ops on all files, [Editor] one after the other; it reads only the file
// that is touched. Neither writes to a disk.
//
// The one rule to know: an edit is verified by reading the edited file again. It
// means what the op says, and everything else means what it meant before, or the
// op fails and nothing changes.
package edit
