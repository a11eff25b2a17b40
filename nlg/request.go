package nlg

import (
	"nlgserver/internal/budget"
	"nlgserver/internal/python"
	"nlgserver/internal/wire"
)

// Request is what a rendering needs to know. Mappings may be nil.
type Request struct {
	// Response is the full name, such as utter_greet or utter_faq/ask_name.
	Response string
	// ID is the variation that Rasa's own domain suggests, empty if none. It
	// is used when it is eligible here too (D13).
	ID string
	// IDs is the list that Rasa 3.6.0 to 3.6.3 sent in its place.
	IDs []string
	// Channel is the name of the output channel, as sent.
	Channel string
	// InputChannel is tracker.latest_input_channel. It counts where the output
	// channel is the REST channel's (D6).
	InputChannel string
	// Slots are the tracker's slots, Arguments the call's own values. An
	// argument hides a slot of the same name, even when it is None.
	Slots, Arguments Mapping
	// Context is what texts read as context (Rasa Pro). [ContextOf] makes it from
	// the frames of the tracker's stack.
	Context Mapping
	// Metadata are those of the user's latest message. They count only where
	// the language is taken from them.
	Metadata Mapping
	// Sender is tracker.sender_id, the conversation that the message is for.
	Sender string
	// Conversation is what was said before; nil or empty if it was not read. No message
	// depends on it, only how package rephrase rewords one.
	Conversation *Conversation
	// Budget bounds the memory and the work for the request; nil bounds only what a
	// single template and a single regular expression may do. What it does not pay
	// for is not evaluated: see [Message.Cut] and [Limited]. If it has a Reason that
	// Refuses, there is no reply: the message is empty and must not be sent.
	Budget *Budget
}

// Budget bounds what one rendering may take; see [NewBudget]. It serves one
// request at a time.
type Budget = budget.Budget

// BudgetReason is why a [Budget] said no.
type BudgetReason = budget.Reason

// The reasons; see [Budget]. BudgetWithin means that it did not say no.
const (
	BudgetWithin  = budget.Within
	BudgetMemory  = budget.Memory
	BudgetReading = budget.Reading
	BudgetWork    = budget.Work
	BudgetBusy    = budget.Busy
	BudgetGone    = budget.Gone
)

// Limits are those of a [Budget].
type Limits = budget.Limits

// NewBudget returns a budget for one request. What it does not pay for is not
// evaluated: a condition is false, and a text goes out as written. done ends the
// evaluation early; it is usually that of a context, and may be nil.
func NewBudget(limits Limits, done <-chan struct{}) *Budget {
	return budget.New(limits, nil, nil, done)
}

// Conversation is what was said before the message that is asked for.
type Conversation = wire.Conversation

// Event is an event of a [Conversation].
type Event = wire.Event

// EventKind is the type of an [Event].
type EventKind = wire.EventKind

// The kinds of events.
const (
	UserEvent   = wire.UserEvent
	BotEvent    = wire.BotEvent
	ActionEvent = wire.ActionEvent
	UndoEvent   = wire.UndoEvent
	RewindEvent = wire.RewindEvent
)

// ContextOf returns the context of a dialogue stack whose last frame is the top:
// the fields of that frame. A frame of type pattern_collect_information has the
// context of the frame below it too: of two equal names the lower frame's value
// wins, in the place of the upper one's. A name loses the underscore that ends it,
// and a nil frame is empty. Rasa: section 4.1.
func ContextOf(stack ...Mapping) *Dict { return wire.MergeFrames(stack) }

// variables is a Request seen as the variables of its texts. Rasa: section
// 4.1.
type variables Request

// contextName is the variable that holds the dialogue frame.
const contextName = "context"

// Get implements [Mapping]: an argument, else a slot, else the context.
func (v *variables) Get(name string) (Value, bool) {
	if v.Arguments != nil {
		if value, ok := v.Arguments.Get(name); ok {
			return value, true
		}
	}
	if v.Slots != nil {
		if value, ok := v.Slots.Get(name); ok {
			return value, true
		}
	}
	if name == contextName {
		return v.context(), true
	}
	return Value{}, false
}

// Each implements [Mapping] in the order of Rasa's own dict: the context, then
// the slots, then the arguments; what hides an earlier value takes its place.
func (v *variables) Each(yield func(name string, value Value) bool) {
	all := python.NewDict(8)
	all.Set(contextName, v.context())
	for _, m := range [...]Mapping{v.Slots, v.Arguments} {
		if m != nil {
			m.Each(func(name string, value Value) bool {
				if !v.pay(name) {
					return false
				}
				all.Set(name, value)
				return true
			})
		}
	}
	all.Each(yield)
}

// context returns the context as a dict that a template may change.
func (v *variables) context() Value {
	context := &Dict{}
	if v.Context != nil {
		v.Context.Each(func(name string, value Value) bool {
			if !v.pay(name) {
				return false
			}
			context.Set(name, value)
			return true
		})
	}
	return python.OfDict(context)
}

// What an entry of a new dict takes, in units of work and in bytes.
const (
	entryUnits = 12
	entryBytes = 350
	// namePerUnit is how many bytes of a long name are looked up for one unit.
	namePerUnit = 64
)

// pay pays for an entry of a new dict.
func (v *variables) pay(name string) bool {
	return v.Budget.Spend(entryUnits+len(name)/namePerUnit) && v.Budget.Hold(entryBytes)
}

// source says where Get found a variable.
func (v *variables) source(name string) string {
	if v.Arguments != nil {
		if _, ok := v.Arguments.Get(name); ok {
			return "argument"
		}
	}
	if v.Slots != nil {
		if _, ok := v.Slots.Get(name); ok {
			return "slot"
		}
	}
	if name == contextName {
		return "context"
	}
	return ""
}

// noSlots stands for slots that a request does not have.
type noSlots struct{}

func (noSlots) Get(string) (Value, bool)             { return Value{}, false }
func (noSlots) Each(func(name string, v Value) bool) {}
