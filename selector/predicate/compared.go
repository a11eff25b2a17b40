package predicate

import "nlgserver/internal/python"

// Compared yields the values that the predicate compares slots with, in the order
// written; a set's values each. It knows nothing of a predicate that holds Jinja, nor of what
// is compared with a value inside of a slot.
func (p *Predicate) Compared(yield func(slot string, value python.Value) bool) {
	if p.static != nil && p.static.root != nil {
		p.static.root.compared(yield)
	}
}

func (n *node) compared(yield func(slot string, value python.Value) bool) bool {
	if opEqual <= n.op && n.op <= opContains && len(n.kids) == 2 {
		a, b := n.kids[0], n.kids[1]
		if len(a.path) == 0 {
			a, b = b, a
		}
		return len(a.path) != 1 || b.values(func(v python.Value) bool { return yield(a.path[0], v) })
	}
	for _, kid := range n.kids {
		if !kid.compared(yield) {
			return false
		}
	}
	return true
}

// values yields the value of a constant, or those of a set.
func (n *node) values(yield func(python.Value) bool) bool {
	switch {
	case n.op == opConstant && n.value.kind == operandValue:
		return yield(n.value.value)
	case n.op != opSet:
		return true
	}
	for _, kid := range n.kids {
		if !kid.values(yield) {
			return false
		}
	}
	return true
}
