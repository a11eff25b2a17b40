package compare

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// reserved are the words of predicates that may be written in any case.
func reserved() []string {
	return []string{"is", "and", "or", "not", "contains", "matches", "true", "false", "undefined", "null", "empty"}
}

// normalPredicate writes a predicate without its comments and without the
// spaces that separate nothing. One that holds Jinja stays as it is: there,
// spaces may be printed. Rasa: section 3.3.1.
func normalPredicate(source string) string {
	if strings.Contains(source, "{{") || strings.Contains(source, "{%") || strings.Contains(source, "{#") {
		return source
	}
	var b strings.Builder
	before := gap
	spaced := false
	for rest := source; rest != ""; {
		token, class := nextToken(rest)
		rest = rest[len(token):]
		if class == gap {
			spaced = true
			continue
		}
		if spaced && needsSpace(before, class) {
			b.WriteByte(' ')
		}
		if class == word && slices.Contains(reserved(), strings.ToLower(token)) {
			token = strings.ToLower(token)
		}
		b.WriteString(token)
		before, spaced = class, false
	}
	return b.String()
}

type tokenClass uint8

const (
	gap tokenClass = iota
	word
	operator
	quoted
	pattern
	single
)

// needsSpace reports whether two tokens would read otherwise if they touched.
func needsSpace(before, after tokenClass) bool {
	return before == word && after == word || before == operator && after == operator || before == pattern && after == word
}

func nextToken(s string) (string, tokenClass) {
	switch c := s[0]; c {
	case ' ', '\t', '\r', '\n':
		return s[:1], gap
	case '#':
		comment, _, _ := strings.Cut(s, "\n")
		return comment, gap
	case '<', '>', '=', '!':
		return s[:1], operator
	case '"', '\'', '/':
		class := quoted
		if c == '/' {
			class = pattern
		}
		if end := strings.IndexByte(s[1:], c); end >= 0 {
			return s[:end+2], class
		}
		return s, class
	}
	if n := strings.IndexFunc(s, func(r rune) bool { return !isWordRune(r) }); n != 0 {
		if n < 0 {
			n = len(s)
		}
		return s[:n], word
	}
	_, size := utf8.DecodeRuneInString(s)
	return s[:size], single
}

func isWordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsNumber(r) || strings.ContainsRune("_-.:;", r)
}
