package llm

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"time"
)

// chat is the body of a request.
type chat struct {
	Model               string    `json:"model,omitempty"`
	Messages            []message `json:"messages"`
	Temperature         *float64  `json:"temperature,omitempty"`
	ReasoningEffort     string    `json:"reasoning_effort,omitempty"`
	MaxCompletionTokens int       `json:"max_completion_tokens,omitempty"`
	MaxTokens           int       `json:"max_tokens,omitempty"`
}

type message struct {
	Role    string `json:"role"`
	Content string `json:"content"`
}

// firstWithCompletionTokens is the version of Azure's API that introduced
// max_completion_tokens. Versions are dates, and compare as texts.
const firstWithCompletionTokens = "2024-09-01"

// chat returns a request's body without its message.
func (d *Deployment) chat() chat {
	c := chat{Temperature: d.Temperature, ReasoningEffort: d.ReasoningEffort}
	if d.Provider != Azure { // there it is a part of the address
		c.Model = d.Model
	}
	tokens := d.MaxCompletionTokens
	if tokens == 0 {
		tokens = defaultTokens
	}
	// OpenAI calls max_tokens deprecated, and its reasoning models refuse it. Many servers
	// that people run themselves know it alone, and ignore the new name: the answer would
	// have no limit.
	if d.Provider == SelfHosted || d.Provider == Azure && d.APIVersion < firstWithCompletionTokens {
		c.MaxTokens = tokens
	} else {
		c.MaxCompletionTokens = tokens
	}
	return c
}

// request returns the request for the completion of a prompt.
func (t *target) request(ctx context.Context, prompt string, now time.Time) (*http.Request, error) {
	body := t.chat
	body.Messages = []message{{"user", prompt}}
	var buf bytes.Buffer
	e := json.NewEncoder(&buf)
	e.SetEscapeHTML(false)
	if err := e.Encode(body); err != nil {
		return nil, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, t.address, bytes.NewReader(buf.Bytes()))
	if err != nil {
		return nil, err
	}
	r.Header = t.header.Clone()
	if t.keyFile != nil {
		setKey(r.Header, t.provider, t.keyFile.key(ctx, now))
	}
	// A server may close an idle connection in the moment in which a request is sent on it.
	// This has net/http send the request again on another one; without a value, the header
	// itself is not sent. A completion changes nothing, so it may be asked for twice.
	r.Header["Idempotency-Key"] = nil
	return r, nil
}
