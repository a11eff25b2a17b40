package predicate

import (
	"strings"

	"nlgserver/internal/budget"
	"nlgserver/internal/python"
)

// canContain reports whether Python's "in" may be asked of the operand.
func canContain(o *operand) bool {
	switch o.kind {
	case operandUndefined, operandSet:
		return true
	case operandEmpty:
		return false
	}
	switch o.value.Kind() {
	case python.KindStr, python.KindList, python.KindTuple, python.KindDict:
		return true
	default:
		return false
	}
}

const (
	// searchedPerUnit is how many bytes of a text are searched for a unit of work,
	// itemsPerUnit how many items of a list are passed over.
	searchedPerUnit = 32
	itemsPerUnit    = 2
)

// contains is Python's "item in o", for an o that canContain accepts.
func contains(o, item *operand, work *budget.Budget) (bool, fault) {
	if o.kind == operandUndefined {
		return false, ""
	}
	unhashable := item.kind == operandValue && !python.Hashable(item.value)
	if o.kind == operandSet {
		if unhashable {
			return false, faultUnhashable
		}
		return o.set.has(item, work), ""
	}
	switch o.value.Kind() {
	case python.KindStr:
		text, _ := o.value.Text()
		part, isText := item.value.Text()
		if item.kind != operandValue || !isText {
			return false, faultContainsText
		}
		return containsText(text, part, work), ""
	case python.KindDict:
		if unhashable {
			return false, faultUnhashable
		}
		if item.kind != operandValue || !work.Spend(python.KeyUnits(item.value)) {
			return false, ""
		}
		_, found := o.value.Dict().GetKey(item.value)
		return found, ""
	default:
		items := o.value.Items()
		if item.kind != operandValue || !work.Spend(len(items)/itemsPerUnit) {
			return false, ""
		}
		for _, candidate := range items {
			if python.EqualWithin(candidate, item.value, work) {
				return true, ""
			}
		}
		return false, ""
	}
}

// searchedAtOnce is how much of a text is searched before the next look at whether
// the client is still there, in bytes.
const searchedAtOnce = 1 << 20

// containsText is strings.Contains within a budget.
func containsText(text, part string, work *budget.Budget) bool {
	for work.Spend(1 + min(len(text), searchedAtOnce)/searchedPerUnit) {
		// The next piece begins where this one can no longer hold the whole part.
		end := min(len(text), searchedAtOnce+len(part))
		if strings.Contains(text[:end], part) {
			return true
		}
		if end == len(text) {
			return false
		}
		text = text[searchedAtOnce:]
	}
	return false
}
