package metrics

import (
	"fmt"
	"maps"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	"pgregory.net/rapid"

	"nlgserver/nlg"
)

// TestOfNoAssistant checks that what reaches no assistant counts without one.
func TestOfNoAssistant(t *testing.T) {
	m, _, _ := everything(t)
	tests := []struct {
		name string
		do   func()
		want map[string]float64
	}{
		{"refused", func() { m.Refused("not_json", 400) }, map[string]float64{"nlg_requests_total{assistant=,code=400,outcome=not_json}": 1}},
		{"refused with one of two statuses", func() { m.Refused("request_too_expensive", 413) }, map[string]float64{"nlg_requests_total{assistant=,code=413,outcome=request_too_expensive}": 1}},
		{"a code that was not announced", func() { m.Refused("made_up", 400) }, map[string]float64{}},
		{"a status that was not announced", func() { m.Refused("not_json", 418) }, map[string]float64{}},
		{"panic", m.Panicked, map[string]float64{"nlg_panics_total{assistant=}": 1}},
		{"displaced", m.Displaced, map[string]float64{"nlg_displaced_connections_total": 1}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, changes(t, m, tt.do)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestAssistantAgain checks that an assistant that is asked for again continues its
// counts and shows its new catalog, and that a removed one starts at 0.
func TestAssistantAgain(t *testing.T) {
	m := New(Options{Responses: true})
	old := catalogOf(t, "responses:\n  utter_x:\n    - {text: a, id: a}\n")
	a := m.Assistant("bot", func() *nlg.Catalog { return old })
	a.Prepare(old)
	a.Said(old, "utter_x", &nlg.Message{Response: "utter_x", ID: "a"})
	a.Unknown()

	next := catalogOf(t, "responses:\n  utter_x:\n    - {text: b, id: a}\n  utter_y:\n    - {text: y}\n")
	a = m.Assistant("bot", func() *nlg.Catalog { return next })
	a.Prepare(next)
	a.Said(next, "utter_x", &nlg.Message{Response: "utter_x", ID: "a"})
	all := series(t, m)
	for name, want := range map[string]float64{
		"nlg_assistants": 1,
		"nlg_catalog_info{assistant=bot,version=" + next.ShortVersion() + "}":                1,
		"nlg_catalog_responses{assistant=bot}":                                               2,
		"nlg_unknown_responses_total{assistant=bot}":                                         1,
		"nlg_requests_total{assistant=bot,code=200,outcome=said}":                            2,
		"nlg_variation_selections_total{assistant=bot,response=utter_x,variation=a}":         2,
		"nlg_variation_selections_total{assistant=bot,response=utter_y,variation=1}":         0,
		"nlg_config_reloads_total{assistant=bot,result=changed,trigger=start}":               0,
		"nlg_config_last_reload_success_timestamp_seconds{assistant=bot}":                    0,
		"nlg_request_duration_seconds{assistant=bot} count":                                  0,
		"nlg_requests_total{assistant=bot,code=200,outcome=unknown}":                         0,
		"nlg_catalog_diagnostics{assistant=bot,severity=defect}":                             0,
		"nlg_selections_cut_total{assistant=bot,reason=" + string(nlg.CutReasons()[0]) + "}": 0,
	} {
		if got, shown := all[name]; !shown || got != want {
			t.Errorf("%s is %v, want %v; shown: %v", name, got, want, shown)
		}
	}

	m.Remove("bot")
	a.Said(next, "utter_x", &nlg.Message{Response: "utter_x", ID: "a"})
	a.End(a.Begin(), 1)
	a.Refused("not_json", 400)
	a.Panicked()
	a.Prepare(old)
	a.Reloaded(Reload{Trigger: "start", Result: "changed"})
	for name := range series(t, m) {
		if strings.Contains(name, "assistant=bot") {
			t.Errorf("%s of a removed assistant", name)
		}
	}
	m.Remove("bot")
	m.Assistant("bot", none).Unknown()
	if got := series(t, m)["nlg_unknown_responses_total{assistant=bot}"]; got != 1 {
		t.Errorf("the next of that name has %v unknown responses", got)
	}
}

// TestAssistantsDoNotMix checks that after any changes of the assistants and any
// requests the series are those of the assistants that there are, each with its
// own counts.
func TestAssistantsDoNotMix(t *testing.T) {
	names := []string{"", "a", "b", "c"}
	rapid.Check(t, func(t *rapid.T) {
		m := New(Options{Refusals: map[string][]int{"not_json": {400}}})
		// Without the metrics of the process, which take long.
		shown := prometheus.NewPedanticRegistry()
		shown.MustRegister(newCollector(m))
		model := map[string]float64{"": 0}
		handles := map[string]*Assistant{}
		t.Repeat(map[string]func(*rapid.T){
			"add": func(t *rapid.T) {
				name := rapid.SampledFrom(names[1:]).Draw(t, "name")
				handles[name] = m.Assistant(name, none)
				model[name] += 0
			},
			"remove": func(t *rapid.T) {
				name := rapid.SampledFrom(names[1:]).Draw(t, "name")
				m.Remove(name)
				delete(model, name)
			},
			"refuse": func(t *rapid.T) {
				name := rapid.SampledFrom(names).Draw(t, "name")
				if name == "" {
					m.Refused("not_json", 400)
				} else if a := handles[name]; a != nil {
					a.Refused("not_json", 400)
				}
				if _, shown := model[name]; shown {
					model[name]++
				}
			},
			"": func(t *rapid.T) {
				got := map[string]float64{}
				families, err := shown.Gather()
				if err != nil {
					t.Fatal(err)
				}
				for _, family := range families {
					for _, one := range family.Metric {
						if family.GetName() == "nlg_requests_total" && one.Label[1].GetValue() == "400" {
							got[one.Label[0].GetValue()] = one.Counter.GetValue()
						}
					}
				}
				if !maps.Equal(got, model) {
					t.Fatal(cmp.Diff(model, got))
				}
			},
		})
	})
}

// TestAtTheSameTime checks that scrapes, changes of the assistants, reloads, and
// requests do not disturb each other, and that no request of an assistant that stays
// is lost. It is for the race detector.
func TestAtTheSameTime(t *testing.T) {
	catalog := catalogOf(t, greetings)
	m := New(Options{Responses: true, Configuration: true})
	live := func() *nlg.Catalog { return catalog }
	stays := m.Assistant("stays", live)
	stays.Prepare(catalog)
	message := render(t, catalog, &nlg.Request{Response: "utter_greet"})
	const rounds = 200
	var all sync.WaitGroup
	for range 2 {
		all.Go(func() {
			for range rounds {
				hot(stays, catalog, message)
			}
		})
		all.Go(func() {
			for i := range rounds {
				name := fmt.Sprint("bot", i%3)
				a := m.Assistant(name, live)
				a.Prepare(catalog)
				a.Reloaded(Reload{Trigger: "watch", Result: "changed"})
				hot(a, catalog, message)
				m.Remove(name)
			}
		})
		all.Go(func() {
			for range rounds / 10 {
				stays.Prepare(catalog)
				m.Assistant("stays", live)
				m.Configured("changed", false)
				if _, err := m.Gatherer().Gather(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	shown := series(t, m)
	for _, name := range []string{
		"nlg_requests_total{assistant=stays,code=200,outcome=said}", "nlg_request_body_bytes{assistant=stays} count",
		"nlg_response_requests_total{assistant=stays,response=utter_greet}",
	} {
		if got := shown[name]; got != 2*rounds {
			t.Errorf("%s is %v", name, got)
		}
	}
	if shown["nlg_assistants"] != 1 {
		t.Errorf("%v assistants", shown["nlg_assistants"])
	}
}

// TestSize checks what the counts of an assistant take between scrapes, and how many
// series it has, without those of its responses.
func TestSize(t *testing.T) {
	const assistants, most, mostSeries = 200, 4 << 10, 100
	refusals := map[string][]int{}
	for i := range 40 { // more than there are
		refusals[fmt.Sprint("code_", i)] = []int{400}
	}
	m := New(Options{Refusals: refusals})
	before := heap()
	for i := range assistants {
		m.Assistant(fmt.Sprint("assistant", i), none)
	}
	each := (heap() - before) / assistants
	t.Logf("%d bytes for each assistant", each)
	if each > most {
		t.Errorf("%d bytes for each assistant, want at most %d", each, most)
	}
	n, err := testutil.GatherAndCount(m.Gatherer())
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d series for each assistant, a histogram counted as one", n/assistants)
	if n/assistants > mostSeries {
		t.Errorf("%d series for each assistant, want at most %d", n/assistants, mostSeries)
	}
	runtime.KeepAlive(m)
}

// heap returns the bytes that are in use.
func heap() int64 {
	var stats runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&stats)
	return int64(stats.HeapAlloc)
}

// BenchmarkAssistants measures counting where the requests are spread evenly over
// many assistants.
func BenchmarkAssistants(b *testing.B) {
	catalog := catalogOf(b, greetings)
	message := render(b, catalog, &nlg.Request{Response: "utter_greet", Slots: nlg.Values("name", "Ann")})
	for _, n := range []int{1, 10, 200} {
		m := New(Options{})
		all := make([]*Assistant, n)
		for i := range all {
			all[i] = m.Assistant(fmt.Sprint("assistant", i), none)
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			var goroutines atomic.Int64
			b.RunParallel(func(pb *testing.PB) {
				for i := int(goroutines.Add(1)); pb.Next(); i++ {
					hot(all[i%n], catalog, message)
				}
			})
		})
	}
}

// BenchmarkScrape measures a scrape of 200 assistants.
func BenchmarkScrape(b *testing.B) {
	refusals := map[string][]int{}
	for i := range 24 {
		refusals[fmt.Sprint("code_", i)] = []int{400}
	}
	m := New(Options{Refusals: refusals})
	catalog := catalogOf(b, greetings)
	for i := range 200 {
		m.Assistant(fmt.Sprint("assistant", i), func() *nlg.Catalog { return catalog })
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := m.Gatherer().Gather(); err != nil {
			b.Fatal(err)
		}
	}
}

// TestRequests checks that requests are counted once they have ended, for all assistants.
func TestRequests(t *testing.T) {
	m := New(Options{})
	none := func() *nlg.Catalog { return nil }
	a, b := m.Assistant("a", none), m.Assistant("b", none)
	began := a.Begin()
	if n := m.Requests(); n != 0 {
		t.Errorf("%d requests before the first has ended", n)
	}
	a.End(began, 1)
	b.End(b.Begin(), 1)
	b.End(b.Begin().Add(-time.Minute), 1<<30)
	if n := m.Requests(); n != 3 {
		t.Errorf("%d requests, not 3", n)
	}
	m.Remove("b")
	if n := m.Requests(); n != 1 {
		t.Errorf("%d requests without those of an assistant that is gone", n)
	}
}
