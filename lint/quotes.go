package lint

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"nlgserver/internal/diag"
	"nlgserver/internal/pattern"
	"nlgserver/responses"
)

// Curly quotes, as word processors write them. Guillemets are none: YAML authors
// type them on purpose.
const (
	doubleQuotes = "“”„‟″＂"
	singleQuotes = "‘’‚‛′＇"
)

// strayQuotes reports a text that is wrapped in curly quotes, which YAML does not
// know, and a quote that is left at one end of a text. It returns whether the text
// is wrapped.
func (k *checker) strayQuotes(t *responses.Text, u use) (wrapped bool) {
	inner, ok := unwrap(t.Source)
	if ok && t.Value.IsPlain() {
		message := "YAML does not know curly quotes: users read them as part of the text"
		if u != speech {
			message = "YAML does not know curly quotes: they are part of this value"
		}
		hint := "remove them: in straight quotes, environment variables are not replaced"
		if !strings.Contains(t.Value.Written(), "${") {
			hint = quotingHint("write straight quotes", inner, u)
		}
		k.warnIn(t.Value, 0, diag.StrayQuote, message, hint)
		if u == speech && !isJSONText(inner) {
			inner = evaluated(inner)
		}
		k.mendText(diag.StrayQuote, t, "Remove the curly quotes", inner)
		return true
	}
	if u != speech || t.Value.IsBlock() {
		return false
	}
	if offset, rest, ok := leftQuote(t.Source); ok {
		k.warnIn(t.Value, offset, diag.StrayQuote, "this quote has no partner: users read it as part of the text", quotingHint("remove it", rest, otherUse))
		if strings.Count(t.Source, `"`)+strings.Count(t.Source, "“")+strings.Count(t.Source, "”")+strings.Count(t.Source, "„") == 1 {
			k.mendText(diag.StrayQuote, t, "Remove the quote", rest)
		}
	}
	return false
}

func quotingHint(hint, text string, u use) string {
	if whole, short := meant(text, u); short {
		hint += ": `" + whole + "`"
	}
	return hint
}

// unwrap returns the text inside of curly quotes, if they are only around the
// whole text.
func unwrap(text string) (inner string, ok bool) {
	first, size := utf8.DecodeRuneInString(text)
	last, lastSize := utf8.DecodeLastRuneInString(text)
	if len(text) < size+lastSize {
		return "", false
	}
	inner = text[size : len(text)-lastSize]
	switch {
	case strings.ContainsRune(doubleQuotes, first) && strings.ContainsRune(doubleQuotes+`"`, last):
		return inner, !strings.ContainsAny(inner, doubleQuotes)
	case strings.ContainsRune(singleQuotes, first) && strings.ContainsRune(singleQuotes+"'", last):
		return inner, !strings.ContainsAny(inner, "‘‚‛") && !closingSingle().MatchString(inner)
	default:
		return "", false
	}
}

// closingSingle is a single quote that is no apostrophe.
var closingSingle = pattern.Lazy(`[’][^\pL\pN]`)

// leftQuote finds a double quote at the start or the end of a text whose number of
// double quotes is odd. A sign of inches is none.
func leftQuote(text string) (offset int, rest string, ok bool) {
	count, before := 0, rune(0)
	for _, r := range text {
		if r == '"' && !unicode.IsNumber(before) || r != '″' && strings.ContainsRune(doubleQuotes, r) {
			count++
		}
		if r != ' ' || !unicode.IsNumber(before) { // 55 "
			before = r
		}
	}
	if count%2 == 0 {
		return 0, "", false
	}
	isQuote := func(r rune) bool { return r == '"' || r != '″' && strings.ContainsRune(doubleQuotes, r) }
	last, size := utf8.DecodeLastRuneInString(text)
	if body := text[:len(text)-size]; isQuote(last) {
		if digit, _ := utf8.DecodeLastRuneInString(strings.TrimRight(body, " ")); last != '"' || !unicode.IsNumber(digit) {
			return len(body), strings.TrimSpace(body), body != ""
		}
	}
	if first, size := utf8.DecodeRuneInString(text); isQuote(first) {
		return 0, strings.TrimSpace(text[size:]), true
	}
	return 0, "", false
}
