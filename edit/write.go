package edit

import (
	"strings"

	"nlgserver/internal/document"
	"nlgserver/internal/python"
)

// writer writes new values as YAML in the style of a file.
type writer struct {
	b       strings.Builder
	newline string
	style   *fileStyle
	// quotes is how texts are written if they can be.
	quotes document.Style
	// quoted says to write no text after |; hasBlock, if not nil, is set if one is
	// written.
	quoted   bool
	hasBlock *bool
}

func (f *file) writer(at int) *writer {
	return &writer{newline: f.newlineAt(at), style: f.look(), quotes: f.look().quotes}
}

func (w *writer) String() string { return w.b.String() }

// flow writes a value on one line. inFlow says that it is in [ ] or { } already.
func (w *writer) flow(v python.Value, inFlow bool) {
	switch v.Kind() {
	case python.KindStr:
		text, _ := v.Text()
		quotes := w.quotes
		if quotes == document.DoubleQuoted && strings.ContainsAny(text, `"\`) {
			quotes = document.SingleQuoted // without escapes
		}
		w.b.WriteString(document.WriteText(text, quotes, inFlow))
	case python.KindList, python.KindTuple:
		w.b.WriteByte('[')
		for i, item := range v.Items() {
			if i > 0 {
				w.b.WriteString(", ")
			}
			w.flow(item, true)
		}
		w.b.WriteByte(']')
	case python.KindDict:
		w.b.WriteByte('{')
		for i, e := range v.Dict().Entries() {
			if i > 0 {
				w.b.WriteString(", ")
			}
			w.key(python.JSONKey(e.Key), true)
			w.b.WriteByte(' ')
			w.flow(e.Value, true)
		}
		w.b.WriteByte('}')
	default:
		w.b.Write(v.AppendJSON(nil))
	}
}

// block writes a list or a map, one entry per line. The first line has no
// indentation, and the last no line break.
func (w *writer) block(v python.Value, indent int) {
	for i, item := range v.Items() {
		if i > 0 {
			w.line(indent)
		}
		w.b.WriteString("-" + strings.Repeat(" ", w.style.dash-1))
		if isCollection(item) && item.Kind() == python.KindDict {
			w.block(item, indent+w.style.dash)
		} else {
			w.flow(item, false)
		}
	}
	for i, e := range v.Dict().Entries() {
		if i > 0 {
			w.line(indent)
		}
		w.entry(python.JSONKey(e.Key), e.Value, indent)
	}
}

// entry writes a key and its value.
func (w *writer) entry(key string, v python.Value, indent int) {
	w.key(key, false)
	w.afterKey(v, indent)
}

// afterKey writes the value of a key with that indentation.
func (w *writer) afterKey(v python.Value, indent int) {
	switch {
	case !isCollection(v):
		w.b.WriteByte(' ')
		w.scalar(v, indent+w.style.mapStep)
		return
	case v.Kind() == python.KindDict:
		indent += w.style.mapStep
	default:
		indent += w.style.fieldOffset
	}
	w.line(indent)
	w.block(v, indent)
}

// scalar writes a value that is no list and no map: a text of several lines below |.
// indent is that of its lines.
func (w *writer) scalar(v python.Value, indent int) {
	text, ok := v.Text()
	if !ok || w.quoted || !strings.Contains(strings.TrimRight(text, "\n"), "\n") {
		w.flow(v, false)
		return
	}
	lines, end, ok := document.WriteBlock(text, false, indent, 0, w.newline)
	if !ok {
		w.flow(v, false)
		return
	}
	if w.hasBlock != nil {
		*w.hasBlock = true
	}
	w.b.WriteString("|" + end + w.newline + lines)
}

func (w *writer) line(indent int) {
	w.b.WriteString(w.newline)
	w.b.WriteString(strings.Repeat(" ", indent))
}

func (w *writer) key(name string, inFlow bool) {
	w.b.WriteString(document.WriteText(name, document.Plain, inFlow))
	w.b.WriteByte(':')
}

// isCollection reports whether a value is a list or a map that is not empty.
func isCollection(v python.Value) bool { return len(v.Items()) > 0 || v.Dict().Len() > 0 }
