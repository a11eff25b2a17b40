package exchange

import (
	"nlgserver/channels"
	"nlgserver/nlg"
)

// Status counts the units of a language by their state.
type Status struct {
	Language string `json:"language"`
	// Texts counts all units; each is in one of the others.
	Texts      int `json:"texts"`
	Translated int `json:"translated"`
	Missing    int `json:"missing"`
	Empty      int `json:"empty"`
	// Differs counts translations with other variables than their source, and Same
	// those that equal it.
	Differs int `json:"differs"`
	Same    int `json:"same"`
}

// Status returns how far the document is translated.
func (d *Document) Status() Status {
	s := Status{Language: d.Language, Texts: len(d.Units)}
	for i := range d.Units {
		s.count(d.Units[i].State)
	}
	return s
}

// count counts a unit.
func (s *Status) count(state State) {
	switch state {
	case Missing:
		s.Missing++
	case Empty:
		s.Empty++
	case Differs:
		s.Differs++
	case Same:
		s.Same++
	default:
		s.Translated++
	}
}

// StatusOf returns how far a catalog is translated, or of that only the responses that
// are chosen; nil chooses all. It is the status of [Units], without collecting them. It
// has the same errors.
func StatusOf(c *nlg.Catalog, opts Options, chosen func(response string) bool) (Status, error) {
	k := &collector{language: opts.Language, table: channels.Known(), counts: &Status{Language: opts.Language}}
	c, err := k.from(c, opts)
	if err != nil {
		return Status{}, err
	}
	for w := range c.AllWritten() {
		if chosen == nil || chosen(w.Name) {
			k.response(w)
		}
	}
	return *k.counts, nil
}

// Plus returns the sum of two statuses, and Minus the difference, of the language of the
// first.
func (s Status) Plus(t Status) Status { return s.add(t, 1) }

// Minus returns what is left without those that t counts.
func (s Status) Minus(t Status) Status { return s.add(t, -1) }

func (s Status) add(t Status, by int) Status {
	s.Texts += by * t.Texts
	s.Translated += by * t.Translated
	s.Missing += by * t.Missing
	s.Empty += by * t.Empty
	s.Differs += by * t.Differs
	s.Same += by * t.Same
	return s
}
