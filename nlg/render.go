package nlg

import (
	"fmt"
	"slices"
	"strings"

	"nlgserver/channels"
	"nlgserver/selector"
)

// InternalErrorResponse is used by Rasa Pro when a response is known and none
// of its variations is eligible. Rasa: section 3.1, step 6.
const InternalErrorResponse = "utter_internal_error_rasa"

// UnknownResponseError is returned for a name that the content does not have.
type UnknownResponseError struct {
	// Name is what was asked for.
	Name string
	// Suggestions are the names nearest to it, the best first; may be empty.
	Suggestions []string
}

func (e *UnknownResponseError) Error() string {
	if len(e.Suggestions) == 0 {
		return fmt.Sprintf("there is no response %q", Shorten(e.Name))
	}
	return fmt.Sprintf("there is no response %q; did you mean %q?", Shorten(e.Name), e.Suggestions[0])
}

// Shorten cuts a name that came from outside to what a message can carry.
func Shorten(name string) string {
	const longest = 200
	if len(name) <= longest {
		return name
	}
	return strings.ToValidUTF8(name[:longest], "") + "…"
}

// Render picks a variation, fills it and returns the finished message. The
// only error is an *[UnknownResponseError].
func (c *Catalog) Render(req *Request, rng Rand) (*Message, error) {
	m := &Message{}
	if err := c.RenderTo(m, req, rng); err != nil {
		return nil, err
	}
	return m, nil
}

// RenderTo is [Catalog.Render] into a message that may have been used before,
// whose memory it reuses. It is [Catalog.Select] followed by [Message.Fill].
func (c *Catalog) RenderTo(m *Message, req *Request, rng Rand) error {
	r, err := c.selectReply(m, req, rng)
	if err != nil {
		return err
	}
	m.fill(r, req)
	return nil
}

// Select picks a variation and describes it in the message: Outcome, Response,
// Variation, ID and Group. [Message.Fill] is the second step. The message may
// have been used before. The only error is an *[UnknownResponseError].
func (c *Catalog) Select(m *Message, req *Request, rng Rand) (err error) {
	m.reply, err = c.selectReply(m, req, rng)
	return err
}

// selectReply picks a variation, describes it in the message, and returns its
// reply, nil for silence.
func (c *Catalog) selectReply(m *Message, req *Request, rng Rand) (*reply, error) {
	m.reset()
	s := c.choose(m, req)
	if s.response == nil {
		return nil, &UnknownResponseError{Name: req.Response, Suggestions: c.suggest(req.Response, req.Budget)}
	}
	if len(s.eligible) == 0 || req.Budget.Reason().Refuses() {
		m.Outcome = Silence
		return nil, nil
	}
	return m.take(&s, pick(s.response, s.eligible, req, rng)), nil
}

// choice is what selection came to.
type choice struct {
	response  *response
	eligible  []int
	group     Group
	outcome   Outcome
	languages []string
}

// choose selects; the choice's response is nil if the name is unknown.
func (c *Catalog) choose(m *Message, req *Request) choice {
	r := c.responses[req.Response]
	if r == nil {
		return choice{}
	}
	names := channels.Names(m.names[:0], req.Channel, req.InputChannel)
	both := names
	if r.translated || c.internalError != nil && c.internalError.translated {
		both = c.languages.of(names, req)
	}
	facts := selector.Facts{Slots: req.Slots, Channels: names, Languages: both[len(names):], Budget: req.Budget}
	if facts.Slots == nil {
		facts.Slots = noSlots{}
	}
	s := choice{response: r, languages: facts.Languages}
	s.group, s.eligible = r.program.Select(&facts, m.eligible[:0])
	if c := &facts.Cut; c.Conditions > 0 {
		m.Cut = cut(req.Budget, int(c.Conditions), r.positionOf(int(c.First)))
	}
	if len(s.eligible) > 0 {
		return s
	}
	if c.internalError != nil {
		if all := c.internalError.program.All(&facts, m.eligible[:0]); len(all) > 0 {
			s.response, s.eligible, s.outcome = c.internalError, all, InternalError
		}
	}
	return s
}

// pick returns the index of the variation to say.
func pick(r *response, eligible []int, req *Request, rng Rand) int {
	among := drawn(r, eligible, req)
	if len(among) == 1 {
		return among[0]
	}
	return Choice{r, among, req}.draw(rng)
}

// indexBytes is the size of an index of a variation, idBytes that of an id in a map.
const (
	indexBytes = 8
	idBytes    = 60
)

// maxIDs is how many ids of a request count. Rasa sends those of a response's
// variations.
const maxIDs = 10_000

// drawn returns the variations among which to draw: those of the eligible that
// the request names by id (D13), else all.
func drawn(r *response, eligible []int, req *Request) []int {
	if req.ID == "" && len(req.IDs) == 0 {
		return eligible
	}
	ids := req.IDs[:min(len(req.IDs), maxIDs)]
	if !req.Budget.Spend(2*len(eligible) + 4*len(ids)) {
		return eligible
	}
	known := func(id string) bool { return slices.Contains(ids, id) }
	if len(ids) > 16 {
		if !req.Budget.Hold(len(ids) * idBytes) {
			return eligible
		}
		all := make(map[string]bool, len(ids))
		for _, id := range ids {
			all[id] = true
		}
		known = func(id string) bool { return all[id] }
	}
	named := func(i int) bool {
		id := r.variations[i].id
		return id != "" && (id == req.ID || known(id))
	}
	if !slices.ContainsFunc(eligible, named) || !req.Budget.Hold(len(eligible)*indexBytes) {
		return eligible
	}
	return slices.DeleteFunc(slices.Clone(eligible), func(i int) bool { return !named(i) })
}
