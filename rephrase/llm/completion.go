package llm

import (
	"encoding/json"
	"errors"
	"math"

	"nlgserver/rephrase"
)

var (
	errNotJSON      = errors.New("the answer is not JSON")
	errNoCompletion = errors.New("the answer is no chat completion")
)

// answer is the part of a chat completion that is needed.
type answer struct {
	Choices []struct {
		Message *struct {
			Content *string `json:"content"`
		} `json:"message"`
		FinishReason any `json:"finish_reason"`
	} `json:"choices"`
	// Usage is read on its own: an answer without it, or with another one, is an answer.
	Usage json.RawMessage `json:"usage"`
}

// readCompletion reads a chat completion. A message without content, such as a refusal by
// the model, has the text "".
func readCompletion(body []byte) (rephrase.Completion, error) {
	if !json.Valid(body) {
		return rephrase.Completion{}, errNotJSON
	}
	var a answer
	if json.Unmarshal(body, &a) != nil || len(a.Choices) == 0 || a.Choices[0].Message == nil {
		return rephrase.Completion{}, errNoCompletion
	}
	var c rephrase.Completion
	first := a.Choices[0]
	if first.Message.Content != nil {
		c.Text = *first.Message.Content
	}
	c.Truncated = first.FinishReason == "length" || first.FinishReason == "content_filter"
	var usage struct {
		Prompt     any `json:"prompt_tokens"`
		Completion any `json:"completion_tokens"`
	}
	if json.Unmarshal(a.Usage, &usage) == nil {
		c.PromptTokens, c.CompletionTokens = tokens(usage.Prompt), tokens(usage.Completion)
	}
	return c, nil
}

// tokens returns a number of tokens; 0 for what cannot be one.
func tokens(v any) int {
	n, ok := v.(float64)
	if !ok || n < 0 || n > math.MaxInt32 {
		return 0
	}
	return int(n)
}

// maxCode is the length, in bytes, of the longest code of an error that is shown.
const maxCode = 40

// readCode returns the code, or else the type, of an error; "" if it has none that is a
// short identifier.
func readCode(body []byte) string {
	var e struct {
		Error struct {
			Code any `json:"code"`
			Type any `json:"type"`
		} `json:"error"`
	}
	if json.Unmarshal(body, &e) != nil {
		return ""
	}
	for _, v := range []any{e.Error.Code, e.Error.Type} {
		if code, ok := v.(string); ok && isCode(code) {
			return code
		}
	}
	return ""
}

func isCode(text string) bool {
	for _, b := range []byte(text) {
		if (b < 'a' || b > 'z') && (b < '0' || b > '9') && b != '_' {
			return false
		}
	}
	return text != "" && len(text) <= maxCode
}
