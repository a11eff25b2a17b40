package nlg

import (
	"iter"

	"nlgserver/responses"
)

// Written returns a response as its author wrote it, with the variations of
// [Catalog.VariationsOf]. It returns nil for an unknown or built-in name, and for
// a catalog without [Options.KeepWritten].
func (c *Catalog) Written(name string) *responses.Response { return c.written[name] }

// AllWritten yields all responses of the content, sorted by name; see
// [Catalog.Written].
func (c *Catalog) AllWritten() iter.Seq[*responses.Response] {
	return func(yield func(*responses.Response) bool) {
		for _, name := range c.names {
			if w := c.written[name]; w != nil && !yield(w) {
				return
			}
		}
	}
}
