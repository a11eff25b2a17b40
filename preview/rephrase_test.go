package preview_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"nlgserver/nlg"
	"nlgserver/preview"
	"nlgserver/rephrase"
	"nlgserver/rephrase/guard"
)

const rephraseContent = `responses:
  utter_asked: [{text: "Hello {name}", id: x, metadata: {rephrase: true}, buttons: [{title: Yes, payload: /yes}]}]
  utter_silent_about_it: [{text: Hello}]
  utter_refused: [{text: Hello, metadata: {rephrase: false}}]
  utter_custom: [{custom: {a: b}, metadata: {rephrase: true}}]
  utter_slack: [{text: Hello, channel: slack, metadata: {rephrase: true}}]
  utter_internal_error_rasa: [{text: Sorry, metadata: {rephrase: true}}]
`

// rephrasePreview returns the preview of a response, its message, and the catalog.
func rephrasePreview(t *testing.T, name string) (*preview.Preview, *nlg.Message) {
	t.Helper()
	catalog, found := nlg.Compile([]nlg.File{{Path: "a.yml", Direct: true, Data: []byte(rephraseContent)}}, nlg.Options{})
	if catalog == nil {
		t.Fatal(found)
	}
	p, err := preview.New(catalog, &nlg.Request{Response: name, Channel: "rest", Slots: nlg.Values("name", "Ann")})
	if err != nil {
		t.Fatal(err)
	}
	return p, p.Messages()[0]
}

