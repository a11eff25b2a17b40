package nlg

import (
	"slices"

	"nlgserver/internal/near"
)

const (
	// maxSuggestions is how many names [Catalog.Suggest] returns at most.
	maxSuggestions = 3
	// longestSuggested is the length in bytes above which a name is no slip of
	// the pen. Clients may send anything.
	longestSuggested = 200
)

// Suggest returns the names nearest to a misspelled one, the best first: few
// enough edits away that the author may have meant them.
func (c *Catalog) Suggest(name string) []string {
	if len(name) > longestSuggested {
		return nil
	}
	return near.Names(name, slices.Values(c.names), max(2, len(name)/4), maxSuggestions)
}
