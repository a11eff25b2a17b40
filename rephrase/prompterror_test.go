package rephrase

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"nlgserver/interpolate/jinja"
	"nlgserver/nlg"
)

// TestRephrasePromptErrorHasNoWords checks that the error of a prompt names the line and the kind
// of the failure, and nothing of what people wrote: it is logged.
func TestRephrasePromptErrorHasNoWords(t *testing.T) {
	const secret = "my card number is 4111 1111"
	for prompt, want := range map[string]string{
		`{{ {"gold": {"tone": "warm"}}[slots.tier].tone }}`: "line 1: a variable, an attribute, or an element is undefined",
		"\n{{ slots[current_input].x }}":                    "line 2: a variable, an attribute, or an element is undefined",
		`{{ slots.pop(slots.tier) }}`:                       "line 1: a key or an index does not exist (KeyError)",
		`{{ slots|map(slots.tier)|list }}`:                  "line 1: a filter or a test does not exist, or cannot be used here (TemplateRuntimeError)",
		`{{ [1]|select(slots.tier)|list }}`:                 "line 1: a filter or a test does not exist, or cannot be used here (TemplateRuntimeError)",
		`{{ {slots.tier ~ " x=": 1}|xmlattr }}`:             "line 1: a value is not valid (ValueError)",
		`{{ namespace(a=1)[slots.tier].b }}`:                "line 1: a variable, an attribute, or an element is undefined",
		`{{ slots.tier + 1 }}`:                              "line 1: a value has the wrong type (TypeError)",
		`{{ 1 // 0 }}`:                                      "line 1: a calculation failed (ZeroDivisionError)",
		`{{ slots.tier * 10000000 }}`:                       "line 1: the template takes more work, memory, or output than it may",
		`{{ "%d"|format(slots.tier) }}`:                     "line 1: a value has the wrong type (TypeError)",
	} {
		compiled, err := jinja.Compile(prompt)
		if err != nil {
			t.Fatal(prompt, err)
		}
		o := DefaultOptions()
		o.Summarize, o.Prompt = false, compiled
		result := saidBy(t, New(o, answering("no")), func(req *nlg.Request) {
			req.Slots.(*nlg.Dict).Set("tier", nlg.Str(secret))
			req.Conversation = &nlg.Conversation{Latest: secret, HasLatest: true}
		})
		e, ok := errors.AsType[*PromptError](result.Err)
		if result.Outcome != PromptFailed || !ok {
			t.Errorf("%s: %v, %v", prompt, result.Outcome, result.Err)
			continue
		}
		if e.Reason != want {
			t.Errorf("%s: %q, want %q", prompt, e.Reason, want)
		}
		if logged := fmt.Sprintf("%v %+v", result.Err, result.Err); strings.Contains(logged, "card") || strings.Contains(logged, "4111") {
			t.Errorf("%s: words of the user are in %s", prompt, logged)
		}
		if !strings.HasPrefix(e.Detail, "line ") {
			t.Errorf("%s: the detail is %q", prompt, e.Detail)
		}
	}
}
