package wire

import (
	"slices"
	"strings"
)

// Conversation is what was said before the message that is asked for. It is read only for
// responses that [Request.WantConversation] names.
type Conversation struct {
	// Events are those that make up what was said, since the last restart or session start,
	// the oldest first.
	Events []Event
	// Latest is tracker.latest_message.text, the last thing that the user has said. HasLatest
	// is not set if there is none, or if it has no text.
	Latest    string
	HasLatest bool
}

// Event is an event of the tracker. Rasa: section 8.
type Event struct {
	Kind EventKind
	// Text is what was said; empty for an event that says nothing.
	Text string
	// Failed is set for a user's message that Rasa could not process, and Error is the type
	// of that error.
	Failed bool
	Error  string
}

// EventKind is the type of an [Event].
type EventKind uint8

// The kinds of events that make up what was said. Undo reverts everything since the last
// action, and Rewind everything since the user's last message. Rasa: section 8.
const (
	OtherEvent EventKind = iota
	UserEvent
	BotEvent
	ActionEvent
	UndoEvent
	RewindEvent
	restartEvent
)

// kindOf returns the kind of an event by the name that Rasa sends.
func kindOf(name string) EventKind {
	switch name {
	case "user":
		return UserEvent
	case "bot":
		return BotEvent
	case "action":
		return ActionEvent
	case "undo":
		return UndoEvent
	case "rewind":
		return RewindEvent
	case "restart", "session_started":
		return restartEvent
	}
	return OtherEvent
}

const (
	// conversationTail is how much of the events is read, in bytes: their end. What was said
	// is in the last few, and a long conversation must not cost a message its reply.
	conversationTail = 256 << 10
	// mostEvents is how many of them are kept.
	mostEvents = 4096
	// keepEvents is the size above which the memory of a list of events is not kept.
	keepEvents = 1024
	// errorCommand is the command of a message that Rasa could not process.
	errorCommand = "error"
)

// wantsConversation reports whether the conversation matters for the response, as far as
// that is known.
func (r *Request) wantsConversation() bool {
	if r.WantConversation == nil {
		return false
	}
	name := r.Response
	if name == "" {
		name = r.template
	}
	return r.WantConversation(name)
}

// readConversation reads the last events. The others go by as they arrive. Whatever else
// there is instead of events, or of one of them, says nothing and does no harm: a reply does
// not need them. What is read is so little that no budget pays for it.
func (r *Request) readConversation(s *scanner) *Error {
	r.AssistantID, r.Conversation.Events = "", r.Conversation.Events[:0]
	if s.next() != '[' {
		return s.skip()
	}
	list, whole, err := s.passTail(conversationTail, r.WantAssistant)
	if err != nil {
		return err
	}
	for end := len(list); end >= 0 && len(r.Conversation.Events) < mostEvents; {
		start := lastStart(list, end)
		if start == 0 && !whole {
			break // only a part of it is there
		}
		event := r.readEvent(list[start:end], end == len(list))
		if event.Kind == restartEvent {
			break
		}
		if event.Kind != OtherEvent {
			r.Conversation.Events = append(r.Conversation.Events, event)
		}
		end = start - 1
	}
	slices.Reverse(r.Conversation.Events)
	return nil
}

// readEvent reads one event, and the assistant's id if it is the last one and that is wanted.
// An event that is longer than all that is read has nothing else.
func (r *Request) readEvent(text string, last bool) (e Event) {
	var s scanner
	if s.again(text, nil); len(text) > conversationTail {
		if id, err := s.assistantID(); err == nil {
			r.AssistantID = id
		}
		return Event{}
	}
	if s.space(); s.next() != '{' {
		return Event{}
	}
	id := ""
	err := s.object(func(key string) (err *Error) {
		switch key {
		case "event":
			var name string
			name, err = s.textOrOther()
			e.Kind = kindOf(name)
			return err
		case "text":
			e.Text, err = s.textOrOther()
			return err
		case "parse_data":
			e.Failed, e.Error = false, ""
			if s.next() == '{' {
				return s.readParseData(&e)
			}
		case "metadata":
			if last && r.WantAssistant {
				id, err = s.assistantOf()
				return err
			}
		}
		return s.pass()
	})
	switch {
	case err != nil:
		return Event{}
	case last:
		r.AssistantID = id
	}
	if e.Kind != UserEvent && e.Kind != BotEvent {
		e = Event{Kind: e.Kind}
	}
	return e
}

// readParseData finds the first command of a message that is an error.
func (s *scanner) readParseData(e *Event) *Error {
	return s.object(func(key string) *Error {
		if key != "commands" {
			return s.skip()
		}
		if e.Failed, e.Error = false, ""; s.next() != '[' {
			return s.skip()
		}
		return s.array(func() *Error {
			if e.Failed || s.next() != '{' {
				return s.skip()
			}
			var command, kind string
			err := s.object(func(key string) (err *Error) {
				switch key {
				case "command":
					command, err = s.textOrOther()
				case "error_type":
					kind, err = s.textOrOther()
				default:
					err = s.skip()
				}
				return err
			})
			if command == errorCommand {
				e.Failed, e.Error = true, kind
			}
			return err
		})
	})
}

// textOrOther reads a string; anything else counts as empty.
func (s *scanner) textOrOther() (string, *Error) {
	if s.next() == '"' {
		return s.str()
	}
	return "", s.skip()
}

// readLatest reads the text of the latest message. One that is too long, or that cannot be
// decoded, counts as none: a reply does not need it.
func (c *Conversation) readLatest(s *scanner) *Error {
	c.Latest, c.HasLatest = "", false
	if s.next() != '"' {
		return s.skip()
	}
	text, whole, err := s.passEnd(conversationTail)
	if err != nil || !whole {
		return err
	}
	var value scanner
	value.again(text, nil)
	if latest, err := value.str(); err == nil {
		c.Latest, c.HasLatest = latest, true
	}
	return nil
}

// detach copies the texts, so that they share no memory with the body.
func (c *Conversation) detach() {
	c.Latest = strings.Clone(c.Latest)
	for i := range c.Events {
		e := &c.Events[i]
		e.Text, e.Error = strings.Clone(e.Text), strings.Clone(e.Error)
	}
}

// size returns how many bytes the texts have.
func (c *Conversation) size() int {
	size := len(c.Latest)
	for i := range c.Events {
		size += len(c.Events[i].Text) + len(c.Events[i].Error)
	}
	return size
}

// clear forgets the conversation.
func (c *Conversation) clear() { *c = Conversation{Events: c.Events[:0]} }

// emptied returns an empty conversation that keeps the memory of a list that is not long.
func (c *Conversation) emptied() Conversation {
	if cap(c.Events) > keepEvents {
		return Conversation{}
	}
	clear(c.Events[:cap(c.Events)])
	return Conversation{Events: c.Events[:0]}
}
