package lint

import (
	"slices"
	"strings"

	"nlgserver/internal/diag"
	"nlgserver/internal/python"
	"nlgserver/responses"
)

// passedAlways are the arguments that custom actions always pass. Rasa:
// section 5.3.
var passedAlways = [...]string{"text", "buttons", "elements", "custom", "template", "image", "attachment", "value", "context"}

// conditionSlots checks the slots of a condition against the domain's.
func (k *checker) conditionSlots(v *responses.Variation) {
	if v.Condition == nil || !k.domain.Knows("slots") {
		return
	}
	uses := v.Condition.Uses()
	told := map[string]bool{}
	for _, u := range uses {
		name := u.Slot
		if told[name] || k.slot(name) != nil || builtInSlots[name] {
			continue
		}
		told[name] = true
		if other, ok := twin(name, k.within(slotNames(k.domain))); ok {
			k.warn(u.At, diag.InvisibleCharacter, explainTwin(name, other, "the slot"), "type it again: write `"+other+"`")
			k.mendSlot(diag.InvisibleCharacter, v, u.At, name, other)
			continue
		}
		hint := "declare it in the domain, or fix the name"
		if near, ok := k.nearest(name, slotNames(k.domain)); ok {
			hint = "did you mean `" + near + "`?"
		}
		k.warn(u.At, diag.UnknownSlot, "the domain has no slot "+quote(name)+", so it is always empty", hint)
		if only, ok := k.only(name, slotNames(k.domain)); ok {
			k.mendSlot(diag.UnknownSlot, v, u.At, name, only)
		}
	}
	for _, u := range uses {
		if slot := k.slot(u.Slot); slot != nil && u.Equals && !looksEmpty(slot, u.Value) {
			if message, hint := k.misfit(slot, u.Value, u.ValueAt); message != "" && !k.givenByButton(u.Slot, u.Value) {
				k.warn(u.ValueAt, diag.SlotValue, message, hint)
				if value, ok := k.fitting(slot, u.Value, u.ValueAt); ok {
					k.mendValue(diag.SlotValue, v, diag.LabelChange(u.Value.Repr(), value), value)
				}
			}
		}
	}
}

// variables checks the names that the texts of a variation use.
func (k *checker) variables(v *responses.Variation) {
	guarded := k.guardedSlots(v)
	told := map[string]bool{}
	for _, t := range v.Texts {
		if t.IsUnmarkedJinja() {
			continue // reported as such
		}
		env := k.envReferences(t)
		for _, name := range t.Variables() {
			key := name + "\x00" + t.Path
			if told[key] {
				continue
			}
			told[key] = true
			switch {
			case env[name]: // reported as such
			case t.Engine != responses.Jinja && isOdd(name):
				k.oddVariable(v, t, name)
			case t.Engine == responses.Jinja && (name == "slots" || slices.Contains(jinjaGlobals[:], name)):
			case k.domain.Knows("slots"):
				k.variable(v, t, name, guarded)
			}
		}
	}
}

// jinjaGlobals are the names that Jinja itself defines.
var jinjaGlobals = [...]string{"range", "dict", "lipsum", "cycler", "joiner", "namespace", "loop"}

// variable looks up one name.
func (k *checker) variable(v *responses.Variation, t *responses.Text, name string, guarded func(slot string) bool) {
	if slot := k.domain.Slot(name); slot != nil {
		if t.Engine != responses.Jinja && slot.Initial.IsNone() && !guarded(name) && !k.isGuarded(v, name) {
			k.warnIn(t.Value, place(t, name), diag.PrintsNone, "this prints None while slot "+quote(name)+" is empty",
				"add a variation with `condition: \"slots."+name+" is null\"`")
		}
		return
	}
	if builtInSlots[name] || slices.Contains(k.arguments, name) {
		return
	}
	if other, ok := twin(name, k.within(slotNames(k.domain))); ok {
		k.warnIn(t.Value, place(t, name), diag.InvisibleCharacter, explainTwin(name, other, "the slot"), "type it again: write `{"+other+"}`")
		k.mendVariable(diag.InvisibleCharacter, v, t, name, other)
		return
	}
	if near, ok := k.nearest(name, slotNames(k.domain)); ok {
		k.warnIn(t.Value, place(t, name), diag.MisspeltVariable,
			quote(name)+" is not a slot: unless a custom action passes it, "+consequence(t), "did you mean `"+near+"`?")
		if only, ok := k.only(name, slotNames(k.domain)); ok {
			k.mendVariable(diag.MisspeltVariable, v, t, name, only)
		}
		return
	}
	code, message := diag.UnknownVariable, quote(name)+" is not a slot: unless a custom action passes it, "+consequence(t)
	if len(k.opts.Arguments) > 0 {
		message = quote(name) + " is neither a slot nor a declared argument: " + consequence(t)
	}
	k.warnIn(t.Value, place(t, name), code, message, "write `arguments: ["+name+"]` in .nlgserver.yml if a custom action passes it, or declare the slot")
}

// guard is a slot for which a response has a variation that is sent instead of an
// unconditional one while it is empty.
type guard struct {
	slot, channel string
	hasChannel    bool
}

// isGuarded reports whether another variation is sent while a slot is empty.
func (k *checker) isGuarded(v *responses.Variation, slot string) bool {
	if v.Condition != nil || !k.enabled(diag.PrintsNone) {
		return false
	}
	if k.guards == nil {
		k.guards = map[guard]bool{}
		for _, other := range k.w.Variations {
			if slot, ok := emptySlot(other.Condition); ok {
				k.guards[guard{slot, other.Channel, other.HasChannel}] = true
			}
		}
	}
	return k.guards[guard{slot, v.Channel, v.HasChannel}]
}

