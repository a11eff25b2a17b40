package rephrase

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"nlgserver/internal/wire"
	"nlgserver/interpolate/jinja"
	"nlgserver/nlg"
)

// modelFunc answers as a test says.
type modelFunc func(ctx context.Context, prompt string) (Completion, error)

func (f modelFunc) Complete(ctx context.Context, prompt string) (Completion, error) {
	return f(ctx, prompt)
}

func answering(text string) modelFunc {
	return func(context.Context, string) (Completion, error) {
		return Completion{Text: text, PromptTokens: 10, CompletionTokens: 2}, nil
	}
}

const content = `version: "3.1"
responses:
  utter_x:
  - text: "Hello {name}, you have 3 messages."
    metadata: {rephrase: true}
  utter_quiet:
  - text: Hello
    metadata: {rephrase: false}
  utter_plain:
  - text: Hello
  utter_custom:
  - custom: {a: 1}
    metadata: {rephrase: true}
  utter_prompt:
  - text: Hello {name}
    metadata: {rephrase: true, rephrase_prompt: "{{ language }}|{{ history }}|{{ current_input }}|{{ suggested_response }}|{{ slots.name }}|{{ slots.more.a }}"}
  utter_bad_prompt:
  - text: Hello
    metadata: {rephrase: true, rephrase_prompt: "{% if %}"}
  utter_failing_prompt:
  - text: Hello
    metadata: {rephrase: true, rephrase_prompt: "{{ 1 / 0 }}"}
`

// rendered returns a message, and the request and the catalog that it is of.
func rendered(t testing.TB, name string, change func(*nlg.Request)) (*nlg.Catalog, *nlg.Message, *nlg.Request) {
	t.Helper()
	catalog, diags := nlg.Compile([]nlg.File{{Path: "a.yml", Data: []byte(content)}}, nlg.Options{})
	if catalog == nil {
		t.Fatal(diags)
	}
	slots := &nlg.Dict{}
	slots.Set("name", nlg.Str("Ann"))
	req := &nlg.Request{Response: name, Slots: slots}
	if change != nil {
		change(req)
	}
	m, err := catalog.Render(req, nil)
	if err != nil {
		t.Fatal(err)
	}
	return catalog, m, req
}

// saidBy is what is said instead of utter_x.
func saidBy(t testing.TB, r *Rephraser, change func(*nlg.Request)) Result {
	t.Helper()
	catalog, m, req := rendered(t, "utter_x", change)
	return r.Rephrase(t.Context(), r.Prepare(catalog, m, req))
}

const written = "Hello Ann, you have 3 messages."

// TestRephraseAsks checks which messages are reworded. Rasa: section 8.
func TestRephraseAsks(t *testing.T) {
	for _, tt := range []struct {
		name      string
		asks, all bool
	}{
		{"utter_x", true, true}, {"utter_quiet", false, false}, {"utter_plain", false, true}, {"utter_custom", false, false},
	} {
		_, m, _ := rendered(t, tt.name, nil)
		if one, all := New(Options{}, nil).Asks(m), New(Options{All: true}, nil).Asks(m); one != tt.asks || all != tt.all {
			t.Errorf("%s: %t, with rephrase_all %t", tt.name, one, all)
		}
	}
	_, m, _ := rendered(t, "utter_x", nil)
	m.Outcome = nlg.InternalError
	if New(Options{All: true}, nil).Asks(m) {
		t.Error("what stands in for another response is reworded")
	}
}

