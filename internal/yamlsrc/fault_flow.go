package yamlsrc

import (
	"strings"

	"nlgserver/internal/diag"
)

// bracket is a [ or { that is still open.
type bracket struct {
	offset int
	state  entryState
}

// entryState is how much of an entry between commas has been read.
type entryState uint8

const (
	entryEmpty entryState = iota
	entryValue            // a value, or a key without its colon
	entryColon            // a key and its colon
	entryPair             // a key, its colon and its value
)

// flow reads a list in [] or a map in {}, which may span lines.
func (f *finder) flow(start int) (end int, ok bool) {
	var open []bracket
	for i := start; ; {
		i = f.skipToToken(i)
		if i == len(f.src) || f.isMarkerAt(i) {
			f.unclosedBracket(open[len(open)-1].offset)
			return i, false
		}
		switch c := f.src[i]; c {
		case '[', '{':
			if len(open) > 0 && !f.begin(&open[len(open)-1], i) {
				return i, false
			}
			if open = append(open, bracket{offset: i}); len(open) > deepest {
				f.found(i, "lists are nested too deeply", "")
				f.fault.code = diag.TooDeep
				return i, false
			}
			i++
		case ']', '}':
			last := open[len(open)-1]
			if f.src[last.offset] != c-2 { // the codes of [ and ], { and } differ by 2
				f.mismatch(last.offset, i)
				return i, false
			}
			i++
			if open = open[:len(open)-1]; len(open) == 0 {
				return i, true
			}
		default:
			if i = f.flowToken(&open[len(open)-1], i); f.stopped() {
				return i, false
			}
		}
	}
}

// skipToToken skips white space, line breaks and comments.
func (f *finder) skipToToken(i int) int {
	for i < len(f.src) {
		switch c := f.src[i]; {
		case isBlank(c) || isBreak(c):
			i++
		case c == '#':
			i += lineLength(f.src[i:])
		default:
			return i
		}
		if f.isMarkerAt(i) {
			return i
		}
	}
	return i
}

// flowToken reads a comma, a colon or a value.
func (f *finder) flowToken(in *bracket, i int) int {
	switch c := f.src[i]; {
	case c == ',' && in.state == entryEmpty:
		f.flowFault(in, i, "there is nothing before this comma", "delete it")
	case c == ',':
		in.state = entryEmpty
		return i + 1
	case c == ':' && (in.state == entryColon || in.state == entryPair):
		f.flowFault(in, i, "text with a colon must be quoted inside [ ] or { }", "quote the text")
	case c == ':' && in.state == entryValue:
		in.state = entryColon
		return i + 1
	case c == ':':
		f.flowFault(in, i, "missing key before the colon", "write key: value, or quote the text")
	case c == '?' && in.state == entryEmpty:
		f.giveUp()
	default:
		return f.flowValue(in, i)
	}
	return i
}

// flowValue reads a value that is neither a list nor a map.
func (f *finder) flowValue(in *bracket, i int) int {
	switch c := f.src[i]; {
	case c == '&' || c == '!':
		i, _ = f.properties(i)
	case strings.IndexByte("|>@`%?", c) >= 0, f.isDash(i):
		f.flowFault(in, i, "unquoted text cannot contain "+string(c)+" here", "quote the text")
	case !f.begin(in, i):
	case c == '"' || c == '\'':
		i, _ = f.quoted(i)
	case c == '*':
		i, _ = f.alias(i)
	default:
		i = f.flowText(in, i)
	}
	return i
}

// begin records that a value starts. Two values without a comma are a fault.
func (f *finder) begin(in *bracket, i int) bool {
	switch in.state {
	case entryEmpty:
		in.state = entryValue
	case entryColon:
		in.state = entryPair
	case entryValue, entryPair:
		f.flowFault(in, i, "missing comma before this value",
			"add a comma, or quote text that contains [ ] { } or quotes")
		return false
	}
	return true
}

// flowText skips unquoted text, which ends at a bracket, a comma, a question
// mark or the colon of a key.
func (f *finder) flowText(in *bracket, start int) int {
	i := start
	for i < len(f.src) && strings.IndexByte(",?[]{}", f.src[i]) < 0 && !f.isKeyColon(i) {
		if isBlank(f.src[i]) || isBreak(f.src[i]) {
			next := f.skipToToken(i)
			if next == len(f.src) || f.isMarkerAt(next) || f.src[skipWhite(f.src, i)] == '#' {
				return i
			}
			i = next
			continue
		}
		i++
	}
	switch c := f.at(i); {
	case c == ':' && !f.onOneLine(start, i):
		f.flowFault(in, i, "missing comma before this key", "add a comma at the end of the previous line")
	case c == '{' || c == '[':
		f.flowFault(in, i, "unquoted text cannot contain "+string(c)+" here", "quote the text")
	}
	return i
}

func skipWhite(s string, i int) int {
	for i < len(s) && (isBlank(s[i]) || isBreak(s[i])) {
		i++
	}
	return i
}

// flowFault ends the search with a fault between brackets. On a line that looks
// like a new list item or key, the real fault is the open bracket.
func (f *finder) flowFault(in *bracket, i int, message, hint string) {
	if !f.onOneLine(in.offset, i) && f.looksLikeEntry(skipSpaces(f.src, lineStart(f.src, i))) {
		f.unclosedBracket(in.offset)
		return
	}
	f.found(i, message, hint)
}

func (f *finder) unclosedBracket(i int) {
	c := f.src[i]
	message := "this " + string(c) + " is never closed"
	text := f.untilComment(i)
	next := skipSpaces(f.src, nextLine(f.src, i))
	if closed, ok := closeBrackets(text); ok && f.startsValue(i) && (next == len(f.src) || f.looksLikeEntry(next)) {
		f.found(i, message, "write "+f.withKey(closed)+", or quote the text")
		return
	}
	f.found(i, message, "write "+string(c+2)+" where it ends, or quote the text: "+f.inQuotes(i))
}

// closeBrackets closes the brackets of a line that holds a map. In other lines, they
// are more likely to be text.
func closeBrackets(text string) (closed string, ok bool) {
	var open []byte
	var quote byte
	for i := range len(text) {
		switch c := text[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '[' || c == '{':
			open = append(open, c+2) // the codes of [ and ], { and } differ by 2
		case c == ']' || c == '}':
			if len(open) == 0 || open[len(open)-1] != c {
				return "", false
			}
			open = open[:len(open)-1]
		}
	}
	if quote != 0 || len(open) == 0 || !strings.Contains(text, ": ") {
		return "", false
	}
	closed = strings.TrimRight(text, " ,")
	for len(open) > 0 {
		closed += string(open[len(open)-1])
		open = open[:len(open)-1]
	}
	return closed, true
}

// startsValue reports whether i is the start of an item or of the value of f.key.
func (f *finder) startsValue(i int) bool { return f.startsValueIn(lineStart(f.src, i), i) }

// startsValueIn is startsValue in a line that starts at an offset.
func (f *finder) startsValueIn(line, i int) bool {
	before := strings.TrimRight(f.src[line:i], " ")
	return strings.HasSuffix(before, "-") || f.key != "" && strings.HasSuffix(before, f.key+":")
}

func (f *finder) mismatch(open, i int) {
	f.foundRelated(i, "this "+f.src[i:i+1]+" does not match the open "+f.src[open:open+1],
		"write "+string(f.src[open]+2)+" first", open, "opened here")
}