// emptySlot returns the slot of a condition that reads no other one, and holds
// while it is empty.
func emptySlot(c responses.Condition) (slot string, ok bool) {
	if c == nil {
		return "", false
	}
	uses := c.Uses()
	if len(uses) == 0 || slices.ContainsFunc(uses, func(u responses.Use) bool { return u.Slot != uses[0].Slot }) {
		return "", false
	}
	empty := python.NewDict(1)
	empty.Set(uses[0].Slot, python.None())
	return uses[0].Slot, c.Test().Holds(empty, nil)
}

// consequence describes what a missing variable does to a text.
func consequence(t *responses.Text) string {
	if t.Engine == responses.Jinja {
		return "nothing is printed for it"
	}
	return "the whole text is sent as written, braces included"
}

// place returns the offset of a variable in its text.
func place(t *responses.Text, name string) int {
	if t.Engine != responses.Jinja {
		name = "{" + name + "}"
	}
	return max(strings.Index(t.Source, name), 0)
}

// isOdd reports whether Rasa takes a string for the name of a variable although
// no variable can have that name.
func isOdd(name string) bool { return !responses.IsVariableName(name) }

// oddVariable warns about a name that no variable can have.
func (k *checker) oddVariable(v *responses.Variation, t *responses.Text, name string) {
	if k.domain.Slot(name) != nil || responses.IsJSONInBraces(name) {
		return // it exists, or singleBraces reports it
	}
	trimmed := strings.TrimSpace(name)
	hint := "Rasa supports no formats, attributes or indexes here: set a slot in a custom action, or add `metadata: {template: jinja}` and write it in Jinja"
	if !strings.ContainsAny(trimmed, ".:[]!(),= ") {
		hint = "write `{" + trimmed + "}`"
	}
	k.warnIn(t.Value, place(t, name), diag.OddVariable,
		"Rasa reads "+quote("{"+name+"}")+" as a variable, but no variable can have that name: the whole text is sent as written, braces included", hint)
	if trimmed != name && responses.IsVariableName(trimmed) {
		k.mendVariable(diag.OddVariable, v, t, name, trimmed)
	}
}

// singleBraces warns about texts with single braces that are not variables, in
// one diagnostic per variation: Rasa takes them for variables that it cannot
// fill, and logs an error for each.
func (k *checker) singleBraces(v *responses.Variation) {
	var first *responses.Text
	hides, affected := "", 0
	for _, t := range v.Texts {
		if t.Engine == responses.Jinja || t.IsUnmarkedJinja() || !slices.ContainsFunc(t.Variables(), responses.IsJSONInBraces) || isEnclosed(t) {
			continue
		}
		plain := plainVariables(t)
		if first == nil || len(plain) > 0 && hides == "" {
			first = t
		}
		if len(plain) > 0 && hides == "" {
			hides = plain[0]
		}
		affected++
	}
	if first == nil {
		return
	}
	message := "Rasa takes these braces for a variable: the text is sent correctly, but Rasa logs an error each time"
	if hides != "" {
		message = "Rasa takes these braces for a variable, and so fills nothing in this text, not even " + quote("{"+hides+"}")
	}
	if more := affected - 1; more > 0 {
		message += "; also affects " + plural(more, "other text", "other texts") + " of this variation"
	}
	variables := first.Variables()
	name := variables[slices.IndexFunc(variables, responses.IsJSONInBraces)]
	k.warnIn(first.Value, place(first, name), diag.OddVariable, message, doublingHint(first))
	m := diag.Mend{Label: "Double the braces that are part of the text"}
	for _, t := range v.Texts {
		if t.Format == nil || t.IsUnmarkedJinja() || !slices.ContainsFunc(t.Variables(), responses.IsJSONInBraces) || isEnclosed(t) {
			continue
		}
		doubled := t.Format.Doubled()
		if doubled == "" {
			return
		}
		m.Texts = append(m.Texts, diag.MendedText{Path: t.Path, Language: t.Language, Text: doubled})
	}
	k.mend(diag.OddVariable, m)
}

// plainVariables returns the variables of a text that may be filled.
func plainVariables(t *responses.Text) []string {
	return slices.DeleteFunc(t.Variables(), isOdd)
}

// guardedSlots tells which slots are not empty while a variation is sent: those that
// its condition reads, and, if it has none, those for which another variation is used
// while they are empty.
func (k *checker) guardedSlots(v *responses.Variation) func(slot string) bool {
	if v.Condition != nil {
		own := v.Slots()
		return func(slot string) bool {
			_, found := slices.BinarySearch(own, slot)
			return found
		}
	}
	if k.empties == nil {
		k.empties = k.emptyElsewhere()
	}
	return func(slot string) bool {
		return k.empties[guard{slot, v.Channel, v.HasChannel}] || !v.HasChannel && k.empties[guard{slot, "", true}]
	}
}

// emptyElsewhere returns the slots for which a variation is used while they are
// empty, by its channel.
func (k *checker) emptyElsewhere() map[guard]bool {
	all := map[guard]bool{}
	for _, other := range k.w.Variations {
		if other.Condition == nil {
			continue
		}
		if used := other.Slots(); len(used) == 1 {
			empty := python.NewDict(1)
			empty.Set(used[0], python.None())
			if other.Condition.Test().Holds(empty, nil) {
				all[guard{used[0], other.Channel, other.HasChannel}] = true
			}
		}
	}
	return all
}
