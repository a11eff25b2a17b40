package view

import (
	"maps"
	"slices"

	"nlgserver/nlg"
)

// FindingsOf returns what was found in content that is not shown, such as newer
// content that a server has rejected.
func FindingsOf(found nlg.Diagnostics) []Finding { return unplaced(found.Merged()) }

// Findings returns everything that was found, with the fields that it is about: first
// what is about no response, then by response and variation.
func (c *Content) Findings() []Finding {
	out := slices.Clone(c.summary.Findings)
	for i := range c.entries {
		byNumber := c.entries[i].findingsOf()
		for _, number := range slices.Sorted(maps.Keys(byNumber)) {
			out = append(out, byNumber[number]...)
		}
	}
	return out
}

// FindingsIn returns what was found in a file, sorted by its place. lines, if not nil, are
// the lines at which the responses of the file are now: with them, what was found is where
// it would be found again. The findings name no fields.
func (c *Content) FindingsIn(file string, lines map[string]int) []Finding {
	out := []Finding{}
	for _, f := range c.summary.Findings {
		if f.Position.File == file {
			out = append(out, f)
		}
	}
	for i := range c.entries {
		e := &c.entries[i]
		moved := 0
		if now := lines[e.w.Name]; now > 0 && e.w.Position.File == file {
			moved = now - e.w.Position.Line
		}
		for j := range e.findings {
			if d := &e.findings[j]; d.File == file {
				f := findingOf(d)
				f.Position.Line += moved
				out = append(out, f)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Finding) int { return a.Position.Compare(b.Position) })
	return out
}

// Catalog returns the compiled content.
func (c *Content) Catalog() *nlg.Catalog { return c.catalog }

// Language says where requests to the content have their language.
func (c *Content) Language() nlg.LanguageOptions { return c.language }
