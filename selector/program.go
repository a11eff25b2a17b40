package selector

import (
	"slices"

	"nlgserver/internal/python"
)

// Candidate is what selection knows of one variation.
type Candidate struct {
	// Test is the condition; nil makes the variation a default.
	Test Test
	// Channel is the channel that the variation is for, if HasChannel. The
	// empty name is a name: it matches only the channel called "".
	Channel    string
	HasChannel bool
	// Languages are the codes that the variation has a translation for.
	Languages []string
}

// group returns the group that c belongs to when its condition holds.
func (c *Candidate) group() Group {
	switch {
	case c.Test != nil && c.HasChannel:
		return ConditionAndChannel
	case c.HasChannel:
		return Channel
	case c.Test != nil:
		return Condition
	default:
		return Default
	}
}

// Facts are what a request brings to a selection.
type Facts struct {
	Slots python.Mapping
	// Channels are the names that the request's channel answers to, the most
	// specific first; see channels.Names.
	Channels []string
	// Languages are the codes to prefer, the best first; usually one or none.
	Languages []string
}

// Program is the compiled selection of one response: its variations sorted
// into groups. It is immutable.
type Program struct {
	candidates []Candidate
	anywhere   lane
	byChannel  map[string]*lane
	translated bool
}

// lane holds the indexes of the variations for one channel, in file order.
type lane struct{ tested, defaults []int }

// Compile sorts the candidates, which are in file order. It keeps the slice.
func Compile(candidates []Candidate) *Program {
	p := &Program{candidates: candidates}
	for i := range candidates {
		c := &candidates[i]
		l := &p.anywhere
		if c.HasChannel {
			if p.byChannel == nil {
				p.byChannel = map[string]*lane{}
			}
			if l = p.byChannel[c.Channel]; l == nil {
				l = &lane{}
				p.byChannel[c.Channel] = l
			}
		}
		if c.Test != nil {
			l.tested = append(l.tested, i)
		} else {
			l.defaults = append(l.defaults, i)
		}
		p.translated = p.translated || len(c.Languages) > 0
	}
	return p
}

// Select returns the indexes of the eligible variations in file order, and
// their group. The slice may share memory with the program or with buf: read
// it, and do not keep it. No eligible variation gives NoGroup and nil.
func (p *Program) Select(f *Facts, buf []int) (Group, []int) {
	if p.byChannel != nil {
		for _, name := range f.Channels {
			l := p.byChannel[name]
			if l == nil {
				continue
			}
			if held := p.held(l.tested, f.Slots, buf); len(held) > 0 {
				return ConditionAndChannel, p.inLanguage(held, f.Languages)
			}
			if len(l.defaults) > 0 {
				return Channel, p.inLanguage(l.defaults, f.Languages)
			}
		}
	}
	if held := p.held(p.anywhere.tested, f.Slots, buf); len(held) > 0 {
		return Condition, p.inLanguage(held, f.Languages)
	}
	if len(p.anywhere.defaults) > 0 {
		return Default, p.inLanguage(p.anywhere.defaults, f.Languages)
	}
	return NoGroup, nil
}

// All returns every variation, regardless of conditions and channels, filtered by
// language: what Rasa Pro says of its internal error response. Rasa: section
// 3.1, step 6.
func (p *Program) All(f *Facts, buf []int) []int {
	buf = buf[:0]
	for i := range p.candidates {
		buf = append(buf, i)
	}
	return p.inLanguage(buf, f.Languages)
}

func (p *Program) held(tested []int, slots python.Mapping, buf []int) []int {
	buf = buf[:0]
	for _, i := range tested {
		if p.candidates[i].Test.Holds(slots) {
			buf = append(buf, i)
		}
	}
	return buf
}

// inLanguage keeps the variations that are translated, if at least one is:
// into the first of the languages that any of them has. Rasa: section 3.1,
// step 4.
func (p *Program) inLanguage(group []int, languages []string) []int {
	if !p.translated {
		return group
	}
	for _, code := range languages {
		speaks := func(i int) bool { return slices.Contains(p.candidates[i].Languages, code) }
		if slices.ContainsFunc(group, speaks) {
			// A new slice: group may be the program's own.
			return slices.DeleteFunc(slices.Clone(group), func(i int) bool { return !speaks(i) })
		}
	}
	return group
}
