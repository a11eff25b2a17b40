package rephrase

import (
	"context"
	"fmt"
)

// Model completes prompts. It must be safe for concurrent use.
type Model interface {
	// Complete sends the prompt as one user message, and returns the text of the first
	// choice as it came. It returns when ctx is done at the latest. The error is a
	// *[ModelError], or that of ctx.
	Complete(ctx context.Context, prompt string) (Completion, error)
}

// Completion is a model's answer.
type Completion struct {
	// Text is the answer, with the white space around it.
	Text string
	// Model is the name of the model that answered, as configured.
	Model string
	// PromptTokens and CompletionTokens are what the model says that it has counted; 0 if it
	// does not say.
	PromptTokens, CompletionTokens int
	// Truncated is set if the model says that the text is not all of its answer: it has
	// reached the limit of tokens, or a filter has cut it.
	Truncated bool
}

// ModelError is why a model gave no answer.
type ModelError struct {
	// Reason is the outcome of a message that is kept for it: one of [Timeout], [Busy],
	// [Down], [Refused], [Unreachable] and [Malformed].
	Reason Outcome
	// Status is the HTTP status of an answer that is an error, 0 for none.
	Status int
	// Err is the cause. Its text has nothing of the prompt, of an answer, and of a secret.
	Err error
}

func (e *ModelError) Error() string { return fmt.Sprintf("%s: %v", e.Reason, e.Err) }

func (e *ModelError) Unwrap() error { return e.Err }
