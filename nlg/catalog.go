package nlg

import (
	"iter"
	"slices"

	"nlgserver/responses"
	"nlgserver/selector"
)

// Catalog is compiled content: every response, ready to render. It is immutable
// and safe for concurrent use.
type Catalog struct {
	version    string
	responses  map[string]*response
	names      []string
	own        int
	variations int
	languages  languagePolicy
	// written is what the authors wrote; nil unless KeepWritten is set.
	written map[string]*responses.Response
	// internalError is the content's own internal error response, or nil.
	internalError *response
	// rephrased is set if a variation of any response asks for rewording.
	rephrased bool
}

// Version returns the SHA-256 over the content's paths and bytes in loading
// order, in hexadecimal.
func (c *Catalog) Version() string { return c.version }

// ShortVersion returns the part of the version that is shown: 12 digits.
func (c *Catalog) ShortVersion() string { return c.version[:min(12, len(c.version))] }

// Len returns the number of responses in the content, not counting built-in
// patterns.
func (c *Catalog) Len() int { return c.own }

// Variations returns the number of variations in the content.
func (c *Catalog) Variations() int { return c.variations }

// Names yields the names of all responses, including built-in ones, in
// alphabetical order.
func (c *Catalog) Names() iter.Seq[string] { return slices.Values(c.names) }

// Has reports whether there is a response with that name.
func (c *Catalog) Has(name string) bool { return c.responses[name] != nil }

// Variation describes one variation of a response.
type Variation struct {
	// ID is the author's id, or empty.
	ID string
	// Channel is the channel that the variation is for, if HasChannel is set.
	Channel    string
	HasChannel bool
	// Conditional is set if the variation has a condition.
	Conditional bool
	// Languages are the codes of its translations.
	Languages []string
	// Position is where it is defined.
	Position Position
}

// VariationsOf describes the variations of a response in file order. It returns
// nil for an unknown name.
func (c *Catalog) VariationsOf(name string) []Variation {
	r := c.responses[name]
	if r == nil {
		return nil
	}
	out := make([]Variation, len(r.variations))
	for i := range r.variations {
		v, c := &r.variations[i], &r.candidates[i]
		out[i] = Variation{
			ID: v.id, Channel: c.Channel, HasChannel: c.HasChannel,
			Conditional: c.Test != nil, Languages: c.Languages, Position: r.positionOf(i),
		}
	}
	return out
}

// response is one compiled response.
type response struct {
	name       string
	position   Position
	variations []variation
	// candidates are what selection knows of the variations.
	candidates []selector.Candidate
	program    *selector.Program
	// translated is set if the language of a request makes a difference.
	translated bool
	// rephrased is set if a variation asks for rewording.
	rephrased bool
	// builtIn is set if the response is not in the content.
	builtIn bool
	// print is a hash of what the response means.
	print fingerprint
}

// variation is one compiled variation.
type variation struct {
	id string
	// at is where it is in the file of the response.
	at place
	// metadata is what the author wrote; nil if there is none.
	metadata *metadata
	// reply is the untranslated reply, and replies are those by language. A
	// language without an entry gets reply.
	reply   reply
	replies map[string]*reply
}

// positionOf returns where a variation is.
func (r *response) positionOf(i int) Position { return r.variations[i].at.in(r.position.File) }

// say returns the reply in the first of the languages that the variation has.
func (v *variation) say(languages []string) *reply {
	if v.replies != nil {
		for _, code := range languages {
			if r := v.replies[code]; r != nil {
				return r
			}
		}
	}
	return &v.reply
}
