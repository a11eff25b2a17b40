package expect

import (
	"strings"

	"nlgserver/internal/python"
	"nlgserver/internal/yamlsrc"
	"nlgserver/nlg"
)

// edit replaces the bytes from start to end of a file's text.
type edit struct {
	start, end int
	with       string
}

// editor writes new expectations into a file's text.
type editor struct {
	doc     *yamlsrc.Document
	text    string
	newline string
}

func newEditor(doc *yamlsrc.Document) editor {
	e := editor{doc: doc, text: doc.Text(), newline: "\n"}
	if strings.Contains(e.text, "\r\n") {
		e.newline = "\r\n"
	}
	return e
}

// edits returns how the case's expectation becomes v: in a map whose keys
// stay, only the values that differ are written anew.
func (e *editor) edits(c *Case, v nlg.Value) []edit {
	if c.own == nil {
		return []edit{e.insertion(c.entry, v)}
	}
	isFlow := c.entry.Style == yamlsrc.Flow
	old := c.own.Value
	if old.Kind != yamlsrc.Mapping || !sameKeys(old, v) {
		return []edit{e.replacement(*c.own, v, isFlow)}
	}
	var out []edit
	for i, entry := range v.Dict().Entries() {
		p := old.Pairs[i]
		if !python.Equal(p.Value.ToValue(), entry.Value) {
			out = append(out, e.replacement(p, entry.Value, isFlow || old.Style == yamlsrc.Flow))
		}
	}
	return out
}

// sameKeys reports whether a map has the keys of another, in the same order.
func sameKeys(n *yamlsrc.Node, v nlg.Value) bool {
	if v.Dict().Len() != len(n.Pairs) {
		return false
	}
	for i, e := range v.Dict().Entries() {
		if keyText(n.Pairs[i].Key) != e.Key.Str() {
			return false
		}
	}
	return true
}

// replacement writes a value in the place of another.
func (e *editor) replacement(p yamlsrc.Pair, v nlg.Value, isFlow bool) edit {
	at := e.doc.Extent(p)
	old := p.Value
	nothing := at.Value == at.End
	lines := !nothing && old.Kind != yamlsrc.Scalar && old.Style != yamlsrc.Flow && e.text[at.Value] != '*'
	w := writer{newline: e.newline}
	switch {
	case isFlow || !isCollection(v) && !lines || !lines && !nothing:
		// Where the old one stands, on its line.
		if nothing {
			w.b.WriteByte(' ')
		}
		w.flow(v)
		return edit{at.Value, at.End, w.b.String()}
	case !lines:
		w.behindKey(v, p.Key.Column-1)
		return edit{at.Colon, at.End, w.b.String()}
	case isCollection(v):
		w.block(v, old.Column-1)
		return edit{at.Value, at.End, w.b.String()}
	case strings.TrimSpace(e.text[at.Colon:at.Value]) == "":
		w.behindKey(v, 0)
		return edit{at.Colon, at.End, w.b.String()}
	default: // a comment stands between, and a list may have no indentation
		w.b.WriteString(strings.Repeat(" ", max(0, p.Key.Column-1+indentStep-(old.Column-1))))
		w.flow(v)
		return edit{at.Value, at.End, w.b.String()}
	}
}

// insertion writes an expectation into a map that has none.
func (e *editor) insertion(n *yamlsrc.Node, v nlg.Value) edit {
	w := writer{newline: e.newline}
	if n.Style == yamlsrc.Flow {
		end := e.doc.End(n) - 1
		before := strings.TrimRight(e.text[:end], " \t\r\n")
		switch before[len(before)-1] {
		case '{':
		case ',':
			w.b.WriteByte(' ')
		default:
			w.b.WriteString(", ")
		}
		w.b.WriteString("expect: ")
		w.flow(v)
		return edit{len(before), len(before), w.b.String()}
	}
	end := e.doc.End(n)
	if i := strings.IndexAny(e.text[end:], "\r\n"); i >= 0 {
		end += i
	} else {
		end = len(e.text)
	}
	w.line(n.Column - 1)
	w.b.WriteString("expect:")
	w.behindKey(v, n.Column-1)
	return edit{end, end, w.b.String()}
}
