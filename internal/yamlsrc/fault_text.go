package yamlsrc

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// maxHint is the length up to which a hint repeats text of the file.
const maxHint = 60

// inQuotes returns the value that starts at i, and its key, with the quotes that
// it needs.
func (f *finder) inQuotes(i int) string {
	text := f.restOfLine(i)
	if utf8.RuneCountInString(text) > maxHint {
		text = "…"
	}
	if !strings.ContainsAny(text, `"\`) {
		text = `"` + text + `"`
	} else {
		text = "'" + strings.ReplaceAll(text, "'", "''") + "'"
	}
	if f.key == "" || utf8.RuneCountInString(f.key) > maxHint {
		return text
	}
	return f.key + ": " + text
}

// colon explains a colon in a value.
func (f *finder) colon(value, i int) {
	message := "text with a colon and a space must be quoted"
	if isBreak(f.at(i + 1)) {
		message = "text that ends with a colon must be quoted"
	}
	f.found(i, message, "quote the text: "+f.inQuotes(value))
}

// colonBelow explains a colon in a further line of unquoted text. The line
// starts at line and its text at i.
func (f *finder) colonBelow(value, column, line, i, colon int) {
	switch {
	case i-line == column:
		f.missingKey(value)
	case f.looksLikeEntry(i) && column < 0:
		f.found(i, "this line is indented further than the key above, so it is read as part of its text",
			fmt.Sprintf("indent it by %s, like the key above", spaces(f.indent())))
	default:
		f.found(colon, "text with a colon and a space must be quoted", "quote the whole text")
	}
}

// reserved explains a character that text cannot start with.
func (f *finder) reserved(i int) {
	f.found(i, "unquoted text cannot start with "+f.src[i:i+1], "quote the text: "+f.inQuotes(i))
}

func (f *finder) tab(i int) {
	f.found(i, "tabs cannot be used for indentation", "replace the tab with spaces")
}

// misplaced explains a line whose indentation matches no list or map. closed is
// the indentation of the outermost list or map that the line ended, -1 if none.
func (f *finder) misplaced(i, closed int) {
	switch {
	case f.block == f.pos:
		f.found(i, "this line is indented less than the text block above it",
			"indent the whole block as far as its first line")
	case closed < 0:
		f.found(i, "this line is indented further than the lines above it",
			fmt.Sprintf("indent it by %s, like the lines above", spaces(f.indent())))
	case len(f.levels) == 0:
		f.found(i, "this line is indented less than the first line of the file",
			fmt.Sprintf("indent it by %s, like the first line", spaces(closed)))
	default:
		f.found(i, "the indentation of this line matches no line above",
			fmt.Sprintf("indent it by %s or by %d", spaces(closed), f.indent()))
	}
}

func spaces(n int) string {
	switch n {
	case 0:
		return "no spaces"
	case 1:
		return "1 space"
	default:
		return fmt.Sprintf("%d spaces", n)
	}
}

// dashAmongKeys explains a list item where a key is expected.
func (f *finder) dashAmongKeys(i int) {
	for n := len(f.levels) - 2; n >= 0; n-- {
		if f.levels[n].list {
			f.found(i, "this dash is indented further than the dashes above it",
				fmt.Sprintf("indent it by %s, like the dash above", spaces(f.levels[n].indent)))
			return
		}
	}
	f.found(i, "expected a key, found a list item", "indent it below its key")
}

// missingDash explains a line in the column of a list's dashes.
func (f *finder) missingDash(i int) {
	if f.at(i) == '-' && f.at(i+1) != '-' {
		f.found(i, "missing space after the dash", "write - "+f.shortened(i+1))
		return
	}
	f.found(i, "missing dash at the start of this line",
		"write - "+f.shortened(i)+", or indent the line if it belongs to the item above")
}

// missingKey explains a line that is not a key with a value where one is expected.
func (f *finder) missingKey(i int) {
	word := f.nameEnd(i)
	switch {
	case word > i && f.at(word) == ':':
		f.found(word, "missing space after the colon",
			"write "+f.src[i:word]+": "+f.shortened(word+1))
	case word > i && isBlank(f.at(word)) && strings.IndexByte(`"'{[|>`, f.at(skipBlanks(f.src, word))) >= 0:
		f.found(word, "missing colon after "+f.src[i:word],
			"write "+f.src[i:word]+": "+f.shortened(skipBlanks(f.src, word)))
	case word > i && f.restOfLine(i) == f.src[i:word] && f.isBelow(i):
		f.found(word, "missing colon after "+f.src[i:word], "write "+f.src[i:word]+":")
	default:
		f.found(i, "this line is not a key with a value",
			"write key: value; to continue the text above, indent the line further")
	}
}

// isBelow reports whether the line after i looks like the value of a key at i:
// a list, or a line that is indented further.
func (f *finder) isBelow(i int) bool {
	below := nextLine(f.src, i)
	next := skipSpaces(f.src, below)
	return f.isDash(next) || !f.endsLine(next) && next-below > i-lineStart(f.src, i)
}

// shortened returns the rest of the line from i, unless it is long.
func (f *finder) shortened(i int) string {
	text := f.restOfLine(i)
	if utf8.RuneCountInString(text) > maxHint {
		return "…"
	}
	return text
}
