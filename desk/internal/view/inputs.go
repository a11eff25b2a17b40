package view

import (
	"encoding/json"
	"slices"
	"strings"

	"nlgserver/domain"
	"nlgserver/nlg"
	"nlgserver/responses"
)

// The names that Jinja and Rasa give to texts, which are neither slots nor arguments.
const (
	contextName = "context"
	slotsName   = "slots"
)

// maxValues is how many values of an input are offered.
const maxValues = 200

// retrieval returns the part of a name before its key, such as utter_faq of
// utter_faq/hours.
func retrieval(name string) (base string, keyed bool) {
	base, _, keyed = strings.Cut(name, "/")
	return base, keyed
}

// inputs returns the values that conditions and texts of a response read, in the order
// written.
func (c *Content) inputs(w *responses.Response) Inputs {
	g := gathering{content: c, at: map[string]*gathered{}}
	for _, v := range w.Variations {
		if v.Condition == nil {
			continue
		}
		for _, u := range v.Condition.Uses() {
			g.slot(u.Slot).inCondition = true
		}
		for slot, value := range responses.Compared(v.Condition) {
			g.slot(slot).try(value)
		}
	}
	for _, v := range w.Variations {
		for _, t := range v.Texts {
			references := referencesIn(t)
			for _, name := range t.Variables() {
				switch {
				case name == contextName:
					g.context = true
				case name == slotsName && t.Engine == responses.Jinja:
				case t.Engine == responses.Format && (!responses.IsVariableName(name) || references[name]):
				case g.isSlot(name):
					g.slot(name).inText = true
				default:
					g.argument(name).inText = true
				}
			}
		}
	}
	out := Inputs{Slots: []Input{}, Arguments: []Input{}, Context: g.context}
	for _, one := range g.slots {
		out.Slots = append(out.Slots, one.input(c.domain))
	}
	for _, one := range g.arguments {
		out.Arguments = append(out.Arguments, one.input(nil))
	}
	return out
}

// referencesIn returns the names that are in a text only as ${NAME}.
func referencesIn(t *responses.Text) map[string]bool {
	if t.Format == nil || !strings.Contains(t.Source, "${") {
		return nil
	}
	only := map[string]bool{}
	for s := range t.Format.Spans() {
		before, known := only[s.Name]
		only[s.Name] = isEnvironment(t.Source, s.Start, s.Name) && (before || !known)
	}
	return only
}

// gathering collects inputs.
type gathering struct {
	content          *Content
	slots, arguments []*gathered
	at               map[string]*gathered
	context          bool
}

// gathered is an input that was found.
type gathered struct {
	name                string
	inCondition, inText bool
	values              []nlg.Value
}

func (g *gathering) slot(name string) *gathered { return g.get(&g.slots, name) }

func (g *gathering) argument(name string) *gathered { return g.get(&g.arguments, name) }

func (g *gathering) get(list *[]*gathered, name string) *gathered {
	one := g.at[name]
	if one == nil {
		one = &gathered{name: name}
		g.at[name] = one
		*list = append(*list, one)
	}
	return one
}

// isSlot reports whether a name in a text is a slot: if it is declared, a condition
// reads it, or no slots are known.
func (g *gathering) isSlot(name string) bool {
	c := g.content
	switch {
	case c.domain.Slot(name) != nil:
		return true
	case slices.Contains(c.arguments, name):
		return false
	default:
		return g.at[name] != nil || !c.domain.Knows("slots")
	}
}

// try adds a value that is worth trying, once.
func (g *gathered) try(v nlg.Value) {
	same := func(other nlg.Value) bool { return responses.Canonical(other) == responses.Canonical(v) }
	if len(g.values) < maxValues && !slices.ContainsFunc(g.values, same) {
		g.values = append(g.values, v)
	}
}

func (g *gathered) input(d *domain.Domain) Input {
	in := Input{
		Name: g.name, Type: domain.Any.String(), Values: []json.RawMessage{}, Initial: raw(nlg.Value{}),
		InCondition: g.inCondition, InText: g.inText,
	}
	if d != nil {
		if slot := d.Slot(g.name); slot != nil {
			in.Declared, in.Type, in.Initial = true, slot.Type.String(), raw(slot.Initial)
			compared := g.values
			g.values = nil
			if slot.Type == domain.Bool {
				g.try(boolean(true))
				g.try(boolean(false))
			}
			for _, v := range slices.Concat(slot.Values, compared, slot.Mapped) {
				g.try(v)
			}
		}
	}
	for _, v := range g.values {
		in.Values = append(in.Values, raw(v))
	}
	return in
}

func boolean(b bool) nlg.Value {
	v, _ := nlg.ValueOf(b) // a bool has a value
	return v
}
