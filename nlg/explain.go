package nlg

import (
	"slices"

	"nlgserver/channels"
	"nlgserver/internal/python"
	"nlgserver/interpolate"
	"nlgserver/selector"
)

// Explanation is what a request gets, and why.
type Explanation struct {
	// Response is the requested name.
	Response string
	// Position is where it is defined.
	Position Position
	// Channels are the channel names that match, the most specific first.
	Channels []string
	// Languages are the languages of the request, the best first.
	Languages []string
	// Outcome says whether the response itself is sent.
	Outcome Outcome
	// Said is the name of the response that is sent: Response, the internal
	// error response, or empty if nothing is sent.
	Said string
	// Group is the group that was used.
	Group Group
	// Eligible are the indexes of the eligible variations among those of Said.
	Eligible []int
	// Drawn are the indexes among which the draw is made: those that have the id
	// that the request asks for (D13), or else all of Eligible.
	Drawn []int
	// Cut says which conditions were not evaluated to their end; nil if all were.
	Cut *Cut
	// Variations has one entry for each variation of Response, in file order.
	Variations []Verdict
	// Messages are the rendered messages of the eligible variations, in the
	// order of Eligible.
	Messages []*Message
	// Fills are the values of the variables of each message, in the order of
	// Messages.
	Fills [][]Fill
}

// Verdict is the outcome for one variation.
type Verdict struct {
	Variation
	selector.Verdict
}

// Fill is the value of a variable in a text.
type Fill struct {
	Name string
	// Value is the value as Python prints it.
	Value string
	// Source is "argument", "slot" or "context", or empty if there is no value.
	Source string
}

// Explain renders every variation that [Catalog.Render] might pick, and explains
// the selection. Each message is what a request gets that has the budget to itself:
// that of the request, of which nothing is spent, or else one with the default
// limits. The only error is an *[UnknownResponseError].
func (c *Catalog) Explain(req *Request) (*Explanation, error) {
	whole := req.Budget.Fork()
	if whole == nil {
		whole = NewBudget(Limits{}, nil)
	}
	own := *req
	own.Budget = whole.Fork()
	req = &own
	var m Message
	s := c.choose(&m, req)
	if s.response == nil {
		return nil, &UnknownResponseError{Name: req.Response, Suggestions: c.Suggest(req.Response)}
	}
	asked := c.responses[req.Response]
	facts := selector.Facts{
		Slots:     req.Slots,
		Channels:  channels.Names(nil, req.Channel, req.InputChannel),
		Languages: s.languages,
		Budget:    whole,
	}
	if facts.Slots == nil {
		facts.Slots = noSlots{}
	}
	e := &Explanation{
		Response: req.Response, Position: asked.position,
		Channels: facts.Channels, Languages: slices.Clone(s.languages),
		Outcome: s.outcome, Group: s.group, Eligible: slices.Clone(s.eligible), Cut: m.Cut,
	}
	described := c.VariationsOf(req.Response)
	for i, verdict := range asked.program.Explain(&facts).Variations {
		e.Variations = append(e.Variations, Verdict{described[i], verdict})
	}
	if len(s.eligible) == 0 {
		e.Outcome = Silence
		return e, nil
	}
	e.Said = s.response.name
	e.Drawn = drawn(s.response, e.Eligible, req)
	for _, i := range e.Eligible {
		filled := *req
		filled.Budget = req.Budget.Fork()
		message := &Message{Cut: m.Cut}
		message.fill(message.take(&s, i), &filled)
		e.Messages = append(e.Messages, message)
		filled.Budget = req.Budget.Fork()
		e.Fills = append(e.Fills, fills(s.response.variations[i].say(s.languages), &filled))
	}
	return e, nil
}

// fills looks up each variable of a reply once.
func fills(r *reply, req *Request) []Fill {
	var out []Fill
	seen := map[string]bool{}
	vars := (*variables)(req)
	for _, s := range r.segments {
		for _, name := range s.text.variables() {
			if seen[name] {
				continue
			}
			seen[name] = true
			fill := Fill{Name: name, Source: vars.source(name)}
			if value, ok := vars.Get(name); ok {
				printed, stop := python.AppendStrWithin(nil, value, interpolate.MaxSize, req.Budget)
				if fill.Value = string(printed); stop != python.Whole {
					fill.Value += "…"
				}
			}
			out = append(out, fill)
		}
	}
	return out
}