// TestRephraseText checks how a message, two prompts with their answers, and the message in
// the end are written, with and without an explanation.
func TestRephraseText(t *testing.T) {
	p, m := rephrasePreview(t, "utter_asked")
	p.Rephrased(m, "rephrase.yml", rephrase.DefaultOptions(), &rephrase.Result{Text: "Hi Ann!\n", Calls: []rephrase.Call{
		{Prompt: "Summarize.\n\nUSER: hi", Summary: true, Completion: rephrase.Completion{Text: "A greeting.", Model: "m", PromptTokens: 4, CompletionTokens: 2}},
		{Prompt: "Say it\x1b[2J.", Completion: rephrase.Completion{Text: "Hi Ann!\n", Model: "m", PromptTokens: 5, CompletionTokens: 3}},
	}}, 1234567*time.Microsecond)
	const asked = `
Prompt for a summary of the conversation:
  Summarize.

  USER: hi

Summary:
  A greeting.

Prompt:
  Say it` + "\uFFFD" + `[2J.

Answer:
  Hi Ann!

The text is reworded.
The guard has found no fact that is missing or new in the answer.
It took 1234 ms, with 9 tokens sent and 5 received.

Final message:
`
	for _, tt := range []struct {
		name              string
		explain           bool
		written, reworded string
	}{
		{"plain", false, "utter_asked, variation 1, id x\n  Hello Ann\n  [Yes] /yes\n  metadata: {\"rephrase\":true}\n", "  Hi Ann!\n  [Yes] /yes\n  metadata: {\"rephrase\":true}\n"},
		{"explained", true, "  │ Hello Ann │\n  │ [ Yes ]   │\n  └───────────┘\n", "rest (REST (input name)) shows:\n  ┌─────────┐\n  │ Hi Ann! │\n  │         │\n  │ [ Yes ] │\n  └─────────┘\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var b strings.Builder
			if err := p.WriteText(&b, p.Messages(), tt.explain, preview.Style{}); err != nil {
				t.Fatal(err)
			}
			if got, want := b.String(), tt.written+asked+tt.reworded; !strings.HasSuffix(got, want) || !tt.explain && got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
	if m.Text() != "Hello Ann" {
		t.Errorf("the message itself is changed: %s", m.JSON)
	}
}

// TestRephraseVerdict checks what is said of each outcome. The text is that of the message
// unless it is reworded.
func TestRephraseVerdict(t *testing.T) {
	failed := func(reason rephrase.Outcome) error {
		return &rephrase.ModelError{Reason: reason, Err: errors.New("m at http://host: CAUSE")}
	}
	off := rephrase.Options{}
	kept := func(outcome rephrase.Outcome, err error) rephrase.Result {
		return rephrase.Result{Text: "Hello Ann", Outcome: outcome, Err: err}
	}
	violated := func(outcome rephrase.Outcome, answer string, v guard.Violation) rephrase.Result {
		return rephrase.Result{Text: "Hello Ann", Outcome: outcome, Violation: &v, Calls: []rephrase.Call{{Completion: rephrase.Completion{Text: answer}}}}
	}
	cases := []struct {
		result  rephrase.Result
		options rephrase.Options
		want    string
	}{
		{rephrase.Result{Text: "Hi"}, rephrase.DefaultOptions(), "The text is reworded. The guard has found no fact that is missing or new in the answer."},
		{rephrase.Result{Text: "Hi"}, off, "The text is reworded. The guard is off, so nothing has compared the facts."},
		{kept(rephrase.Unfilled, nil), off, "(unfilled): it has a variable that cannot be filled."},
		{kept(rephrase.PromptFailed, &rephrase.PromptError{Reason: "line 1: CAUSE"}), off, "(prompt): the prompt cannot be rendered: line 1: CAUSE."},
		{kept(rephrase.PromptFailed, &rephrase.PromptError{Reason: "line 1: a kind", Detail: "line 1: CAUSE"}), off, "(prompt): the prompt cannot be rendered: line 1: CAUSE."},
		{kept(rephrase.Timeout, failed(rephrase.Timeout)), rephrase.DefaultOptions(), "(timeout): the answer was not there in time, which is 5s: m at http://host: CAUSE."},
		{kept(rephrase.Busy, failed(rephrase.Busy)), off, "(busy): m at http://host: CAUSE."},
		{kept(rephrase.Down, failed(rephrase.Down)), off, "(down): m at http://host: CAUSE."},
		{kept(rephrase.Unreachable, failed(rephrase.Unreachable)), off, "(unreachable): m at http://host: CAUSE."},
		{kept(rephrase.Refused, failed(rephrase.Refused)), off, "(refused): the model's server answered with an error: m at http://host: CAUSE."},
		{kept(rephrase.Malformed, failed(rephrase.Malformed)), off, "(malformed): the answer cannot be read: m at http://host: CAUSE."},
		{kept(rephrase.Empty, nil), off, "(empty): the answer has no text."},
		{kept(rephrase.Truncated, nil), off, "(truncated): the answer is not complete, because it has reached the limit of tokens (max_completion_tokens), or a filter has cut it."},
		{violated(rephrase.GuardNumber, "", guard.Violation{Rule: guard.Number, Fact: "80"}), off, `(guard_number): the number "80" is missing in the answer.`},
		{violated(rephrase.GuardNumber, "", guard.Violation{Rule: guard.Number, Fact: "90", Added: true}), off, `(guard_number): the number "90" is in the answer, but not in the text.`},
		{violated(rephrase.GuardLink, "", guard.Violation{Rule: guard.Link, Fact: "a.example"}), off, `(guard_link): the link or address "a.example" is missing in the answer.`},
		{violated(rephrase.GuardValue, "", guard.Violation{Rule: guard.Value, Fact: "Ann"}), off, `(guard_value): the value "Ann" is missing in the answer.`},
		{violated(rephrase.GuardLength, "Ä", guard.Violation{Rule: guard.Length}), off, "(guard_length): the answer is much shorter than the text."},
		{violated(rephrase.GuardLength, "Hello, hello, Ann", guard.Violation{Rule: guard.Length}), off, "(guard_length): the answer is much longer than the text."},
		{violated(rephrase.GuardEcho, "", guard.Violation{Rule: guard.Echo, Fact: "no label", Added: true}), off, `(guard_echo): the answer repeats the prompt, or adds something to the message: "no label".`},
		{violated(rephrase.GuardScript, "", guard.Violation{Rule: guard.Script}), off, "(guard_script): the answer is in another script than the text."},
		{kept(rephrase.Gone, nil), off, "(gone): the preview was interrupted."},
	}
	seen := map[rephrase.Outcome]bool{}
	for _, tt := range cases {
		seen[tt.result.Outcome] = true
		p, m := rephrasePreview(t, "utter_asked")
		p.Rephrased(m, "rephrase.yml", tt.options, &tt.result, 0)
		r := p.Data(p.Messages(), false).Messages[0].Rephrase
		want := tt.want
		if tt.result.Outcome != rephrase.Reworded {
			want = "The text is kept as written " + want
		}
		if got := strings.Join(r.Sentences, " "); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
		if r.Outcome != tt.result.Outcome.String() || r.Text != tt.result.Text {
			t.Errorf("%s: outcome %s, text %q", tt.want, r.Outcome, r.Text)
		}
		if v := r.Violation; v != nil && "guard_"+v.Rule != r.Outcome {
			t.Errorf("outcome %s has rule %s", r.Outcome, v.Rule)
		}
	}
	for _, outcome := range rephrase.Outcomes() {
		if !seen[outcome] {
			t.Errorf("outcome %s is missing here", outcome)
		}
	}
}

// TestRephraseNotAsked checks what is said of a message that is not to be reworded: why,
// and how to ask.
func TestRephraseNotAsked(t *testing.T) {
	for _, tt := range []struct{ name, want string }{
		{"utter_silent_about_it", "The variation does not ask to be reworded. To have it reworded, write `metadata: {rephrase: true}` in the variation, or `rephrase_all: true` in rephrase.yml for all responses."},
		{"utter_refused", "The variation says that it is not reworded, in metadata.rephrase. To have it reworded, write `metadata: {rephrase: true}` there."},
		{"utter_custom", "The message has no text, so there is nothing to reword."},
		{"utter_slack", "utter_internal_error_rasa is used instead of utter_slack, so it is not reworded."},
	} {
		p, m := rephrasePreview(t, tt.name)
		if rephrase.New(rephrase.DefaultOptions(), nil).Asks(m) {
			t.Errorf("%s is to be reworded", tt.name)
		}
		p.NotRephrased(m, "rephrase.yml")
		r := p.Data(p.Messages(), true).Messages[0].Rephrase
		if got := strings.Join(r.Sentences, " "); got != tt.want || r.Outcome != preview.NotAsked || r.Picture != nil || string(r.Message) != string(m.JSON) {
			t.Errorf("%s: %+v, want %s", tt.name, r, tt.want)
		}
		var b strings.Builder
		if err := p.WriteText(&b, p.Messages(), false, preview.Style{}); err != nil {
			t.Fatal(err)
		}
		if got := b.String(); !strings.HasSuffix(got, "\n\n"+strings.Join(r.Sentences, "\n")+"\n") {
			t.Errorf("%s: %s", tt.name, got)
		}
	}
}

// TestRephraseJSON checks the names in the JSON, which do not change.
func TestRephraseJSON(t *testing.T) {
	p, m := rephrasePreview(t, "utter_asked")
	p.Rephrased(m, "rephrase.yml", rephrase.DefaultOptions(), &rephrase.Result{
		Text: "Hello Ann", Outcome: rephrase.GuardNumber, Violation: &guard.Violation{Rule: guard.Number, Fact: "4", Added: true},
		Calls: []rephrase.Call{
			{Prompt: "Summarize.", Summary: true, Err: &rephrase.ModelError{Reason: rephrase.Refused, Status: 500, Err: errors.New("HTTP status 500")}},
			{Prompt: "Say it.", Completion: rephrase.Completion{Text: "Hi 4", Model: "m", PromptTokens: 5, CompletionTokens: 3}},
		},
	}, 20*time.Millisecond)
	got, err := json.Marshal(p.Data(p.Messages(), false).Messages[0].Rephrase)
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"outcome":"guard_number",` +
		`"sentences":["The text is kept as written (guard_number): the number \"4\" is in the answer, but not in the text."],"file":"rephrase.yml",` +
		`"calls":[{"summary":true,"prompt":"Summarize.","answer":"","error":"HTTP status 500","prompt_tokens":0,"completion_tokens":0},` +
		`{"prompt":"Say it.","answer":"Hi 4","model":"m","prompt_tokens":5,"completion_tokens":3}],` +
		`"violation":{"rule":"number","fact":"4","added":true},"duration_ms":20,"text":"Hello Ann",` +
		`"message":{"text":"Hello Ann","buttons":[{"title":"Yes","payload":"/yes"}],"id":"x","metadata":{"rephrase":true}}}`
	if string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if r := p.Data(p.Messages(), true).Messages[0].Rephrase; r.Picture == nil || r.Picture.Bubbles[0].Text != "Hello Ann" {
		t.Errorf("with an explanation: %+v", r)
	}
}
