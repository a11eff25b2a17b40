package channels

// Rule names what a [Finding] is about. The words are stable: tools may
// print and compare them.
type Rule string

// The rules.
const (
	// TooMany: a list has more items than the channel takes.
	TooMany Rule = "too-many"
	// TooLong: a text is longer than the channel takes.
	TooLong Rule = "too-long"
	// Bubbles: a text with blank lines goes out as several messages.
	Bubbles Rule = "bubbles"
	// NotShown: the channel has nothing to show a part with.
	NotShown Rule = "not-shown"
	// NoText: buttons or quick replies without a text to go with them.
	NoText Rule = "no-text"
	// WrongForm: a part lacks what the channel reads from it.
	WrongForm Rule = "wrong-form"
	// HidesButtons: quick replies are sent, so that the buttons are not.
	HidesButtons Rule = "hides-buttons"
	// Emoji: a text for the ear has one.
	Emoji Rule = "emoji"
	// WrongType: a value of a type that Rasa's client refuses.
	WrongType Rule = "wrong-type"
	// Reserved: a key that breaks Rasa's own call of the channel.
	Reserved Rule = "reserved"
)

// Finding is one thing that a channel will not show as it was written.
type Finding struct {
	// Path is where it is in the reply, such as buttons[3].title; empty for
	// the reply as a whole.
	Path   string
	Rule   Rule
	Effect Effect
	// Limit and Actual are numbers of Unit for TooMany, TooLong and Bubbles,
	// where Limit is 1; else zero.
	Limit, Actual int
	Unit          Unit
	// AtLeast is set if Actual counts no more than the fixed part of a text
	// that has variables.
	AtLeast bool
	// Certain reports that this was read in Rasa's source or the platform's
	// pages; else it is advice.
	Certain bool
	// Message says in a sentence what happens.
	Message string
}

// Engine fills a text's variables.
type Engine uint8

// The engines.
const (
	// Format fills {name}.
	Format Engine = iota + 1
	// Jinja fills {{ name }}.
	Jinja
)

// Unfilled are the texts of a message that are still as their author wrote
// them, by path. Of such a text only the fixed part has a known length. Nil
// stands for a finished message.
type Unfilled map[string]Engine
