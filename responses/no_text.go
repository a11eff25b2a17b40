package responses

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"nlgserver/internal/diag"
	"nlgserver/internal/document"
)

// noText reports a variation without text and custom. The text may be there, but
// in a misspelled key, as a comment, as null, or as a key with a colon. before is
// the number of diagnostics before the variation.
func (f *File) noText(variation Value, before int) {
	for i := range f.diags[before:] {
		d := &f.diags[before+i]
		if d.Code == diag.UnknownKey && (strings.Contains(d.Hint, "`text`") || strings.Contains(d.Hint, "`custom`")) {
			d.Severity = diag.Error
			f.errors = true
			f.refused++
			return
		}
	}
	message, hint := "a variation needs text or a non-empty custom map", "add `text: \"…\"` (the text may be empty: `text: \"\"`)"
	text := variation.Get("text")
	comment := strings.TrimSpace(text.Behind())
	switch _, isWritten := text.Source(); {
	case text.IsNull() && len(comment) > 1 && comment[0] == '#' && comment[1] != ' ':
		f.error(text, diag.NoTextOrCustom, "this variation has no text: the \"#\" starts a comment", "quote the text: "+diag.InBackticks("text: "+document.QuoteText(comment)))
		return
	case isWritten: // null or ~
		hint = "quote it if it is meant as text: " + diag.InBackticks("text: "+text.Quoted())
	case variation.Len() == 1 && !variation.IsFlow() && isSentence(variation.Line()):
		message = "a text with a colon is read as a key"
		hint = document.Write("- text: " + document.QuoteText(variation.Line()))
	}
	f.error(variation, diag.NoTextOrCustom, message, hint)
}

// isSentence reports whether a line looks like text with a colon: its key starts
// with a capital letter or has a blank.
func isSentence(line string) bool {
	key, value, ok := strings.Cut(line, ": ")
	first, _ := utf8.DecodeRuneInString(key)
	return ok && value != "" && (unicode.IsUpper(first) || strings.Contains(key, " ")) && strings.Trim(value, "|>+-0123456789 ") != ""
}
