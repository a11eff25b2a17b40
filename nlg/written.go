package nlg

import (
	"iter"

	"nlgserver/responses"
)

// Written returns a response as its author wrote it, with its variations as in
// [Catalog.VariationsOf]; nil for an unknown name, a built-in one, or a catalog
// without [Options.KeepWritten].
func (c *Catalog) Written(name string) *responses.Response { return c.written[name] }

// AllWritten yields all responses of the content by name; see [Catalog.Written].
func (c *Catalog) AllWritten() iter.Seq[*responses.Response] {
	return func(yield func(*responses.Response) bool) {
		for _, name := range c.names {
			if w := c.written[name]; w != nil && !yield(w) {
				return
			}
		}
	}
}
