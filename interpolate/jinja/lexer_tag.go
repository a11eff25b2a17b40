package jinja

import (
	"strings"
	"unicode"

	"nlgserver/internal/python"
	"nlgserver/internal/python/text"
)

// inTag reads one token within {{ }} or {% %}.
func (l *lexer) inTag() (token, error) {
	if len(l.open) == 0 && l.closeTag() {
		end := tokenPrintEnd
		if l.inside == tokenBlockBegin {
			end = tokenBlockEnd
		}
		l.inside = 0
		return token{kind: end, pos: l.tagEnd()}, nil
	}
	l.skipSpace()
	if len(l.open) == 0 && l.atClose() {
		return l.inTag()
	}
	source, start := l.src.text, l.pos
	if start == len(source) {
		return token{kind: tokenEOF, pos: start}, nil
	}
	switch c := source[start]; {
	case '0' <= c && c <= '9':
		return l.number()
	case c == '\'' || c == '"':
		return l.str()
	}
	if end := nameEnd(source, start); end > start {
		l.pos = end
		name := source[start:end]
		if !text.IsIdentifier(name) {
			return token{}, l.fail(start, "%s is not a valid name", quote(name))
		}
		return token{kind: tokenName, pos: start, text: name}, nil
	}
	return l.operator()
}

// atClose reports whether the tag ends here.
func (l *lexer) atClose() bool {
	rest := l.src.text[l.pos:]
	if l.inside == tokenBlockBegin {
		return strings.HasPrefix(rest, "%}") || strings.HasPrefix(rest, "-%}") || strings.HasPrefix(rest, "+%}")
	}
	return strings.HasPrefix(rest, "}}") || strings.HasPrefix(rest, "-}}")
}

// closeTag passes the end of the tag and the space that it takes along.
func (l *lexer) closeTag() bool {
	if !l.atClose() {
		return false
	}
	switch l.src.text[l.pos] {
	case '-':
		l.pos += 3
		l.skipSpace()
	case '+':
		l.pos += 3
	default:
		l.pos += 2
	}
	return true
}

// tagEnd returns the byte of the bracket that ended the tag just closed.
func (l *lexer) tagEnd() int {
	if i := strings.LastIndexByte(l.src.text[:l.pos], '}'); i > 0 {
		return i - 1
	}
	return l.pos
}

func (l *lexer) operator() (token, error) {
	text, start := l.src.text, l.pos
	size := 1
	if start+1 < len(text) {
		switch text[start : start+2] {
		case "//", "**", "==", "!=", ">=", "<=":
			size = 2
		}
	}
	op := text[start : start+size]
	if size == 1 && !strings.Contains("+-/*%~[](){}><=.:|,;", op) {
		r, n := python.DecodeRune(text[start:])
		if unicode.IsPrint(r) {
			return token{}, l.fail(start, "unexpected character %s", quote(text[start:start+n]))
		}
		return token{}, l.fail(start, "unexpected character U+%04X", r)
	}
	switch op {
	case "(":
		l.open = append(l.open, ')')
	case "[":
		l.open = append(l.open, ']')
	case "{":
		l.open = append(l.open, '}')
	case ")", "]", "}":
		if len(l.open) == 0 {
			return token{}, l.fail(start, "unexpected '%s'", op)
		}
		expected := l.open[len(l.open)-1]
		if op[0] != expected {
			return token{}, l.fail(start, "unexpected '%s', expected '%c'", op, expected)
		}
		l.open = l.open[:len(l.open)-1]
	}
	l.pos += size
	return token{kind: tokenOperator, pos: start, text: op}, nil
}

// nameEnd returns where the word that begins at pos ends.
func nameEnd(source string, pos int) int {
	for pos < len(source) {
		r, size := python.DecodeRune(source[pos:])
		if !text.IsWordRune(r) && !unicode.In(r, unicode.Mn, unicode.Mc) {
			break
		}
		pos += size
	}
	return pos
}

// quote puts a word of the template between quotes, for messages.
func quote(s string) string { return python.Str(s).Repr() }
