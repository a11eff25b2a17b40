package domain

import (
	"nlgserver/internal/python"
	"nlgserver/internal/yamlsrc"
)

// slots reads a map of slots. Rasa: the first file that declares one wins.
func (r *reader) slots(n *yamlsrc.Node) {
	if !r.isKind("slots", n, yamlsrc.Mapping, "a map") {
		return
	}
	d := r.domain
	for _, pair := range n.Pairs {
		declared := r.declare(pair.Key)
		if _, known := d.slotAt[declared.Name]; known || declared.Name == "" {
			continue
		}
		body := pair.Value
		s := Slot{
			Declaration: declared,
			TypeName:    textOf(body.Get("type")),
			Initial:     python.None(),
			Influence:   boolOf(body.Get("influence_conversation"), true),
		}
		s.Type = slotTypeOf(s.TypeName)
		if v := body.Get("initial_value"); v != nil {
			s.Initial = v.ToValue()
		}
		if v := body.Get("values"); v != nil {
			s.Values = v.ToValue().Items()
		}
		if mappings := body.Get("mappings"); mappings != nil {
			for _, m := range mappings.Items {
				if kind := textOf(m.Get("type")); kind == "from_text" || kind == "from_entity" {
					s.FromUser = true
				}
				if v := m.Get("value"); v != nil {
					s.Mapped = append(s.Mapped, v.ToValue())
				}
			}
		}
		r.rejections(body.Get("validation"))
		d.slotAt[s.Name] = len(d.slots)
		d.slots = append(d.slots, s)
	}
}

// forms reads forms in all the shapes they have had: a list of names; a map of
// their slots; a map with required_slots, a list or itself a map.
func (r *reader) forms(n *yamlsrc.Node) {
	if n.Kind == yamlsrc.Sequence {
		for _, item := range n.Items {
			if item.Kind == yamlsrc.Mapping {
				r.formMap(item)
				continue
			}
			r.form(item, nil)
		}
		return
	}
	if r.isKind("forms", n, yamlsrc.Mapping, "a map") {
		r.formMap(n)
	}
}

func (r *reader) formMap(n *yamlsrc.Node) {
	for _, pair := range n.Pairs {
		r.form(pair.Key, pair.Value)
	}
}

func (r *reader) form(key, body *yamlsrc.Node) {
	f := Form{Declaration: r.declare(key)}
	if _, known := r.domain.formAt[f.Name]; known || f.Name == "" {
		return
	}
	slots := body
	if required := body.Get("required_slots"); required != nil {
		slots = required
	}
	if slots != nil {
		for _, item := range slots.Items {
			f.Required = append(f.Required, textOf(item))
		}
		for _, pair := range slots.Pairs {
			if name := textOf(pair.Key); name != "ignored_intents" {
				f.Required = append(f.Required, name)
			}
		}
	}
	r.domain.formAt[f.Name] = len(r.domain.forms)
	r.domain.forms = append(r.domain.forms, f)
}
