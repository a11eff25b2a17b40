package lint

import (
	"slices"
	"strings"

	"nlgserver/domain"
	"nlgserver/internal/diag"
	"nlgserver/internal/pattern"
	"nlgserver/internal/python"
	"nlgserver/responses"
)

// nothings are the strings that other languages than YAML write for nothing, in
// lower case.
var nothings = map[string]bool{"none": true, "null": true, "nil": true, "undefined": true, "~": true}

// looksEmpty reports whether a value is a string with which an author probably
// means that the slot is empty. It returns false if the slot may hold that
// string: "none" is a word, and so one is a value of many slots.
func looksEmpty(slot *domain.Slot, value python.Value) bool {
	text, isText := value.Text()
	if !isText || !nothings[strings.ToLower(text)] {
		return false
	}
	if slot == nil {
		return text != "none"
	}
	mayBe := slices.Concat(slot.Values, slot.Mapped, []python.Value{slot.Initial})
	if slot.FromUser || slices.ContainsFunc(mayBe, func(v python.Value) bool { return strings.EqualFold(v.Str(), text) && !v.IsNone() }) {
		return false
	}
	isFree := slot.Type == domain.Text || slot.Type == domain.Any || slot.Type == domain.Custom
	return text != "none" || !isFree
}

// noneValues warns about a condition that compares a slot with such a string.
func (k *checker) noneValues(v *responses.Variation) {
	if v.Condition == nil {
		return
	}
	for _, u := range v.Condition.Uses() {
		if u.Equals && looksEmpty(k.domain.Slot(u.Slot), u.Value) {
			k.warn(u.ValueAt, diag.NoneValue, u.Value.Repr()+" is a string here, and an empty slot does not equal it",
				"to test whether the slot is empty, write `value: null`")
			k.mendValue(diag.NoneValue, v, diag.LabelChange(u.Value.Repr(), "null"), "null")
		}
	}
	at := v.Key("condition")
	source := at.String()
	for _, m := range comparedWithNothing().FindAllStringSubmatchIndex(source, -1) {
		slot, text := source[m[2]:m[3]], source[m[6]+1:m[7]-1]
		if looksEmpty(k.domain.Slot(slot), python.Str(text)) {
			k.warnIn(at, m[6], diag.NoneValue, python.Str(text).Repr()+" is a string here, and an empty slot does not equal it",
				"to test whether the slot is empty, write `slots."+slot+" "+map[bool]string{true: "is not null", false: "is null"}[isNegated(source[m[4]:m[5]])]+"`")
			test := "slots." + slot + " is null"
			if isNegated(source[m[4]:m[5]]) {
				test = "slots." + slot + " is not null"
			}
			k.mend(diag.NoneValue, diag.Mend{Label: diag.LabelChange(source[m[0]:m[1]], test), Put: jsonOf(source[:m[0]] + test + source[m[1]:])})
		}
	}
}

// comparedWithNothing finds comparisons of a slot with a quoted word for nothing
// in a predicate.
var comparedWithNothing = pattern.Lazy(`\bslots\.(\w+)\s*(is\s+not|is|equals|==|!=|=)\s*('(?i:none|null|nil|undefined)'|"(?i:none|null|nil|undefined)")`)

func isNegated(operator string) bool {
	return operator == "!=" || strings.HasSuffix(operator, "not")
}
