package nlg

import "math/rand/v2"

// Rand draws among eligible variations; *rand.Rand of math/rand/v2 is one. Nil
// draws with the generator of the Go runtime. A Rand that is a [Chooser] as well
// is asked what to use instead.
type Rand interface {
	// IntN returns a number in [0, n). It is called with n > 1 only.
	IntN(n int) int
}

// Chooser is a [Rand] that sees what it chooses from: for a test of two wordings,
// or to use the same variation for a sender every time.
type Chooser interface {
	Rand
	// Choose returns which of the eligible variations to use, a number in
	// [0, c.Len()). Any other number leaves it to IntN. It is called only if
	// more than one is eligible and the request's id does not settle it (D13).
	// It must not keep the choice.
	Choose(c Choice) int
}

// Choice is what a [Chooser] chooses from.
type Choice struct {
	response *response
	eligible []int
	request  *Request
}

// Response returns the name of the response that is used: the one that was asked
// for, or [InternalErrorResponse].
func (c Choice) Response() string { return c.response.name }

// Sender returns the conversation's sender; empty if the request has none.
func (c Choice) Sender() string { return c.request.Sender }

// Len returns how many variations are eligible.
func (c Choice) Len() int { return len(c.eligible) }

// Variation returns the index of the i-th eligible variation among all of the
// response, as in [Catalog.VariationsOf].
func (c Choice) Variation(i int) int { return c.eligible[i] }

// ID returns the id of the i-th eligible variation; empty if it has none.
func (c Choice) ID(i int) string { return c.variation(i).id }

// Metadata returns the metadata of the i-th eligible variation as written; None
// if it has none.
func (c Choice) Metadata(i int) Value { return metadataOf(c.variation(i).metadata) }

func (c Choice) variation(i int) *variation { return &c.response.variations[c.eligible[i]] }

// metadataOf returns the metadata of a variation, None for nil.
func metadataOf(m *metadata) Value {
	if m == nil {
		return Value{}
	}
	return m.value
}

// draw returns one of the choice's variations.
func (c Choice) draw(rng Rand) int {
	if chooser, ok := rng.(Chooser); ok {
		if i := chooser.Choose(c); 0 <= i && i < len(c.eligible) {
			return c.eligible[i]
		}
	}
	if rng == nil {
		return c.eligible[rand.IntN(len(c.eligible))]
	}
	return c.eligible[rng.IntN(len(c.eligible))]
}
