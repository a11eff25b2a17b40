package jinja

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"

	"nlgserver/internal/python"
)

// number reads an int or a float literal: 1_000, 0x1f, 0b1, 0o7, 1.5, 2e3.
func (l *lexer) number() (token, error) {
	start := l.pos
	if end := l.floatEnd(); end > 0 {
		l.pos = end
		f, _ := strconv.ParseFloat(strings.ReplaceAll(l.src.text[start:end], "_", ""), 64)
		return token{kind: tokenFloat, pos: start, value: python.Float(f)}, nil
	}
	l.pos = intEnd(l.src.text, start)
	digits := strings.ReplaceAll(l.src.text[start:l.pos], "_", "")
	if len(digits) > python.MaxIntDigits {
		return token{}, l.fail(start, "the number has more than %d digits", python.MaxIntDigits)
	}
	n, ok := new(big.Int).SetString(digits, 0)
	if !ok { // a row of zeros, which Go would take for an octal number
		n = new(big.Int)
	}
	return token{kind: tokenInt, pos: start, value: python.BigInt(n)}, nil
}

// floatEnd returns where a float that begins here ends, 0 if there is none. A
// float needs digits on both sides of its point, or an exponent, and may not
// follow a point: x.1.5 is x[1][5].
func (l *lexer) floatEnd() int {
	text := l.src.text
	if l.pos > 0 && text[l.pos-1] == '.' {
		return 0
	}
	end := digitsEnd(text, l.pos)
	isFloat := false
	if end < len(text) && text[end] == '.' {
		if fraction := digitsEnd(text, end+1); fraction > end+1 {
			end, isFloat = fraction, true
		}
	}
	if end < len(text) && (text[end] == 'e' || text[end] == 'E') {
		from := end + 1
		if from < len(text) && (text[from] == '+' || text[from] == '-') {
			from++
		}
		if exponent := digitsEnd(text, from); exponent > from {
			end, isFloat = exponent, true
		}
	}
	if !isFloat {
		return 0
	}
	return end
}

// digitsEnd passes decimal digits with single underscores between them.
func digitsEnd(text string, pos int) int {
	return digitRun(text, pos, func(c byte) bool { return '0' <= c && c <= '9' })
}

func digitRun(text string, pos int, isDigit func(byte) bool) int {
	end := pos
	for end < len(text) {
		switch c := text[end]; {
		case isDigit(c):
			end++
		case c == '_' && end > pos && end+1 < len(text) && isDigit(text[end+1]):
			end += 2
		default:
			return end
		}
	}
	return end
}

// intEnd returns where the int that begins at pos ends. An int does not begin
// with 0 unless it is 0.
func intEnd(text string, pos int) int {
	if text[pos] != '0' {
		return digitsEnd(text, pos)
	}
	if pos+1 < len(text) {
		isDigit := map[byte]func(byte) bool{
			'b': func(c byte) bool { return c == '0' || c == '1' },
			'o': func(c byte) bool { return '0' <= c && c <= '7' },
			'x': func(c byte) bool { return strings.IndexByte("0123456789abcdefABCDEF", c) >= 0 },
		}[text[pos+1]|0x20]
		if isDigit != nil {
			from := pos + 2
			if from < len(text) && text[from] == '_' {
				from++
			}
			if end := digitRun(text, from, isDigit); end > from {
				return end
			}
		}
	}
	return digitRun(text, pos, func(c byte) bool { return c == '0' })
}

// str reads a string literal.
func (l *lexer) str() (token, error) {
	text, start := l.src.text, l.pos
	for i := start + 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case text[start]:
			l.pos = i + 1
			value, err := unescape(text[start+1 : i])
			if err != nil {
				return token{}, l.fail(start, "%v", err)
			}
			return token{kind: tokenString, pos: start, text: value}, nil
		}
	}
	return token{}, l.fail(start, "the string is never closed")
}

// unescape reads the escapes of a string literal as Python does. One that Python
// does not know stays as it is, backslash included.
func unescape(s string) (string, error) {
	i := strings.IndexByte(s, '\\')
	if i < 0 {
		return s, nil
	}
	out := make([]byte, 0, len(s))
	for ; i >= 0; i = strings.IndexByte(s, '\\') {
		out = append(out, s[:i]...)
		s = s[i+1:]
		var size int
		var err error
		if out, size, err = appendEscape(out, s); err != nil {
			return "", err
		}
		s = s[size:]
	}
	return string(append(out, s...)), nil
}

// appendEscape appends what the escape means that s begins with, after its
// backslash, and returns its size.
func appendEscape(out []byte, s string) ([]byte, int, error) {
	const letters, values = "\\'\"abfnrtv", "\\'\"\a\b\f\n\r\t\v"
	c := s[0]
	if i := strings.IndexByte(letters, c); i >= 0 {
		return append(out, values[i]), 1, nil
	}
	switch {
	case c == '\n':
		return out, 1, nil
	case '0' <= c && c <= '7':
		size := 1
		for size < 3 && size < len(s) && '0' <= s[size] && s[size] <= '7' {
			size++
		}
		n, _ := strconv.ParseUint(s[:size], 8, 32)
		return python.AppendRune(out, rune(n)), size, nil
	case c == 'x':
		return appendHex(out, s, 2)
	case c == 'u':
		return appendHex(out, s, 4)
	case c == 'U':
		return appendHex(out, s, 8)
	case c == 'N':
		return nil, 0, fmt.Errorf(`the escape \N{…} is not supported: write the character itself`)
	case c >= 0x80:
		// Jinja2 spells non-ASCII characters as escapes before it reads
		// escapes, so the backslash meets another backslash.
		r, size := python.DecodeRune(s)
		switch {
		case r > 0xffff:
			return fmt.Appendf(out, `\U%08x`, r), size, nil
		case r > 0xff:
			return fmt.Appendf(out, `\u%04x`, r), size, nil
		}
		return fmt.Appendf(out, `\x%02x`, r), size, nil
	}
	return append(out, '\\', c), 1, nil
}

func appendHex(out []byte, s string, digits int) ([]byte, int, error) {
	if len(s) > digits {
		if n, err := strconv.ParseUint(s[1:1+digits], 16, 32); err == nil {
			if n > 0x10ffff {
				return nil, 0, fmt.Errorf("the escape \\%s is no character", s[:1+digits])
			}
			return python.AppendRune(out, rune(n)), 1 + digits, nil
		}
	}
	return nil, 0, fmt.Errorf("the escape \\%c needs %d hexadecimal digits", s[0], digits)
}
