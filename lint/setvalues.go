package lint

import (
	"slices"
	"strconv"
	"strings"

	"nlgserver/domain"
	"nlgserver/internal/diag"
	"nlgserver/internal/python/text"
	"nlgserver/responses"
)

// setValues reports values that a slot does not take from /SetSlots.
func (k *checker) setValues(t *responses.Text, s *sent, sets []assignment) {
	for _, a := range sets {
		if slot := k.slot(a.slot); slot != nil {
			if message, hint := k.unsettable(slot, a.value); message != "" {
				k.warnIn(t.Value, s.offset(a.valueAt), diag.SetSlotsValue, message, hint)
				if to, ok := k.settable(slot, a.value); ok {
					from := a.slot + "=" + a.value
					k.mendPart(diag.SetSlotsValue, t, diag.LabelChange(from, a.slot+"="+to), from, a.slot+"="+to)
				}
			}
		}
	}
}

// settable returns the one value that can be meant by a text that a slot does not take
// from /SetSlots.
func (k *checker) settable(slot *domain.Slot, value string) (string, bool) {
	switch slot.Type {
	case domain.Bool:
		switch text.Casefold(value) {
		case "yes", "on", "y":
			return "true", true
		case "no", "off", "n":
			return "false", true
		}
	case domain.Categorical:
		return k.only(value, slices.Values(k.valuesOf(slot).written))
	}
	return "", false
}

// unsettable says why a slot does not take a text from /SetSlots. It returns "" if
// the slot may take it.
func (k *checker) unsettable(slot *domain.Slot, value string) (message, hint string) {
	folded := text.Casefold(value)
	if folded == "none" || folded == "null" || folded == "undefined" {
		return "", "" // empties the slot
	}
	takes := func(what string, values ...string) (string, string) {
		hint := "write `" + slot.Name + "=" + strings.Join(values, "` or `"+slot.Name+"=") + "`"
		return "slot " + quote(slot.Name) + " is " + what + " and does not take " + quote(value), hint
	}
	_, notNumber := strconv.ParseFloat(value, 64)
	switch slot.Type {
	case domain.Bool:
		if folded == "true" || folded == "false" || notNumber == nil {
			return "", ""
		}
		switch folded {
		case "yes", "on", "y":
			return takes("a boolean", "true")
		case "no", "off", "n":
			return takes("a boolean", "false")
		}
		return takes("a boolean", "true", "false")
	case domain.Float:
		if notNumber == nil {
			return "", ""
		}
		message, _ = takes("a number", "")
		return message, "write a number after `" + slot.Name + "=`"
	case domain.List:
		return "slot " + quote(slot.Name) + " is a list, and /SetSlots sets a single text", "let a custom action set it"
	case domain.Categorical:
		values := k.valuesOf(slot)
		known := values.written
		if len(known) == 0 || folded == otherCategory || values.folded[folded] {
			return "", ""
		}
		if near, ok := k.nearest(value, slices.Values(known)); ok {
			known = []string{near}
		}
		return takes("categorical", known[:min(len(known), 10)]...)
	default:
		return "", ""
	}
}
