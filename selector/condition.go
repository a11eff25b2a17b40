package selector

import (
	"strings"

	"nlgserver/internal/budget"
	"nlgserver/internal/python"
	"nlgserver/internal/python/text"
)

// Test is the compiled condition of a variation. Implementations are
// immutable. Each method does no more work than the budget allows: what is not
// evaluated to its end counts as false (D32).
type Test interface {
	// Holds reports whether the variation is eligible.
	Holds(slots python.Mapping, work *budget.Budget) bool
	// Explain says why it holds or not, one line for each part in the order
	// written.
	Explain(slots python.Mapping, work *budget.Budget) []Reason
	// Parts says how each part came out that matters by itself.
	Parts(slots python.Mapping, work *budget.Budget) []Part
}

// Reason is one part of a condition and what it came to.
type Reason struct {
	// Text is the part as an author would read it, such as "tier is 'gold'".
	Text string
	// Actual is the slot's value as Python prints it, or why there is none.
	Actual string
	// Holds is the part's outcome.
	Holds bool
	// Role says what kind of part it is.
	Role Role
	// Depth counts the parts that this one is a part of.
	Depth int
}

// Role is what a part does in a condition.
type Role uint8

// The roles of a Reason.
const (
	// IsTest is a part that holds or does not; Actual is the slot's value.
	IsTest Role = iota
	// IsOutcome is a part of which Actual is the outcome, or an error.
	IsOutcome
	// IsValue is a part that is only looked at by others.
	IsValue
	// IsSkipped is a part that was not looked at.
	IsSkipped
)

// String returns the role's name in JSON.
func (r Role) String() string {
	switch r {
	case IsTest:
		return "test"
	case IsOutcome:
		return "outcome"
	case IsValue:
		return "value"
	default:
		return "skipped"
	}
}

// List is a list condition: every item must hold. An empty list never does: in
// Rasa such a variation is neither conditional nor a default. Rasa: section
// 3.2.
type List []SlotIs

// SlotIs compares one slot with a value.
type SlotIs struct {
	Slot  string
	Value python.Value
	// folded is the value's casefolded text, if it is a str.
	folded string
	isText bool
}

// NewSlotIs returns the condition that a slot has a value.
func NewSlotIs(slot string, value python.Value) SlotIs {
	s := SlotIs{Slot: slot, Value: value}
	if word, ok := value.Text(); ok {
		s.folded, s.isText = text.Casefold(word), true
	}
	return s
}

// lookupUnits is how much work it is to find a slot.
const lookupUnits = 2

// Holds compares two strings by casefold and all else by Python's ==. A slot
// that is missing counts as None.
func (s *SlotIs) Holds(slots python.Mapping, work *budget.Budget) bool {
	if !work.Spend(lookupUnits) {
		return false
	}
	actual, _ := lookup(slots, s.Slot)
	return s.equals(actual, work)
}

func (s *SlotIs) equals(actual python.Value, work *budget.Budget) bool {
	if word, ok := actual.Text(); ok && s.isText {
		return work.Spend(text.FoldUnits(word, s.folded)) && text.EqualFolded(word, s.folded)
	}
	return python.EqualWithin(actual, s.Value, work)
}

// Holds implements [Test].
func (l List) Holds(slots python.Mapping, work *budget.Budget) bool {
	for i := range l {
		if !l[i].Holds(slots, work) {
			return false
		}
	}
	return len(l) > 0
}

// Explain implements [Test]. Every item is explained, also those after the
// first that fails.
func (l List) Explain(slots python.Mapping, work *budget.Budget) []Reason {
	if len(l) == 0 {
		return []Reason{{Text: "an empty condition list", Actual: "never holds", Role: IsOutcome}}
	}
	reasons := make([]Reason, len(l))
	for i := range l {
		item := &l[i]
		actual, known := lookup(slots, item.Slot)
		reasons[i] = Reason{
			Text:   item.Slot + " is " + item.Value.Repr(),
			Actual: actual.Repr(),
			Holds:  item.equals(actual, work),
		}
		if !known {
			reasons[i].Actual = "None (no such slot in the request)"
		}
	}
	return reasons
}

// Never is the test of a variation that can never be said.
type Never struct {
	// Why completes "never holds: …".
	Why string
}

// Holds implements [Test].
func (Never) Holds(python.Mapping, *budget.Budget) bool { return false }

// Explain implements [Test].
func (n Never) Explain(python.Mapping, *budget.Budget) []Reason {
	return []Reason{{Text: "never holds", Actual: strings.TrimSpace(n.Why)}}
}

func lookup(slots python.Mapping, name string) (python.Value, bool) {
	if slots == nil {
		return python.None(), false
	}
	return slots.Get(name)
}
