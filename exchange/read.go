package exchange

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"nlgserver/internal/diag"
)

// The names of findings about files of translators. They are not codes of the
// content, and no comment turns them off.
const (
	BadFile          diag.Code = "bad-file"
	PluralEntry      diag.Code = "plural-entry"
	DuplicateUnit    diag.Code = "duplicate-unit"
	UnknownUnit      diag.Code = "unknown-unit"
	OtherLanguage    diag.Code = "other-language"
	SourceChanged    diag.Code = "source-changed"
	TargetChanged    diag.Code = "target-changed"
	NotReviewed      diag.Code = "not-reviewed"
	PartlyTranslated diag.Code = "partly-translated"
	InvalidCharacter diag.Code = "invalid-character"
	InventedVariable diag.Code = "invented-variable"
	DroppedVariable  diag.Code = "dropped-variable"
	BrokenBraces     diag.Code = "broken-braces"
	BrokenJinja      diag.Code = "broken-jinja"
	BlanksDiffer     diag.Code = "blanks-differ"
	SpreadsheetError diag.Code = "spreadsheet-error"
	TagsDiffer       diag.Code = "tags-differ"
	UnknownPlace     diag.Code = "unknown-placeholder"
	TooLong          diag.Code = "too-long"
	NoPlace          diag.Code = "no-variation"
	CannotWrite      diag.Code = "cannot-write"
)

// File is what a translator's program saved.
type File struct {
	Name   string
	Format Format
	// Language is the code that the file as a whole is in; empty if it names none.
	Language string
	Entries  []Entry
	// Found are the faults of the file itself. Entries that have one are left out.
	Found diag.List

	// text is the file as UTF-8.
	text string
	// most is how many entries and faults it may have; 0 for any number.
	most int
}

// isFull reports whether a file has more entries than it may have.
func (f *File) isFull() bool { return f.most > 0 && len(f.Entries)+len(f.Found) > f.most }

// Entry is a translation in a file.
type Entry struct {
	// ID and Name may name the unit.
	ID, Name string
	// Language is the code that the entry is in; empty for that of the file.
	Language string
	// Source is the text that was translated, if HasSource is set.
	Source    string
	HasSource bool
	Target    string
	// SourceHash and TargetHash are what the export wrote; empty if they are lost.
	SourceHash, TargetHash string
	// Unreviewed is set if the file marks the translation as not finished, and Partly
	// if a part of the unit has no translation.
	Unreviewed, Partly bool
	// Line and Column are where the entry is, from 1.
	Line, Column int

	// holes are placeholders in the target of which the file does not say what they
	// stand for.
	holes []hole
}

// hole is a placeholder without a text.
type hole struct {
	offset int    // in the target
	id     string // of the element
}

// MaxFile bounds a file to read, in bytes. It is as much as a request may have.
const MaxFile = 64 << 20

// Read reads a file in any of the formats, which its content tells. What is wrong with
// the file is in File.Found; nothing is read from a file that is wrong as a whole.
func Read(name string, data []byte) *File { return ReadSome(name, data, 0) }

// ReadSome is Read for a file that may have so many entries; one with more is wrong as a
// whole. The memory that a file takes grows with them.
func ReadSome(name string, data []byte, most int) *File {
	f := &File{Name: name, most: most}
	if len(data) > MaxFile {
		f.refuse(1, 0, BadFile, fmt.Sprintf("the file is larger than %d MiB", MaxFile>>20), "export fewer texts at a time, with --only or for a part of the content")
		return f
	}
	text, err := decode(data)
	if err != "" {
		f.refuse(1, 0, BadFile, err, "save it as UTF-8; in Excel, as “CSV UTF-8” or “Unicode Text”")
		return f
	}
	f.text = text
	switch start := strings.TrimLeft(text, " \t\r\n"); {
	case start == "":
		f.refuse(1, 0, BadFile, "the file is empty", "")
	case start[0] == '<':
		f.Format = XLIFF
		f.readXLIFF()
	case looksLikePO(start):
		f.Format = PO
		f.readPO()
	default:
		f.Format = CSV
		f.readCSV()
	}
	if f.isFull() {
		f.Entries, f.Found = nil, nil
		f.refuse(1, 0, BadFile, fmt.Sprintf("the file has more than %d translations", most), "import fewer at a time: export only the texts in a state, or split the file")
	}
	f.addSources(f.Found)
	return f
}

// decode returns a file as UTF-8 without a byte order mark, or why it cannot.
func decode(data []byte) (text, why string) {
	var order binary.ByteOrder
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		order, data = binary.LittleEndian, data[2:]
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		order, data = binary.BigEndian, data[2:]
	case bytes.HasPrefix(data, []byte("<\x00")):
		order = binary.LittleEndian
	case bytes.HasPrefix(data, []byte("\x00<")):
		order = binary.BigEndian
	}
	if order != nil {
		if len(data)%2 != 0 {
			return "", "the file is cut off: it is UTF-16 with an odd number of bytes"
		}
		units := make([]uint16, len(data)/2)
		for i := range units {
			units[i] = order.Uint16(data[2*i:])
		}
		return string(utf16.Decode(units)), ""
	}
	text = strings.TrimPrefix(string(data), byteOrderMark)
	if utf8.ValidString(text) {
		return text, "" // also where an old header names another encoding
	}
	if charset := declared(text); charset != nil {
		return charset.decode(text), ""
	}
	return "", "the file is not UTF-8"
}

// refuse reports a fault of the file or of an entry, which is not used.
func (f *File) refuse(line, column int, code diag.Code, message, hint string) {
	f.Found = append(f.Found, diag.Diagnostic{
		Position: diag.Position{File: f.Name, Line: line, Column: column}, Severity: diag.Error, Code: code, Message: message, Hint: hint,
	})
}

// languageCode returns the code of a language as content has it: de-AT for de_AT.
func languageCode(text string) string { return oneLine(strings.ReplaceAll(text, "_", "-")) }

// longestSource bounds the line that a finding shows, in bytes.
const longestSource = 4 << 10

// addSources adds the lines of the file to findings.
func (f *File) addSources(found diag.List) {
	wanted := map[int]bool{}
	for _, d := range found {
		wanted[d.Line] = true
	}
	lines := map[int]string{}
	n := 0
	for line := range strings.SplitSeq(f.text, "\n") {
		if n++; wanted[n] && len(line) <= longestSource {
			lines[n] = shown(line)
		}
	}
	for i := range found {
		if found[i].File == f.Name {
			found[i].Source = lines[found[i].Line]
		}
	}
}

// shown returns a line for a terminal, without control characters.
func shown(line string) string {
	return strings.Map(func(r rune) rune {
		if r != '\t' && unicode.IsControl(r) {
			return utf8.RuneError
		}
		return r
	}, strings.TrimSuffix(line, "\r"))
}
