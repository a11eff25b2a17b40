package channels

// Family is what a channel is like for the person at its other end.
type Family string

// The families.
const (
	Chat  Family = "chat"
	SMS   Family = "sms"
	Voice Family = "voice"
	// Web is a program of the operator's own: what it shows is its business.
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

// Handling is what Rasa's channel does with a part.
type Handling string

// The ways to handle a part.
const (
	// Shown: the platform has something of its own for it.
	Shown Handling = "shown"
	// Split: a text; every blank line begins a message of its own.
	Split Handling = "split"
	// AsText: written out as lines of text.
	AsText Handling = "text"
	// AsButtons: quick replies that become buttons.
	AsButtons Handling = "buttons"
	// Spoken: buttons whose titles are read out; their payloads are lost.
	Spoken Handling = "spoken"
	// Passed on as written: right if it has the platform's own form.
	Passed Handling = "passed"
	// Ignored: left out, with a warning in Rasa's log at most.
	Ignored Handling = "ignored"
	// Breaks: Rasa raises an error, and the whole turn is lost.
	Breaks Handling = "breaks"
)

// Form is what a channel reads from a part without asking whether it is there.
type Form struct {
	Of Subject
	// Keys must all be there, or one of them if Any is set.
	Keys []string
	Any  bool
	// Not turns it around: none of the keys may be there.
	Not    bool
	Effect Effect
	// Verified reports that this was read in Rasa's source.
	Verified bool
	// Why says what Rasa's channel does, to follow its name in a sentence.
	Why string
}

// Channel is one of Rasa's channels, or of the user's own.
type Channel struct {
	// Name is what the channel calls itself in a request, and what a
	// variation's channel: must be.
	Name string
	// Aliases are names by which users may know it, such as that of the input
	// channel or of the section in credentials.yml.
	Aliases []string
	// Title is the platform's name for people.
	Title  string
	Family Family
	// Handles says what becomes of each part. A part that is missing is Shown.
	Handles map[Part]Handling
	// Limits are what the channel allows.
	Limits []Limit
	// Forms are what the channel needs to find in a part.
	Forms []Form
	// ButtonTypes are the values of button_type that Rasa's channel knows, and
	// what they lay out; of a message with another it sends no text and no
	// buttons. Nil: it does not look.
	ButtonTypes map[string]Layout
	// SplitsBesideButtons is set if a text is split even where it goes with
	// buttons. It always is where they are lines of text.
	SplitsBesideButtons bool
	// Collects is set if Rasa puts the messages of a turn together at its end,
	// so that one that cannot be sent loses all of them.
	Collects bool
	// NoEmoji says what becomes of an emoji in a text; empty if it is shown.
	NoEmoji Effect
	// Layout is where buttons stand in a picture.
	Layout Layout
	// Verified reports that Handles was read in Rasa's source; else it is
	// general knowledge.
	Verified bool
	// Own is set on a channel that the user has declared.
	Own bool
}

// Handling returns what becomes of a part.
func (c *Channel) Handling(p Part) Handling {
	if h := c.Handles[p]; h != "" {
		return h
	}
	return Shown
}

// Layout is where the buttons of a message stand.
type Layout uint8

// The layouts.
const (
	// Row: side by side in the message.
	Row Layout = iota
	// Column: one below the other in the message.
	Column
	// Below: side by side under the message, gone once one is chosen.
	Below
	// Keyboard: one below the other in place of the keyboard; what is sent back
	// is the title, and the payload is not read.
	Keyboard
)

// String returns the layout's name.
func (l Layout) String() string {
	return [...]string{"row", "column", "below", "keyboard"}[l]
}

// Subject is what a limit is about. It is written like a path in a reply,
// with [] for every item of a list.
type Subject string

// Unit is what a limit counts.
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

// The effects, the mildest first.
const (
	// Separated: a text goes out as several messages.
	Separated Effect = "separated"
	// WrittenOut: it becomes lines of text.
	WrittenOut Effect = "written out"
	// Cut: the platform shows the beginning only.
	Cut Effect = "cut"
	// Dropped: Rasa leaves it out.
	Dropped Effect = "dropped"
	// Refused: the platform refuses the message.
	Refused Effect = "refused"
	// Lost: Rasa fails, and the whole turn is lost.
	Lost Effect = "lost"
)

// Limit is one thing that a channel allows.
type Limit struct {
	Of Subject
	// Max is the most that is allowed, Min the least.
	Max, Min int
	Unit     Unit
	Effect   Effect
	// Verified reports that Source says so; else the number is general
	// knowledge, and a finding is no more than advice.
	Verified bool
	// Source says where the number is from.
	Source string
	// Beside narrows a limit of a text to one that goes with this part.
	Beside Part
	// ButtonTypes narrows a limit to messages with one of these values of
	// button_type; "" stands for none. Nil: it holds for all.
	ButtonTypes []string
}
