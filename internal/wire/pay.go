package wire

import "nlgserver/internal/budget"

// deny ends the scan, because the budget says no.
func (s *scanner) deny() {
	s.denied, s.source, s.whole = true, nil, s.text
}

// work pays for work in nanoseconds, from time to time.
func (s *scanner) work(nanoseconds int) bool {
	s.owed += nanoseconds
	return s.owed < payFrom || s.settle()
}

// settle pays for the work that is owed.
func (s *scanner) settle() bool {
	units := (s.owed + budget.UnitNanoseconds - 1) / budget.UnitNanoseconds
	s.owed = 0
	if s.budget.Read(units) {
		return true
	}
	s.deny()
	return false
}

const (
	// payFrom is from how many nanoseconds on work is paid for.
	payFrom = 64 * budget.UnitNanoseconds
	// What a scan costs, in nanoseconds: so much for a key or an item, and if it is
	// not the first one, one for each bytesPerNanosecond. A list or an object takes
	// some more, and so does a string with escapes.
	itemCost           = 40
	nestedCost         = 30
	bytesPerNanosecond = 4
)

// outcome returns the error of a scan, which is another one if the scan ended for
// the budget.
func (s *scanner) outcome(err *Error, what string) *Error {
	if s.denied {
		return tooExpensive(s.budget, what, s.offset())
	}
	return err
}
