package exchange

import (
	"regexp"
	"slices"
	"sync"

	"nlgserver/interpolate"
	"nlgserver/interpolate/jinja"
	"nlgserver/responses"
)

// piece is a part of a text.
type piece struct {
	text string
	// code is set for what a translator must not change: a variable, or a tag of
	// Jinja.
	code bool
}

// Piece is a part of a text, as a translator reads it.
type Piece struct {
	Text string
	// Code is set for what a translator must not change: a variable, or a tag of
	// Jinja.
	Code bool
}

// Pieces splits a text. The texts of its pieces, in order, are the text.
func Pieces(text string, engine responses.Engine) []Piece {
	var out []Piece
	for _, p := range split(text, engine) {
		out = append(out, Piece{p.text, p.code})
	}
	return out
}

// split splits a text. The texts of its pieces, in order, are the text.
func split(text string, engine responses.Engine) []piece {
	var out []piece
	at := 0
	code := func(start, end int) {
		out = joined(joined(out, text[at:start], false), text[start:end], true)
		at = end
	}
	switch engine {
	case responses.Format:
		for s := range interpolate.Compile(text).Spans() {
			if !responses.IsJSONInBraces(s.Name) {
				code(s.Start, s.End)
			}
		}
	case responses.Jinja:
		if t, err := jinja.Compile(text); err == nil {
			for tag := range t.Tags() {
				code(tag.Start, tag.End)
			}
		}
	}
	return joined(out, text[at:], false)
}

func joined(pieces []piece, text string, code bool) []piece {
	if text == "" {
		return pieces
	}
	return append(pieces, piece{text, code})
}

// codesIn returns the variables and tags of a text, in order.
func codesIn(text string, engine responses.Engine) []string {
	var out []string
	for _, p := range split(text, engine) {
		if p.code {
			out = append(out, p.text)
		}
	}
	return out
}

// namesIn returns the variables of a text, each once. In Jinja, a slot is one of them,
// such as slots.name.
func namesIn(text string, engine responses.Engine) []string {
	switch engine {
	case responses.Format:
		t := interpolate.Compile(text)
		if _, _, static := t.Static(); !static {
			return slices.DeleteFunc(t.Variables(), responses.IsJSONInBraces)
		}
	case responses.Jinja:
		if t, err := jinja.Compile(text); err == nil {
			return referencesIn(t, text)
		}
	}
	return nil
}

// reference finds what a template of Jinja reads: a name, with the attribute or the
// item that is read of it.
// It is compiled when it is first needed: a server never does.
var reference = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`([\pL_][\pL\pN_]*)(?:\s*\.\s*([\pL_][\pL\pN_]*)|\s*\[\s*(?:'([^']*)'|"([^"]*)")\s*\])?`)
})

// holders are the variables that hold those that Rasa fills in.
var holders = map[string]bool{"slots": true, "context": true}

// referencesIn returns the variables of a template, each once: those that slots and
// context hold as slots.name.
func referencesIn(t *jinja.Template, text string) []string {
	var names []string
	for _, name := range t.Variables() {
		if !holders[name] {
			names = append(names, name)
			continue
		}
		found := false
		for tag := range t.Tags() {
			inTag := text[tag.Start:tag.End]
			for _, m := range reference().FindAllStringSubmatch(inTag, -1) {
				if held := m[2] + m[3] + m[4]; m[1] == name && held != "" {
					names, found = append(names, name+"."+held), true
				}
			}
		}
		if !found {
			names = append(names, name)
		}
	}
	return distinct(names)
}

// without returns the strings in a that are not in b, each as often as a has more.
func without(a, b []string) []string {
	count := make(map[string]int, len(b))
	for _, s := range b {
		count[s]++
	}
	return slices.DeleteFunc(slices.Clone(a), func(s string) bool {
		count[s]--
		return count[s] >= 0
	})
}
