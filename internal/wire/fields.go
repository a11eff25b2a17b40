package wire

import (
	"strings"

	"nlgserver/internal/budget"
	"nlgserver/internal/python"
)

// Fields is a request for a renderer. nlg.Request has the same fields in the same
// order, so that one converts to the other, and a field added to only one of them
// does not compile.
type Fields struct {
	Response         string
	ID               string
	IDs              []string
	Channel          string
	InputChannel     string
	Slots, Arguments python.Mapping
	Context          python.Mapping
	Metadata         python.Mapping
	Sender           string
	Conversation     *Conversation
	Budget           *budget.Budget
}

// Fields returns the fields of the request. The mappings decode a value when it is
// used, and are valid until the next Read.
func (r *Request) Fields() Fields {
	return Fields{
		Response:     r.Response,
		ID:           r.ID,
		IDs:          r.IDs,
		Channel:      r.Channel,
		InputChannel: r.InputChannel,
		Slots:        &r.Slots,
		Arguments:    &r.Arguments,
		Context:      &r.Context,
		Metadata:     &r.Metadata,
		Sender:       r.SenderID,
		Conversation: &r.Conversation,
		Budget:       r.Budget,
	}
}

// Detach copies what the request holds, so that it no longer shares memory
// with the body. Call it before the first use of a mapping.
// If the budget does not pay for the copies, the request becomes empty, and
// [Request.Err] says so.
func (r *Request) Detach() {
	size := len(r.Response) + len(r.ID) + len(r.Channel) + len(r.InputChannel) + len(r.SenderID) + len(r.AssistantID) +
		len(r.Arguments.text) + len(r.Slots.text) + len(r.Metadata.text) + len(r.Context.stack) + r.Conversation.size()
	for _, id := range r.IDs {
		size += len(id)
	}
	if !r.Budget.Hold(size) {
		r.reset()
		return
	}
	for _, s := range [...]*string{&r.Response, &r.ID, &r.Channel, &r.InputChannel, &r.SenderID, &r.AssistantID} {
		*s = strings.Clone(*s)
	}
	for i, id := range r.IDs {
		r.IDs[i] = strings.Clone(id)
	}
	for _, o := range [...]*Object{&r.Arguments, &r.Slots, &r.Metadata} {
		o.text = strings.Clone(o.text)
	}
	r.Context.detach()
	r.Conversation.detach()
}
