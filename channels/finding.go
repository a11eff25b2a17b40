package channels

// Rule is the kind of a [Finding]. The words are stable: tools may print and
// compare them.
type Rule string

// The rules.
const (
	// TooMany: a list has more items than the channel allows.
	TooMany Rule = "too-many"
	// TooLong: a text is longer than the channel allows.
	TooLong Rule = "too-long"
	// Bubbles: a text with blank lines is sent as several messages.
	Bubbles Rule = "bubbles"
	// NotShown: the channel cannot show a part.
	NotShown Rule = "not-shown"
	// NoText: buttons or quick replies without a text.
	NoText Rule = "no-text"
	// WrongForm: a part lacks what the channel expects.
	WrongForm Rule = "wrong-form"
	// HidesButtons: quick replies are sent instead of the buttons.
	HidesButtons Rule = "hides-buttons"
	// Emoji: a text that will be spoken has an emoji.
	Emoji Rule = "emoji"
	// WrongType: Rasa's client rejects the type of a value.
	WrongType Rule = "wrong-type"
	// Reserved: a key clashes with an argument of Rasa's call of the channel.
	Reserved Rule = "reserved"
)

// Finding is one thing that a channel will not show as written.
type Finding struct {
	// Path is where it is in the reply, such as buttons[3].title; empty for
	// the reply as a whole.
	Path   string
	Rule   Rule
	Effect Effect
	// Limit and Actual are counted in Unit. They are set for TooMany, TooLong and
	// Bubbles, where Limit is 1.
	Limit, Actual int
	Unit          Unit
	// AtLeast is set if Actual counts only the fixed part of a text with
	// variables.
	AtLeast bool
	// Forgets is set if Rasa raises an error, and so forgets the turn: it runs no
	// further action, and saves neither the user's message nor slots and events.
	Forgets bool
	// Certain is set if this was read in Rasa's source or the platform's pages;
	// otherwise it is advice.
	Certain bool
	// Message is a sentence that says what happens.
	Message string
	// Hint says how to mend it, where that is the same for every channel; empty
	// otherwise.
	Hint string
}

// Fixed is what is known of a text before it is filled: the part that is printed
// whatever its variables are, and whether it has any.
type Fixed struct {
	Text string
	Open bool
}

// Unfilled maps the paths of texts that are not filled yet to what is known of
// them. A finished message has none: nil.
type Unfilled map[string]Fixed
