package jinja

import (
	"strings"

	"nlgserver/internal/python"
)

// markup is a str that needs no escaping, markupsafe's Markup: what escape, safe
// and tojson return. It prints as its text, and what is added to it is escaped.
type markup struct{ text string }

func (*markup) TypeName() string { return "Markup" }

func (m *markup) AppendRepr(dst []byte) []byte {
	return append(python.Str(m.text).AppendRepr(append(dst, "Markup("...)), ')')
}

func (m *markup) Truth() bool { return m.text != "" }

func (m *markup) EqualTo(v python.Value) bool {
	s, ok := isText(v)
	return ok && s == m.text
}

// safe returns text as markup.
func safe(text string) python.Value { return python.OfObject(&markup{text}) }

func isMarkup(v python.Value) bool {
	if v.Kind() != python.KindObject {
		return false
	}
	o, _ := v.Object()
	_, ok := o.(*markup)
	return ok
}

// isText returns the text of a str, which may be markup.
func isText(v python.Value) (string, bool) {
	switch v.Kind() {
	case python.KindStr:
		return v.Text()
	case python.KindObject:
		o, _ := v.Object()
		if m, ok := o.(*markup); ok {
			return m.text, true
		}
	}
	return "", false
}

// like returns text as markup if v is markup, else as a str.
func like(v python.Value, text string) python.Value {
	if isMarkup(v) {
		return safe(text)
	}
	return python.Str(text)
}

// plain returns the str for markup, and every other value as it is.
func plain(v python.Value) python.Value {
	if isMarkup(v) {
		s, _ := isText(v)
		return python.Str(s)
	}
	return v
}

// escapeText replaces the characters that mean something in HTML.
func escapeText(s string) string {
	if !strings.ContainsAny(s, `&<>'"`) {
		return s
	}
	out := make([]byte, 0, len(s)+len(s)/8)
	for i := range len(s) {
		switch s[i] {
		case '&':
			out = append(out, "&amp;"...)
		case '<':
			out = append(out, "&lt;"...)
		case '>':
			out = append(out, "&gt;"...)
		case '\'':
			out = append(out, "&#39;"...)
		case '"':
			out = append(out, "&#34;"...)
		default:
			out = append(out, s[i])
		}
	}
	return string(out)
}

// escapedText returns a value's text, escaped unless it is markup.
func (r *render) escapedText(v python.Value) (string, error) {
	s, err := r.str(v)
	if err != nil || isMarkup(v) {
		return s, err
	}
	// Escaping at most quintuples a text, and only a limit's worth is kept.
	if err := r.reserve(len(s)); err != nil {
		return "", err
	}
	s = escapeText(s)
	return s, r.reserve(len(s))
}
