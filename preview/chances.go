package preview

import "slices"

// Chances returns the chance of each of [Preview.Messages] to be picked for a new
// request, from 0 to 1. A recorded variation makes no difference.
func (p *Preview) Chances() []float64 {
	e := p.explanation
	out := make([]float64, len(e.Messages))
	for i, m := range e.Messages {
		// They are in file order.
		if _, drawn := slices.BinarySearch(e.Drawn, m.Variation); drawn {
			out[i] = 1 / float64(len(e.Drawn))
		}
	}
	return out
}
