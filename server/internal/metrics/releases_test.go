package metrics

import (
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"nlgserver/nlg"
)

// TestReleases checks what an assistant that follows a store of releases shows, and that
// one without a store shows nothing of that.
func TestReleases(t *testing.T) {
	m := New(Options{})
	a := m.Assistant("bot", none)
	ofReleases := func() map[string]float64 {
		found := map[string]float64{}
		for name, value := range series(t, m) {
			for _, prefix := range []string{"nlg_release_", "nlg_store_", "nlg_canary_", "nlg_config_last"} {
				if strings.HasPrefix(name, prefix) {
					found[strings.ReplaceAll(name, "assistant=bot", "")] = value
				}
			}
		}
		return found
	}
	without := map[string]float64{"nlg_config_last_reload_successful{}": 0, "nlg_config_last_reload_success_timestamp_seconds{}": 0}
	if diff := cmp.Diff(without, ofReleases()); diff != "" {
		t.Errorf("without a store: %s", diff)
	}
	state := Releases{Number: 7, Sequence: 9, Staged: true, Refused: 2, Remote: Remote{Up: true, Heard: time.UnixMilli(1500)}}
	a.Follow(func() Releases { return state })
	a.Shared(true)
	a.Shared(true)
	a.Shared(false)
	want := map[string]float64{
		"nlg_release_number{}": 7, "nlg_release_sequence{}": 9, "nlg_release_staged{}": 1, "nlg_release_refused{}": 2,
		"nlg_store_up{}": 1, "nlg_store_heard_timestamp_seconds{}": 1.5,
		"nlg_canary_replies_total{,side=live}": 1, "nlg_canary_replies_total{,side=canary}": 2,
		"nlg_config_last_reload_successful{}": 1, "nlg_config_last_reload_success_timestamp_seconds{}": 1.5,
	}
	if diff := cmp.Diff(want, ofReleases()); diff != "" {
		t.Error(diff)
	}
	state.Lags = true
	if got := ofReleases(); got["nlg_config_last_reload_successful{}"] != 0 || got["nlg_config_last_reload_success_timestamp_seconds{}"] != 0 {
		t.Errorf("what is live cannot be served: %v", got)
	}
	a.Follow(nil)
	if diff := cmp.Diff(without, ofReleases()); diff != "" {
		t.Errorf("the store is gone: %s", diff)
	}
	a.Reach(func() Remote { return Remote{Heard: time.UnixMilli(2500)} })
	withRepository := maps.Clone(without)
	withRepository["nlg_store_up{}"], withRepository["nlg_store_heard_timestamp_seconds{}"] = 0, 2.5
	if diff := cmp.Diff(withRepository, ofReleases()); diff != "" {
		t.Errorf("a repository: %s", diff)
	}
	a.Reach(nil)
	if diff := cmp.Diff(without, ofReleases()); diff != "" {
		t.Errorf("the repository is gone: %s", diff)
	}
}

// TestCanaryCounters checks that the requests of a canary count with those of the live
// catalog, that counting goes on when it is promoted, and that counters made ahead are those
// that are used.
func TestCanaryCounters(t *testing.T) {
	live := catalogOf(t, "responses:\n  utter_x:\n    - {text: a, id: a}\n")
	canary := catalogOf(t, "responses:\n  utter_x:\n    - {text: a2, id: a}\n    - {text: b, id: b}\n")
	m := New(Options{Responses: true})
	a := m.Assistant("bot", none)
	a.Prepare(live)
	a.PrepareAhead(canary)
	ahead := a.responses.ahead
	a.PrepareCanary(canary)
	if a.responses.tables.Load().canary != ahead {
		t.Error("the counters were made twice")
	}
	said := func(catalog *nlg.Catalog, variation int) func() {
		return func() { a.Said(catalog, "utter_x", &nlg.Message{Response: "utter_x", Variation: variation}) }
	}
	const first, second = "nlg_variation_selections_total{assistant=bot,response=utter_x,variation=a}", "nlg_variation_selections_total{assistant=bot,response=utter_x,variation=b}"
	for _, catalog := range []*nlg.Catalog{live, canary} {
		if got := changes(t, m, said(catalog, 0)); got[first] != 1 {
			t.Errorf("%v", got)
		}
	}
	said(canary, 1)()
	if got := changes(t, m, func() { a.Prepare(canary) }); got[second] != 1 {
		t.Errorf("what was said before it was promoted: %v", got)
	}
	a.PrepareCanary(nil)
	if got := changes(t, m, said(canary, 1)); got[second] != 1 {
		t.Errorf("%v", got)
	}
	if got := changes(t, m, said(live, 0)); got[first] != 1 {
		t.Errorf("a request from before: %v", got)
	}
}
