package yamlsrc

import "strings"

// value reads a value that is not a block list or block map. column is its column
// if a key could be there, otherwise -1.
func (f *finder) value(i, column int) {
	i, ok := f.properties(i)
	if !ok {
		return
	}
	if f.endsLine(i) { // the value of the anchor or tag follows
		f.nextLine(i)
		return
	}
	if top := f.top(); top != nil {
		top.open = false
	}
	f.plainAt = -1
	var end int
	switch c := f.at(i); {
	case c == '|' || c == '>':
		f.textBlock(i)
		return
	case c == '"' || c == '\'':
		end, ok = f.quoted(i)
	case c == '[' || c == '{':
		end, ok = f.flow(i)
	case c == '*':
		end, ok = f.alias(i)
	case f.isDash(i):
		f.found(i, "a list cannot start on the same line as its key",
			"start the list on the next line, or quote the text: "+f.inQuotes(i))
		return
	case strings.IndexByte("@`%,]}", c) >= 0, (c == '?' || c == ':') && f.endsWord(i+1):
		f.reserved(i)
		return
	default:
		f.plain(i, column)
		return
	}
	if ok {
		f.afterValue(i, end)
	}
}

// afterValue checks that nothing follows a value in quotes or brackets.
func (f *finder) afterValue(start, end int) {
	i := skipBlanks(f.src, end)
	switch c := f.at(start); {
	case f.endsLine(i):
		f.nextLine(i)
	case c == '"' || c == '\'':
		f.afterQuote(start, end)
	case c == '*':
		f.reserved(start)
	default:
		f.found(start, "text that starts with "+string(c)+" must be quoted",
			"quote the text: "+f.inQuotes(start))
	}
}

// nameEnd returns the end of the name of an anchor.
func (f *finder) nameEnd(i int) int {
	for i < len(f.src) && isNameByte(f.src[i]) {
		i++
	}
	return i
}

func isNameByte(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || isDecimal(c) || c == '_' || c == '-'
}

func (f *finder) alias(i int) (end int, ok bool) {
	end = f.nameEnd(i + 1)
	switch name := f.src[i+1 : end]; {
	case name == "" || !f.endsName(end):
		f.reserved(i)
	case !f.anchors[name]:
		f.found(i, "*"+name+" refers to &"+name+", which this file does not define",
			"quote text that starts with *: "+f.inQuotes(i))
	default:
		return end, true
	}
	return i, false
}

// plainEnd returns the end of unquoted text on its line: at the colon of a key,
// before a comment, or at the end of the line.
func (f *finder) plainEnd(i int) int {
	for !isBreak(f.at(i)) && !f.isKeyColon(i) && (f.at(i) != '#' || !isBlank(f.src[i-1])) {
		i++
	}
	return i
}

// plain reads unquoted text. Lines that are indented further continue it.
func (f *finder) plain(start, column int) {
	f.plainAt = start
	for i, line := start, -1; ; {
		end := f.plainEnd(i)
		switch {
		case f.at(end) == ':' && line < 0:
			f.colon(start, end)
			return
		case f.at(end) == ':':
			f.colonBelow(start, column, line, i, end)
			return
		case f.at(end) == '#':
			f.nextLine(end)
			return
		}
		if i, line = f.continuation(end); i < 0 {
			return
		}
	}
}

// continuation finds the next line of unquoted text, -1 if there is none.
func (f *finder) continuation(i int) (next, line int) {
	for {
		f.nextLine(i)
		line = f.pos
		next = skipBlanks(f.src, line)
		tab := strings.IndexByte(f.src[line:next], '\t')
		switch {
		case tab >= 0 && tab <= f.indent():
			f.tab(line + tab)
			return -1, 0
		case next == len(f.src), f.at(next) == '#': // the blanks before it belong to the text
			f.nextLine(next)
			return -1, 0
		case !isBreak(f.at(next)) && next-line <= f.indent(), f.isMarkerAt(line):
			return -1, 0
		case !isBreak(f.at(next)):
			return next, line
		}
		i = next
	}
}

// textBlock reads the text after | or >.
func (f *finder) textBlock(i int) {
	end, width := f.textHeader(i)
	if !f.endsLine(skipBlanks(f.src, end)) {
		f.found(i, "text after "+f.src[i:i+1]+" must start on the next line",
			"start the text on the next line, or quote it: "+f.inQuotes(i))
		return
	}
	f.nextLine(end)
	indent := max(f.indent(), 0) + width
	if width == 0 {
		var tab int
		if indent, tab = f.textIndent(); tab >= 0 {
			f.tab(tab)
			return
		}
	}
	f.block = textBlock{start: i, next: -1, indent: indent, empty: true}
	for f.pos < len(f.src) {
		next := skipSpaces(f.src, f.pos)
		switch {
		case f.at(next) == '\t' && next-f.pos < indent:
			f.tab(next)
			return
		case !isBreak(f.at(next)) && next-f.pos < indent:
			f.block.next = f.pos
			return
		}
		f.block.empty = f.block.empty && isBreak(f.at(next))
		f.nextLine(next)
	}
}

// textHeader skips | or > with its indentation, 0 if none is written, and its + or
// -, in either order.
func (f *finder) textHeader(i int) (end, width int) {
	signed := false
	for end = i + 1; ; end++ {
		switch c := f.at(end); {
		case (c == '+' || c == '-') && !signed:
			signed = true
		case '1' <= c && c <= '9' && width == 0:
			width = int(c - '0')
		default:
			return end, width
		}
	}
}

// textIndent returns the indentation of a text block: that of its first line, and
// more than that of its parent. tab is the offset of a tab before it, -1 for none.
func (f *finder) textIndent() (indent, tab int) {
	indent = max(f.indent()+1, 1)
	for pos := f.pos; pos < len(f.src); pos = nextLine(f.src, pos) {
		next := skipSpaces(f.src, pos)
		indent = max(indent, next-pos)
		if f.at(next) == '\t' {
			return indent, next
		}
		if !isBreak(f.at(next)) {
			break
		}
	}
	return indent, -1
}
