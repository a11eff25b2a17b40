package yamlsrc

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"nlgserver/internal/diag"
)

// maxHint is the length up to which a hint repeats text of the file.
const maxHint = 120

// inQuotes returns the value that starts at i, and its key, with the quotes that
// it needs, as code for a hint.
// Text that ends with the only quote of its kind lacks the one at its start.
func (f *finder) inQuotes(i int) string {
	text := f.untilComment(i)
	for _, quote := range [...]string{`"`, "'"} {
		if inner, ok := strings.CutSuffix(text, quote); ok && inner != "" && !strings.Contains(inner, quote) && !strings.Contains(inner, `\`) {
			return f.withKey(quote + text)
		}
	}
	return f.withKey(Quote(text))
}

// withKey returns a value with the key that is before it on its line, as code for
// a hint.
func (f *finder) withKey(value string) string {
	if f.key != "" {
		value = f.key + ": " + value
	}
	if utf8.RuneCountInString(value) > maxHint {
		value = "…"
	}
	return diag.InBackticks(value)
}

// untilComment returns the rest of the line from i, without a comment. A # that a
// blank follows starts one; #5 is more likely to be text.
func (f *finder) untilComment(i int) string {
	text := f.restOfLine(i)
	if end := strings.Index(text, " # "); end > 0 {
		text = strings.TrimRight(text[:end], " \t")
	}
	return text
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
	slip, ok := KeySlip(f.restOfLine(value), true)
	switch {
	case ok && column >= 0 && f.looksLikeEntry(i):
		f.slip(value, &slip)
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
	if slip, ok := DashSlip(f.restOfLine(i)); ok && f.key == "" {
		f.slip(i, &slip)
		return
	}
	f.found(i, "unquoted text cannot start with "+f.src[i:i+1], "quote the text: "+f.inQuotes(i))
}

func (f *finder) tab(i int) {
	f.found(i, "tabs cannot be used for indentation", "replace the tab with spaces")
}

// misplaced explains a line whose indentation matches no list or map. closed is
// the indentation of the outermost list or map that the line ended, -1 if none.
func (f *finder) misplaced(i, closed int) {
	switch {
	case f.block.next == f.pos:
		f.belowBlock(i)
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
	rest := f.untilComment(i)
	slip, isSlip := DashSlip(rest)
	key := f.src[i : i+wordEnd(f.src[i:])]
	switch above, isMap := f.keysOfItem(i); {
	case f.belowEmptyBlock(i):
	case isSlip:
		f.slip(i, &slip)
	case f.at(i) == '-' && f.at(i+1) != '-':
		f.found(i, "a blank is missing after the dash", "write "+diag.InBackticks("- "+f.shortened(i+1)))
	case key == "" || !f.isKeyColon(i+len(key)):
		f.found(i, "missing dash at the start of this line",
			"write "+diag.InBackticks("- "+f.shortened(i))+", or indent the line if it belongs to the item above")
	case !isMap || f.isLikeOuterKey(key):
		f.found(i, key+" is indented like the items of the list above it",
			fmt.Sprintf("indent it by %s, like the key of the list", spaces(f.outerIndent())))
	case slices.Contains(above, key):
		f.found(i, "missing dash at the start of this line", "write "+diag.InBackticks("- "+f.shortened(i)))
	default:
		f.found(i, "this line is indented less than the keys of the item above it",
			fmt.Sprintf("indent it by %s, like those keys", spaces(i-lineStart(f.src, i)+2)))
	}
}

// keysOfItem returns the keys of the list item above a line that starts in the
// column of the dashes, and whether the item is a map.
func (f *finder) keysOfItem(i int) (keys []string, isMap bool) {
	start := lineStart(f.src, i)
	column := i - start
	for start > 0 {
		start = lineStart(f.src, start-1)
		at := skipSpaces(f.src, start)
		isItem := at-start == column && f.isDash(at)
		if isItem {
			at = skipSpaces(f.src, at+1)
		}
		if end := at + wordEnd(f.src[at:]); at-start == column+2 && end > at && f.isKeyColon(end) {
			keys = append(keys, f.src[at:end])
		}
		if isItem {
			return keys, len(keys) > 0
		}
	}
	return nil, false
}

// isLikeOuterKey reports whether a key is named like the key of the innermost list,
// as utter_b is like utter_a.
func (f *finder) isLikeOuterKey(key string) bool {
	prefix, _, ok := strings.Cut(key, "_")
	n := len(f.levels)
	return ok && n >= 2 && strings.HasPrefix(f.levels[n-2].key, prefix+"_")
}

// outerIndent is the indentation of the keys around the innermost list.
func (f *finder) outerIndent() int {
	if n := len(f.levels); n >= 2 {
		return f.levels[n-2].indent
	}
	return 0
}

// missingKey explains a line that is not a key with a value where one is expected.
func (f *finder) missingKey(i int) {
	rest := f.restOfLine(i)
	if slip, ok := DashSlip(rest); ok {
		f.slip(i, &slip)
		return
	}
	if slip, ok := KeySlip(rest, f.isBelow(i)); ok {
		f.slip(i, &slip)
		return
	}
	const message = "this line is not a key with a value"
	switch {
	case f.belowEmptyBlock(i):
	case f.plainAt >= 0:
		f.found(i, message, fmt.Sprintf("indent it by %s if it continues the text above, or write key: value", spaces(f.indent()+2)))
	default:
		f.found(i, message, "write key: value, or move it into the quotes above")
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
