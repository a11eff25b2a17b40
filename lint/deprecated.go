package lint

import (
	"nlgserver/internal/diag"
	"nlgserver/internal/document"
	"nlgserver/responses"
)

// listCondition reports a condition that is written as a list: deprecated since Rasa
// 3.13, and gone in its next major version. Rasa: section 12a.
func (k *checker) listCondition(v *responses.Variation) {
	if v.Condition == nil || !responses.IsList(v.Condition) || !k.enabled(diag.ListCondition) {
		return
	}
	predicate, why := k.rewriter.Predicate(v.Condition)
	hint := "validate --fix leaves it: " + why
	if why == "" {
		hint = "write `condition: " + document.QuoteText(predicate) + "`; validate --fix does it for you"
	}
	k.warn(v.Key("condition"), diag.ListCondition, "a condition list is deprecated, and Rasa's next major version does not read it", hint)
	if why == "" {
		k.mend(diag.ListCondition, diag.Mend{Label: "Write it as a predicate", Put: jsonOf(predicate)})
	}
}
