package exchange

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// csvReader reads records of RFC 4180. Unlike encoding/csv, it keeps every line break
// in a field as it is.
type csvReader struct {
	text      string
	at        int
	separator byte
	line      int
	lineStart int
}

// cell is a field and its place.
type cell struct {
	text string
	line int
	// at and lineStart are where it and its line start, in bytes.
	at, lineStart int
}

// column returns the column of a cell, from 1.
func (r *csvReader) column(c *cell) int {
	return 1 + utf8.RuneCountInString(r.text[c.lineStart:c.at])
}

// readCSV reads a file of a spreadsheet: separated by commas, semicolons or tabs.
func (f *File) readCSV() {
	r := &csvReader{text: f.text, line: 1}
	r.separator = r.detect()
	header, ok := r.record(f)
	if !ok {
		return
	}
	place := map[string]int{}
	for i, c := range header {
		name := strings.ToLower(strings.TrimSpace(unguard(c.text)))
		if _, twice := place[name]; !twice {
			place[name] = i
		}
	}
	_, hasID := place[columnID]
	_, hasTarget := place[columnTarget]
	if !hasID || !hasTarget {
		f.refuse(header[0].line, 1, BadFile, "not a file of translations: neither XLIFF nor PO, and no CSV whose first line has the columns id and target",
			"import the file that `translate export` wrote, with its first line")
		return
	}
	for r.at < len(r.text) && !f.isFull() {
		record, ok := r.record(f)
		if !ok {
			return
		}
		r.entry(f, place, record)
	}
}

// entry makes an entry of a record.
func (r *csvReader) entry(f *File, place map[string]int, record []cell) {
	get := func(column string) string {
		if i, ok := place[column]; ok && i < len(record) {
			return unguard(record[i].text)
		}
		return ""
	}
	if len(record) == 1 && record[0].text == "" {
		return // an empty line
	}
	e := Entry{ID: strings.TrimSpace(get(columnID)), Source: get(columnSource), Target: get(columnTarget), Language: languageCode(get(columnTargetLanguage))}
	_, e.HasSource = place[columnSource]
	e.setHashes(get(columnCheck))
	switch state := strings.ToLower(strings.TrimSpace(get(columnState))); {
	case state == "fuzzy", strings.HasPrefix(state, "needs"):
		e.Unreviewed = true
	}
	at := &record[min(place[columnTarget], len(record)-1)]
	e.Line, e.Column = at.line, r.column(at)
	if e.ID == "" && strings.TrimSpace(e.Target) == "" {
		return // an empty row of the sheet
	}
	f.Entries = append(f.Entries, e)
}

// detect returns the separator: what a first line sep=; says, or what the header has
// most of.
func (r *csvReader) detect() byte {
	if rest, ok := strings.CutPrefix(r.text, "sep="); ok && len(rest) > 1 && strings.ContainsAny(rest[1:2], "\r\n") {
		r.at = len("sep=") + 1
		r.lineEnd()
		return rest[0]
	}
	best, most := byte(','), 0
	first, _, _ := strings.Cut(r.text, "\n")
	for _, c := range []byte(",;\t") {
		if n := strings.Count(first, string(rune(c))); n > most {
			best, most = c, n
		}
	}
	return best
}

// mostColumns bounds the fields of a line. Excel has as many columns.
const mostColumns = 16_384

// record reads a record. It returns false if a quoted field never ends.
func (r *csvReader) record(f *File) ([]cell, bool) {
	var record []cell
	for {
		c := cell{line: r.line, at: r.at, lineStart: r.lineStart}
		if r.at < len(r.text) && r.text[r.at] == '"' {
			text, ok := r.quoted()
			if !ok {
				f.refuse(c.line, r.column(&c), BadFile, "the quote that starts this field is never closed", "close it, and double the quotes that are part of the text")
				return nil, false
			}
			c.text = text
		}
		c.text += r.plain()
		if record = append(record, c); len(record) > mostColumns {
			f.refuse(c.line, 1, BadFile, fmt.Sprintf("this line has more than %d fields", mostColumns), "import the file that `translate export` wrote")
			return nil, false
		}
		if r.at >= len(r.text) || r.text[r.at] != r.separator {
			r.lineEnd()
			return record, true
		}
		r.at++
	}
}

// plain reads up to a separator or a line break.
func (r *csvReader) plain() string {
	start := r.at
	for r.at < len(r.text) && r.text[r.at] != r.separator && r.text[r.at] != '\r' && r.text[r.at] != '\n' {
		r.at++
	}
	return r.text[start:r.at]
}

// quoted reads a field in quotes.
func (r *csvReader) quoted() (string, bool) {
	var b strings.Builder
	start := r.at + 1
	for i := start; i < len(r.text); i++ {
		switch {
		case r.text[i] == '\n':
			r.line, r.lineStart = r.line+1, i+1
		case r.text[i] != '"':
		case i+1 < len(r.text) && r.text[i+1] == '"':
			b.WriteString(r.text[start : i+1])
			i++
			start = i + 1
		default:
			b.WriteString(r.text[start:i])
			r.at = i + 1
			return b.String(), true
		}
	}
	return "", false
}

// lineEnd skips a line break.
func (r *csvReader) lineEnd() {
	if r.at < len(r.text) && r.text[r.at] == '\r' {
		r.at++
	}
	if r.at < len(r.text) && r.text[r.at] == '\n' {
		r.at++
	}
	r.line, r.lineStart = r.line+1, r.at
}
