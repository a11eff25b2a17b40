package domain

import (
	"iter"
	"slices"

	"nlgserver/internal/diag"
	"nlgserver/internal/python"
)

// Domain holds the declarations of domain files, merged as Rasa merges them: the
// first file that declares a name wins. It is immutable.
type Domain struct {
	// Intents, Entities and Actions are the sections of these names. A
	// retrieval intent is in Intents without its key.
	Intents, Entities, Actions Names
	// Responses are the names below responses, retrieval ones whole.
	Responses Names
	// Retrieval are the intents of training data that have a key, in full, such as
	// faq/ask_name.
	Retrieval Names
	// Uses are the responses that stories, rules, flows, forms and slots use, each
	// at its first use.
	Uses Names
	// Session is the section session_config; nil if there is none.
	Session *Session

	slots    []Slot
	slotAt   map[string]int
	forms    []Form
	formAt   map[string]int
	usages   map[string][]Usage
	sections map[string]bool
}

// Declaration is a name and the position of its declaration.
type Declaration struct {
	Name string
	diag.Position
	// Source is the text of the line.
	Source string
}

// Diagnose returns a diagnostic at the declaration.
func (d Declaration) Diagnose(s diag.Severity, code diag.Code, message, hint string) diag.Diagnostic {
	return diag.Diagnostic{Position: d.Position, Severity: s, Code: code, Message: message, Hint: hint, Source: d.Source}
}

// Slot is a declared slot.
type Slot struct {
	Declaration
	Type SlotType
	// TypeName is the type as written: a custom one is a class path.
	TypeName string
	// Values are those of a categorical slot.
	Values []python.Value
	// Initial is the initial_value, None if there is none.
	Initial python.Value
	// Influence is influence_conversation, true if it is missing.
	Influence bool
	// Mapped are the fixed values that the slot's mappings give it.
	Mapped []python.Value
	// FromUser says whether a mapping fills the slot with the user's own words:
	// it then holds a string, whatever its type.
	FromUser bool
}

// Form is a declared form.
type Form struct {
	Declaration
	// Required are the names of its required_slots.
	Required []string
}

// Session is a session_config.
type Session struct {
	Declaration
	// Expiration is session_expiration_time in minutes; 0 means never. It is
	// -1 if the key is missing.
	Expiration float64
	// CarryOver is carry_over_slots_to_new_session, true if it is missing.
	CarryOver bool
}

// Knows reports whether any file has the section, such as "slots". Training
// data counts: "nlu", "stories", "rules", "flows".
func (d *Domain) Knows(section string) bool { return d.sections[section] }

// Slots yields the slots in the order of the files.
func (d *Domain) Slots() iter.Seq[Slot] { return slices.Values(d.slots) }

// Slot returns a slot by its name; nil if it is not declared.
func (d *Domain) Slot(name string) *Slot {
	if i, ok := d.slotAt[name]; ok {
		return &d.slots[i]
	}
	return nil
}

// Forms yields the forms in the order of the files.
func (d *Domain) Forms() iter.Seq[Form] { return slices.Values(d.forms) }

// Form returns a form by its name; nil if it is not declared.
func (d *Domain) Form(name string) *Form {
	if i, ok := d.formAt[name]; ok {
		return &d.forms[i]
	}
	return nil
}

// Names are declarations in the order of the files, each name once.
type Names struct {
	list []Declaration
	at   map[string]int
}

// All yields the declarations.
func (n *Names) All() iter.Seq[Declaration] { return slices.Values(n.list) }

// Len returns how many names there are.
func (n *Names) Len() int { return len(n.list) }

// Has reports whether the name is declared.
func (n *Names) Has(name string) bool {
	_, ok := n.at[name]
	return ok
}

// Get returns a declaration by its name.
func (n *Names) Get(name string) (Declaration, bool) {
	i, ok := n.at[name]
	if !ok {
		return Declaration{}, false
	}
	return n.list[i], true
}

func (n *Names) add(d Declaration) {
	if d.Name == "" || n.Has(d.Name) {
		return
	}
	if n.at == nil {
		n.at = map[string]int{}
	}
	n.at[d.Name] = len(n.list)
	n.list = append(n.list, d)
}
