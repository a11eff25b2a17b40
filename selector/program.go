package selector

import (
	"slices"

	"nlgserver/internal/budget"
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
	// Budget bounds the selection; nil bounds nothing.
	Budget *budget.Budget
	// Cut is what selection did not evaluate to its end; it sets it.
	Cut Cut
	// tests are what selection makes of each condition, if somebody wants to know.
	tests []outcome
}

// Cut says which conditions were not evaluated to their end, for lack of work left or
// for a limit of their own. They count as false (D32).
type Cut struct {
	// Conditions is how many of them there are.
	Conditions int
	// First is the index of the first variation that has one.
	First int
}

// outcome is what selection made of a condition, if it came to it.
type outcome struct{ known, holds, cut bool }

// Program is the compiled selection of one response: its variations sorted
// into groups. It is immutable.
type Program struct {
	candidates []Candidate
	anywhere   lane
	byChannel  map[string]*lane
	translated bool
	// translations is how many there are.
	translations int
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
		p.translations += len(c.Languages)
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
			if held := p.held(l.tested, f, buf); len(held) > 0 {
				return ConditionAndChannel, p.inLanguage(held, f)
			}
			if len(l.defaults) > 0 {
				return Channel, p.inLanguage(l.defaults, f)
			}
		}
	}
	if held := p.held(p.anywhere.tested, f, buf); len(held) > 0 {
		return Condition, p.inLanguage(held, f)
	}
	if len(p.anywhere.defaults) > 0 {
		return Default, p.inLanguage(p.anywhere.defaults, f)
	}
	return NoGroup, nil
}

// All returns every variation, regardless of conditions and channels, filtered by
// language: what Rasa Pro says of its internal error response. Rasa: section
// 3.1, step 6.
func (p *Program) All(f *Facts, buf []int) []int {
	buf, ok := indexes(len(p.candidates), f, buf)
	if !ok {
		return nil
	}
	for i := range p.candidates {
		buf = append(buf, i)
	}
	return p.inLanguage(buf, f)
}

// indexBytes is the size of an index of a variation.
const indexBytes = 8

// indexes returns an empty list with room for n indexes, which is buf if it is large
// enough.
func indexes(n int, f *Facts, buf []int) (list []int, ok bool) {
	if n <= cap(buf) {
		return buf[:0], true
	}
	if !f.Budget.Hold(n*indexBytes) || !f.Budget.Spend(n/16) {
		return nil, false
	}
	return make([]int, 0, n), true
}

// held returns the variations whose conditions hold.
func (p *Program) held(tested []int, f *Facts, buf []int) []int {
	buf = buf[:0]
	cuts := f.Budget.Cuts()
	for _, i := range tested {
		holds := p.candidates[i].Test.Holds(f.Slots, f.Budget)
		now := f.Budget.Cuts()
		if now != cuts {
			f.Cut.add(i)
		}
		if f.tests != nil {
			f.tests[i] = outcome{known: true, holds: holds, cut: now != cuts}
		}
		cuts = now
		if !holds {
			continue
		}
		if len(buf) == cap(buf) && !f.Budget.Hold(2*len(buf)*indexBytes) {
			break
		}
		buf = append(buf, i)
	}
	return buf
}

func (c *Cut) add(i int) {
	if c.Conditions == 0 {
		c.First = i
	}
	c.Conditions++
}

// inLanguage keeps the variations that are translated, if at least one is:
// into the first of the languages that any of them has. Rasa: section 3.1,
// step 4.
func (p *Program) inLanguage(group []int, f *Facts) []int {
	if !p.translated {
		return group
	}
	for _, code := range f.Languages {
		speaks := func(i int) bool { return slices.Contains(p.candidates[i].Languages, code) }
		if !f.Budget.Spend((len(group) + p.translations) / 2) {
			return group
		}
		if slices.ContainsFunc(group, speaks) {
			if !f.Budget.Hold(len(group) * indexBytes) {
				return nil
			}
			// A new slice: group may be the program's own.
			return slices.DeleteFunc(slices.Clone(group), func(i int) bool { return !speaks(i) })
		}
	}
	return group
}
