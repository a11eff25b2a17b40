package predicate

import (
	"strings"

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

// contains is Python's "item in o", for an o that canContain accepts.
func contains(o, item *operand) (bool, fault) {
	if o.kind == operandUndefined {
		return false, ""
	}
	unhashable := item.kind == operandValue && !python.Hashable(item.value)
	if o.kind == operandSet {
		if unhashable {
			return false, faultUnhashable
		}
		return isMember(item, o.set), ""
	}
	switch o.value.Kind() {
	case python.KindStr:
		text, _ := o.value.Text()
		part, isText := item.value.Text()
		if item.kind != operandValue || !isText {
			return false, faultContainsText
		}
		return strings.Contains(text, part), ""
	case python.KindDict:
		if unhashable {
			return false, faultUnhashable
		}
		_, found := o.value.Dict().GetKey(item.value)
		return found && item.kind == operandValue, ""
	default:
		for _, candidate := range o.value.Items() {
			if item.kind == operandValue && python.Equal(candidate, item.value) {
				return true, ""
			}
		}
		return false, ""
	}
}
