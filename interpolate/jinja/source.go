package jinja

import (
	"sort"
	"strings"
)

// source is a template's text with every line break written as \n and one line
// break dropped at its end, as Jinja2 reads it.
type source struct {
	text string
	// dropped holds, in order, the offsets in text before each of which one
	// byte of the original was dropped.
	dropped []int
}

func newSource(original string) source {
	var s source
	s.text = original
	if strings.IndexByte(original, '\r') >= 0 {
		var b strings.Builder
		for i := range len(original) {
			c := original[i]
			if c == '\r' {
				if i+1 < len(original) && original[i+1] == '\n' {
					s.dropped = append(s.dropped, b.Len())
					continue
				}
				c = '\n'
			}
			b.WriteByte(c)
		}
		s.text = b.String()
	}
	s.text = strings.TrimSuffix(s.text, "\n")
	return s
}

// original returns the byte of the original that is at pos.
func (s *source) original(pos int) int {
	return pos + sort.SearchInts(s.dropped, pos+1)
}

// line returns the line of pos, counted from 1.
func (s *source) line(pos int) int {
	return 1 + strings.Count(s.text[:min(max(pos, 0), len(s.text))], "\n")
}
