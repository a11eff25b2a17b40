package predicate

import "nlgserver/internal/python"

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
)

// equal is Python's == on operands. Rasa: section 3.3.4.
func equal(a, b *operand) bool {
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
		return len(a.set) == len(b.set) && isSubset(a, b)
	default:
		return python.Equal(a.value, b.value)
	}
}

// notEqual is Python's != on operands. It is not the opposite of equal: to the
// left of it undefined differs from all but undefined, even from empty.
func notEqual(a, b *operand) bool {
	if a.kind == operandUndefined {
		return b.kind != operandUndefined
	}
	return !equal(a, b)
}

// ordered is Python's <, <=, > and >= on operands.
func ordered(op operation, a, b *operand) (bool, fault) {
	if a.isNothing() || b.isNothing() {
		return false, ""
	}
	if a.kind == operandSet && b.kind == operandSet {
		return orderedSets(op, a, b), ""
	}
	if a.kind != b.kind {
		return false, faultOrder
	}
	order, unordered, err := python.Compare(a.value, b.value)
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
func orderedSets(op operation, a, b *operand) bool {
	switch op {
	case opLess:
		return len(a.set) < len(b.set) && isSubset(a, b)
	case opLessEqual:
		return isSubset(a, b)
	case opGreater:
		return len(b.set) < len(a.set) && isSubset(b, a)
	default:
		return isSubset(b, a)
	}
}

func isSubset(a, b *operand) bool {
	for i := range a.set {
		if !isMember(&a.set[i], b.set) {
			return false
		}
	}
	return true
}

func isMember(item *operand, set []operand) bool {
	for i := range set {
		if equal(item, &set[i]) {
			return true
		}
	}
	return false
}
