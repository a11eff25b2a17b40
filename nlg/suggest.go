package nlg

import (
	"slices"

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
func (c *Catalog) Suggest(name string) []string {
	if len(name) > longestSuggested {
		return nil
	}
	return near.Names(name, slices.Values(c.names), max(2, len(name)/4), maxSuggestions)
}
