package expect

import (
	"strings"

	"nlgserver/internal/document"
	"nlgserver/internal/python"
	"nlgserver/nlg"
)

// edit replaces the bytes from start to end of a file's text.
type edit struct {
	start, end int
	with       string
}

// editor replaces expectations in a file's text.
type editor struct {
	text    string
	newline string
}

func newEditor(text string) editor {
	e := editor{text: text, newline: "\n"}
	if strings.Contains(e.text, "\r\n") {
		e.newline = "\r\n"
	}
	return e
}

// edits returns the edits that turn the case's expectation into v. In a map that
// keeps its keys, they touch only the values that differ.
func (e *editor) edits(c *Case, v nlg.Value) []edit {
	if c.own.IsMissing() {
		return []edit{e.insertion(c.entry, v)}
	}
	isFlow := c.entry.IsFlow()
	old := c.own.Value
	if !old.IsMap() || !sameKeys(old, v) {
		return []edit{e.replacement(c.own, v, isFlow)}
	}
	var out []edit
	entries := v.Dict().Entries()
	i := 0
	for o := range old.Entries() {
		if !python.Equal(o.Value.Python(), entries[i].Value) {
			out = append(out, e.replacement(o, entries[i].Value, isFlow || old.IsFlow()))
		}
		i++
	}
	return out
}

// sameKeys reports whether a map has the keys of a dict, in the same order.
func sameKeys(old document.Value, v nlg.Value) bool {
	entries := v.Dict().Entries()
	if len(entries) != old.Len() {
		return false
	}
	i := 0
	for o := range old.Entries() {
		if o.Name() != entries[i].Key.Str() {
			return false
		}
		i++
	}
	return true
}

// replacement returns the edit that replaces an entry's value.
func (e *editor) replacement(o document.Entry, v nlg.Value, isFlow bool) edit {
	at := o.Extent()
	old, indent := o.Value, o.Key.Column()-1
	nothing := at.Value == at.End
	lines := !nothing && !old.IsScalar() && !old.IsFlow() && e.text[at.Value] != '*'
	w := writer{newline: e.newline}
	switch {
	case isFlow || !isCollection(v) && !lines || !lines && !nothing:
		// On the line of the old value.
		if nothing {
			w.b.WriteByte(' ')
		}
		w.flow(v)
		return edit{at.Value, at.End, w.b.String()}
	case !lines:
		w.afterKey(v, indent)
		return edit{at.Colon, at.End, w.b.String()}
	case isCollection(v):
		w.block(v, old.Column()-1)
		return edit{at.Value, at.End, w.b.String()}
	case strings.TrimSpace(e.text[at.Colon:at.Value]) == "":
		w.afterKey(v, 0)
		return edit{at.Colon, at.End, w.b.String()}
	default: // after a comment; the old value may be a list without indentation
		w.b.WriteString(strings.Repeat(" ", max(0, indent+indentStep-(old.Column()-1))))
		w.flow(v)
		return edit{at.Value, at.End, w.b.String()}
	}
}

// insertion returns the edit that adds an expectation to a map without one.
func (e *editor) insertion(entry document.Value, v nlg.Value) edit {
	w := writer{newline: e.newline}
	end := entry.End()
	if entry.IsFlow() {
		before := strings.TrimRight(e.text[:end-1], " \t\r\n")
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
	if i := strings.IndexAny(e.text[end:], "\r\n"); i >= 0 {
		end += i
	} else {
		end = len(e.text)
	}
	indent := entry.Column() - 1
	w.line(indent)
	w.b.WriteString("expect:")
	w.afterKey(v, indent)
	return edit{end, end, w.b.String()}
}
