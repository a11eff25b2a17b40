package interpolate

import (
	"iter"
	"sort"

	"nlgserver/internal/python/format"
)

// Span is where a variable is in a text as written, with its braces.
type Span struct {
	Name string
	// Start and End are byte offsets.
	Start, End int
}

// Spans yields where the variables are, in order: what an editor marks. There are
// none in a text that prints the same whatever the variables are. The names are
// those of [Template.Variables].
func (t *Template) Spans() iter.Seq[Span] {
	return func(yield func(Span) bool) {
		if _, ok := t.constant(); ok {
			return
		}
		variables := t.Variables()
		known := make(map[string]bool, len(variables))
		for _, name := range variables {
			known[name] = true
		}
		s := substitute(t.text)
		scanner := format.NewScanner(s.text)
		for {
			part, more, err := scanner.Next()
			if err != nil || !more {
				return
			}
			if !part.HasField {
				continue
			}
			// A field that is no match, such as {}, is no variable, nor is what follows
			// one that is never found, such as {0}.
			offset := s.original(part.Field.Offset)
			i := sort.Search(len(s.matches), func(i int) bool { return s.matches[i].offset >= offset })
			if i == len(s.matches) || s.matches[i].offset != offset || !known[s.matches[i].name] {
				continue
			}
			if m := s.matches[i]; !yield(Span{m.name, m.offset, m.offset + len(m.name) + len("{}")}) {
				return
			}
		}
	}
}
