package rephrase

import (
	"strings"
	"testing"

	"nlgserver/nlg"
)

// TestRephraseMostData checks that a message goes out as written whose prompt would be too
// large, and that nothing large is kept for it.
func TestRephraseMostData(t *testing.T) {
	long := strings.Repeat("a", mostData)
	o := DefaultOptions()
	r := New(o, answering("no"))
	for name, change := range map[string]func(*nlg.Request){
		"conversation": func(req *nlg.Request) { req.Conversation = conversation("user: " + long) },
		"last message": func(req *nlg.Request) { req.Conversation = &nlg.Conversation{Latest: long, HasLatest: true} },
		"slots":        func(req *nlg.Request) { req.Slots.(*nlg.Dict).Set("other", nlg.Str(long)) },
		"value":        func(req *nlg.Request) { req.Slots.(*nlg.Dict).Set("name", nlg.Str(long)) },
		"text":         func(req *nlg.Request) { req.Slots.(*nlg.Dict).Set("name", nlg.Str(long[:mostText])) },
	} {
		catalog, m, req := rendered(t, "utter_prompt", change)
		j := r.Prepare(catalog, m, req)
		result := r.Rephrase(t.Context(), j)
		if result.Outcome != PromptFailed || result.Text != m.Text() || result.Err == nil || len(result.Calls) > 0 || j.size() > len(m.Text()) {
			t.Errorf("%s: %v %v, %d calls, %d bytes", name, result.Outcome, result.Err, len(result.Calls), j.size())
		}
	}
	if result := saidBy(t, r, func(req *nlg.Request) { req.Slots.(*nlg.Dict).Set("other", nlg.Str(long)) }); result.Outcome == PromptFailed {
		t.Errorf("slots that the prompt does not name: %v", result.Err)
	}
}

// TestRephraseMostDataTogether checks that the bound is one for all data of a prompt: each counts
// once.
func TestRephraseMostDataTogether(t *testing.T) {
	part := func(n int) string { return strings.Repeat("a", mostData*n/10) }
	for _, tt := range []struct {
		name           string
		history, slots int // in tenths of the bound
		summary        bool
		want           Outcome
	}{
		{"a history", 9, 0, false, Reworded},
		{"a history that is summarized", 9, 0, true, Reworded},
		{"slots", 0, 9, true, Reworded},
		{"both", 4, 5, true, Reworded},
		{"too much of both", 6, 5, false, PromptFailed},
	} {
		o := DefaultOptions()
		o.Summarize, o.Guard = tt.summary, false
		r := New(o, answering("Hi Ann"))
		catalog, m, req := rendered(t, "utter_prompt", func(req *nlg.Request) {
			req.Conversation = conversation("user: " + part(tt.history))
			slots := req.Slots.(*nlg.Dict)
			slots.Set("more", nlg.Str("")) // the prompt names it
			slots.Set("other", nlg.Str(part(tt.slots)))
		})
		if got := r.Rephrase(t.Context(), r.Prepare(catalog, m, req)); got.Outcome != tt.want {
			t.Errorf("%s: %v, %v", tt.name, got.Outcome, got.Err)
		}
	}
}

// TestRephraseMostAnswer checks that a large answer is dropped with and without the guard, and
// that a large summary is no summary.
func TestRephraseMostAnswer(t *testing.T) {
	large := strings.Repeat("a ", mostAnswer)
	for _, guarded := range []bool{true, false} {
		o := DefaultOptions()
		o.Guard = guarded
		var prompts []string
		result := saidBy(t, New(o, noting(&prompts, answering(large))), func(req *nlg.Request) { req.Conversation = conversation("user: hi") })
		if result.Outcome != Malformed || result.Text != written || result.Err == nil || len(prompts) != 2 || !strings.Contains(prompts[1], "USER: hi") {
			t.Errorf("guard %t: %v, %v, %d prompts", guarded, result.Outcome, result.Err, len(prompts))
		}
		for _, c := range result.Calls {
			if c.Text != "" || c.Err == nil {
				t.Errorf("a call with %d bytes, %v", len(c.Text), c.Err)
			}
		}
	}
}
