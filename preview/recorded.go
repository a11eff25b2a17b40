package preview

import (
	"fmt"

	"nlgserver/nlg"
)

// Recorded is the variation that was picked when a request was recorded.
type Recorded struct {
	// Number counts from 1.
	Number int
	// ID is the variation's id; empty if it has none.
	ID string
}

// String names the variation as the rest of a preview does.
func (r *Recorded) String() string {
	if r.ID == "" {
		return fmt.Sprintf("variation %d", r.Number)
	}
	return fmt.Sprintf("variation %d, id %s", r.Number, r.ID)
}

// Repeat returns the message of the recorded variation, and makes the explanation say
// that it is repeated. The message is nil if that variation is not eligible here; the
// explanation says so too.
func (p *Preview) Repeat(r Recorded) *nlg.Message {
	p.recorded = &r
	return p.repeated()
}

// repeated returns the message of the recorded variation. An id finds it even if
// variations were added before it.
func (p *Preview) repeated() *nlg.Message {
	for _, m := range p.explanation.Messages {
		if p.recorded.ID != "" && m.ID == p.recorded.ID {
			return m
		}
	}
	for _, m := range p.explanation.Messages {
		if p.recorded.ID == "" && m.Variation+1 == p.recorded.Number {
			return m
		}
	}
	return nil
}
