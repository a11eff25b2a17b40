package yamlsrc

import "strings"

// line follows one line of the block structure, and all further lines of the
// value that starts on it.
func (f *finder) line() {
	start := f.pos
	i := skipSpaces(f.src, start)
	switch c := f.at(i); {
	case c == '\t' && f.continuesComment(i):
		f.nextLine(i)
	case c == '\t':
		f.tab(i)
	case isBreak(c), c == '#':
		f.nextLine(i)
	case f.isMarkerAt(start):
		f.marker(start)
	case i == start && c == '%' && !f.started && f.isDirective(i):
		f.nextLine(i)
	default:
		if f.unwind(i, i-start) {
			if !f.started {
				f.started, f.first = true, i
			}
			f.entry(i, i-start)
		}
	}
}

// blankLines are the blank lines around the last tab at the start of a line.
type blankLines struct {
	end       int // the first character after them
	inComment bool
}

// continuesComment reports whether a line is between two comments, or is the
// second of them: there, yaml.v3 skips blank lines and accepts tabs.
func (f *finder) continuesComment(i int) bool {
	if i < f.blanks.end {
		return f.blanks.inComment
	}
	const blanks = " \t\r\n"
	above := strings.TrimRight(f.src[:f.pos], blanks)
	below := strings.TrimLeft(f.src[i:], blanks)
	f.blanks.end = len(f.src) - len(below)
	f.blanks.inComment = strings.HasPrefix(below, "#") && strings.Contains(above[lineStart(above, len(above)):], "#")
	f.steps += f.blanks.end - len(above)
	return f.blanks.inComment
}

// marker skips the line that starts or ends a document.
func (f *finder) marker(start int) {
	f.levels = f.levels[:0]
	f.started = false
	if i := skipBlanks(f.src, start+3); !f.endsLine(i) {
		f.giveUp()
	}
	f.nextLine(start)
}

// isDirective reports whether the line is %YAML or %TAG, the only ones that may
// start with %.
func (f *finder) isDirective(i int) bool {
	line := f.restOfLine(i)
	return strings.HasPrefix(line, "%YAML ") || strings.HasPrefix(line, "%TAG ")
}

// unwind closes the lists and maps that a line at this column ends. It reports
// whether the line fits what is left.
func (f *finder) unwind(i, column int) bool {
	closed := -1
	for top := f.top(); top != nil && top.indent > column; top = f.top() {
		closed = top.indent
		f.levels = f.levels[:len(f.levels)-1]
	}
	top := f.top()
	if top != nil && top.list && top.indent == column && !f.isDash(i) && f.isParentMapAt(column) && !f.awaitsBlock(top, i) {
		f.levels = f.levels[:len(f.levels)-1]
		return true
	}
	if top == nil && !f.started || top != nil && (top.indent == column || top.open) {
		return true
	}
	if top == nil && closed < 0 { // the file started with a line that is neither
		f.missingKey(f.first)
		return false
	}
	f.misplaced(i, closed)
	return false
}

// isParentMapAt reports whether the innermost list is the value of a map whose
// keys are in the same column as the dashes.
func (f *finder) isParentMapAt(column int) bool {
	n := len(f.levels)
	return n >= 2 && !f.levels[n-2].list && f.levels[n-2].indent == column
}

// entry reads the dashes at the start of a line and then a key or a value.
func (f *finder) entry(i, column int) {
	for f.isDash(i) && !f.stopped() {
		switch top := f.top(); {
		case top == nil || top.indent < column:
			f.push(level{indent: column, list: true}, i)
		case !top.list && top.open:
			f.push(level{indent: column, list: true}, i)
		case !top.list:
			f.dashAmongKeys(i)
			return
		}
		f.top().open = true
		next := skipSpaces(f.src, i+1)
		if f.at(next) == '\t' {
			f.tab(next)
			return
		}
		if f.endsLine(next) {
			f.nextLine(next)
			return
		}
		i, column = next, column+next-i
	}
	if f.stopped() {
		return
	}
	switch c := f.at(i); {
	case c == '?' && f.endsWord(i+1):
		f.giveUp()
		return
	case f.isKeyColon(i):
		f.found(i, "missing key before the colon", "write key: value")
		return
	}
	f.keyOrScalar(i, column)
}

// keyOrScalar reads a token where a key may start.
func (f *finder) keyOrScalar(i, column int) {
	top := f.top()
	amongKeys, amongDashes := f.among(i, column)
	f.key = ""
	start, ok := f.properties(i)
	if !ok {
		return
	}
	if f.endsLine(start) && !amongKeys && !amongDashes {
		f.started = top != nil // the value of the anchor or tag follows
		f.nextLine(start)
		return
	}
	if start > i && (f.endsLine(start) || f.isDash(start)) {
		f.reserved(i)
		return
	}
	end, ok := f.head(start)
	if !ok {
		return
	}
	colon := skipBlanks(f.src, end)
	switch isKey := f.isKeyColon(colon) && f.onOneLine(start, colon); {
	case amongDashes:
		f.missingDash(i)
	case isKey:
		if !amongKeys {
			f.push(level{indent: column}, i)
		}
		f.key = f.src[i:end]
		f.top().key = f.key
		f.suspectKey(i)
		f.afterColon(colon)
	case amongKeys:
		f.missingKey(i)
	default:
		f.value(start, column)
	}
}

// among reports whether a line starts in the column of a map's keys or of a
// list's dashes. A text block may start in the column of its own key or dash.
func (f *finder) among(i, column int) (keys, dashes bool) {
	top := f.top()
	if top == nil || top.indent != column {
		return false, false
	}
	if f.awaitsBlock(top, i) {
		return false, false
	}
	return !top.list, top.list
}

// awaitsBlock reports whether the value of the last key or dash is a text block.
func (f *finder) awaitsBlock(l *level, i int) bool {
	c := f.at(i)
	return l.open && (c == '|' || c == '>')
}

// head skips the first token of a line: everything that can be a key.
func (f *finder) head(i int) (end int, ok bool) {
	switch f.at(i) {
	case '"', '\'':
		return f.quoted(i)
	case '[', '{':
		return f.flow(i)
	case '*':
		return f.alias(i)
	case '|', '>':
		return i, true
	case '@', '`', '%', ',', ']', '}':
		f.reserved(i)
		return i, false
	default:
		return f.plainEnd(i), true
	}
}

// afterColon reads the value of a key.
func (f *finder) afterColon(colon int) {
	f.top().open = true
	i := skipBlanks(f.src, colon+1)
	if f.endsLine(i) {
		f.nextLine(i)
		return
	}
	f.value(i, -1)
}

// onOneLine reports whether there is no line break between two offsets.
func (f *finder) onOneLine(start, end int) bool {
	return !strings.ContainsAny(f.src[start:end], "\r\n")
}
