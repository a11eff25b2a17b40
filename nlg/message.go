package nlg

import (
	"encoding/json"

	"nlgserver/channels"
	"nlgserver/internal/python"
	"nlgserver/selector"
)

// Outcome says what a rendering came to.
type Outcome uint8

// The outcomes of a rendering that is not an error.
const (
	// Said: a variation was picked and filled.
	Said Outcome = iota
	// InternalError: nothing was eligible, and the content's own
	// utter_internal_error_rasa is used instead.
	InternalError
	// Silence: nothing was eligible. The message is {}, the only silence that
	// Rasa accepts (D11).
	Silence
)

// String returns the outcome's name in logs and metrics.
func (o Outcome) String() string {
	switch o {
	case Said:
		return "said"
	case InternalError:
		return "internal_error"
	default:
		return "silence"
	}
}

// Message is a finished reply and how it came about.
type Message struct {
	// JSON is the reply's body. It is valid until the message is used again.
	JSON []byte
	// Outcome says whether the response itself is used.
	Outcome Outcome
	// Response is the response whose variation is used.
	Response string
	// Variation is the index of the picked variation, -1 if there is none.
	Variation int
	// ID is the picked variation's id; empty if it has none.
	ID string
	// Group is the group that the pick was made in.
	Group Group
	// Problems are the texts that went out unfilled.
	Problems []Problem
	// Cut says which conditions were not evaluated to their end, and so count as
	// false (D32); nil if all were.
	Cut *Cut

	// reply is the picked variation's reply between [Catalog.Select] and
	// [Message.Fill]; nil before and after, so that a message that waits to be
	// used again does not keep its catalog alive.
	reply *reply
	// metadata is the picked variation's; nil if it has none.
	metadata *metadata
	scratch  []byte
	// Room for a selection's working lists, so that it needs no heap.
	eligible [16]int
	names    [channels.MaxNames + 4]string
}

// reset forgets the message but keeps its memory.
func (m *Message) reset() {
	*m = Message{JSON: m.JSON[:0], Problems: m.Problems[:0], scratch: m.scratch[:0], Variation: -1}
}

// take notes the picked variation, and returns its reply.
func (m *Message) take(s *choice, index int) *reply {
	v := &s.response.variations[index]
	m.Outcome, m.Response, m.Variation, m.ID, m.Group = s.outcome, s.response.name, index, v.id, s.group
	m.metadata = v.metadata
	return v.say(s.languages)
}

// Metadata returns the metadata of the picked variation as its author wrote it;
// None if it has none. The reply has them too.
func (m *Message) Metadata() Value { return metadataOf(m.metadata) }

// Fill completes the message that [Catalog.Select] has begun for the same
// request: it sets JSON and Problems. Call it once for each selection.
func (m *Message) Fill(req *Request) {
	r := m.reply
	m.reply = nil
	m.fill(r, req)
}

// fill fills the message with a reply, nil for silence.
func (m *Message) fill(r *reply, req *Request) {
	if r != nil && !req.Budget.Reason().Refuses() && r.append(m, (*variables)(req)) {
		return
	}
	if r != nil {
		// There is no reply. What there is of one must not pass for it.
		m.Outcome, m.Variation, m.ID, m.Group = Silence, -1, "", selector.NoGroup
		m.Problems, m.metadata = m.Problems[:0], nil
	}
	m.JSON = append(m.JSON[:0], "{}"...)
}

// MarshalJSON returns the reply.
func (m *Message) MarshalJSON() ([]byte, error) { return m.JSON, nil }

// Value returns the reply as a Python dict.
func (m *Message) Value() Value {
	v, err := python.ParseJSON(string(m.JSON))
	if err != nil {
		// A reply is JSON by construction; tests and fuzzing hold it to that.
		return Value{}
	}
	return v
}

// Text returns the reply's text; empty if it has none.
func (m *Message) Text() string {
	v, _ := m.Value().Dict().Get("text")
	s, _ := v.Text()
	return s
}

var _ json.Marshaler = (*Message)(nil)
