package yamlsrc

import (
	"iter"
	"strconv"
	"strings"
)

// flowPieces reads a plain or quoted scalar from its first character. A line break
// in it becomes a space, and each further one a line break.
func flowPieces(src string, pos int, style Style) iter.Seq[piece] {
	return func(yield func(piece) bool) {
		for pos < len(src) {
			var p piece
			start := pos
			switch c := src[pos]; {
			case isBlank(c) || isBreak(c):
				pos = skipBlanks(src, pos)
				if pos < len(src) && isBreak(src[pos]) {
					p, pos = fold(src, pos)
				} else {
					p = piece{start, src[start:pos], true}
				}
			case c == '\'' && style == SingleQuoted:
				if !strings.HasPrefix(src[pos:], "''") {
					return
				}
				p, pos = piece{start, "'", false}, pos+2
			case c == '"' && style == DoubleQuoted:
				return
			case c == '\\' && style == DoubleQuoted:
				text, size := unescape(src[pos:])
				if size == 0 {
					return
				}
				p, pos = piece{start, text, false}, pos+size
				if text == "" {
					p, pos = foldEscaped(src, pos)
				}
			default:
				pos += runLength(src[pos:])
				p = piece{start, src[start:pos], true}
			}
			if p.text != "" && !yield(p) {
				return
			}
		}
	}
}

// fold skips line breaks and the blanks after them.
func fold(src string, pos int) (p piece, next int) {
	start := pos
	breaks := 0
	for pos < len(src) && isBreak(src[pos]) {
		breaks++
		pos = skipBlanks(src, skipBreak(src, pos))
	}
	if breaks == 1 {
		return piece{start, " ", false}, pos
	}
	return piece{start, strings.Repeat("\n", breaks-1), false}, pos
}

// foldEscaped skips an escaped line break, which yields nothing, and the white
// space after it, in which each further line break yields itself.
func foldEscaped(src string, pos int) (p piece, next int) {
	pos = skipBlanks(src, pos)
	if pos == len(src) || !isBreak(src[pos]) {
		return piece{offset: pos}, pos
	}
	start := pos
	breaks := 0
	for pos < len(src) && isBreak(src[pos]) {
		breaks++
		pos = skipBlanks(src, skipBreak(src, pos))
	}
	return piece{start, strings.Repeat("\n", breaks), false}, pos
}

// unescape reads the escape at the start of s. Its size is 0 if there is no
// such escape; a line break after the backslash has the empty text.
func unescape(s string) (text string, size int) {
	if len(s) < 2 {
		return "", 0
	}
	switch s[1] {
	case '\n', '\r':
		return "", skipBreak(s, 1)
	case 'x':
		return unescapeHex(s, 2)
	case 'u':
		if r, ok := surrogatePair(s); ok {
			return string(r), pairLength
		}
		return unescapeHex(s, 4)
	case 'U':
		return unescapeHex(s, 8)
	}
	const names = "0abt\tnvfre \"'/\\N_LP"
	texts := [...]string{"\x00", "\a", "\b", "\t", "\t", "\n", "\v", "\f", "\r", "\x1b", " ", `"`, "'", "/", `\`, "\u0085", "\u00a0", "\u2028", "\u2029"}
	if i := strings.IndexByte(names, s[1]); i >= 0 {
		return texts[i], 2
	}
	return "", 0
}

func unescapeHex(s string, digits int) (text string, size int) {
	if len(s) < 2+digits {
		return "", 0
	}
	code, err := strconv.ParseUint(s[2:2+digits], 16, 32)
	if err != nil || code > 0x10ffff || 0xd800 <= code && code <= 0xdfff {
		return "", 0
	}
	return string(rune(code)), 2 + digits
}

// maxRun bounds a piece of literal text: without blanks, a line of millions of values
// would be read to its end for each of them.
const maxRun = 128

// runLength returns the length of the text that is literal in every style.
func runLength(s string) int {
	s = s[:min(len(s), maxRun)]
	if i := strings.IndexAny(s[1:], " \t\r\n'\"\\"); i >= 0 {
		return i + 1
	}
	return len(s)
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' }
func isBreak(c byte) bool { return c == '\n' || c == '\r' }

func skipBlanks(s string, pos int) int {
	for pos < len(s) && isBlank(s[pos]) {
		pos++
	}
	return pos
}

// skipBreak skips one line break: LF, CR or CR LF.
func skipBreak(s string, pos int) int {
	if strings.HasPrefix(s[pos:], "\r\n") {
		return pos + 2
	}
	return pos + 1
}
