package exchange

import (
	"bytes"
	"fmt"
	"strings"
)

// The columns of a CSV file. A file to import needs id and target.
const (
	columnID             = "id"
	columnSource         = "source"
	columnTarget         = "target"
	columnState          = "state"
	columnContext        = "context"
	columnLimit          = "limit"
	columnSourceLanguage = "source_language"
	columnTargetLanguage = "target_language"
	columnCheck          = "check"
)

// columns are in the order in which a translator needs them.
var columns = [...]string{columnID, columnSource, columnTarget, columnState, columnContext, columnLimit, columnSourceLanguage, columnTargetLanguage, columnCheck}

// byteOrderMark tells Excel that a file is UTF-8.
const byteOrderMark = "\ufeff"

// writeCSV writes a file for spreadsheets.
func writeCSV(b *bytes.Buffer, doc *Document) {
	b.WriteString(byteOrderMark)
	writeRecord(b, columns[:])
	for i := range doc.Units {
		u := &doc.Units[i]
		var notes []string
		for _, n := range u.Notes {
			notes = append(notes, n.Text)
		}
		limit := ""
		if u.Limit != nil {
			limit = fmt.Sprintf("%d %s", u.Limit.Max, u.Limit.Unit)
		}
		source, target := hashes(u)
		writeRecord(b, []string{u.ID, u.Source, u.Target, string(u.State), strings.Join(notes, "\n"), limit, doc.SourceLanguage, doc.Language, source + " " + target})
	}
}

// writeRecord writes a record of RFC 4180. Every field is quoted, so that a line
// break, as it is, is part of the field.
func writeRecord(b *bytes.Buffer, fields []string) {
	for i, field := range fields {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(`"` + strings.ReplaceAll(guard(field), `"`, `""`) + `"`)
	}
	b.WriteString("\r\n")
}

// formulaStarts are the characters at the start of a cell that make a spreadsheet
// take it for a formula.
const formulaStarts = "=+-@\t\r\n＝＋－＠"

// guard protects a text from being taken for a formula, by an apostrophe. A text that
// looks as if it were protected gets one too, so that unguard returns what was there.
func guard(text string) string {
	if startsFormula(text) || isGuarded(text) {
		return "'" + text
	}
	return text
}

// unguard undoes guard, and leaves other texts alone.
func unguard(text string) string {
	if isGuarded(text) {
		return text[1:]
	}
	return text
}

// isGuarded reports whether a text starts with an apostrophe before something that an
// apostrophe protects.
func isGuarded(text string) bool {
	return strings.HasPrefix(text, "'") && startsFormula(strings.TrimLeft(text, "'"))
}

func startsFormula(text string) bool {
	for _, r := range text {
		return strings.ContainsRune(formulaStarts, r)
	}
	return false
}
