package predicate

import (
	"strings"

	"nlgserver/internal/python"
)

// operandKind says what an [operand] is.
type operandKind uint8

const (
	operandValue     operandKind = iota
	operandUndefined             // the constant undefined, and what is not there
	operandEmpty                 // the constant empty
	operandSet
)

// operand is what a part of a predicate comes to. The zero operand is None.
type operand struct {
	kind  operandKind
	value python.Value
	set   *set
}

func boolean(b bool) operand { return operand{value: python.Bool(b)} }

// truth is Python's bool().
func (o *operand) truth() bool {
	switch o.kind {
	case operandValue:
		return o.value.Truth()
	case operandSet:
		return len(o.set.items) > 0
	default:
		return false
	}
}

// isNothing reports undefined and empty, which have no order.
func (o *operand) isNothing() bool { return o.kind == operandUndefined || o.kind == operandEmpty }

// hasLengthZero reports whether the constant empty equals an operand among values and sets.
func (o *operand) hasLengthZero() bool {
	if o.isNothing() {
		return false
	}
	if o.kind == operandSet {
		return len(o.set.items) == 0
	}
	switch o.value.Kind() {
	case python.KindStr, python.KindList, python.KindTuple, python.KindDict:
		return !o.value.Truth()
	default:
		return false
	}
}

// String returns the operand as Python prints it.
func (o *operand) String() string {
	switch o.kind {
	case operandUndefined:
		return "undefined"
	case operandEmpty:
		return "empty"
	case operandSet:
		items := make([]string, len(o.set.items))
		for i := range o.set.items {
			items[i] = o.set.items[i].String()
		}
		return "{" + strings.Join(items, ", ") + "}"
	default:
		return o.value.Repr()
	}
}
