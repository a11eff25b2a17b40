package domain

import "nlgserver/internal/document"

// slots reads a map of slots. Rasa: the first file that declares one wins.
func (r *reader) slots(v document.Value) {
	if !r.checkShape("slots", v, v.IsMap(), "a map") {
		return
	}
	d := r.domain
	for e := range v.Entries() {
		declared := declare(e.Key)
		if _, known := d.slotAt[declared.Name]; known || declared.Name == "" {
			continue
		}
		d.slotAt[declared.Name] = len(d.slots)
		d.slots = append(d.slots, slotOf(declared, e.Value))
		r.validation(e.Value.Get("validation"))
	}
}

// slotOf reads one slot.
func slotOf(declared Declaration, body document.Value) Slot {
	s := Slot{
		Declaration: declared,
		TypeName:    body.Get("type").Printed(),
		Initial:     body.Get("initial_value").Python(),
		Values:      body.Get("values").Python().Items(),
		Influence:   boolOf(body.Get("influence_conversation"), true),
	}
	s.Type = slotTypeOf(s.TypeName)
	for m := range body.Get("mappings").Items() {
		if kind := m.Get("type").Printed(); kind == "from_text" || kind == "from_entity" {
			s.FromUser = true
		}
		if v := m.Get("value"); !v.IsMissing() {
			s.Mapped = append(s.Mapped, v.Python())
		}
	}
	return s
}

// forms reads forms in every shape that Rasa has used: a list of names, a map of
// their slots, and a map with required_slots, itself a list or a map.
func (r *reader) forms(v document.Value) {
	if v.IsList() {
		for item := range v.Items() {
			if item.IsMap() {
				r.formMap(item)
			} else {
				r.form(item, document.Value{})
			}
		}
		return
	}
	if r.checkShape("forms", v, v.IsMap(), "a map") {
		r.formMap(v)
	}
}

func (r *reader) formMap(v document.Value) {
	for e := range v.Entries() {
		r.form(e.Key, e.Value)
	}
}

func (r *reader) form(key, body document.Value) {
	f := Form{Declaration: declare(key)}
	if _, known := r.domain.formAt[f.Name]; known || f.Name == "" {
		return
	}
	slots := body
	if required := body.Get("required_slots"); !required.IsMissing() {
		slots = required
	}
	for item := range slots.Items() {
		f.Required = append(f.Required, item.Printed())
	}
	for e := range slots.Entries() {
		if name := e.Key.Printed(); name != "ignored_intents" {
			f.Required = append(f.Required, name)
		}
	}
	r.domain.formAt[f.Name] = len(r.domain.forms)
	r.domain.forms = append(r.domain.forms, f)
}
