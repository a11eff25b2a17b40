package exchange

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// Format is the format of a file.
type Format string

// The formats.
const (
	// XLIFF is written as version 2.1; versions 1.0 to 2.2 are read.
	XLIFF Format = "xliff"
	// PO is that of gettext, with the id of the unit as msgctxt.
	PO Format = "po"
	// CSV has a header, is quoted, and starts with a byte order mark, so that Excel
	// reads it as UTF-8.
	CSV Format = "csv"
)

// Formats returns the formats.
func Formats() []Format { return []Format{XLIFF, PO, CSV} }

// Extension returns the extension of a file's name, with its dot.
func (f Format) Extension() string {
	if f == XLIFF {
		return ".xlf"
	}
	return "." + string(f)
}

// Write writes a document. It writes nothing, and returns an error that names the
// unit, if a text cannot be written: one with a NUL character, or that is not valid
// Unicode.
func Write(w io.Writer, format Format, doc *Document) error {
	for i := range doc.Units {
		u := &doc.Units[i]
		for _, text := range [...]string{u.Source, u.Target} {
			if what := unwritable(text); what != "" {
				return fmt.Errorf("%s: %s: %s: a file for translators cannot hold it", u.Position, u.ID, what)
			}
		}
	}
	b := &bytes.Buffer{}
	switch format {
	case XLIFF:
		writeXLIFF(b, doc)
	case PO:
		writePO(b, doc)
	case CSV:
		writeCSV(b, doc)
	default:
		return fmt.Errorf("%q is not xliff, po or csv", format)
	}
	_, err := b.WriteTo(w)
	return err
}

// unwritable says why no file can hold a text; empty if all can.
func unwritable(text string) string {
	switch {
	case strings.IndexByte(text, 0) >= 0:
		return "the text has a NUL character"
	case !utf8.ValidString(text):
		return "the text is not valid Unicode"
	default:
		return ""
	}
}

// hashes are what a file says of the texts at its export, to notice changes.
func hashes(u *Unit) (source, target string) {
	if u.State == Missing {
		return hashOf(u.Source), noTarget
	}
	return hashOf(u.Source), hashOf(u.Target)
}

// noTarget stands for the hash of a translation that does not exist.
const noTarget = "none"
