package edit

import (
	"strings"
	"sync"
	"unicode/utf8"

	"nlgserver/internal/document"
	"nlgserver/internal/python"
)

// place is where a value is in the text.
type place struct {
	// colon is the byte after the colon of the value's key or after its dash, value
	// and end are as in [document.Extent].
	colon, value, end int
	// indent is that of the key, or of the dash.
	indent int
	// inFlow says that the value is within [ ] or { }; isItem that it has a dash.
	inFlow, isItem bool
	// quotes returns how texts are written in the map around the value; nil means as in
	// most of the file.
	quotes func() document.Style
}

// emitter finds the splices that write a file's changed nodes.
type emitter struct {
	file    *file
	splices []splice
	failed  error
	// quoted says to write no text after | or >; hasBlock is set if one is written.
	quoted, hasBlock bool
}

// writer returns a writer for a place.
func (e *emitter) writer(at int) *writer {
	w := e.file.writer(at)
	w.quoted, w.hasBlock = e.quoted, &e.hasBlock
	return w
}

func (e *emitter) splice(start, end int, with string) {
	e.splices = append(e.splices, splice{start, end, with})
}

// value emits what changed in a value.
func (e *emitter) value(n *node, at place) {
	switch {
	case !n.isChanged:
	case n.isWrapped:
		e.wrapped(n, at)
	case n.isFresh:
		e.fresh(n, at)
	case n.isMap():
		e.entries(n, at)
	default:
		e.items(n, at)
	}
}

// entries emits what changed in a map.
func (e *emitter) entries(n *node, at place) {
	inFlow := at.inFlow || n.src.IsFlow()
	var above *entry // the last entry that is written in the map
	indent, near := n.src.Column()-1, n.src.Start()
	if first := n.firstOwn(); first != nil { // an anchor may be before it
		indent, near = first.src.Key.Column()-1, first.src.Key.Start()
	}
	quotes := sync.OnceValue(func() document.Style { return e.quotesIn(n, at.quotes, inFlow) })
	for i, c := range n.entries {
		switch {
		case c.isMerged:
		case !c.src.IsMissing():
			above = c
			if c.isChanged {
				x := c.src.Extent()
				e.value(c.node, place{colon: x.Colon, value: x.Value, end: x.End, indent: c.src.Key.Column() - 1, inFlow: inFlow, quotes: quotes})
			}
		default:
			if above == nil && n.hasMerged() {
				above = n.lastOwn() // not before the merge key
			}
			e.added(n, i, above, place{value: near, indent: indent, inFlow: inFlow}, quotes())
		}
	}
}

// added emits a new entry of a map.
func (e *emitter) added(n *node, i int, above *entry, at place, quotes document.Style) {
	c, f := n.entries[i], e.file
	near, indent, inFlow := at.value, at.indent, at.inFlow
	if above != nil {
		near = above.src.Extent().End
	}
	w := e.writer(near)
	w.quotes = quotes
	switch {
	case inFlow && above != nil:
		w.b.WriteString(", ")
		w.key(c.key, true)
		w.b.WriteByte(' ')
		w.flow(c.python(), true)
		e.splice(near, near, w.String())
	case inFlow:
		w.key(c.key, true)
		w.b.WriteByte(' ')
		w.flow(c.python(), true)
		if n.src.Len() > 0 {
			w.b.WriteString(", ")
		} else {
			near++ // behind the bracket
		}
		e.splice(near, near, w.String())
	case above != nil:
		end := f.lineEnd(f.blockEnd(above.src.Value, near))
		if s, ok := f.unended(above.src.Value); ok && !above.isChanged && n.entries[i-1] == above {
			e.splices = append(e.splices, s)
		}
		w.line(indent)
		w.entry(c.key, c.python(), indent)
		e.splice(end, end, w.String())
	default:
		w.entry(c.key, c.python(), indent)
		w.line(indent)
		e.splice(near, near, w.String())
	}
}

// items emits what changed in a list.
func (e *emitter) items(n *node, at place) {
	extents := n.src.ItemExtents()
	for i, item := range n.items {
		if !item.isChanged {
			continue
		}
		x := extents[i]
		p := place{colon: x.Dash + 1, value: x.Value, end: x.End, indent: x.Dash - e.file.lineStart(x.Dash), inFlow: at.inFlow || n.src.IsFlow(), isItem: true}
		if p.inFlow {
			p.colon = x.Value
		}
		e.value(item, p)
	}
}

