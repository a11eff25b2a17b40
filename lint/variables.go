package lint

import (
	"slices"
	"strings"

	"nlgserver/internal/diag"
	"nlgserver/responses"
)

// passedAlways are the arguments that custom actions always pass. Rasa:
// section 5.3.
func passedAlways() []string {
	return []string{"text", "buttons", "elements", "custom", "template", "image", "attachment", "value", "context"}
}

// isBuiltInSlot reports the slots that Rasa declares itself. Rasa: section
// 1.5.
func isBuiltInSlot(name string) bool {
	switch name {
	case "requested_slot", "session_started_metadata", "language", "silence_timeout", "consecutive_silence_timeouts",
		"flow_hashes", "dialogue_stack", "return_value", "knowledge_base_objects", "knowledge_base_last_object",
		"knowledge_base_last_object_type", "knowledge_base_listed_objects", "object_type", "mention", "attribute",
		"confirm_correction", "route_session_to_calm":
		return true
	}
	return false
}

// conditionSlots checks the slots of a condition against the domain's.
func (k *checker) conditionSlots(v *responses.Variation) {
	if v.Condition == nil || !k.domain.Knows("slots") {
		return
	}
	uses := v.Condition.Uses()
	told := map[string]bool{}
	for _, u := range uses {
		name := u.Slot
		if told[name] || k.domain.Slot(name) != nil || isBuiltInSlot(name) {
			continue
		}
		told[name] = true
		hint := "declare it in the domain, or correct the name"
		if near, ok := nearest(name, slotNames(k.domain)); ok {
			hint = "did you mean " + quote(near) + "?"
		}
		k.warn(u.At, diag.UnknownSlot, "the domain has no slot "+quote(name)+", so that it is always empty", hint)
	}
	for _, u := range uses {
		if slot := k.domain.Slot(u.Slot); slot != nil && u.Equals {
			if message, hint := misfit(slot, u.Value); message != "" {
				k.warn(u.ValueAt, diag.SlotValue, message, hint)
			}
		}
	}
}

// variables checks the names that the texts of a variation ask for.
func (k *checker) variables(v *responses.Variation) {
	guarded := v.Slots()
	told := map[string]bool{}
	for _, t := range v.Texts {
		for _, name := range t.Variables() {
			key := name + "\x00" + t.Path
			if told[key] {
				continue
			}
			told[key] = true
			switch {
			case t.Engine != responses.Jinja && isOdd(name):
				k.oddVariable(t, name)
			case t.Engine == responses.Jinja && (name == "slots" || slices.Contains(jinjaGlobals(), name)):
			case k.domain.Knows("slots"):
				k.variable(t, name, guarded)
			}
		}
	}
}

// jinjaGlobals are the names that Jinja itself defines.
func jinjaGlobals() []string {
	return []string{"range", "dict", "lipsum", "cycler", "joiner", "namespace", "loop"}
}

// variable looks up one name.
func (k *checker) variable(t *responses.Text, name string, guarded []string) {
	if slot := k.domain.Slot(name); slot != nil {
		if t.Engine != responses.Jinja && slot.Initial.IsNone() && !slices.Contains(guarded, name) {
			k.warnIn(t.Value, place(t, name), diag.PrintsNone, "while the slot "+quote(name)+" is empty this prints None",
				"add a variation for  condition: [{type: slot, name: "+name+", value: null}]")
		}
		return
	}
	if isBuiltInSlot(name) || slices.Contains(k.arguments, name) {
		return
	}
	if near, ok := nearest(name, slotNames(k.domain)); ok {
		k.warnIn(t.Value, place(t, name), diag.MisspeltVariable,
			quote(name)+" is no slot: unless a custom action passes it, "+consequence(t), "did you mean {"+near+"}?")
		return
	}
	code, message := diag.UnknownVariable, quote(name)+" is no slot: unless a custom action passes it, "+consequence(t)
	if len(k.opts.Arguments) > 0 {
		message = quote(name) + " is neither a slot nor one of the declared arguments: " + consequence(t)
	}
	k.warnIn(t.Value, place(t, name), code, message, "declare the slot, or name it under  arguments:  in .nlgserver.yml")
}

// consequence says what a missing variable does to a text.
func consequence(t *responses.Text) string {
	if t.Engine == responses.Jinja {
		return "nothing is printed for it"
	}
	return "the whole text goes out as written, braces and all"
}

// place returns the offset of a variable in its text.
func place(t *responses.Text, name string) int {
	if t.Engine != responses.Jinja {
		name = "{" + name + "}"
	}
	return max(strings.Index(t.Source, name), 0)
}

// isOdd reports what Rasa takes for the name of a variable and is none:
// blanks, a format, an index, JSON.
func isOdd(name string) bool {
	return strings.TrimSpace(name) != name || strings.ContainsAny(name, `"':[]!{}(),=`) || strings.Contains(name, ".")
}

// oddVariable says what is wrong with a name that no variable has.
func (k *checker) oddVariable(t *responses.Text, name string) {
	if k.domain.Slot(name) != nil || isJSON(name) {
		return // it does exist, or singleBraces tells
	}
	trimmed := strings.TrimSpace(name)
	hint := "Rasa has no formats, parts or indexes here: let an action fill a slot of its own, or use  metadata: {template: jinja}"
	if !strings.ContainsAny(trimmed, ".:[]!(),= ") {
		hint = "write {" + trimmed + "}"
	}
	k.warnIn(t.Value, place(t, name), diag.OddVariable,
		quote("{"+name+"}")+" is a variable to Rasa, and none has such a name: the whole text goes out as written, braces and all", hint)
}

// isJSON reports what stands between the braces of a map in JSON.
func isJSON(name string) bool { return strings.ContainsAny(name, `"'`) }

// singleBraces reports texts in which single braces stand for themselves, the
// first of a variation for all: Rasa takes them for variables that it cannot
// fill, and logs an error at each.
func (k *checker) singleBraces(v *responses.Variation) {
	var first *responses.Text
	hides, more := "", 0
	for _, t := range v.Texts {
		if t.Engine == responses.Jinja || !slices.ContainsFunc(t.Variables(), isJSON) {
			continue
		}
		if plain := plainVariables(t); len(plain) > 0 && hides == "" {
			first, hides = t, plain[0]
		}
		if first == nil {
			first = t
		} else {
			more++
		}
	}
	if first == nil {
		return
	}
	message := "single braces that are meant as such: it goes out right, and Rasa logs an error each time, because it takes them for a variable"
	if hides != "" {
		message = "single braces that are meant as such: Rasa takes them for a variable, and fills nothing here, " + quote("{"+hides+"}") + " neither"
	}
	if more > 0 {
		message += "; so in " + plural(more, "other text", "other texts") + " of this variation"
	}
	variables := first.Variables()
	name := variables[slices.IndexFunc(variables, isJSON)]
	k.warnIn(first.Value, place(first, name), diag.OddVariable, message, "write these braces twice: "+doubled(first))
}

// plainVariables are the variables of a text that may be filled.
func plainVariables(t *responses.Text) []string {
	return slices.DeleteFunc(t.Variables(), isOdd)
}

// doubled writes a text as it should be: braces that are meant as such twice,
// variables once.
func doubled(t *responses.Text) string {
	const longest = 200
	if len(t.Source) > longest {
		return "{{ and }}"
	}
	plain := plainVariables(t)
	source := strings.NewReplacer("{{", "{{", "}}", "}}", "{", "{{", "}", "}}").Replace(t.Source)
	for _, name := range plain {
		source = strings.ReplaceAll(source, "{{"+name+"}}", "{"+name+"}")
	}
	return source
}
