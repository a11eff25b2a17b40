package wire

import (
	"nlgserver/internal/budget"
	"nlgserver/internal/python"
)

// Request is the part of a request body that an NLG server needs. Rasa: section
// 5.1. A Request may be reused: [Request.Read] replaces its content.
type Request struct {
	// Response is the name that Rasa asks for; "template" in bodies of Rasa
	// before 2.4.
	Response string
	// ID is the variation that Rasa's own domain selects, empty if none.
	ID string
	// IDs is the list that Rasa 3.6.0 to 3.6.3 sent instead of ID.
	IDs []string
	// Channel is the name of the output channel.
	Channel string
	// SenderID and InputChannel come from the tracker.
	SenderID, InputChannel string
	// Arguments and Slots are decoded key by key when asked.
	Arguments, Slots Object
	// Context is that of the tracker's stack; empty if there is none.
	Context Context
	// Metadata is the metadata of the tracker's latest message. It is read only
	// if WantMetadata is set; a Read keeps that setting.
	Metadata     Object
	WantMetadata bool
	// AssistantID is that in the metadata of the tracker's last event; empty if there is
	// none. Rasa: section 5.1. It is read only if WantAssistant is set; a Read keeps that
	// setting.
	AssistantID   string
	WantAssistant bool
	// Conversation is what was said so far. It is read only if WantConversation is set and
	// reports true for the response: for an empty name if the body has the tracker first. A
	// Read keeps that setting.
	Conversation     Conversation
	WantConversation func(response string) bool
	// MaxDepth is how deep the body may nest, including the parts that are
	// skipped; 0 means the constant of that name. A Read keeps it.
	MaxDepth int
	// Budget pays for what is made of the body; nil for no limit. A Read keeps it.
	Budget *budget.Budget

	template string
}

// Source supplies a body piece by piece.
type Source interface {
	// More returns the window with at least one more byte appended. It keeps
	// the bytes of the window, but may move them to other memory. At the end
	// of the body it returns the window unchanged and io.EOF.
	More(window []byte) ([]byte, error)
}

// Read reads a whole body. The error is a *[Error] with its byte offset. Everything
// in the request shares memory with body.
func (r *Request) Read(body []byte) error {
	_, err := r.ReadFrom(nil, body)
	return err
}

// ReadFrom reads a body while it arrives. window holds the bytes that are
// already there and provides the memory for more: it keeps the fields that the
// request needs, and of the rest only the piece being scanned. ReadFrom returns
// the final window; everything that the request holds shares memory with it.
// The error is a *[Error], or the source's own.
func (r *Request) ReadFrom(source Source, window []byte) ([]byte, error) {
	r.reset()
	var s scanner
	s.begin(window, source, r.MaxDepth, r.Budget)
	err := r.read(&s)
	if err == nil {
		s.settle()
	}
	switch {
	case s.denied:
		return s.window, tooExpensive(r.Budget, "the body", s.offset())
	case s.broken != nil:
		return s.window, s.broken
	case err != nil:
		return s.window, err
	}
	return s.window, nil
}

// Err returns the first error in decoding slots, arguments, the context or metadata
// since Read, or nil. If the budget refuses the request for anything else, it returns
// that. Call it after the last use of the request.
func (r *Request) Err() error {
	for _, err := range [...]*Error{r.Slots.err, r.Arguments.err, r.Context.err, r.Metadata.err} {
		if err != nil {
			return err
		}
	}
	if r.Budget.Reason().Refuses() {
		return tooExpensive(r.Budget, "the request", -1)
	}
	return nil
}

// Release makes a request that waits to be read again hold nothing of the body that
// it was read from.
func (r *Request) Release() {
	r.reset()
}

// keepIDs is the size above which the memory of a list of ids is not kept.
const keepIDs = 256

func (r *Request) reset() {
	ids := r.IDs
	if cap(ids) > keepIDs {
		ids = nil
	}
	clear(ids)
	arguments, slots, metadata := clearFields(r.Arguments.fields), clearFields(r.Slots.fields), clearFields(r.Metadata.fields)
	conversation := r.Conversation
	if cap(conversation.Events) > 0 || conversation.HasLatest {
		conversation = conversation.emptied()
	}
	*r = Request{
		IDs: ids[:0], WantMetadata: r.WantMetadata, WantAssistant: r.WantAssistant, WantConversation: r.WantConversation,
		MaxDepth: r.MaxDepth, Budget: r.Budget, Conversation: conversation,
	}
	r.Arguments.fields, r.Slots.fields, r.Metadata.fields = arguments, slots, metadata
}

