package domain

import "nlgserver/internal/document"

// slots reads a map of slots. Rasa: the first file that declares one wins.
func (r *reader) slots(v document.Value) {
	if !r.checkShape("slots", v, v.IsMap(), "a map", "write each name as a key, with its type: `NAME: {type: any}`") {
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
		r.in = "slot " + declared.Name
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
	if r.checkShape("forms", v, v.IsMap(), "a map", "write each name as a key, with its slots: `NAME: {required_slots: [SLOT]}`") {
		r.formMap(v)
	}
}

func (r *reader) formMap(v document.Value) {
	if name := v.Get("name"); name.IsScalar() && !name.IsNull() {
		r.form(name, document.Value{}) // a form of Botfront, which asks by itself
		return
	}
	for e := range v.Entries() {
		r.form(e.Key, e.Value)
	}
}

func (r *reader) form(key, body document.Value) {
	f := Form{Declaration: declare(key)}
	if _, known := r.domain.formAt[f.Name]; known || f.Name == "" {
		return
	}
	f.Required = requiredSlots(body)
	r.domain.formAt[f.Name] = len(r.domain.forms)
	r.domain.forms = append(r.domain.forms, f)
	r.domain.addAsking(f)
}

// requiredSlots returns the slots of a form: those below required_slots, or, in
// Rasa 2, the keys of the form itself that have mappings. Other programs, such as
// Botfront, have keys of their own there.
func requiredSlots(body document.Value) []string {
	if !body.Get("graph_elements").IsMissing() || !body.Get("collect_in_botfront").IsMissing() {
		return nil // a form of Botfront, which asks by itself
	}
	var names []string
	required := body.Get("required_slots")
	if required.IsMissing() {
		for e := range body.Entries() {
			if isMapping(e.Value) && e.Key.Printed() != "ignored_intents" {
				names = append(names, e.Key.Printed())
			}
		}
		required = body // a list of names
	} else {
		for e := range required.Entries() {
			names = append(names, e.Key.Printed())
		}
	}
	for item := range required.Items() {
		if name := item.Printed(); name != "" {
			names = append(names, name)
		}
	}
	return names
}

// isMapping reports whether a value says how a slot is filled: a map with a type,
// or a list of them, which may be empty.
func isMapping(v document.Value) bool {
	if v.IsList() {
		for item := range v.Items() {
			if !isMapping(item) {
				return false
			}
		}
		return true
	}
	return v.IsMap() && v.Get("type").IsScalar()
}
