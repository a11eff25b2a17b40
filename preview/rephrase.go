package preview

import (
	"bytes"
	"encoding/json"
	"time"

	"nlgserver/nlg"
	"nlgserver/rephrase"
)

// NotAsked is the outcome of a message that no model was asked for.
const NotAsked = "not_asked"

// Rephrasing is what a language model makes of a message. See package rephrase.
type Rephrasing struct {
	// Outcome is [NotAsked], or the name of a [rephrase.Outcome].
	Outcome string `json:"outcome"`
	// Sentences say in words what became of the message, and why.
	Sentences []string `json:"sentences"`
	// File is the file of the settings.
	File string `json:"file"`
	// Calls are the prompts that were sent, in order.
	Calls []Call `json:"calls"`
	// Violation is what the guard has found; nil for nothing.
	Violation *Violation `json:"violation,omitempty"`
	// DurationMS is how long it took, in milliseconds.
	DurationMS int64 `json:"duration_ms"`
	// Text is the text of the message in the end; empty if it has none.
	Text string `json:"text"`
	// Message is the reply with that text, as the server sends it.
	Message json.RawMessage `json:"message"`
	// Picture is what the channel shows of it; nil without an explanation.
	Picture *Picture `json:"picture,omitempty"`

	message *nlg.Message
}

// Call is a prompt that was sent to a model, and what came back.
type Call struct {
	// Summary is set if the prompt asks for a summary of the conversation.
	Summary bool   `json:"summary,omitempty"`
	Prompt  string `json:"prompt"`
	// Answer is the answer as it came; empty if there is an error.
	Answer string `json:"answer"`
	// Model is the name of the model that has answered.
	Model string `json:"model,omitempty"`
	Error string `json:"error,omitempty"`
	// PromptTokens and CompletionTokens are what the model says; 0 if it does not.
	PromptTokens     int `json:"prompt_tokens"`
	CompletionTokens int `json:"completion_tokens"`
}

// Violation is what is wrong with an answer. See package guard.
type Violation struct {
	// Rule is "number", "link", "value", "length", "echo" or "script".
	Rule string `json:"rule"`
	// Fact is what is missing or new; empty for an answer that is wrong as a whole.
	Fact string `json:"fact,omitempty"`
	// Added is set if the fact is in the answer and not in the text.
	Added bool `json:"added"`
}

// Rephrased adds to the preview what a model made of one of its messages, with the settings
// of a file, and in which time.
func (p *Preview) Rephrased(m *nlg.Message, file string, o rephrase.Options, result *rephrase.Result, took time.Duration) {
	r := &Rephrasing{
		Outcome: result.Outcome.String(), Sentences: verdict(m, o, result), File: file, Calls: []Call{},
		DurationMS: took.Milliseconds(),
	}
	for i := range result.Calls {
		r.Calls = append(r.Calls, callOf(&result.Calls[i]))
	}
	if v := result.Violation; v != nil {
		r.Violation = &Violation{ruleNames[v.Rule], v.Fact, v.Added}
	}
	p.add(m, r, result.Text)
}

// NotRephrased adds to the preview that no model was asked for one of its messages.
func (p *Preview) NotRephrased(m *nlg.Message, file string) {
	p.add(m, &Rephrasing{Outcome: NotAsked, Sentences: whyNotAsked(m, p.explanation.Response, file), File: file, Calls: []Call{}}, m.Text())
}

// add adds what became of a message whose text is the given one in the end.
func (p *Preview) add(m *nlg.Message, r *Rephrasing, text string) {
	final := &nlg.Message{JSON: bytes.Clone(m.JSON)}
	if r.Outcome != NotAsked {
		final.SetText(text)
	}
	r.message, r.Message, r.Text = final, final.JSON, text
	if p.rephrasings == nil {
		p.rephrasings = map[int]*Rephrasing{}
	}
	p.rephrasings[m.Variation] = r
}

func callOf(c *rephrase.Call) Call {
	out := Call{
		Summary: c.Summary, Prompt: c.Prompt, Answer: c.Text, Model: c.Model,
		PromptTokens: c.PromptTokens, CompletionTokens: c.CompletionTokens,
	}
	if c.Err != nil {
		out.Error = causeOf(c.Err)
	}
	return out
}
