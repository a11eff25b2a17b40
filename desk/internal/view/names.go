package view

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"nlgserver/lint"
	"nlgserver/responses"
)

// state says how far a response is translated into a language.
type state uint8

const (
	full state = iota
	part
	missing
)

// String returns the state's name in JSON.
func (s state) String() string { return [...]string{"full", "part", "missing"}[s] }

// names gives names numbers.
type names struct {
	at  map[string]int32
	all []string
}

func (n *names) number(name string) int32 {
	i, ok := n.at[name]
	if !ok {
		if n.at == nil {
			n.at = map[string]int32{}
		}
		i = int32(len(n.all))
		n.at[name] = i
		n.all = append(n.all, name)
	}
	return i
}

// sorted returns the names sorted, and the new number of each old one.
func (n *names) sorted() (all []string, renumbered []int32) {
	order := make([]int32, len(n.all))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int { return cmp.Compare(n.all[a], n.all[b]) })
	renumbered = make([]int32, len(order))
	for i, old := range order {
		all = append(all, n.all[old])
		renumbered[old] = int32(i)
	}
	return all, renumbered
}

// nameAll sets the channels and slots of all entries.
func (c *Content) nameAll() {
	var ofChannels, ofSlots names
	for i := range c.entries {
		e := &c.entries[i]
		for _, v := range e.w.Variations {
			if v.HasChannel {
				e.channels = append(e.channels, ofChannels.number(v.Channel))
			}
			for _, slot := range v.Slots() {
				e.slots = append(e.slots, ofSlots.number(slot))
			}
		}
	}
	var channelAt, slotAt []int32
	c.channelNames, channelAt = ofChannels.sorted()
	c.slotNames, slotAt = ofSlots.sorted()
	for i := range c.entries {
		e := &c.entries[i]
		e.channels, e.slots = renumber(e.channels, channelAt), renumber(e.slots, slotAt)
	}
}

// renumber returns the new numbers, sorted and each once.
func renumber(old, renumbered []int32) []int32 {
	for i, n := range old {
		old[i] = renumbered[n]
	}
	slices.Sort(old)
	return slices.Clip(slices.Compact(old))
}

// maxLanguages is how many languages are shown. Of more, which no assistant has, those
// count that everything must be translated into, and then those with the most texts.
const maxLanguages = 100

// translate sets how far the entries are translated: into every language that occurs,
// and those that everything must be translated into.
func (c *Content) translate(required []string) {
	if c.languages = c.languagesOf(required); len(c.languages) == 0 {
		return
	}
	for i := range c.entries {
		c.entries[i].states = make([]state, len(c.languages))
	}
	for at, code := range c.languages {
		l := lint.CoveredIn(c.catalog, code)
		c.summary.Languages = append(c.summary.Languages, LanguageSummary{Code: code, Name: languageName(code), Have: l.Responses.Have, All: l.Responses.All})
		for _, name := range l.Missing {
			e := c.entryOf(name)
			e.states[at] = missing
			if isTranslated(e.w, code) {
				e.states[at] = part
			}
		}
	}
}

// languagesOf returns the languages to show, sorted.
func (c *Content) languagesOf(required []string) []string {
	texts := map[string]int{}
	for i := range c.entries {
		for _, v := range c.entries[i].w.Variations {
			for _, code := range v.TranslatedInto() {
				texts[code]++
			}
		}
	}
	for _, code := range required {
		texts[code] = math.MaxInt
	}
	codes := slices.Collect(maps.Keys(texts))
	slices.SortFunc(codes, func(a, b string) int { return cmp.Or(cmp.Compare(texts[b], texts[a]), cmp.Compare(a, b)) })
	codes = slices.Clone(codes[:min(len(codes), maxLanguages)])
	slices.Sort(codes)
	return codes
}

// isTranslated reports whether anything of a response is translated into a language.
func isTranslated(w *responses.Response, code string) bool {
	return slices.ContainsFunc(w.Variations, func(v *responses.Variation) bool {
		return slices.ContainsFunc(v.Texts, func(t *responses.Text) bool { return t.Language == code && hasWords(t.Source) })
	})
}
