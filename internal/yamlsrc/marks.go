package yamlsrc

import (
	"bytes"
	"strings"
)

// tooManyMarks reports whether a file has so many marks that it has too many values.
// A file of many texts in quotes has far more marks than values, so then they are
// counted with more care.
func tooManyMarks(data []byte, most int) bool {
	if marks(data) <= most {
		return false
	}
	outside, ok := marksOutsideQuotes(string(data), most)
	return !ok || outside > most
}

// marks counts the characters at which lines and values start or end: there are at
// most as many values. Reading a value takes a hundred times the memory of its text,
// so files with far too many are rejected unread. A comma counts twice, since it may
// be followed by a key and its missing value.
func marks(data []byte) (n int) {
	for _, mark := range [...]string{"\n", "\r", ",", ",", ":", "[", "{", "- ", "? ", "? "} {
		n += bytes.Count(data, []byte(mark))
	}
	return n - bytes.Count(data, []byte("\r\n")) // one end of a line
}

// marksOutsideQuotes counts the marks that are not in quotes, if that can be told
// without parsing: ok is false if any quote might be something else, so that nobody
// can hide values from it. A quote certainly starts a text behind "- ", ": ", a comma
// or a bracket, if no text goes on from an earlier line; and then, if it ends on its
// line, none goes on.
func marksOutsideQuotes(text string, most int) (n int, ok bool) {
	for len(text) > 0 && n <= most {
		end := lineLength(text)
		line := text[:end]
		marks, ok := marksInLine(line)
		if !ok {
			return 0, false
		}
		n += marks + 1
		text = text[end:]
		if text != "" {
			text = text[skipBreak(text, 0):]
		}
	}
	return n, true
}

func marksInLine(line string) (n int, ok bool) {
	starts := false // a quote here starts a text
	dashes := true  // only dashes and spaces so far
	for i := 0; i < len(line); i++ {
		c := line[i]
		switch c {
		case ' ':
			// What may start here may also start after a space.
			if i > 0 && (line[i-1] == ':' || line[i-1] == '-' && dashes) {
				starts = true
				if line[i-1] == '-' {
					n++
				}
			} else if i > 0 && line[i-1] == '?' {
				n += 2
			}
			continue
		case ',':
			n += 2
			starts = true
		case '[', '{':
			n++
			starts = true
		case ':':
			n++
			starts = false
		case '"', '\'':
			switch {
			case starts:
				end, closed := closingQuote(line, i)
				if !closed {
					return 0, false
				}
				i = end
			case i == 0 || strings.IndexByte(" \t[{,:", line[i-1]) >= 0:
				return 0, false
			}
			starts = false
		case '#':
			if i == 0 || isBlank(line[i-1]) {
				return n, true
			}
			starts = false
		default:
			starts = false
		}
		dashes = dashes && c == '-'
	}
	return n, true
}

// closingQuote finds the quote that ends the text of the one at an offset.
func closingQuote(line string, at int) (end int, ok bool) {
	quote := line[at]
	for i := at + 1; i < len(line); i++ {
		switch {
		case line[i] == '\\' && quote == '"':
			i++
		case line[i] != quote:
		case quote == '\'' && strings.HasPrefix(line[i+1:], "'"):
			i++
		default:
			return i, true
		}
	}
	return 0, false
}
