package view

import (
	"cmp"
	"slices"

	"nlgserver/domain"
)

// Completions are what an editor of response files offers.
type Completions struct {
	// Keys are those that a map may have, by what it is: file, variation, button,
	// condition, metadata, or element.
	Keys map[string][]Key `json:"keys"`
	// Slots, Arguments, Languages and Channels are names, and so are Intents, which
	// payloads name. Responses are those of the content, and Undefined those that the
	// assistant uses and the content lacks.
	Slots     []Offer  `json:"slots"`
	Arguments []string `json:"arguments"`
	Languages []Offer  `json:"languages"`
	Channels  []Offer  `json:"channels"`
	Intents   []string `json:"intents"`
	Responses []string `json:"responses"`
	Undefined []string `json:"undefined"`
}

// Offer is a name with a few words about it.
type Offer struct {
	Name   string `json:"name"`
	Detail string `json:"detail,omitempty"`
}

// Key is a key that a map may have.
type Key struct {
	Name string `json:"name"`
	// Words say what it means.
	Words string `json:"words,omitempty"`
	// Shape says what its value is, as far as that decides what is written after the key:
	// map, list, or empty for anything else.
	Shape string `json:"shape,omitempty"`
	// Values are those that it usually has.
	Values []string `json:"values,omitempty"`
}

// maxOffered is how many names of a kind are offered: more make the first word slow, and
// nobody looks through them.
const maxOffered = 10_000

// Completions returns what an editor offers for files of the content.
func (c *Content) Completions() *Completions {
	out := &Completions{
		Keys: schemaKeys(), Slots: []Offer{}, Arguments: nonNil(c.arguments), Languages: []Offer{}, Channels: []Offer{},
		Intents: []string{}, Responses: []string{}, Undefined: []string{},
	}
	declared := map[string]bool{}
	if c.domain != nil {
		for s := range c.domain.Slots() {
			declared[s.Name] = true
			out.Slots = append(out.Slots, Offer{s.Name, s.TypeName})
		}
		out.Intents = namesOf(&c.domain.Intents, func(string) bool { return true })
		out.Undefined = namesOf(&c.domain.Uses, func(name string) bool { return c.entryOf(name) == nil })
	}
	for _, name := range c.slotNames {
		if !declared[name] {
			out.Slots = append(out.Slots, Offer{name, "not declared"})
		}
	}
	for _, l := range c.summary.Languages {
		out.Languages = append(out.Languages, Offer{l.Code, l.Name})
	}
	for _, ch := range c.summary.Channels {
		detail := ch.Title
		if ch.Used {
			detail += ", used"
		}
		out.Channels = append(out.Channels, Offer{ch.Name, detail})
	}
	for i := range c.entries {
		out.Responses = append(out.Responses, c.entries[i].w.Name)
	}
	slices.SortFunc(out.Slots, func(a, b Offer) int { return cmp.Compare(a.Name, b.Name) })
	out.Slots = out.Slots[:min(len(out.Slots), maxOffered)]
	out.Responses = out.Responses[:min(len(out.Responses), maxOffered)]
	return out
}

// namesOf returns declared names, sorted and each once.
func namesOf(all *domain.Names, wanted func(string) bool) []string {
	out := []string{}
	for one := range all.All() {
		if wanted(one.Name) {
			out = append(out, one.Name)
		}
	}
	slices.Sort(out)
	out = slices.Compact(out)
	return out[:min(len(out), maxOffered)]
}
