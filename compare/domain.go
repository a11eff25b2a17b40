package compare

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"nlgserver/domain"
	"nlgserver/internal/diag"
	"nlgserver/nlg"
)

// Gaps are the names that only one of a domain and a catalog has.
type Gaps struct {
	// Missing are names that Rasa may request and the catalog does not have.
	Missing []Gap `json:"missing"`
	// Unknown are names that the catalog has and Rasa does not know, so it
	// never predicts them. Names that do not start with utter_ are ignored:
	// only custom actions use them, and Rasa does not have to know them.
	Unknown []Gap `json:"unknown"`
	// Rephrased are the responses of the domain that Rasa may refuse to train with;
	// see [Rephrased]. Both sides may have the same names nevertheless.
	Rephrased []Gap `json:"rephrased"`
}

// Gap is one such name.
type Gap struct {
	Name string `json:"name"`
	// Position is where the name is defined or used.
	Position diag.Position `json:"position"`
	// Why says what the name is there, such as "action in the domain".
	Why string `json:"why"`
}

// WithDomain compares the names that a Rasa domain may request with those of a
// catalog that was compiled with nlg.Options.KeepWritten. With
// nlg.Options.Patterns, the built-in responses are not missing.
func WithDomain(d *domain.Domain, c *nlg.Catalog) *Gaps {
	g := &Gaps{Missing: []Gap{}, Unknown: []Gap{}, Rephrased: []Gap{}}
	f := gapFinder{domain: d, catalog: c, gaps: g, told: map[string]bool{}, families: map[string]bool{}}
	for name := range c.Names() {
		if family, _, ok := strings.Cut(name, "/"); ok {
			f.families[family] = true
		}
	}
	f.missing()
	f.unknown()
	byName := func(a, b Gap) int { return cmp.Or(cmp.Compare(a.Name, b.Name), a.Position.Compare(b.Position)) }
	slices.SortFunc(g.Missing, byName)
	slices.SortFunc(g.Unknown, byName)
	return g
}

// Empty reports whether both have the same names.
func (g *Gaps) Empty() bool { return len(g.Missing)+len(g.Unknown) == 0 }

type gapFinder struct {
	domain  *domain.Domain
	catalog *nlg.Catalog
	gaps    *Gaps
	told    map[string]bool
	// families are the names of retrieval responses up to the slash: Rasa has
	// an action with that name.
	families map[string]bool
}

func (f *gapFinder) missing() {
	for d := range f.domain.Responses.All() {
		f.need(d, d.Name, "response in the domain")
	}
	for d := range f.domain.Actions.All() {
		if strings.HasPrefix(d.Name, "utter_") {
			f.need(d, d.Name, "action in the domain")
		}
	}
	for d := range f.domain.Retrieval.All() {
		f.need(d, "utter_"+d.Name, "answer to a retrieval intent")
	}
	for form := range f.domain.Forms() {
		for _, slot := range form.Required {
			f.ask(form, slot)
		}
	}
	for d := range f.domain.Uses.All() {
		if slot, asks := strings.CutPrefix(d.Name, "utter_ask_"); asks && f.domain.Actions.Has("action_ask_"+slot) {
			continue // a custom action asks instead
		}
		f.need(d, d.Name, "used in a story, rule or flow")
	}
}

// ask looks for the response or custom action that asks for a form's slot.
func (f *gapFinder) ask(form domain.Form, slot string) {
	for _, subject := range [...]string{form.Name + "_" + slot, slot} {
		if f.catalog.Has("utter_ask_"+subject) || f.domain.Actions.Has("action_ask_"+subject) {
			return
		}
	}
	f.need(form.Declaration, "utter_ask_"+slot, "question for slot "+slot+" of form "+form.Name)
}

func (f *gapFinder) need(d domain.Declaration, name, why string) {
	if f.told[name] || f.catalog.Has(name) || f.families[name] {
		return
	}
	f.told[name] = true
	f.gaps.Missing = append(f.gaps.Missing, Gap{Name: name, Position: d.Position, Why: why})
}

func (f *gapFinder) unknown() {
	for w := range f.catalog.AllWritten() {
		intent, isUtter := strings.CutPrefix(w.Name, "utter_")
		if !isUtter || f.domain.Responses.Has(w.Name) || f.domain.Actions.Has(w.Name) || f.domain.Retrieval.Has(intent) {
			continue
		}
		f.gaps.Unknown = append(f.gaps.Unknown, Gap{Name: w.Name, Position: w.Position, Why: "response in the content"})
	}
}

// WriteText writes the gaps for a terminal, followed by a summary line.
func (g *Gaps) WriteText(w io.Writer) error {
	var b strings.Builder
	for _, m := range g.Missing {
		fmt.Fprintf(&b, "%s: %s is missing from the content (%s)\n", m.Position, m.Name, m.Why)
	}
	for _, u := range g.Unknown {
		fmt.Fprintf(&b, "%s: %s is missing from the domain (%s)\n", u.Position, u.Name, u.Why)
	}
	for _, r := range g.Rephrased {
		fmt.Fprintf(&b, "%s: %s asks for rephrasing in Rasa's own domain: Rasa 3.16 and newer refuse to train with it; write Rasa's domain with `nlgserver export-domain`, or remove `rephrase` there unless nlgserver serves this file\n", r.Position, r.Name)
	}
	fmt.Fprintf(&b, "%d missing from the content, %d missing from the domain\n", len(g.Missing), len(g.Unknown))
	_, err := io.WriteString(w, b.String())
	return err
}
