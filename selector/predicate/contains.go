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
	itemsPerUnit    = 4
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
		return work.Spend(1+len(text)/searchedPerUnit) && strings.Contains(text, part), ""
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
