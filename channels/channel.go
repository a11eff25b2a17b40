package channels

// Family is the kind of a channel, as its users see it.
type Family string

// The families.
const (
	Chat  Family = "chat"
	SMS   Family = "sms"
	Voice Family = "voice"
	// Web is a program of the operator's own, which may show anything.
	Web Family = "web"
)

// Part is a kind of content in a reply, named by its key.
type Part string

// The parts, in no order.
const (
	Text         Part = "text"
	Image        Part = "image"
	Buttons      Part = "buttons"
	QuickReplies Part = "quick_replies"
	Attachment   Part = "attachment"
	Elements     Part = "elements"
	Custom       Part = "custom"
)

// Handling is how Rasa's channel treats a part.
type Handling string

// The ways to treat a part.
const (
	// Shown: the platform has a form of its own for it.
	Shown Handling = "shown"
	// Split: sent as several messages; each blank line of a text starts one.
	Split Handling = "split"
	// AsText: sent as lines of text.
	AsText Handling = "text"
	// AsButtons: quick replies that become buttons.
	AsButtons Handling = "buttons"
	// Spoken: buttons whose titles are read out; their payloads are lost.
	Spoken Handling = "spoken"
	// Passed: sent as written, which must be the platform's own form.
	Passed Handling = "passed"
	// OnlyText: only the text in it is sent.
	OnlyText Handling = "its text"
	// Ignored: not sent, at most with a warning in Rasa's log.
	Ignored Handling = "ignored"
	// Breaks: Rasa's channel raises an error when it sends the part.
	Breaks Handling = "breaks"
	// BreaksReply: Rasa's channel collects the part, and raises an error when it
	// delivers what it has collected, at the end of the turn.
	BreaksReply Handling = "breaks the reply"
)

// Form is what a channel expects a part to have.
type Form struct {
	Of Subject
	// Keys must all be there, or one of them if Any is set.
	Keys []string
	Any  bool
	// Not inverts it: the reply must have none of the keys beside the part.
	// Without does so for the keys of the part itself.
	Not, Without bool
	// True: the values must be true in Python. One that is empty counts as none.
	// NotNull: a null counts as none.
	True, NotNull bool
	// Values are what the part itself may be, instead of keys in it.
	Values []string
	Effect Effect
	// Verified is set if this was read in Rasa's source.
	Verified bool
	// Why says what Rasa's channel does, to follow its name in a sentence.
	Why string
}

// Call is a call of a platform's client library that a channel makes of custom.
type Call struct {
	// Name is the name of the function.
	Name string
	// Needs are the keys of custom that must be there, and not null, for this
	// call to be made. Of several calls, the first that has them all is made.
	Needs []string
	// Knows are the other keys that the function takes. Python raises an error
	// for any other.
	Knows []string
}

// Channel is one of Rasa's channels, or of the user's own.
type Channel struct {
	// Name is the channel's name in a request, and the value that a variation's
	// channel: must have.
	Name string
	// Aliases are other names that users may know it by, such as that of the
	// input channel or of the section in credentials.yml.
	Aliases []string
	// Title is the platform's name, as people write it.
	Title  string
	Family Family
	// Handles is how the channel treats each part. A missing part is Shown.
	Handles map[Part]Handling
	// Limits are what the channel allows.
	Limits []Limit
	// Forms are what the channel expects of its parts.
	Forms []Form
	// Calls are what the channel makes of custom. Nil: it does not look at the
	// keys.
	Calls []Call
	// ButtonTypes are the values of button_type that Rasa's channel knows, and
	// their layouts. It sends neither text nor buttons of a message with another
	// value. Nil: it does not read button_type. Quick replies and the buttons of
	// elements are sent as DefaultType, and so is a message without the key.
	ButtonTypes map[string]Layout
	DefaultType string
	// SplitsBesideButtons is set if a text is split even beside buttons. Beside
	// buttons that are sent as lines of text it always is.
	SplitsBesideButtons bool
	// Collects is set if Rasa sends the messages of a turn together at its end,
	// so that none of them is sent if it fails on one.
	Collects bool
	// OneMessage is set if the messages of a turn become a single one: their texts
	// in a row, or a card for each.
	OneMessage bool
	// OneForElements is set if all elements are one message.
	OneForElements bool
	// Concise is set if the titles of buttons are appended to the text. Rasa puts
	// a full stop between them if the text does not end a sentence.
	Concise bool
	// RaisesRefusals is set if the platform's client library raises an error when
	// the platform rejects a message, and the channel does not catch it.
	RaisesRefusals bool
	// NoEmoji is what happens to an emoji in a text; empty if it is shown.
	NoEmoji Effect
	// Layout is where a picture shows buttons.
	Layout Layout
	// Source is the version of Rasa in whose source Handles was read.
	Source string
	// Verified is set if it was read there; otherwise it is general knowledge.
	Verified bool
	// Own is set if the user declared the channel.
	Own bool
}

// Handling returns how the channel treats a part.
func (c *Channel) Handling(p Part) Handling {
	if h := c.Handles[p]; h != "" {
		return h
	}
	return Shown
}

// Layout is where the buttons of a message are shown.
type Layout uint8

// The layouts.
const (
	// Row: side by side in the message.
	Row Layout = iota
	// Column: one below the other in the message.
	Column
	// Below: side by side under the message, gone once one is chosen.
	Below
	// Keyboard: one below the other instead of the keyboard. A press sends the
	// title back; the payload is not read.
	Keyboard
)

// String returns the layout's name.
func (l Layout) String() string {
	return [...]string{"row", "column", "below", "keyboard"}[l]
}

// Subject is what a limit is about. It is written as a path in a reply, with []
// for every item of a list.
type Subject string

// Unit is the unit of a limit.
type Unit string

// The units.
const (
	Items Unit = "items"
	// Characters are code points, as Python counts them.
	Characters Unit = "characters"
	// UTF16 units: most emoji take two.
	UTF16 Unit = "UTF-16 units"
	// Bytes of UTF-8.
	Bytes Unit = "bytes"
)

// Effect is what happens to what a channel does not allow.
type Effect string

// The effects, from mild to severe.
const (
	// Separated: a text is sent as several messages.
	Separated Effect = "separated"
	// WrittenOut: it is sent as lines of text.
	WrittenOut Effect = "written out"
	// Cut: the platform shows only the beginning.
	Cut Effect = "cut"
	// Dropped: Rasa does not send it.
	Dropped Effect = "dropped"
	// Refused: the platform rejects the message.
	Refused Effect = "refused"
	// Unsent: Rasa fails to deliver the messages of the turn, which it has saved.
	Unsent Effect = "unsent"
	// Lost: Rasa raises an error. It runs no further action and does not save the
	// turn: the user's message, slots, and events are forgotten.
	Lost Effect = "lost"
)

// Losing reports whether something that was written does not arrive.
func (e Effect) Losing() bool { return e == Dropped || e == Refused || e == Unsent || e == Lost }

// Limit is a bound that a channel sets.
type Limit struct {
	Of Subject
	// Max is the largest allowed value, Min the smallest.
	Max, Min int
	Unit     Unit
	Effect   Effect
	// Verified is set if Source says so; otherwise the number is general
	// knowledge, and a finding is only advice.
	Verified bool
	// Source is where the number comes from.
	Source string
	// Beside limits this to texts that are sent with this part.
	Beside Part
	// ButtonTypes limits this to messages with one of these values of
	// button_type. Nil: it applies to all.
	ButtonTypes []string
}