func (r *Request) read(s *scanner) *Error {
	s.space()
	if s.next() != '{' {
		return s.wrongStart()
	}
	err := s.object(func(key string) *Error {
		switch key {
		case "response":
			return s.textOrNull(&r.Response, "response")
		case "template":
			return s.textOrNull(&r.template, "template")
		case "id":
			return s.textOrNull(&r.ID, "id")
		case "ids":
			return s.textList(&r.IDs, "ids")
		case "arguments":
			return s.lazyObject(&r.Arguments, "arguments")
		case "channel":
			return r.readChannel(s)
		case "tracker":
			return r.readTracker(s)
		}
		return s.skip()
	})
	if err != nil {
		return err
	}
	s.forget = s.pos
	if s.space(); s.next() != 0 || s.pos < len(s.text) {
		return s.fail(Syntax, "unexpected text after the request")
	}
	if r.Response == "" {
		r.Response = r.template
	}
	if r.Response == "" {
		return &Error{Kind: Missing, Field: "response", Message: `"response" is missing or empty: it must name a response`}
	}
	return nil
}

func (r *Request) readChannel(s *scanner) *Error {
	r.Channel = ""
	if s.next() != '{' {
		// Rasa sends an object; some callers send only the name, or null for none.
		return s.textOrNull(&r.Channel, "channel")
	}
	return s.object(func(key string) *Error {
		if key == "name" {
			return s.textOrNull(&r.Channel, "channel.name")
		}
		return s.skip()
	})
}

func (r *Request) readTracker(s *scanner) *Error {
	r.SenderID, r.InputChannel, r.AssistantID = "", "", ""
	r.Slots.clear()
	r.Context.clear()
	r.Metadata.clear()
	r.Conversation.clear()
	if s.word("null") {
		return nil
	}
	if s.next() != '{' {
		return s.fail(WrongType, "tracker must be an object").in("tracker")
	}
	return s.object(func(key string) *Error {
		switch key {
		case "sender_id":
			return s.textOrNull(&r.SenderID, "tracker.sender_id")
		case "latest_input_channel":
			return s.textOrNull(&r.InputChannel, "tracker.latest_input_channel")
		case "slots":
			return s.lazyObject(&r.Slots, "tracker.slots")
		case "stack":
			return r.readStack(s)
		case "latest_message":
			return r.readMessage(s)
		case "events":
			if r.wantsConversation() {
				return r.readConversation(s)
			}
			if r.WantAssistant {
				return r.readEvents(s)
			}
		}
		return s.skip()
	})
}

// readMessage keeps the metadata and the text of the latest message, if they are wanted.
func (r *Request) readMessage(s *scanner) *Error {
	wantsText := r.wantsConversation()
	if !wantsText && !r.WantMetadata || s.next() != '{' {
		return s.skip()
	}
	r.Metadata.clear()
	r.Conversation.Latest, r.Conversation.HasLatest = "", false
	return s.object(func(key string) *Error {
		switch {
		case key == "metadata" && r.WantMetadata:
			return s.lazyObject(&r.Metadata, "tracker.latest_message.metadata")
		case key == "text" && wantsText:
			return r.Conversation.readLatest(s)
		}
		return s.skip()
	})
}

// readEvents keeps the assistant's id in the last event. Whatever else there is instead
// of it has no id, and does no harm: Rasa's events are not needed for a reply.
func (r *Request) readEvents(s *scanner) *Error {
	r.AssistantID = ""
	if s.next() != '[' {
		return s.skip()
	}
	last, offset, err := s.passLast()
	if err != nil {
		return err
	}
	var event scanner
	event.again(last, s.budget)
	id, err := event.assistantID()
	if err == nil {
		event.settle()
	}
	err = event.outcome(err, eventsField)
	switch {
	case err == nil:
		r.AssistantID = id
	case err.Kind == TooExpensive:
		err.Offset += offset
		return err.in(eventsField)
	}
	return nil
}

// eventsField names the events in errors.
const eventsField = "tracker.events"

// assistantID reads an event, and returns the id in its metadata.
func (s *scanner) assistantID() (id string, err *Error) {
	if s.space(); s.next() != '{' {
		return "", nil
	}
	err = s.object(func(key string) *Error {
		if key != "metadata" {
			return s.pass()
		}
		id, err = s.assistantOf()
		return err
	})
	return id, err
}

// assistantOf reads an event's metadata, and returns the id in it.
func (s *scanner) assistantOf() (id string, err *Error) {
	if s.next() != '{' {
		return "", s.pass()
	}
	err = s.object(func(key string) (err *Error) {
		if key != "assistant_id" {
			return s.pass()
		}
		if id = ""; s.next() != '"' {
			return s.pass()
		}
		id, err = s.str()
		return err
	})
	return id, err
}

// readStack keeps the text of the frames.
func (r *Request) readStack(s *scanner) *Error {
	r.Context.clear()
	if s.word("null") {
		return nil
	}
	if s.next() != '[' {
		return s.fail(WrongType, "tracker.stack must be a list").in("tracker.stack")
	}
	start, offset := s.pos, s.offset()
	err := s.array(func() *Error {
		if s.word("null") {
			return nil
		}
		if s.next() != '{' {
			return s.wrongType(frameField, frameField+" must be an object")
		}
		return s.pass().in(frameField)
	})
	if err != nil {
		return err
	}
	r.Context.set(s.text[start:s.pos], offset)
	r.Context.budget = s.budget
	return nil
}

var _ python.Mapping = (*Object)(nil)
