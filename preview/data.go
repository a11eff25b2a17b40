package preview

import (
	"encoding/json"
	"io"

	"nlgserver/nlg"
)

// Data is a preview as JSON. Fields may be added; none changes its name or its
// meaning.
type Data struct {
	// Response is the name that was asked for.
	Response string `json:"response"`
	// Outcome is "said", "internal_error" or "silence".
	Outcome string `json:"outcome"`
	// Said is the response whose variations are said. It differs from Response
	// after an internal error, and is empty for silence.
	Said string `json:"said,omitempty"`
	// Group is the group of variations that is used.
	Group string `json:"group"`
	// Eligible are the variations of Said that may be picked, as indexes: the first
	// variation is 0.
	Eligible []int `json:"eligible"`
	// EligibleNumbers are the same variations, counted from 1 as in the text.
	EligibleNumbers []int `json:"eligible_numbers"`
	// Messages are the messages that were asked for.
	Messages []Message `json:"messages"`
	// Explanation says why; nil if it was not asked for.
	Explanation *Explanation `json:"explain,omitempty"`
}

// Message is the message of one variation.
type Message struct {
	// Variation is the variation's index: the first one is 0.
	Variation int `json:"variation"`
	// Number is the same, counted from 1 as in the text.
	Number int `json:"number"`
	// Message is the reply as the server sends it.
	Message json.RawMessage `json:"message"`
	// Problems are the texts that are sent as written, because they cannot be
	// filled.
	Problems []nlg.Problem `json:"problems,omitempty"`
	// Picture is what the channel shows; nil without an explanation.
	Picture *Picture `json:"picture,omitempty"`
	// Rephrase is what a language model makes of the message; nil if none was to.
	Rephrase *Rephrasing `json:"rephrase,omitempty"`
}

// Explanation says why a request gets what it gets.
type Explanation struct {
	// Position is where the response is defined.
	Position nlg.Position `json:"position"`
	// Channels are the channel names that count, the most specific first.
	Channels []string `json:"channels"`
	// Languages are the languages that count, the best first.
	Languages []string `json:"languages,omitempty"`
	// Sentences say in words what is not about one variation, in the order in
	// which to read them.
	Sentences  []Sentence  `json:"sentences"`
	Variations []Variation `json:"variations"`
	// RasaID is the id that Rasa would send with the request; null for none.
	RasaID *string `json:"rasa_id"`
	// RasaIDWhy is a sentence about it.
	RasaIDWhy string `json:"rasa_id_why"`
	// Variables are what filled the variables of the messages.
	Variables []Variable `json:"variables,omitempty"`
}

// Role is what a sentence is about.
type Role string

// The roles.
const (
	// AboutRequest: the channel that the request came over.
	AboutRequest Role = "request"
	// AboutLanguage: the languages that count.
	AboutLanguage Role = "language"
	// AboutFallback: what is used instead of the response.
	AboutFallback Role = "fallback"
	// AboutPick: how one of the eligible variations is picked.
	AboutPick Role = "pick"
	// AboutRasaID: the id that Rasa would send.
	AboutRasaID Role = "rasa_id"
	// AboutVariable: what filled a variable.
	AboutVariable Role = "variable"
)

// Sentence is a sentence of an explanation.
type Sentence struct {
	Role Role   `json:"role"`
	Text string `json:"text"`
}

// Variation says whether one variation may be picked, and why.
type Variation struct {
	// Number counts from 1.
	Number int    `json:"number"`
	ID     string `json:"id,omitempty"`
	// Channel is the variation's channel; absent if it has none.
	Channel *string `json:"channel,omitempty"`
	// Group is the group that it belongs to for this request.
	Group    string `json:"group"`
	Eligible bool   `json:"eligible"`
	// Why says why or why not, without a period.
	Why        string       `json:"why"`
	Conditions []Condition  `json:"conditions,omitempty"`
	Position   nlg.Position `json:"position"`
}

// Condition is a part of a condition, and what it met.
type Condition struct {
	// Text is the part as written.
	Text string `json:"text"`
	// Actual is the value that it met.
	Actual string `json:"actual,omitempty"`
	Holds  bool   `json:"holds"`
	// Role is the kind of the part: see [selector.Role].
	Role string `json:"role"`
	// Depth is how deep the part is nested.
	Depth int `json:"depth,omitempty"`
	// Sentence says what the part met, without a period.
	Sentence string `json:"sentence"`
}

// Variable is what a variable was filled with.
type Variable struct {
	Name string `json:"name"`
	// Value is the value as Python prints it.
	Value string `json:"value"`
	// Source is "argument", "slot" or "context"; empty if it has no value.
	Source string `json:"source"`
	// Sentence says so in words.
	Sentence string `json:"sentence"`
}

// Data returns the preview as data, with the given messages: those of
// [Preview.Messages], or the one that was picked. Only with explain does it say
// why.
func (p *Preview) Data(shown []*nlg.Message, explain bool) *Data {
	e := p.explanation
	out := &Data{
		Response: e.Response, Outcome: e.Outcome.String(), Said: e.Said,
		Group: e.Group.String(), Eligible: append([]int{}, e.Eligible...), EligibleNumbers: []int{}, Messages: []Message{},
	}
	for _, index := range e.Eligible {
		out.EligibleNumbers = append(out.EligibleNumbers, index+1)
	}
	for _, m := range shown {
		one := Message{Variation: m.Variation, Number: m.Variation + 1, Message: m.JSON, Problems: m.Problems}
		if explain {
			one.Picture = p.Picture(m)
		}
		if r := p.rephrasings[m.Variation]; r != nil {
			copied := *r
			if explain && r.Outcome != NotAsked {
				copied.Picture = p.Picture(r.message)
			}
			one.Rephrase = &copied
		}
		out.Messages = append(out.Messages, one)
	}
	if explain {
		out.Explanation = p.Explain(shown)
	}
	return out
}

// WriteJSON writes the data as indented JSON.
func (d *Data) WriteJSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(d)
}
