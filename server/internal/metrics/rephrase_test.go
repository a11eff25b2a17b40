package metrics

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"nlgserver/rephrase"
)

// TestRephrase checks what an assistant with a language model shows, and that one without
// shows nothing of it.
func TestRephrase(t *testing.T) {
	m := New(Options{})
	a := m.Assistant("bot", none)
	shown := func(zeros bool) map[string]float64 {
		found := map[string]float64{}
		for name, value := range series(t, m) {
			if strings.HasPrefix(name, "nlg_rephrase_") && (zeros || value != 0) {
				found[strings.ReplaceAll(name, "assistant=bot", "")] = value
			}
		}
		return found
	}
	if got := shown(true); len(got) > 0 {
		t.Errorf("without a model: %v", got)
	}
	a.Rephrase(func() Model { return Model{Waiting: 3, Down: 1} })
	call := rephrase.Call{Completion: rephrase.Completion{PromptTokens: 100, CompletionTokens: 10}}
	a.Rephrased(&rephrase.Result{Calls: []rephrase.Call{call, call}}, 2*time.Second)
	a.Rephrased(&rephrase.Result{Cached: true}, 0)
	a.Rephrased(&rephrase.Result{Outcome: rephrase.Down}, 0)
	a.Rephrased(&rephrase.Result{Outcome: rephrase.Timeout, Calls: []rephrase.Call{{Completion: rephrase.Completion{PromptTokens: -5}}}}, 3*time.Second)
	want := map[string]float64{
		"nlg_rephrase_total{,outcome=reworded}": 2, "nlg_rephrase_total{,outcome=timeout}": 1, "nlg_rephrase_total{,outcome=down}": 1,
		"nlg_rephrase_duration_seconds{} count": 2, "nlg_rephrase_duration_seconds{} sum": 5,
		"nlg_rephrase_tokens_total{,kind=prompt}": 200, "nlg_rephrase_tokens_total{,kind=completion}": 20,
		"nlg_rephrase_cache_hits_total{}": 1, "nlg_rephrase_waiting{}": 3, "nlg_rephrase_models_down{}": 1,
	}
	if diff := cmp.Diff(want, shown(false)); diff != "" {
		t.Error(diff)
	}
	all := shown(true)
	for _, o := range rephrase.Outcomes() {
		if _, ok := all["nlg_rephrase_total{,outcome="+o.String()+"}"]; !ok || o.String() == "" {
			t.Errorf("outcome %d, %q, is not shown", o, o)
		}
	}
	a.Rephrase(nil)
	if got := shown(true); len(got) > 0 {
		t.Errorf("after the model is gone: %v", got)
	}
}