// TestRephraseOutcomes checks that the sentence is kept whatever the model does, and why.
func TestRephraseOutcomes(t *testing.T) {
	failing := func(err error) modelFunc {
		return func(context.Context, string) (Completion, error) { return Completion{}, err }
	}
	for _, tt := range []struct {
		name  string
		model Model
		want  Outcome
	}{
		{"reworded", answering(" Ann, there are 3 new messages for you.\n"), Reworded},
		{"empty", answering(""), Empty},
		{"white space", answering(" \n\t"), Empty},
		{"another number", answering("Ann, you have 4 messages."), GuardNumber},
		{"another name", answering("Anna, you have 3 messages."), GuardValue},
		{"truncated", modelFunc(func(context.Context, string) (Completion, error) {
			return Completion{Text: "Ann, you have 3", Truncated: true}, nil
		}), Truncated},
		{"busy", failing(&ModelError{Reason: Busy, Err: errors.New("busy")}), Busy},
		{"refused", failing(&ModelError{Reason: Refused, Status: 500, Err: errors.New("500")}), Refused},
		{"late", failing(context.DeadlineExceeded), Timeout},
		{"some other error", failing(errors.New("oh")), Unreachable},
	} {
		o := DefaultOptions()
		o.Summarize = false
		result := saidBy(t, New(o, tt.model), nil)
		want := written
		if tt.want == Reworded {
			want = " Ann, there are 3 new messages for you.\n"
		}
		if result.Outcome != tt.want || result.Text != want || len(result.Calls) != 1 || (result.Err != nil) != (result.Calls[0].Err != nil) {
			t.Errorf("%s: %v %q, %v, %d calls", tt.name, result.Outcome, result.Text, result.Err, len(result.Calls))
		}
		if isGuard := strings.HasPrefix(tt.want.String(), "guard"); isGuard != (result.Violation != nil) {
			t.Errorf("%s: violation %+v", tt.name, result.Violation)
		}
	}
	o := DefaultOptions()
	o.Guard = false
	if result := saidBy(t, New(o, answering("Anna, you have 4 messages.")), nil); result.Outcome != Reworded || result.Text != "Anna, you have 4 messages." {
		t.Errorf("without the guard: %+v", result)
	}
	for name, want := range map[string]Outcome{"utter_bad_prompt": PromptFailed, "utter_failing_prompt": PromptFailed} {
		r := New(o, answering("no"))
		catalog, m, req := rendered(t, name, nil)
		if result := r.Rephrase(t.Context(), r.Prepare(catalog, m, req)); result.Outcome != want || result.Text != "Hello" || result.Err == nil || len(result.Calls) > 0 {
			t.Errorf("%s: %+v", name, result)
		}
	}
	if result := saidBy(t, New(o, answering("no")), func(req *nlg.Request) { req.Slots = nil }); result.Outcome != Unfilled || result.Text != "Hello {name}, you have 3 messages." || len(result.Calls) > 0 {
		t.Errorf("a text without its variables: %+v", result)
	}
}

// TestRephraseBudget checks that everything ends with the budget, a summary after half of it,
// and all of it with the client.
func TestRephraseBudget(t *testing.T) {
	talk := func(req *nlg.Request) { req.Conversation = conversation("user: hi") }
	synctest.Test(t, func(t *testing.T) {
		waits := modelFunc(func(ctx context.Context, prompt string) (Completion, error) {
			<-ctx.Done()
			return Completion{}, ctx.Err()
		})
		began := time.Now()
		if result := saidBy(t, New(DefaultOptions(), waits), talk); result.Outcome != Timeout || result.Text != written || len(result.Calls) != 2 {
			t.Errorf("%+v", result)
		}
		if took := time.Since(began); took != DefaultBudget {
			t.Errorf("took %v", took)
		}
		slowSummary := modelFunc(func(ctx context.Context, prompt string) (Completion, error) {
			if strings.HasSuffix(prompt, "Summary:") {
				<-ctx.Done()
				return Completion{}, ctx.Err()
			}
			if !strings.Contains(prompt, "USER: hi") {
				t.Errorf("without a summary: %s", prompt)
			}
			return Completion{Text: "Ann, 3 messages are waiting."}, nil
		})
		began = time.Now()
		if result := saidBy(t, New(DefaultOptions(), slowSummary), talk); result.Outcome != Reworded {
			t.Errorf("%+v", result)
		}
		if took := time.Since(began); took != DefaultBudget/2 {
			t.Errorf("a summary took %v", took)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		r := New(DefaultOptions(), waits)
		catalog, m, req := rendered(t, "utter_x", talk)
		if result := r.Rephrase(ctx, r.Prepare(catalog, m, req)); result.Outcome != Gone || result.Text != written {
			t.Errorf("a client that went: %+v", result)
		}
	})
}

// TestRephraseCache checks what is answered from the cache, for how long, and how much it
// keeps.
func TestRephraseCache(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		calls := 0
		model := modelFunc(func(_ context.Context, prompt string) (Completion, error) {
			calls++
			name := "Ann"
			if strings.Contains(prompt, "Bob") {
				name = "Bob"
			}
			return Completion{Text: name + ", you have 3 messages."}, nil
		})
		o := DefaultOptions()
		o.Summarize, o.CacheSize, o.CacheFor = false, 2, time.Minute
		r := New(o, model)
		bob := func(req *nlg.Request) {
			slots := &nlg.Dict{}
			slots.Set("name", nlg.Str("Bob"))
			req.Slots = slots
		}
		talk := func(req *nlg.Request) { req.Conversation = conversation("user: hi") }
		for _, step := range []struct {
			name   string
			change func(*nlg.Request)
			wait   time.Duration
			cached bool
			text   string
		}{
			{"first", nil, 0, false, "Ann, you have 3 messages."},
			{"again", nil, 0, true, "Ann, you have 3 messages."},
			{"another name", bob, 0, false, "Bob, you have 3 messages."},
			{"the first one, still", nil, 30 * time.Second, true, "Ann, you have 3 messages."},
			{"another conversation, instead of the one not used for longest", talk, 0, false, "Ann, you have 3 messages."},
			{"the other name is gone", bob, 0, false, "Bob, you have 3 messages."},
			{"the conversation is there", talk, 0, true, "Ann, you have 3 messages."},
			{"too old", talk, time.Minute, false, "Ann, you have 3 messages."},
		} {
			time.Sleep(step.wait)
			before := calls
			result := saidBy(t, r, step.change)
			if result.Cached != step.cached || result.Text != step.text || (calls == before) != step.cached || result.Outcome != Reworded {
				t.Errorf("%s: %+v after %d calls", step.name, result, calls-before)
			}
		}
		failing := New(o, answering("You have 4 messages."))
		if saidBy(t, failing, nil); saidBy(t, failing, nil).Outcome != GuardNumber {
			t.Error("an answer that the guard refused was kept")
		}
	})
}

