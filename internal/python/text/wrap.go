package text

import (
	"strings"
	"unicode"

	"nlgserver/internal/python"
)

// Wrapper breaks a paragraph into lines as Python's textwrap does.
type Wrapper struct {
	Width     int  // in characters, at least 1
	BreakLong bool // break words that are longer than a line
	Hyphens   bool // lines may break after a hyphen
}

// Wrap returns the lines of a paragraph, none of an empty one.
func (w *Wrapper) Wrap(text string) []string {
	var lines []string
	chunks := w.split(Runes(text))
	for len(chunks) > 0 {
		if len(lines) > 0 && blank(chunks[0]) {
			chunks = chunks[1:]
		}
		var line [][]rune
		size := 0
		for len(chunks) > 0 && size+len(chunks[0]) <= w.Width {
			size += len(chunks[0])
			line = append(line, chunks[0])
			chunks = chunks[1:]
		}
		if len(chunks) > 0 && len(chunks[0]) > w.Width {
			line, chunks = w.breakChunk(line, chunks, size)
		}
		if len(line) > 0 && blank(line[len(line)-1]) {
			line = line[:len(line)-1]
		}
		if len(line) > 0 {
			lines = append(lines, encode(line))
		}
	}
	return lines
}

// breakChunk puts as much of a chunk that is longer than a line on this line as
// there is room for, or all of it if it may not be broken.
func (w *Wrapper) breakChunk(line, chunks [][]rune, size int) (newLine, rest [][]rune) {
	room := w.Width - size
	long := chunks[0]
	switch {
	case w.BreakLong:
		end := room
		if w.Hyphens && len(long) > room {
			if i := lastHyphen(long[:room]); i > 0 {
				end = i + 1
			}
		}
		chunks[0] = long[end:]
		// An empty piece is blank: Python drops it from the end of the line in
		// place of the whitespace before it.
		return append(line, long[:end]), chunks
	case len(line) == 0:
		return append(line, long), chunks[1:]
	}
	return line, chunks
}

// lastHyphen returns the position of the last hyphen that is not one of a row at
// the start, 0 if there is none.
func lastHyphen(text []rune) int {
	for i := len(text) - 1; i > 0; i-- {
		if text[i] == '-' {
			if strings.Trim(string(text[:i]), "-") == "" {
				return 0
			}
			return i
		}
	}
	return 0
}

// split cuts a paragraph into words and the whitespace between them.
func (w *Wrapper) split(text []rune) [][]rune {
	var chunks [][]rune
	for i := 0; i < len(text); {
		end := i
		switch {
		case isWrapSpace(text[i]):
			for end < len(text) && isWrapSpace(text[end]) {
				end++
			}
		case w.Hyphens:
			end = wordEnd(text, i)
		default:
			for end < len(text) && !isWrapSpace(text[end]) {
				end++
			}
		}
		chunks = append(chunks, text[i:end])
		i = end
	}
	return chunks
}

// wordEnd returns where the word that starts at i ends: at whitespace, after the
// hyphen of a compound or before a dash. A dash between two words is a chunk of
// its own.
func wordEnd(text []rune, i int) int {
	if i > 0 && isWrapWord(text[i-1]) {
		if end := dashEnd(text, i); end > 0 {
			return end
		}
	}
	for j := i + 1; ; j++ {
		switch {
		case j == len(text) || isWrapSpace(text[j]):
			return j
		case text[j] == '-' && hyphenAt(text, j):
			return j + 1
		case isWrapWord(text[j-1]) && dashEnd(text, j) > 0:
			return j
		}
	}
}

// dashEnd returns where two or more hyphens at i end, 0 if no word follows them
// or there are fewer.
func dashEnd(text []rune, i int) int {
	end := i
	for end < len(text) && text[end] == '-' {
		end++
	}
	if end-i < 2 || end == len(text) || !IsWordRune(text[end]) {
		return 0
	}
	return end
}

// hyphenAt reports whether the hyphen at j joins two parts of a word.
func hyphenAt(text []rune, j int) bool {
	letter := func(k int) bool {
		return k >= 0 && k < len(text) && IsWordRune(text[k]) && !unicode.Is(unicode.Nd, text[k])
	}
	before := letter(j-1) && letter(j-2) ||
		j >= 3 && letter(j-3) && text[j-2] == '-' && isWrapWord(text[j-1])
	return before && (letter(j+1) && (letter(j+2) || j+2 < len(text) && text[j+2] == '-' && letter(j+3)))
}

// isWrapSpace reports whether textwrap takes a character for whitespace: it does
// not take the no-break space.
func isWrapSpace(r rune) bool { return r == ' ' || '\t' <= r && r <= '\r' }

// isWrapWord reports whether a dash may follow a character.
func isWrapWord(r rune) bool { return IsWordRune(r) || strings.ContainsRune(`!"'&.,?`, r) }

// blank reports whether str.strip would remove all of a chunk.
func blank(chunk []rune) bool {
	for _, r := range chunk {
		if !IsSpaceRune(r) {
			return false
		}
	}
	return true
}

func encode(chunks [][]rune) string {
	var out []byte
	for _, chunk := range chunks {
		for _, r := range chunk {
			out = python.AppendRune(out, r)
		}
	}
	return string(out)
}
