package interpolate

import (
	"sort"
	"strings"
)

// match is one {name} of a text.
type match struct {
	offset int // of its {
	name   string
}

// substitution is a text in which every {name} has become {0[name]}, the form
// in which Rasa hands it to str.format. Rasa: section 4.3, steps 1 and 2.
type substitution struct {
	text    string
	matches []match
}

// substitute finds the leftmost matches of {([^\n{}]+?)}, one after the other.
func substitute(text string) substitution {
	var s substitution
	var b strings.Builder
	copied := 0
	for open := strings.IndexByte(text, '{'); open >= 0; {
		end := strings.IndexAny(text[open+1:], "\n{}")
		if end < 0 {
			break
		}
		end += open + 1
		next := end
		if text[end] == '}' && end > open+1 {
			name := text[open+1 : end]
			s.matches = append(s.matches, match{open, name})
			b.WriteString(text[copied:open])
			b.WriteString("{0[" + name + "]}")
			copied = end + 1
		}
		if i := strings.IndexByte(text[next:], '{'); i >= 0 {
			open = next + i
		} else {
			open = -1
		}
	}
	b.WriteString(text[copied:])
	s.text = b.String()
	return s
}

// original returns where a brace of the substituted text is in the text as
// written: each match before it has grown by three bytes.
func (s *substitution) original(offset int) int {
	passed := sort.Search(len(s.matches), func(i int) bool { return s.matches[i].offset+3*i >= offset })
	return offset - 3*passed
}

// names returns the distinct names that were matched, in order.
func (s *substitution) names() []string {
	var names []string
	seen := make(map[string]bool, len(s.matches))
	for _, m := range s.matches {
		if !seen[m.name] {
			seen[m.name] = true
			names = append(names, m.name)
		}
	}
	return names
}
