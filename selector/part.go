package selector

import (
	"nlgserver/internal/budget"
	"nlgserver/internal/python"
)

// Part is a part of a condition that matters by itself: both of its outcomes
// are worth a test.
type Part struct {
	// Text names the part, such as "tier is 'gold'".
	Text string
	// Holds is the part's outcome.
	Holds bool
}

// Parts implements [Test]: every item is a part.
func (l List) Parts(slots python.Mapping, work *budget.Budget) []Part {
	if len(l) == 0 {
		return []Part{{Text: "its condition"}}
	}
	parts := make([]Part, len(l))
	for i := range l {
		parts[i] = Part{Text: l[i].Slot + " is " + l[i].Value.Repr(), Holds: l[i].Holds(slots, work)}
	}
	return parts
}

// Parts implements [Test].
func (Never) Parts(python.Mapping, *budget.Budget) []Part { return []Part{{Text: "never holds"}} }
