package responses

import (
	"iter"

	"nlgserver/internal/python"
)

// comparing is a condition that knows more than one value of a slot.
type comparing interface {
	compared(yield func(slot string, v python.Value) bool)
}

// Compared yields the slots that a condition compares with a value, and the value, in
// the order written: what is worth trying. A slot may come several times.
func Compared(c Condition) iter.Seq2[string, python.Value] {
	return func(yield func(string, python.Value) bool) {
		if c, ok := c.(comparing); ok {
			c.compared(yield)
			return
		}
		for _, u := range c.Uses() {
			if u.Equals && !yield(u.Slot, u.Value) {
				return
			}
		}
	}
}

func (p slotPredicate) compared(yield func(string, python.Value) bool) { p.predicate.Compared(yield) }
