package preview

import (
	"cmp"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"nlgserver/nlg"
	"nlgserver/rephrase"
	"nlgserver/rephrase/guard"
)

// ruleNames are the names of the guard's rules in JSON.
var ruleNames = [...]string{
	guard.Number: "number", guard.Link: "link", guard.Value: "value",
	guard.Length: "length", guard.Echo: "echo", guard.Script: "script",
}

// whyNotAsked says why no model is asked for a message, and how to ask.
func whyNotAsked(m *nlg.Message, asked, file string) []string {
	switch {
	case m.Outcome != nlg.Said:
		return []string{fmt.Sprintf("%s is used instead of %s, so it is not reworded.", m.Response, asked)}
	case !m.HasText():
		return []string{"The message has no text, so there is nothing to reword."}
	case m.Rephrasing().Said:
		return []string{
			"The variation says that it is not reworded, in metadata.rephrase.",
			"To have it reworded, write `metadata: {rephrase: true}` there.",
		}
	default:
		return []string{
			"The variation does not ask to be reworded.",
			fmt.Sprintf("To have it reworded, write `metadata: {rephrase: true}` in the variation, or `rephrase_all: true` in %s for all responses.", file),
		}
	}
}

// verdict says what became of a message, and why.
func verdict(m *nlg.Message, o rephrase.Options, r *rephrase.Result) []string {
	switch {
	case r.Outcome != rephrase.Reworded:
		return []string{fmt.Sprintf("The text is kept as written (%s): %s.", r.Outcome, whyKept(m.Text(), o.Budget, r))}
	case !o.Guard:
		return []string{"The text is reworded.", "The guard is off, so nothing has compared the facts."}
	default:
		return []string{"The text is reworded.", "The guard has found no fact that is missing or new in the answer."}
	}
}

// whyKept says why a text is kept as it is written.
func whyKept(text string, budget time.Duration, r *rephrase.Result) string {
	switch r.Outcome {
	case rephrase.Unfilled:
		return "it has a variable that cannot be filled"
	case rephrase.PromptFailed:
		return "the prompt cannot be rendered: " + causeOf(r.Err)
	case rephrase.Timeout:
		return fmt.Sprintf("the answer was not there in time, which is %s: %s", budget, causeOf(r.Err))
	case rephrase.Refused:
		return "the model's server answered with an error: " + causeOf(r.Err)
	case rephrase.Malformed:
		return "the answer cannot be read: " + causeOf(r.Err)
	case rephrase.Empty:
		return "the answer has no text"
	case rephrase.Truncated:
		return "the answer is not complete, because it has reached the limit of tokens (max_completion_tokens), or a filter has cut it"
	case rephrase.Gone:
		return "the preview was interrupted"
	}
	if r.Violation != nil {
		return whyViolated(text, r)
	}
	return causeOf(r.Err) // of a model that is busy, down or not reached
}

// whyViolated says what the guard has found.
func whyViolated(text string, r *rephrase.Result) string {
	answer := r.Calls[len(r.Calls)-1].Text
	v := r.Violation
	switch v.Rule {
	case guard.Number:
		return missingOrNew("the number", v)
	case guard.Link:
		return missingOrNew("the link or address", v)
	case guard.Value:
		return missingOrNew("the value", v)
	case guard.Echo:
		return fmt.Sprintf("the answer repeats the prompt, or adds something to the message: %q", v.Fact)
	case guard.Script:
		return "the answer is in another script than the text"
	default: // its length
		if utf8.RuneCountInString(answer) > utf8.RuneCountInString(text) {
			return "the answer is much longer than the text"
		}
		return "the answer is much shorter than the text"
	}
}

func missingOrNew(what string, v *guard.Violation) string {
	if v.Added {
		return fmt.Sprintf("%s %q is in the answer, but not in the text", what, v.Fact)
	}
	return fmt.Sprintf("%s %q is missing in the answer", what, v.Fact)
}

// causeOf returns the text of an error without the name of the outcome.
func causeOf(err error) string {
	if e, ok := errors.AsType[*rephrase.ModelError](err); ok {
		return e.Err.Error()
	}
	if e, ok := errors.AsType[*rephrase.PromptError](err); ok {
		return cmp.Or(e.Detail, e.Reason)
	}
	if err == nil {
		return "no reason is known"
	}
	return strings.TrimSpace(err.Error())
}
