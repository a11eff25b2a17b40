package predicate

import (
	"nlgserver/internal/budget"
	"nlgserver/internal/python"
)

// fault says why an evaluation has no result: Python would raise there. It is
// one of a few constants, so that a failing predicate costs no memory.
type fault string

const (
	faultOrder        fault = "these two have no order: compare numbers with numbers, and strings with strings"
	faultContainsText fault = "a string can only contain a string"
	faultInsideText   fault = "a dot cannot follow a string or a list"
	faultInsideScalar fault = "a dot cannot follow None, a number or a boolean"
	faultUnhashable   fault = "a list or a map cannot be in a set or be the key of a map"
	faultExpression   fault = "a set can contain only strings, numbers, true, false, null and slots"
	faultSteps        fault = "the regular expression needs too many steps for this text"
	faultWork         fault = "it takes more work than one request may do"
)

// equal is Python's == on operands. Rasa: section 3.3.4.
func equal(a, b *operand, work *budget.Budget) bool {
	switch {
	case a.isNothing() && b.isNothing():
		return true
	case a.kind == operandEmpty:
		return b.hasLengthZero()
	case b.kind == operandEmpty:
		return a.hasLengthZero()
	case a.kind != b.kind:
		return false
	case a.kind == operandSet:
		return len(a.set.items) == len(b.set.items) && a.set.isSubset(b.set, work)
	default:
		return python.EqualWithin(a.value, b.value, work)
	}
}

// notEqual is Python's != on operands. It is not the opposite of equal: to the
// left of it undefined differs from all but undefined, even from empty.
func notEqual(a, b *operand, work *budget.Budget) bool {
	if a.kind == operandUndefined {
		return b.kind != operandUndefined
	}
	return !equal(a, b, work)
}

// ordered is Python's <, <=, > and >= on operands.
func ordered(op operation, a, b *operand, work *budget.Budget) (bool, fault) {
	if a.isNothing() || b.isNothing() {
		return false, ""
	}
	if a.kind == operandSet && b.kind == operandSet {
		return orderedSets(op, a.set, b.set, work), ""
	}
	if a.kind != b.kind {
		return false, faultOrder
	}
	order, unordered, err := python.CompareWithin(a.value, b.value, work)
	if err != nil {
		return false, faultOrder
	}
	if unordered {
		return false, ""
	}
	switch op {
	case opLess:
		return order < 0, ""
	case opLessEqual:
		return order <= 0, ""
	case opGreater:
		return order > 0, ""
	default:
		return order >= 0, ""
	}
}

// orderedSets compares sets as Python does: smaller is a subset.
func orderedSets(op operation, a, b *set, work *budget.Budget) bool {
	switch op {
	case opLess:
		return len(a.items) < len(b.items) && a.isSubset(b, work)
	case opLessEqual:
		return a.isSubset(b, work)
	case opGreater:
		return len(b.items) < len(a.items) && b.isSubset(a, work)
	default:
		return b.isSubset(a, work)
	}
}
