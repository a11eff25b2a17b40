package view

import (
	"encoding/json"

	"nlgserver/nlg"
)

// Response is a response with everything that the page shows of it.
type Response struct {
	Version  string       `json:"version"`
	Name     string       `json:"name"`
	Position nlg.Position `json:"position"`
	// Comment is the comment above the response in its file, without the signs.
	Comment string `json:"comment,omitempty"`
	// Variations are in the order in which they win: those that have both a
	// condition and a channel first. Rasa: section 3.1.
	Variations []Variation `json:"variations"`
	// Languages are those of the content, with the state of this response.
	Languages []LanguageState `json:"languages"`
	// Inputs are the values that matter here.
	Inputs Inputs `json:"inputs"`
	// Uses are where it is used, as far as that is known.
	Uses []Usage `json:"uses"`
	// Tests are the tests that ask for it.
	Tests []TestCase `json:"tests"`
	// Recordings are the recorded requests for it, the latest first.
	Recordings []RecordingSummary `json:"recordings"`
	// Findings are those about the response as a whole.
	Findings []Finding `json:"findings"`
}

// Variation is a variation as its author wrote it.
type Variation struct {
	// Number counts from 1, in file order.
	Number int `json:"number"`
	// Group is "condition_and_channel", "channel", "condition" or "default": its place
	// in the order of selector.Group.
	Group string `json:"group"`
	// GroupWords says what that means for whether it wins.
	GroupWords string       `json:"group_words"`
	ID         string       `json:"id,omitempty"`
	Channel    *ChannelName `json:"channel,omitempty"`
	Condition  *Condition   `json:"condition,omitempty"`
	Comment    string       `json:"comment,omitempty"`
	Position   nlg.Position `json:"position"`
	// Engine is "format" or "jinja", or empty for one that Rasa does not know.
	Engine string `json:"engine"`
	// Texts are the text and its translations, the untranslated one first.
	Texts        []Text   `json:"texts"`
	Buttons      []Button `json:"buttons,omitempty"`
	QuickReplies []Button `json:"quick_replies,omitempty"`
	Image        *Text    `json:"image,omitempty"`
	// Parts are everything else that is sent, as JSON: elements, attachment, custom,
	// metadata, and keys that are not Rasa's own.
	Parts    []Part    `json:"parts,omitempty"`
	Findings []Finding `json:"findings"`
}

// ChannelName is the channel of a variation.
type ChannelName struct {
	Name  string `json:"name"`
	Title string `json:"title"`
}

// Condition is the condition of a variation.
type Condition struct {
	// Words say when it holds, such as `when tier is "gold"`.
	Words string `json:"words"`
	// Facts are its parts in words.
	Facts []string `json:"facts"`
	// Source is the condition as written.
	Source string `json:"source"`
	// Value is the condition as JSON: a predicate as a string, or a list.
	Value json.RawMessage `json:"value"`
	// Slots are the slots that it reads.
	Slots []string `json:"slots"`
	// Never says why it can never hold; empty if it can.
	Never string `json:"never,omitempty"`
}

// Text is a string that is filled for each request.
type Text struct {
	// Language is the code of the translation; empty for the untranslated text.
	Language string `json:"language,omitempty"`
	// Path is where it is in the reply, such as text or buttons[0].title.
	Path string `json:"path"`
	// Pieces are the string in pieces, whose texts are the whole of it.
	Pieces []Piece `json:"pieces"`
	// Count is how long it is; nil without a limit. See [Content.Count].
	Count *Count `json:"count,omitempty"`
}

// Piece is a piece of a text.
type Piece struct {
	Text string `json:"text"`
	// Kind is empty for plain text, "variable" for what is filled with a value, and
	// "code" for a tag or a comment of Jinja.
	Kind string `json:"kind,omitempty"`
}

// Button is a button or a quick reply.
type Button struct {
	// Titles are the title and its translations, the untranslated one first.
	Titles []Text `json:"titles"`
	// Payloads are the payload and its translations.
	Payloads []Text `json:"payloads"`
	// Parts are its other keys, as JSON.
	Parts []Part `json:"parts,omitempty"`
}

// Part is a key with its value.
type Part struct {
	Key   string          `json:"key"`
	Value json.RawMessage `json:"value"`
}

// Inputs are the values that decide what a response says.
type Inputs struct {
	Slots []Input `json:"slots"`
	// Arguments are names that a custom action may pass; they hide slots.
	Arguments []Input `json:"arguments"`
	// Context is set if a text or a condition reads the context.
	Context bool `json:"context"`
}

// Input is a slot or an argument.
type Input struct {
	Name string `json:"name"`
	// Type is that of the slot in the domain: text, bool, float, categorical,
	// list, any or custom; any if it is not declared.
	Type     string `json:"type"`
	Declared bool   `json:"declared"`
	// Values are worth trying: those of a categorical slot, and those that
	// conditions compare it with.
	Values []json.RawMessage `json:"values"`
	// Initial is the slot's initial value; null if there is none.
	Initial json.RawMessage `json:"initial"`
	// InCondition and InText say what reads it.
	InCondition bool `json:"in_condition"`
	InText      bool `json:"in_text"`
}

// Usage is a place that uses a response.
type Usage struct {
	// Words say what it is there, such as `flow block_card`.
	Words    string       `json:"words"`
	Position nlg.Position `json:"position"`
}

// TestCase is a test of the response.
type TestCase struct {
	Name     string       `json:"name"`
	Position nlg.Position `json:"position"`
	Passed   bool         `json:"passed"`
	// Differences say what differs from the expectation.
	Differences []string `json:"differences,omitempty"`
}
