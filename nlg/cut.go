package nlg

import "nlgserver/internal/budget"

// Cut says which conditions of a response were not evaluated to their end. They count
// as false (D32).
type Cut struct {
	// Conditions is how many of them there are.
	Conditions int
	// Position is where the first variation is that has one.
	Position Position
	// Reason says why.
	Reason CutReason
}

// CutReason is why a condition was not evaluated to its end.
type CutReason string

// The reasons.
const (
	// CutWork: the request has no work left.
	CutWork CutReason = "work"
	// CutLimit: one regular expression, or one template, exceeds a limit of its own.
	CutLimit CutReason = "limit"
)

// CutReasons returns all reasons, for counters.
func CutReasons() []CutReason { return []CutReason{CutWork, CutLimit} }

// cut describes what was cut off of a selection.
func cut(b *Budget, conditions int, at Position) *Cut {
	c := &Cut{Conditions: conditions, Position: at, Reason: CutLimit}
	if b.Reason() == budget.Work {
		c.Reason = CutWork
	}
	return c
}
