// Package exchange gives texts to translators and takes their translations back:
// as XLIFF, PO and CSV. [Units] collects what can be translated, [Write] writes a
// file, [Read] reads one that a translator's program saved, [Check] judges it
// against the content as it is now, and [Apply] changes the content's files.
//
// The one rule to know: a translation is written only if it is about the text that
// the content has now, and replaces nothing that its translator did not see.
package exchange
