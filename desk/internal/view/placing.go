package view

import (
	"slices"

	"nlgserver/internal/diag"
	"nlgserver/nlg"
	"nlgserver/responses"
)

// placed are the entries of a file, in file order.
type placed []*extent

// extent is where an entry is in its file. Most findings are before its last variation,
// so that its last line is looked up only once it is needed: 0 means unknown.
type extent struct {
	*entry
	last nlg.Position // variation
	line int
}

func extentOf(e *entry) *extent { return &extent{entry: e, last: lastVariation(e.w)} }

// place gives each entry its findings, and returns those that are about none.
func (c *Content) place(found nlg.Diagnostics) (general nlg.Diagnostics) {
	byFile := map[string]placed{}
	for i := range found {
		byFile[found[i].File] = nil
		if r := found[i].Related; r != nil {
			byFile[r.File] = nil
		}
	}
	for i := range c.entries {
		e := &c.entries[i]
		if list, ok := byFile[e.w.Position.File]; ok {
			byFile[e.w.Position.File] = append(list, extentOf(e))
		}
	}
	for _, list := range byFile {
		slices.SortFunc(list, func(a, b *extent) int { return a.w.Position.Compare(b.w.Position) })
	}
	same := interner{}
	for i := range found {
		d := &found[i]
		d.Message, d.Hint, d.Source, d.File = same.one(d.Message), same.one(d.Hint), same.one(d.Source), same.one(d.File)
		e := byFile[d.File].at(d.Position)
		if e == nil && d.Related != nil {
			// A value that is used through an alias, or a second definition.
			e = byFile[d.Related.File].at(d.Related.Position)
		}
		if e == nil {
			general = append(general, *d)
			continue
		}
		e.findings = append(e.findings, *d)
		if d.Severity == diag.Warning {
			e.warnings++
		} else {
			e.errors++
		}
	}
	return general
}

// interner keeps one of equal texts: content has thousands of findings, and few that are
// worded in another way.
type interner map[string]string

func (n interner) one(text string) string {
	if known, ok := n[text]; ok {
		return known
	}
	n[text] = text
	return text
}

// at returns the entry in which a position is; nil if it is in none.
func (p placed) at(at nlg.Position) *entry {
	i, found := slices.BinarySearchFunc(p, at, func(e *extent, at nlg.Position) int { return e.w.Position.Compare(at) })
	if !found {
		i--
	}
	if i < 0 || !p[i].has(at) {
		return nil
	}
	return p[i].entry
}

// has reports whether a position after the start is before the end.
func (x *extent) has(at nlg.Position) bool {
	if at.Compare(x.last) <= 0 {
		return true
	}
	if x.line == 0 {
		x.line = lastLine(x.w)
	}
	return at.Line <= x.line
}

// lastVariation returns where the last variation of a response starts; where the
// response starts if it has none of its own.
func lastVariation(w *responses.Response) nlg.Position {
	last := w.Position
	for _, v := range w.Variations {
		if at := v.Value.WrittenAt(); at.Compare(last) > 0 {
			last = at
		}
	}
	return last
}

// lastLine returns the last line of a response in its file.
func lastLine(w *responses.Response) int {
	last := lastVariation(w)
	for _, v := range w.Variations {
		if v.Position() == last {
			return v.Value.EndPosition().Line
		}
	}
	return last.Line
}

// variationOf returns the variation that a finding about a response is about; the number
// is 0 if it is about none.
func (x *extent) variationOf(d *nlg.Diagnostic) (v *responses.Variation, number int) {
	at, w := d.Position, x.w
	if isIn := at.File == w.Position.File && at.Compare(w.Position) >= 0 && x.has(at); !isIn && d.Related != nil {
		at = d.Related.Position // the finding is in an anchor elsewhere, or about a second definition
	}
	return variationAt(w, at)
}

// variationAt returns the variation of a response in which a position of the response
// is; the number is 0 if it is in none.
func variationAt(w *responses.Response, at nlg.Position) (v *responses.Variation, number int) {
	best := nlg.Position{}
	for i, other := range w.Variations {
		p := other.Value.WrittenAt()
		if p.Compare(w.Position) > 0 && p.Compare(at) <= 0 && (number == 0 || p.Compare(best) >= 0) {
			v, number, best = other, i+1, p
		}
	}
	return v, number
}

// findingsOf returns the findings of an entry: those about a variation by its number, and
// those about the response as a whole at 0.
func (e *entry) findingsOf() map[int][]Finding {
	out := map[int][]Finding{}
	known := map[int]*fields{}
	x := extentOf(e)
	fieldsOf := func(v *responses.Variation, number int) *fields {
		if known[number] == nil {
			known[number] = newFields(v)
		}
		return known[number]
	}
	for i := range e.findings {
		d := &e.findings[i]
		one := findingOf(d)
		one.Response = e.w.Name
		if v, number := x.variationOf(d); number > 0 {
			all := fieldsOf(v, number)
			f := all.of(d)
			one.Number, one.Path, one.Language = number, f.path, f.language
			one.proposed = proposal{e.w.Name, number, v, all}.of(d)
		}
		out[one.Number] = append(out[one.Number], one)
	}
	return out
}

// findingOf returns a diagnostic as the page shows it.
func findingOf(d *nlg.Diagnostic) Finding {
	return Finding{
		Severity: d.Severity.String(), Code: string(d.Code), Message: d.Message, Hint: d.Hint,
		Position: d.Position, Source: d.Source,
	}
}

// unplaced returns diagnostics that are not about a response.
func unplaced(found nlg.Diagnostics) []Finding {
	out := []Finding{}
	for i := range found {
		out = append(out, findingOf(&found[i]))
	}
	return out
}
