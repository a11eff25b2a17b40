package nlg

import (
	"slices"

	"nlgserver/internal/budget"
	"nlgserver/internal/near"
)

const (
	// maxSuggestions is the maximum number of names that [Catalog.Suggest] returns.
	maxSuggestions = 3
	// longestSuggested is the length in bytes above which a name is not a typo.
	// Clients may send anything.
	longestSuggested = 200
)

// Suggest returns the names that are most similar to a misspelled one, the best
// first. It leaves out names that were probably not meant.
func (c *Catalog) Suggest(name string) []string { return c.suggest(name, nil) }

// suggest suggests within the budget of a request. Without one it has that of a
// request without other work.
func (c *Catalog) suggest(name string, work *Budget) []string {
	if len(name) > longestSuggested {
		return nil
	}
	if work == nil {
		work = budget.New(Limits{}, nil, nil, nil)
	}
	return near.NamesWithin(name, slices.Values(c.names), max(2, len(name)/4), maxSuggestions, work.Spend)
}