// wrapped emits a bare text that becomes a map.
func (e *emitter) wrapped(n *node, at place) {
	f := e.file
	text := n.get("text")
	w := e.writer(at.value)
	if !n.src.IsBlock() {
		w.quotes = n.src.Style()
	}
	if at.inFlow {
		e.splice(at.value, at.value, "{text: ")
		e.value(text.node, at)
		for _, c := range n.entries {
			if c != text {
				w.b.WriteString(", ")
				w.key(c.key, true)
				w.b.WriteByte(' ')
				w.flow(c.python(), true)
			}
		}
		e.splice(at.end, at.end, w.String()+"}")
		return
	}
	// Before an anchor or a tag.
	start := at.colon + len(f.text[at.colon:]) - len(strings.TrimLeft(f.text[at.colon:], " "))
	indent := start - f.lineStart(start)
	before, behind := e.writer(at.value), e.writer(at.value)
	before.quotes, behind.quotes = w.quotes, w.quotes
	isAbove := true
	for _, c := range n.entries {
		switch {
		case c == text:
			isAbove = false
		case isAbove:
			before.entry(c.key, c.python(), indent)
			before.line(indent)
		default:
			behind.line(indent)
			behind.entry(c.key, c.python(), indent)
		}
	}
	before.b.WriteString("text: ")
	if strings.ContainsAny(f.text[at.value:at.end], "\r\n") && !text.isFresh {
		// Its lines would have to be indented further.
		value := n.src.Python()
		expands := text.mayExpand()
		text.become(value)
		text.expands = expands
		e.splice(start, start, before.String())
		e.rewritten(text.node, at, indent)
	} else {
		e.splice(start, start, before.String())
		e.value(text.node, at)
	}
	end := f.lineEnd(at.end)
	e.splice(end, end, behind.String())
}

// rewritten emits a text anew, one level deeper.
func (e *emitter) rewritten(n *node, at place, indent int) {
	w := e.writer(at.value)
	if !n.src.IsBlock() {
		w.quotes = n.src.Style()
	}
	w.scalar(n.value, indent+w.style.mapStep)
	e.splice(at.value, at.end, w.String())
}

// fresh emits a new value in the place of one that is there.
func (e *emitter) fresh(n *node, at place) {
	f := e.file
	old, v := n.src, n.python()
	text, isText := v.Text()
	if isText && old.IsScalar() && !old.IsAlias() && at.value < at.end {
		e.text(n, text, at)
		return
	}
	nothing := at.value == at.end
	isAnchored := !nothing && strings.IndexByte("&!", f.text[at.value]) >= 0
	lines := !nothing && !isAnchored && !old.IsScalar() && !old.IsFlow() && !old.IsAlias()
	w := e.writer(at.value)
	if below := f.text[at.colon:]; nothing && !at.inFlow && !isCollection(v) && strings.HasPrefix(below, " ") && (len(below) == 1 || strings.IndexByte(" \r\n", below[1]) >= 0) {
		w.flow(v, false)
		e.splice(at.colon+1, at.colon+1, w.String())
		return
	}
	switch {
	case at.inFlow || nothing && !isCollection(v) || !isCollection(v) && !lines || !lines && !nothing && old.IsFlow() && !f.isEmptyEnd(old, at):
		if nothing && at.colon == at.value {
			w.b.WriteByte(' ')
		}
		w.flow(v, at.inFlow)
		e.splice(at.value, at.end, w.String())
	case at.isItem:
		indent := old.Column() - 1
		if nothing {
			indent = at.indent + w.style.dash
			w.b.WriteString(strings.Repeat(" ", w.style.dash-1))
		}
		if isCollection(v) {
			w.block(v, indent)
		} else {
			w.flow(v, false)
		}
		e.splice(at.value, at.end, w.String())
	case !lines:
		w.afterKey(v, at.indent)
		e.splice(at.colon, at.end, w.String())
	case isCollection(v):
		w.block(v, old.Column()-1)
		e.splice(at.value, at.end, w.String())
	case strings.TrimSpace(f.text[at.colon:at.value]) == "":
		w.afterKey(v, at.indent)
		e.splice(at.colon, at.end, w.String())
	default: // after a comment; the old value may be a list without indentation
		w.b.WriteString(strings.Repeat(" ", max(0, at.indent+w.style.mapStep-(old.Column()-1))))
		w.flow(v, false)
		e.splice(at.value, at.end, w.String())
	}
}

