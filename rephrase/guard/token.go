package guard

import (
	"unicode"
	"unicode/utf8"
)

type kind uint8

const (
	none kind = iota
	word
	number
	symbol
)

// token is a word, a row of digits, or one symbol. A character of a script that writes no
// spaces is a word.
type token struct {
	kind       kind
	start, end int
	// word is the folded word, if it may be in a table.
	word string
	// spaced is set after white space, and line at the start of a line.
	spaced, line bool
	// counts is set for a Korean counter, which is a token of its own.
	counts bool
}

// maxWord is the length in bytes of the longest word that is looked up.
const maxWord = 64

// tokenize returns the tokens of a normalized text.
func tokenize(s string) []token {
	tokens := make([]token, 0, len(s)/5+1)
	t := token{spaced: true, line: true}
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if unicode.IsSpace(r) {
			t.spaced = true
			t.line = t.line || r == '\n'
			i += size
			continue
		}
		t.start = i
		t.kind = kindOf(r)
		alone := t.kind == symbol || unspaced(r)
		for i += size; i < len(s); i += size {
			r, size = utf8.DecodeRuneInString(s[i:])
			if unicode.IsMark(r) && t.kind == word {
				continue
			}
			if alone || kindOf(r) != t.kind || unspaced(r) || r < utf8.RuneSelf && isArabic(s[t.start:i]) {
				break
			}
		}
		if n := len(tokens); t.kind == word && !t.spaced && n > 0 && (tokens[n-1].kind == number || tokens[n-1].counts) {
			if end := counter(s[t.start:i]); end > 0 {
				i, t.counts = t.start+end, true
			}
		}
		t.end = i
		if t.kind == word && t.end-t.start <= maxWord {
			t.word = fold(s[t.start:t.end])
		}
		tokens = append(tokens, t)
		t = token{}
	}
	return tokens
}

func kindOf(r rune) kind {
	switch {
	case r >= '0' && r <= '9':
		return number
	case r < utf8.RuneSelf:
		if r|0x20 >= 'a' && r|0x20 <= 'z' {
			return word
		}
		return symbol
	case unicode.IsLetter(r), unicode.IsMark(r):
		return word
	}
	return symbol
}

// unspaced reports whether r is of a script that writes no spaces between words.
func unspaced(r rune) bool {
	return r >= 0x0E00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana,
		unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}
