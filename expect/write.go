package expect

import (
	"strings"

	"nlgserver/internal/document"
	"nlgserver/internal/python"
	"nlgserver/nlg"
)

// writer writes values as YAML that reads back as the same values.
type writer struct {
	b       strings.Builder
	newline string
}

// flow writes a value on one line.
func (w *writer) flow(v nlg.Value) {
	switch v.Kind() {
	case python.KindStr:
		text, _ := v.Text()
		w.text(text)
	case python.KindList:
		w.b.WriteByte('[')
		for i, item := range v.Items() {
			if i > 0 {
				w.b.WriteString(", ")
			}
			w.flow(item)
		}
		w.b.WriteByte(']')
	case python.KindDict:
		w.b.WriteByte('{')
		for i, e := range v.Dict().Entries() {
			if i > 0 {
				w.b.WriteString(", ")
			}
			w.key(e.Key)
			w.b.WriteByte(' ')
			w.flow(e.Value)
		}
		w.b.WriteByte('}')
	default:
		w.b.Write(v.AppendJSON(nil))
	}
}

// block writes a list or a map, one entry per line. The first line has no
// indentation and the last no line break.
func (w *writer) block(v nlg.Value, indent int) {
	for i, item := range v.Items() {
		if i > 0 {
			w.line(indent)
		}
		w.b.WriteString("- ")
		w.flow(item)
	}
	for i, e := range v.Dict().Entries() {
		if i > 0 {
			w.line(indent)
		}
		w.key(e.Key)
		w.afterKey(e.Value, indent)
	}
}

// afterKey writes the value of a key with that indentation.
func (w *writer) afterKey(v nlg.Value, indent int) {
	if !isCollection(v) {
		w.b.WriteByte(' ')
		w.flow(v)
		return
	}
	w.line(indent + indentStep)
	w.block(v, indent+indentStep)
}

const indentStep = 2

// isCollection reports whether a value is a list or a map that is not empty.
func isCollection(v nlg.Value) bool { return len(v.Items()) > 0 || v.Dict().Len() > 0 }

func (w *writer) line(indent int) {
	w.b.WriteString(w.newline)
	w.b.WriteString(strings.Repeat(" ", indent))
}

func (w *writer) key(k nlg.Value) {
	name := python.JSONKey(k)
	if isPlainKey(name) {
		w.b.WriteString(name)
	} else {
		w.text(name)
	}
	w.b.WriteByte(':')
}

// isPlainKey reports whether a name needs no quotes.
func isPlainKey(name string) bool {
	if name == "" || name == "true" || name == "false" || name == "null" {
		return false
	}
	return strings.Trim(name, "abcdefghijklmnopqrstuvwxyz_") == ""
}

// text writes a string in double quotes. In an expectation, a no-break space is to be
// seen.
func (w *writer) text(s string) {
	w.b.WriteString(strings.ReplaceAll(document.WriteText(s, document.DoubleQuoted, true), "\u00a0", `\u00a0`))
}
