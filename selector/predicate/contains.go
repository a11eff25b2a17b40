package predicate

import (
	"strings"

	"nlgserver/internal/pyval"
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
	case pyval.KindStr, pyval.KindList, pyval.KindTuple, pyval.KindDict:
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
	unhashable := item.kind == operandValue && !pyval.Hashable(item.value)
	if o.kind == operandSet {
		if unhashable {
			return false, faultUnhashable
		}
		return isMember(item, o.set), ""
	}
	switch o.value.Kind() {
	case pyval.KindStr:
		text, _ := o.value.Text()
		part, isText := item.value.Text()
		if item.kind != operandValue || !isText {
			return false, faultContainsText
		}
		return strings.Contains(text, part), ""
	case pyval.KindDict:
		if unhashable {
			return false, faultUnhashable
		}
		_, found := o.value.Dict().GetKey(item.value)
		return found && item.kind == operandValue, ""
	default:
		for _, candidate := range o.value.Items() {
			if item.kind == operandValue && pyval.Equal(candidate, item.value) {
				return true, ""
			}
		}
		return false, ""
	}
}
