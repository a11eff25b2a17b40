package yamlsrc

import (
	"iter"
	"strings"
)

// blockPieces reads a | or > scalar from its indicator. Folded text turns a
// line break between two lines of text into a space, unless one of them is
// indented further.
func blockPieces(src string, pos int, text string, folded bool) iter.Seq[piece] {
	return func(yield func(piece) bool) {
		pos = nextLine(src, pos)
		indent := blockIndent(src, pos, text)
		if indent < 0 {
			return
		}
		broken := -1 // the end of the last line of text
		wasBlank := true
		for {
			blanks := pos
			pos = skipEmptyLines(src, pos, indent)
			start := pos + indent
			if !isIndented(src, pos, indent) {
				yieldBreaks(src, broken, blanks, pos, false, yield)
				return
			}
			isBlank := isBlank(src[start])
			if !yieldBreaks(src, broken, blanks, pos, folded && !wasBlank && !isBlank, yield) {
				return
			}
			broken, wasBlank = start+lineLength(src[start:]), isBlank
			if !yield(piece{start, src[start:broken], true}) {
				return
			}
			pos = nextLine(src, broken)
		}
	}
}

// isIndented reports whether a line has text, at least one character after
// the indentation.
func isIndented(src string, pos, indent int) bool {
	return pos+indent < len(src) && skipSpaces(src, pos) >= pos+indent && !isBreak(src[pos+indent])
}

// yieldBreaks yields the break after a line of text and those of the empty
// lines from blanks to end.
func yieldBreaks(src string, broken, blanks, end int, fold bool, yield func(piece) bool) bool {
	switch {
	case broken < 0:
	case !fold:
		if !yield(piece{broken, "\n", false}) {
			return false
		}
	case blanks == end:
		return yield(piece{broken, " ", false})
	}
	for blanks < end {
		if !yield(piece{blanks, "\n", false}) {
			return false
		}
		blanks = nextLine(src, blanks)
	}
	return true
}

// skipEmptyLines skips the lines that end within the indentation.
func skipEmptyLines(src string, pos, indent int) int {
	for pos < len(src) {
		end := pos
		for end < len(src) && end-pos < indent && src[end] == ' ' {
			end++
		}
		if end == len(src) || !isBreak(src[end]) {
			return pos
		}
		pos = skipBreak(src, end)
	}
	return pos
}

// blockIndent returns the indentation of the lines of text: the white space that
// the first line that is not blank has in the file but not in the text. It is -1 if
// there is no such line.
func blockIndent(src string, pos int, text string) int {
	for ; pos < len(src); pos = nextLine(src, pos) {
		if n := leadingSpaces(src[pos:]); n >= 0 {
			for line := range strings.SplitSeq(text, "\n") {
				if m := leadingSpaces(line); m >= 0 {
					return max(n-m, 0)
				}
			}
			return -1
		}
	}
	return -1
}

// leadingSpaces counts the spaces before the text of a line, -1 if there is
// none.
func leadingSpaces(s string) int {
	n := len(s) - len(strings.TrimLeft(s, " "))
	if n == len(s) || isBreak(s[n]) {
		return -1
	}
	return n
}

// nextLine returns the start of the line after pos.
func nextLine(src string, pos int) int {
	pos += lineLength(src[pos:])
	if pos == len(src) {
		return pos
	}
	return skipBreak(src, pos)
}
