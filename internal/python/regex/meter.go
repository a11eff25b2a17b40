package regex

import (
	"errors"

	"nlgserver/internal/budget"
)

// MaxWork is how much work one search may do, in units of the budget: about 10
// milliseconds on a slow processor. It is counted, so a search has the same answer
// on every machine.
const MaxWork = 200_000

// ErrLimit is what [Regexp.Search] returns when a search was stopped: it took more
// than [MaxWork], or the budget of the request was used up.
var ErrLimit = errors.New("the regular expression needs too many steps")

// meter counts the work of one search.
type meter struct {
	budget *budget.Budget
	left   int
}

// spend asks for that many units of work.
func (m *meter) spend(units int) bool {
	if m.left -= units; m.left < 0 {
		m.budget.Cut()
		return false
	}
	return m.budget.Spend(units)
}
