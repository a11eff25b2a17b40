package expect

import (
	"fmt"
	"slices"

	"nlgserver/nlg"
	"nlgserver/responses"
	"nlgserver/selector"
)

// Coverage is how much of a catalog the cases of a run reach.
type Coverage struct {
	// Variations counts those that a case can get. Conditions counts each
	// twice: it holds in a case, and it does not. Languages counts each
	// variation in each language that it is translated into.
	Variations, Conditions, Languages Share
	// Gaps are the parts that no case reaches, in file order.
	Gaps []Gap
}

// Share is how many of a number of things are reached.
type Share struct {
	Reached int `json:"reached"`
	Total   int `json:"total"`
}

// Percent returns the share that is reached, 100 if there is nothing to reach.
func (c *Coverage) Percent() float64 {
	total := c.Variations.Total + c.Conditions.Total + c.Languages.Total
	if total == 0 {
		return 100
	}
	return 100 * float64(c.Variations.Reached+c.Conditions.Reached+c.Languages.Reached) / float64(total)
}

// Gap is something that no case reaches.
type Gap struct {
	// Position is that of the response or the variation.
	Position nlg.Position
	Response string
	// Variation is its number, from 1; 0 means the whole response.
	Variation int
	ID        string
	// What says what is missing, such as "no case gets it".
	What string
}

// Tally collects what the cases of a run reach. The catalog must keep the written
// responses (nlg.Options.KeepWritten): built-in responses do not count.
type Tally struct {
	catalog *nlg.Catalog
	reached map[string][]reached
}

// reached is the reached part of one variation.
type reached struct {
	got bool
	// known are the languages that its text or a button is translated into,
	// languages those in which a case gets it.
	known      []string
	languages  map[string]bool
	conditions []outcomes
}

// outcomes are the results of one condition of a variation.
type outcomes struct {
	text    string
	yes, no bool
}

// NewTally returns an empty tally.
func NewTally(c *nlg.Catalog) *Tally {
	t := &Tally{catalog: c, reached: map[string][]reached{}}
	for w := range c.AllWritten() {
		all := make([]reached, len(w.Variations))
		for i := range all {
			all[i].known = languagesOf(w.Variations[i])
		}
		t.reached[w.Name] = all
	}
	return t
}

// languagesOf returns the codes that a variation's text or one of its buttons
// is translated into.
func languagesOf(v *responses.Variation) []string {
	codes := slices.Clone(v.Languages)
	for _, text := range v.Texts {
		if text.Language != "" && !slices.Contains(codes, text.Language) {
			codes = append(codes, text.Language)
		}
	}
	return codes
}

// Add counts what a case reaches.
func (t *Tally) Add(r *Result) {
	e := r.Explanation
	if e == nil {
		return
	}
	for i, v := range e.Variations {
		all := t.reached[e.Response]
		if i >= len(all) || v.Group == selector.NoGroup {
			continue // for another channel: its condition was not evaluated
		}
		all[i].look(v)
	}
	for _, i := range e.Eligible {
		if all := t.reached[e.Said]; i < len(all) {
			all[i].get(e.Languages)
		}
	}
}

// get records that a case gets the variation, and in which of its languages.
func (v *reached) get(asked []string) {
	v.got = true
	for _, code := range asked {
		if slices.Contains(v.known, code) {
			if v.languages == nil {
				v.languages = map[string]bool{}
			}
			v.languages[code] = true
			return
		}
	}
}

// look records the results of the parts of the variation's condition.
func (v *reached) look(verdict nlg.Verdict) {
	v.expect(verdict)
	for i, p := range verdict.Parts {
		o := &v.conditions[i]
		o.yes, o.no = o.yes || p.Holds, o.no || !p.Holds
	}
}

// expect records the parts of the variation's condition.
func (v *reached) expect(verdict nlg.Verdict) {
	if v.conditions == nil {
		for _, p := range verdict.Parts {
			v.conditions = append(v.conditions, outcomes{text: p.Text})
		}
	}
}

// Coverage returns what was reached.
func (t *Tally) Coverage() *Coverage {
	c := &Coverage{}
	for w := range t.catalog.AllWritten() {
		t.response(c, w)
	}
	slices.SortStableFunc(c.Gaps, func(a, b Gap) int { return a.Position.Compare(b.Position) })
	return c
}

// response counts one response. A response that no case asks for is a single gap.
func (t *Tally) response(c *Coverage, w *responses.Response) {
	all := t.reached[w.Name]
	untouched := true
	for i := range all {
		untouched = untouched && !all[i].got && all[i].conditions == nil
	}
	gaps := len(c.Gaps)
	blank, err := t.catalog.Explain(&nlg.Request{Response: w.Name})
	if err != nil {
		return
	}
	for i := range all {
		v := &all[i]
		gap := Gap{Position: w.Variations[i].Position(), Response: w.Name, Variation: i + 1, ID: w.Variations[i].ID}
		missing := func(s *Share, is bool, what string) {
			s.Total++
			if is {
				s.Reached++
				return
			}
			gap.What = what
			c.Gaps = append(c.Gaps, gap)
		}
		missing(&c.Variations, v.got, "no case gets it")
		v.expect(blank.Variations[i])
		for _, o := range v.conditions {
			missing(&c.Conditions, o.yes, o.text+": holds in no case")
			missing(&c.Conditions, o.no, o.text+": fails in no case")
		}
		for _, code := range v.known {
			missing(&c.Languages, v.languages[code], "no case gets it in "+code)
		}
	}
	if untouched && len(all) > 0 {
		what := "no case gets its variation"
		if len(all) > 1 {
			what = fmt.Sprintf("no case gets one of its %d variations", len(all))
		}
		c.Gaps = append(c.Gaps[:gaps], Gap{Position: w.Position, Response: w.Name, What: what})
	}
}
