package rephrase

import (
	"context"
	"strings"
	"testing"

	"nlgserver/interpolate/jinja"
	"nlgserver/nlg"
)

// noting is a model that notes its prompts.
func noting(prompts *[]string, model Model) modelFunc {
	return func(ctx context.Context, prompt string) (Completion, error) {
		*prompts = append(*prompts, prompt)
		return model.Complete(ctx, prompt)
	}
}

// TestRephraseMayRepeatTheConversation checks that an answer may say again what was said
// before, and nothing else of the prompt.
func TestRephraseMayRepeatTheConversation(t *testing.T) {
	const summary = "The user has ordered some pots of green tea and asks when they will finally arrive."
	for answer, want := range map[string]Outcome{
		"Ann, ordered some pots of green tea and asks when: you have 3 messages.":                Reworded,
		"Ann, you have 3 messages about how to stay close to the response and keep its meaning.": GuardEcho,
	} {
		model := modelFunc(func(_ context.Context, prompt string) (Completion, error) {
			if strings.HasSuffix(prompt, "Summary:") {
				return Completion{Text: summary}, nil
			}
			return Completion{Text: answer}, nil
		})
		result := saidBy(t, New(DefaultOptions(), model), func(req *nlg.Request) { req.Conversation = conversation("user: hi") })
		if result.Outcome != want {
			t.Errorf("%s: %v, %+v", answer, result.Outcome, result.Violation)
		}
	}
}

// TestRephraseEchoOfTemplate checks which words of a prompt of one's own an answer may have: those
// of the conversation wherever they are, and none of the instructions, however they are put there.
func TestRephraseEchoOfTemplate(t *testing.T) {
	const (
		said  = "the parcel was left in the rain behind the old garden house"
		about = "Ann, 3 messages: the parcel was left in the rain behind the old garden house."
		told  = "Ann, 3 messages. Always say this in one calm sentence without a joke."
		asks  = "Always say this in one calm sentence without a joke.\n"
	)
	for _, tt := range []struct {
		name, prompt, summary, answer string
		want                          Outcome
	}{
		{"the last message", asks + "{{ current_input }}", "", about, Reworded},
		{"without its label", asks + `The user said: {{ current_input | replace("USER: ", "") }}`, "", about, Reworded},
		{"lines without labels", asks + `{% for l in history.split("\n") %}{{ l[6:] }}{% endfor %}`, "", about, Reworded},
		{"a template that needs its data", asks + `{% if current_input %}{{ current_input.split(" ")[5] + current_input }}{% endif %}`, "", about, Reworded},
		{"the instructions of one", asks + `{% if current_input %}{{ current_input.split(" ")[5] + current_input }}{% endif %}`, "", told, GuardEcho},
		{"the instructions", asks + "{{ current_input }}", "", told, GuardEcho},
		{"after a short summary", asks + "{{ history }}", "a", told, GuardEcho},
		{"after a summary that says them", asks + "{{ history }}", "Always say this in one calm sentence without a joke.", told, GuardEcho},
		{"instructions after a condition", "{% if history and current_input %}" + asks + "{% endif %}{{ history }}", "", told, GuardEcho},
		{"the label that waits", asks + "Now say it:", "", "Now say it: Ann, 3 messages.", GuardEcho},
	} {
		t.Run(tt.name, func(t *testing.T) {
			prompt, err := jinja.Compile(tt.prompt)
			if err != nil {
				t.Fatal(err)
			}
			o := DefaultOptions()
			o.Prompt, o.Summarize = prompt, tt.summary != ""
			model := modelFunc(func(_ context.Context, prompt string) (Completion, error) {
				if strings.HasSuffix(prompt, "Summary:") {
					return Completion{Text: tt.summary}, nil
				}
				return Completion{Text: tt.answer}, nil
			})
			result := saidBy(t, New(o, model), func(req *nlg.Request) {
				req.Conversation = conversation("user: " + said)
				req.Conversation.Latest, req.Conversation.HasLatest = said, true
			})
			if result.Outcome != tt.want {
				t.Errorf("%v, %+v, %v", result.Outcome, result.Violation, result.Err)
			}
		})
	}
}
