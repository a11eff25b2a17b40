package lint

import (
	"slices"
	"strconv"
	"strings"

	"nlgserver/domain"
	"nlgserver/internal/diag"
	"nlgserver/internal/python"
	"nlgserver/internal/python/text"
	"nlgserver/responses"
)

// misfit says why a slot is unlikely to ever have a value. It returns "" if the
// slot may have it. Rasa does not enforce the type of a slot everywhere, so
// values that a mapping sets are allowed too. The value stands at a place, for
// hints that repeat it; it may be missing.
func (k *checker) misfit(slot *domain.Slot, value python.Value, at responses.Value) (message, hint string) {
	if value.IsNone() || python.Equal(value, slot.Initial) || slices.ContainsFunc(slot.Mapped, func(v python.Value) bool { return python.Equal(v, value) }) {
		return "", ""
	}
	text, isText := value.Text()
	if isText && slot.FromUser {
		return "", ""
	}
	no := func(what, hint string) (string, string) {
		return "slot " + quote(slot.Name) + " is " + what + " and never equals " + value.Repr(), hint
	}
	switch slot.Type {
	case domain.Bool:
		if value.Kind() == python.KindBool || python.Equal(value, python.Int(0)) || python.Equal(value, python.Int(1)) {
			return "", ""
		}
		hint := "write `value: true` or `value: false`"
		switch strings.ToLower(text) {
		case "true", "yes", "on", "1":
			hint = "write `value: true`"
		case "false", "no", "off", "0":
			hint = "write `value: false`"
		}
		if isText {
			hint += ", without quotes"
		}
		return no("a boolean", hint)
	case domain.Float:
		if value.IsNumber() {
			return "", ""
		}
		if _, err := strconv.ParseFloat(text, 64); err == nil {
			return no("a number", "write `value: "+text+"`, without quotes")
		}
		return no("a number", "compare it with a number, as in `value: 5`")
	case domain.Text:
		if isText {
			return "", ""
		}
		if value.Kind() == python.KindList || value.Kind() == python.KindDict {
			return no("a string", "compare it with a string, such as `value: \"yes\"`")
		}
		return no("a string", "quote it: "+diag.InBackticks("value: "+at.Quoted()))
	case domain.List:
		if value.Kind() == python.KindList {
			return "", ""
		}
		return no("a list", "write `value: ["+string(value.AppendJSON(nil))+"]` for the whole list; for one of its items, use a predicate, such as `slots."+slot.Name+" contains "+responses.PredicateLiteral(value)+"`")
	case domain.Categorical:
		return k.categoryMisfit(slot, value)
	default:
		return "", ""
	}
}

// fitting returns the one value, as JSON, that can be meant by one that a slot never has.
func (k *checker) fitting(slot *domain.Slot, value python.Value, at responses.Value) (string, bool) {
	text, isText := value.Text()
	switch slot.Type {
	case domain.Bool:
		switch strings.ToLower(text) {
		case "true", "yes", "on", "1":
			return "true", true
		case "false", "no", "off", "0":
			return "false", true
		}
	case domain.Float:
		if number, err := python.ParseJSON(text); isText && err == nil && number.IsNumber() {
			return text, true
		}
	case domain.Text:
		if written, ok := at.Source(); ok && !isText && at.IsScalar() && at.IsPlain() {
			return jsonOf(written), true
		}
	case domain.Categorical:
		if isText {
			only, ok := k.only(text, slices.Values(k.valuesOf(slot).written))
			return jsonOf(only), ok
		}
	}
	return "", false
}

// otherCategory is the value that every categorical slot has beside its own.
const otherCategory = "__other__"

// categoryMisfit is misfit for a categorical slot. Like Rasa, it compares values
// as strings and ignores case.
func (k *checker) categoryMisfit(slot *domain.Slot, value python.Value) (message, hint string) {
	if len(slot.Values) == 0 || strings.EqualFold(value.Str(), otherCategory) {
		return "", ""
	}
	values := k.valuesOf(slot)
	if values.folded[text.Casefold(value.Str())] {
		return "", ""
	}
	known := values.written
	hint = "use one of its values: " + list(known)
	if near, ok := k.nearest(value.Str(), slices.Values(known)); ok {
		hint = "did you mean `" + near + "`?"
	}
	return "slot " + quote(slot.Name) + " never equals " + value.Repr() + ", which is not one of its values", hint
}
