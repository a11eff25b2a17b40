package rephrase

import (
	"context"
	"errors"
	"strings"

	"nlgserver/rephrase/guard"
)

// Rephraser rewords messages. It is safe for concurrent use.
type Rephraser struct {
	options Options
	model   Model
	// cache is nil without one.
	cache *cache
}

// New returns a rephraser that asks a model.
func New(options Options, model Model) *Rephraser {
	if options.Budget <= 0 {
		options.Budget = DefaultBudget
	}
	return &Rephraser{options: options, model: model, cache: newCache(options)}
}

// Options returns the options.
func (r *Rephraser) Options() Options { return r.options }

// Result is what became of a message.
type Result struct {
	// Text is what to say, and Outcome why it is that.
	Text    string
	Outcome Outcome
	// Calls are the prompts that were sent, and what came back.
	Calls []Call
	// Violation is what the guard has found; nil for nothing.
	Violation *guard.Violation
	// Cached is set if the text is that of an earlier answer.
	Cached bool
	// Err is why there was no answer to say; nil if the outcome says it all. Its text has
	// nothing of what people wrote.
	Err error
}

// Call is a prompt, and the answer or the error.
type Call struct {
	Prompt string
	// Summary is set if the prompt asks for a summary of the conversation.
	Summary bool
	Completion
	Err error
}

// Tokens returns what the model has counted in all calls.
func (r *Result) Tokens() (prompt, completion int) {
	for i := range r.Calls {
		prompt += r.Calls[i].PromptTokens
		completion += r.Calls[i].CompletionTokens
	}
	return prompt, completion
}

// Rephrase asks the model to reword a message, and returns when the budget is over at the
// latest. The result always has a text to say.
func (r *Rephraser) Rephrase(ctx context.Context, j *Job) Result {
	result := Result{Text: j.text}
	if j.kept != Reworded {
		result.Outcome, result.Err = j.kept, j.failed
		return result
	}
	if text, ok := r.cache.get(j.key); ok {
		result.Text, result.Cached = text, true
		return result
	}
	budget, cancel := context.WithTimeout(ctx, r.options.Budget)
	defer cancel()
	answer, sentence, err := r.ask(budget, j, &result)
	switch {
	case ctx.Err() != nil:
		result.Outcome = Gone
	case err != nil:
		result.Outcome, result.Err = outcomeOf(err), err
	case strings.TrimSpace(answer.Text) == "":
		result.Outcome = Empty
	case answer.Truncated:
		result.Outcome = Truncated
	default:
		if r.options.Guard {
			result.Violation = sentence.Check(answer.Text)
		}
		if result.Violation != nil {
			result.Outcome = outcomeOfRule[result.Violation.Rule]
			return result
		}
		result.Text = answer.Text
		r.cache.put(j.key, answer.Text)
	}
	return result
}

// ask makes the calls and returns the last answer, and the sentence that the guard compares it
// with, which is nil without a guard. It is prepared before the model is asked: the budget may be
// over when the answer is there.
func (r *Rephraser) ask(ctx context.Context, j *Job, result *Result) (answer Completion, sentence *guard.Prepared, err error) {
	history := j.history
	if j.toSummarize != "" {
		if summary := r.summarize(ctx, j, result); summary != "" {
			history = summary
		}
	}
	prompt, err := j.render(history)
	if err != nil {
		return Completion{}, nil, err
	}
	if err = ctx.Err(); err != nil {
		return Completion{}, nil, err
	}
	if r.options.Guard {
		sentence = j.sentence(history, prompt).Prepare()
	}
	answer, err = r.call(ctx, Call{Prompt: prompt}, result)
	return answer, sentence, err
}

// summarize returns a summary of the conversation; empty if there is none in half of the
// time that is left, so that there is time for the message.
func (r *Rephraser) summarize(ctx context.Context, j *Job, result *Result) string {
	half, cancel := context.WithTimeout(ctx, r.options.Budget/2)
	defer cancel()
	summary, err := r.call(half, Call{Prompt: summaryPrompt(j.toSummarize), Summary: true}, result)
	if err != nil {
		return ""
	}
	return strings.TrimSpace(summary.Text)
}

// mostAnswer bounds an answer, in bytes. Nothing but its length is read of a longer one: the
// budget may be over, and no text that is reworded has so long an answer.
const mostAnswer = 32 << 10

var errTooLarge = errors.New("the answer is much larger than any text that is reworded")

// call sends the prompt of a call, and notes what came back.
func (r *Rephraser) call(ctx context.Context, c Call, result *Result) (Completion, error) {
	if err := ctx.Err(); err != nil {
		return Completion{}, err
	}
	c.Completion, c.Err = r.model.Complete(ctx, c.Prompt)
	if len(c.Text) > mostAnswer {
		c.Completion, c.Err = Completion{}, &ModelError{Reason: Malformed, Err: errTooLarge}
	}
	result.Calls = append(result.Calls, c)
	return c.Completion, c.Err
}

// outcomeOf returns the outcome of a message without an answer.
func outcomeOf(err error) Outcome {
	if e, ok := errors.AsType[*ModelError](err); ok {
		return e.Reason
	}
	if _, ok := errors.AsType[*PromptError](err); ok {
		return PromptFailed
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return Timeout
	}
	return Unreachable
}

// outcomeOfRule is indexed by [guard.Rule].
var outcomeOfRule = [...]Outcome{
	guard.Number: GuardNumber, guard.Link: GuardLink, guard.Value: GuardValue,
	guard.Length: GuardLength, guard.Echo: GuardEcho, guard.Script: GuardScript,
}
