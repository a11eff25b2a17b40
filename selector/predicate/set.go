package predicate

import (
	"nlgserver/internal/budget"
	"nlgserver/internal/python"
)

// set is the value of a set: no two of its items are equal. It is never changed
// once it is whole.
type set struct {
	items []operand
	// values finds the values among the items, nil while they are few.
	values *python.Dict
	// nothing, empty and hollow are set if it holds undefined or empty, if it holds
	// empty, and if it holds a value of length zero.
	nothing, empty, hollow bool
}

// indexFrom is the number of items from which a set keeps an index.
const indexFrom = 9

// itemBytes is about what an item of a set takes.
const itemBytes = 450

// has reports whether an item of the set equals the operand.
func (s *set) has(item *operand, work *budget.Budget) bool {
	if s.values == nil {
		for i := range s.items {
			if equal(item, &s.items[i], work) {
				return true
			}
		}
		return false
	}
	switch item.kind {
	case operandUndefined:
		return s.nothing
	case operandEmpty:
		return s.nothing || s.hollow
	case operandValue:
		if !work.Spend(python.KeyUnits(item.value)) {
			return false
		}
		_, found := s.values.GetKey(item.value)
		return found || s.empty && item.hasLengthZero()
	default:
		return s.empty && item.hasLengthZero()
	}
}

// add adds an item, which must be hashable and no set, unless an item equals it.
func (s *set) add(item operand, work *budget.Budget) {
	if s.has(&item, work) {
		return
	}
	s.items = append(s.items, item)
	s.nothing = s.nothing || item.isNothing()
	s.empty = s.empty || item.kind == operandEmpty
	s.hollow = s.hollow || item.hasLengthZero()
	switch {
	case s.values != nil:
		s.index(&item)
	case len(s.items) == indexFrom:
		s.values = python.NewDict(2 * indexFrom)
		for i := range s.items {
			s.index(&s.items[i])
		}
	}
}

func (s *set) index(item *operand) {
	if item.kind == operandValue {
		s.values.SetKey(item.value, python.None())
	}
}

// isSubset reports whether the set b has all items of a.
func (s *set) isSubset(b *set, work *budget.Budget) bool {
	for i := range s.items {
		if !b.has(&s.items[i], work) {
			return false
		}
	}
	return true
}

// constantSet returns the value of a set of constants, which is the same for every
// request; nil for every other one.
func constantSet(kids []*node) *set {
	s := &set{}
	for _, kid := range kids {
		if kid.op != opConstant || !kid.isLiteral() && !kid.isPlainConstant() {
			return nil
		}
		s.add(kid.value, nil)
	}
	return s
}