// text emits a new text in the style of the one that was there.
func (e *emitter) text(n *node, text string, at place) {
	f, old := e.file, n.src
	switch {
	case n.expands:
		// A text with a ${VAR} has no quotes.
		if probe := strings.ReplaceAll(text, "${", "$("); document.WriteText(probe, document.Plain, at.inFlow) != probe {
			e.failed = refuse(old.Position(), "a text with an environment variable has no quotes, and this text needs them", "edit the file by hand")
			return
		}
		e.splice(at.value, at.end, text)
	case old.IsBlock():
		e.blockText(old, text, at)
	default:
		style := old.Style()
		if _, wasText := old.Text(); !wasText {
			style = f.look().quotes
		}
		written := document.WriteText(text, style, at.inFlow)
		if strings.Contains(strings.TrimRight(text, "\n"), "\n") && !at.inFlow && !strings.Contains(f.text[at.value:at.end], `\n`) {
			w := e.writer(at.value)
			w.scalar(python.Str(text), at.indent+e.blockStep(at))
			written = w.String()
			if strings.HasPrefix(written, "|") && !f.canEndBlock(at.end, at.indent+e.blockStep(at)) {
				written = document.WriteText(text, style, false)
			}
		}
		e.splice(at.value, at.end, written)
	}
}

// canEndBlock reports whether a text after | with lines of an indentation can end at a
// byte: nothing is behind it on its line, and no comment or blanks below are indented
// so far that they would be part of it.
func (f *file) canEndBlock(end, indent int) bool {
	if f.lineEnd(end) > end {
		return false
	}
	for at := f.nextLine(end); at < len(f.text); at = f.nextLine(at) {
		line := f.text[at:f.lineEnd(at)]
		text := strings.TrimLeft(line, " ")
		switch {
		case len(line)-len(text) >= indent && line != "":
			return false
		case text != "" && text[0] != '#':
			return true
		}
	}
	return true
}

// blockStep is how much the lines of a text are indented below its key or dash.
func (e *emitter) blockStep(at place) int {
	if at.isItem {
		return e.file.look().dash
	}
	return e.file.look().mapStep
}

// blockText emits a new text below | or >.
func (e *emitter) blockText(old document.Value, text string, at place) {
	f := e.file
	was, _ := old.Text()
	header := f.text[at.value:f.lineEnd(at.value)]
	marks := 1
	for marks < len(header) && strings.IndexByte("+-0123456789", header[marks]) >= 0 {
		marks++
	}
	below := f.nextLine(at.value)
	var lines, end string
	ok := false
	// A block without text has no lines to write as.
	if indent, width := f.shape(below, at.end, was); indent > 0 && below <= at.end {
		lines, end, ok = document.WriteBlock(text, old.IsFolded(), indent, width, f.newlineAt(at.value))
	}
	e.hasBlock = e.hasBlock || ok
	if e.quoted || !ok || end == "" && strings.HasSuffix(text, "\n\n") {
		if strings.Contains(header[marks:], "#") {
			// The comment stays at the end of the line.
			e.splice(at.value, at.value+marks, document.WriteText(text, document.DoubleQuoted, false))
			e.splice(f.lineEnd(at.value), at.end, "")
			return
		}
		e.splice(at.value, at.end, document.WriteText(text, document.DoubleQuoted, false))
		return
	}
	digits := strings.Trim(header[1:marks], "+-")
	if strings.HasSuffix(was, "\n") != strings.HasSuffix(text, "\n") || strings.HasSuffix(was, "\n\n") {
		e.splice(at.value+1, at.value+marks, digits+end)
	}
	e.splice(below, at.end, lines)
}

// shape returns the indentation of the lines of a block, and the width of the longest.
func (f *file) shape(from, to int, text string) (indent, width int) {
	first := strings.TrimLeft(text, "\n")
	own := len(first) - len(strings.TrimLeft(first, " "))
	indent = -1
	for at := from; at < to; at = f.nextLine(at) {
		line := f.text[at:f.lineEnd(at)]
		if strings.Trim(line, " ") == "" {
			continue
		}
		if indent < 0 {
			indent = len(line) - len(strings.TrimLeft(line, " ")) - own
		}
		width = max(width, utf8.RuneCountInString(line)-max(indent, 0))
	}
	return indent, max(width, minFold)
}

// minFold is the shortest width at which folded text is broken.
const minFold = 60

// isBlank reports whether a line has nothing but blanks.
func isBlank(line string) bool { return strings.Trim(line, " \t") == "" }