// TestRephrasePrompt checks the variables of a prompt of one's own, the configured one and
// that of a variation, and that nothing of it shares memory with the request.
func TestRephrasePrompt(t *testing.T) {
	body := []byte(`{"response": "utter_prompt", "tracker": {"slots": {"name": "Ann", "more": {"a": "b"}, "language": "de"},
		"latest_message": {"text": "what\nnow"}, "events": [{"event": "user", "text": "hi"}, {"event": "bot", "text": "yes"}]}}`)
	var prompt string
	model := modelFunc(func(_ context.Context, p string) (Completion, error) {
		prompt = p
		return Completion{Text: "Ann?"}, nil
	})
	configured, err := jinja.Compile("[{{ suggested_response }}/{{ missing }}/{{ language }}]")
	if err != nil {
		t.Fatal(err)
	}
	o := DefaultOptions()
	o.Summarize, o.Prompt = false, configured
	r := New(o, model)
	req, err := nlg.ReadRequest(body)
	if err != nil {
		t.Fatal(err)
	}
	req.Conversation = conversation("user: hi", "bot: yes")
	req.Conversation.Latest, req.Conversation.HasLatest = "what\nnow", true
	catalog, m, _ := rendered(t, "utter_prompt", func(asked *nlg.Request) { *asked = *req })
	r.Rephrase(t.Context(), r.Prepare(catalog, m, req))
	if want := "German|USER: hi\nAI: yes|USER: what\nnow|Hello Ann|Ann|b"; prompt != want {
		t.Errorf("%q, want %q", prompt, want)
	}
	saidBy(t, r, nil)
	if want := "[" + written + "//English]"; prompt != want {
		t.Errorf("%q, want %q", prompt, want)
	}
}

// TestRephraseLanguageIsCopied checks that a language without a name of ours shares no memory
// with the body that it came in.
func TestRephraseLanguageIsCopied(t *testing.T) {
	body := []byte(`{"response": "utter_prompt", "tracker": {"slots": {"name": "Ann", "more": {}, "language": "tlh"}}}`)
	req := wire.Request{WantConversation: func(string) bool { return true }}
	if err := req.Read(body); err != nil {
		t.Fatal(err)
	}
	asked := nlg.Request(req.Fields())
	catalog, m, _ := rendered(t, "utter_prompt", func(r *nlg.Request) { *r = asked })
	var prompt string
	r := New(Options{}, modelFunc(func(_ context.Context, p string) (Completion, error) {
		prompt = p
		return Completion{Text: "Ann?"}, nil
	}))
	j := r.Prepare(catalog, m, &asked)
	for i := range body {
		body[i] = '#' // the next request has the memory
	}
	if r.Rephrase(t.Context(), j); !strings.HasPrefix(prompt, "tlh|") {
		t.Errorf("the prompt is %q", prompt)
	}
}

// TestRephraseUnknownValues checks that a message is kept whose values the guard cannot know.
func TestRephraseUnknownValues(t *testing.T) {
	r := New(DefaultOptions(), answering("Hello Bob, you have 3 messages."))
	catalog, m, req := rendered(t, "utter_x", nil)
	if req.Budget = nlg.NewBudget(nlg.Limits{Memory: 1}, nil); req.Budget.Hold(1 << 20) {
		t.Fatal("the budget pays")
	}
	if got := r.Rephrase(t.Context(), r.Prepare(catalog, m, req)); got.Outcome != PromptFailed || got.Text != written || got.Err == nil {
		t.Errorf("%v, %q, %v", got.Outcome, got.Text, got.Err)
	}
}
