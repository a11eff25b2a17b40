package metrics

import (
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"nlgserver/internal/budget"
	"nlgserver/nlg"
)

const greetings = `
responses:
  utter_greet:
    - text: "Hello {name}"
      id: hello
    - text: "Hi {name}"
  utter_slack:
    - text: "for slack"
      channel: slack
  utter_brace:
    - text: "{ oh"
  utter_costly:
    - text: default
    - {text: costly, condition: "1 = 2 or 1 = 2 or 1 = 2"}
`

func catalogOf(t testing.TB, text string) *nlg.Catalog {
	t.Helper()
	catalog, diags := nlg.Compile([]nlg.File{{Path: "responses.yml", Data: []byte(text)}}, nlg.Options{})
	if catalog == nil {
		t.Fatal(diags)
	}
	return catalog
}

// first always picks the first eligible variation.
type first struct{}

func (first) IntN(int) int { return 0 }

func render(t testing.TB, catalog *nlg.Catalog, req *nlg.Request) *nlg.Message {
	t.Helper()
	m, err := catalog.Render(req, first{})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// everything returns metrics with all options on, and their only assistant.
func everything(t testing.TB) (*Metrics, *Assistant, *nlg.Catalog) {
	t.Helper()
	catalog := catalogOf(t, greetings)
	m := New(Options{
		Version: "1.2.3", Responses: true, Configuration: true,
		Refusals:          map[string][]int{"not_json": {400}, "unknown_response": {404}, "internal_error": {500}, "request_too_expensive": {413, 422}},
		Memory:            budget.NewPool(1 << 20),
		CertificateExpiry: func() time.Time { return time.Unix(2e9, 0) },
		LogLinesDropped:   func() uint64 { return 3 },
	})
	a := m.Assistant("bot", func() *nlg.Catalog { return catalog })
	a.Prepare(catalog)
	return m, a, catalog
}

// none is the catalog of an assistant that has no content.
func none() *nlg.Catalog { return nil }

// series returns our own series with their values; for a histogram, the count and
// the sum.
func series(t testing.TB, m *Metrics) map[string]float64 {
	t.Helper()
	families, err := m.Gatherer().Gather()
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]float64{}
	for _, family := range families {
		if !strings.HasPrefix(family.GetName(), "nlg_") {
			continue
		}
		for _, one := range family.Metric {
			var labels []string
			for _, l := range one.Label {
				labels = append(labels, l.GetName()+"="+l.GetValue())
			}
			name := family.GetName()
			if len(labels) > 0 {
				name += "{" + strings.Join(labels, ",") + "}"
			}
			if h := one.Histogram; h != nil {
				all[name+" count"], all[name+" sum"] = float64(h.GetSampleCount()), h.GetSampleSum()
				continue
			}
			all[name] = one.Counter.GetValue() + one.Gauge.GetValue()
		}
	}
	return all
}

// changes returns the series that f changes, each with the difference.
func changes(t testing.TB, m *Metrics, f func()) map[string]float64 {
	t.Helper()
	before := series(t, m)
	f()
	diff := map[string]float64{}
	for name, value := range series(t, m) {
		if value != before[name] {
			diff[name] = value - before[name]
		}
	}
	return diff
}

func TestWhatMoves(t *testing.T) {
	m, a, catalog := everything(t)
	at := time.Unix(1_700_000_000, 0)
	tests := []struct {
		name string
		do   func()
		want map[string]float64
	}{
		{"said", func() {
			req := &nlg.Request{Response: "utter_greet", Slots: nlg.Values("name", "Ann")}
			a.Said(catalog, req.Response, render(t, catalog, req))
		}, map[string]float64{
			"nlg_requests_total{assistant=bot,code=200,outcome=said}": 1, "nlg_selections_total{assistant=bot,group=default}": 1,
			"nlg_response_requests_total{assistant=bot,response=utter_greet}":                    1,
			"nlg_variation_selections_total{assistant=bot,response=utter_greet,variation=hello}": 1,
		}},
		{"a variable is missing", func() {
			req := &nlg.Request{Response: "utter_greet", ID: "hello"}
			a.Said(catalog, req.Response, render(t, catalog, req))
		}, map[string]float64{
			"nlg_requests_total{assistant=bot,code=200,outcome=said}": 1, "nlg_selections_total{assistant=bot,group=default}": 1,
			"nlg_render_problems_total{assistant=bot,kind=missing}":                              1,
			"nlg_response_requests_total{assistant=bot,response=utter_greet}":                    1,
			"nlg_variation_selections_total{assistant=bot,response=utter_greet,variation=hello}": 1,
		}},
		{"a condition that takes too much work", func() {
			req := &nlg.Request{Response: "utter_costly", Budget: nlg.NewBudget(nlg.Limits{Work: 10}, nil)}
			a.Said(catalog, req.Response, render(t, catalog, req))
		}, map[string]float64{
			"nlg_requests_total{assistant=bot,code=200,outcome=said}": 1, "nlg_selections_total{assistant=bot,group=default}": 1, "nlg_selections_cut_total{assistant=bot,reason=work}": 1,
			"nlg_response_requests_total{assistant=bot,response=utter_costly}":                1,
			"nlg_variation_selections_total{assistant=bot,response=utter_costly,variation=1}": 1,
		}},
		{"a stray brace", func() {
			req := &nlg.Request{Response: "utter_brace"}
			a.Said(catalog, req.Response, render(t, catalog, req))
		}, map[string]float64{
			"nlg_requests_total{assistant=bot,code=200,outcome=said}": 1, "nlg_selections_total{assistant=bot,group=default}": 1,
			"nlg_render_problems_total{assistant=bot,kind=raised}":                           1,
			"nlg_response_requests_total{assistant=bot,response=utter_brace}":                1,
			"nlg_variation_selections_total{assistant=bot,response=utter_brace,variation=1}": 1,
		}},
		{"a channel's", func() {
			req := &nlg.Request{Response: "utter_slack", Channel: "slack"}
			a.Said(catalog, req.Response, render(t, catalog, req))
		}, map[string]float64{
			"nlg_requests_total{assistant=bot,code=200,outcome=said}": 1, "nlg_selections_total{assistant=bot,group=channel}": 1,
			"nlg_response_requests_total{assistant=bot,response=utter_slack}":                1,
			"nlg_variation_selections_total{assistant=bot,response=utter_slack,variation=1}": 1,
		}},
		{"silence", func() {
			req := &nlg.Request{Response: "utter_slack", Channel: "facebook"}
			a.Said(catalog, req.Response, render(t, catalog, req))
		}, map[string]float64{
			"nlg_requests_total{assistant=bot,code=200,outcome=silence}": 1, "nlg_selections_total{assistant=bot,group=none}": 1,
			"nlg_response_requests_total{assistant=bot,response=utter_slack}": 1,
		}},
		{"another response stands in", func() {
			req := &nlg.Request{Response: "utter_greet", Slots: nlg.Values("name", "Ann")}
			a.Substituted(catalog, render(t, catalog, req))
		}, map[string]float64{
			"nlg_requests_total{assistant=bot,code=200,outcome=unknown}": 1, "nlg_selections_total{assistant=bot,group=default}": 1,
			"nlg_variation_selections_total{assistant=bot,response=utter_greet,variation=hello}": 1,
		}},
		{"silence stands in", func() { a.Substituted(catalog, nil) }, map[string]float64{"nlg_requests_total{assistant=bot,code=200,outcome=unknown}": 1}},
		{"refused", func() { a.Refused("not_json", 400) }, map[string]float64{"nlg_requests_total{assistant=bot,code=400,outcome=not_json}": 1}},
		{"refused for its work", func() { a.Refused("request_too_expensive", 422) }, map[string]float64{"nlg_requests_total{assistant=bot,code=422,outcome=request_too_expensive}": 1}},
		{"a code that was not announced", func() { a.Refused("made_up", 400) }, map[string]float64{}},
		{"unknown", a.Unknown, map[string]float64{"nlg_unknown_responses_total{assistant=bot}": 1}},
		{"panic", a.Panicked, map[string]float64{"nlg_panics_total{assistant=bot}": 1}},
		{"a request begins", func() { a.Begin() }, map[string]float64{"nlg_in_flight_requests{assistant=bot}": 1}},
		{
			"content at the start", func() { a.Reloaded(Reload{Trigger: "start", Result: "changed", At: at, Warnings: 3, Defects: 2}) },
			map[string]float64{
				"nlg_config_reloads_total{assistant=bot,result=changed,trigger=start}": 1, "nlg_config_last_reload_successful{assistant=bot}": 1,
				"nlg_config_last_reload_success_timestamp_seconds{assistant=bot}": 1_700_000_000,
				"nlg_catalog_diagnostics{assistant=bot,severity=warning}":         3, "nlg_catalog_diagnostics{assistant=bot,severity=defect}": 2,
			},
		},
		{
			"a rejected reload", func() { a.Reloaded(Reload{Trigger: "watch", Result: "rejected", At: at.Add(time.Hour), Warnings: 9}) },
			map[string]float64{"nlg_config_reloads_total{assistant=bot,result=rejected,trigger=watch}": 1, "nlg_config_last_reload_successful{assistant=bot}": -1},
		},
		{
			"the change undone", func() { a.Reloaded(Reload{Trigger: "poll", Result: "unchanged", At: at.Add(30 * time.Second)}) },
			map[string]float64{
				"nlg_config_reloads_total{assistant=bot,result=unchanged,trigger=poll}": 1, "nlg_config_last_reload_successful{assistant=bot}": 1,
				"nlg_config_last_reload_success_timestamp_seconds{assistant=bot}": 30,
			},
		},
		{
			"the last good copy", func() {
				a.Reloaded(Reload{Trigger: "last_good", Result: "changed", At: at.Add(time.Hour), Warnings: 4, Defects: 2})
			},
			map[string]float64{"nlg_config_reloads_total{assistant=bot,result=changed,trigger=last_good}": 1, "nlg_catalog_diagnostics{assistant=bot,severity=warning}": 1},
		},
		{
			"a trigger that was not announced", func() { a.Reloaded(Reload{Trigger: "moon", Result: "unchanged", At: at.Add(30 * time.Second)}) },
			map[string]float64{"nlg_config_reloads_total{assistant=bot,result=unchanged,trigger=other}": 1},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, changes(t, m, tt.do)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestEnd checks that a duration is counted in seconds, a size in bytes, and
// that the request is no longer in flight.
func TestEnd(t *testing.T) {
	m, a, _ := everything(t)
	got := changes(t, m, func() {
		a.End(a.Begin().Add(-2*time.Millisecond), 3000)
	})
	took := got["nlg_request_duration_seconds{assistant=bot} sum"]
	delete(got, "nlg_request_duration_seconds{assistant=bot} sum")
	want := map[string]float64{
		"nlg_request_duration_seconds{assistant=bot} count": 1, "nlg_request_body_bytes{assistant=bot} count": 1, "nlg_request_body_bytes{assistant=bot} sum": 3000,
	}
	if diff := cmp.Diff(want, got); diff != "" || took < 0.002 || took > 1 {
		t.Errorf("took %v\n%s", took, diff)
	}
}

func TestState(t *testing.T) {
	m, _, catalog := everything(t)
	all := series(t, m)
	for name, want := range map[string]float64{
		"nlg_assistants":                     1,
		"nlg_assistant_ready{assistant=bot}": 1,
		"nlg_catalog_info{assistant=bot,version=" + catalog.ShortVersion() + "}": 1,
		"nlg_catalog_responses{assistant=bot}":                                   4,
		"nlg_catalog_variations{assistant=bot}":                                  6,
		"nlg_configuration_last_reload_successful":                               1,
		"nlg_configuration_restart_required":                                     0,
		"nlg_tls_certificate_expiry_timestamp_seconds":                           2e9,
		"nlg_build_info{goversion=" + runtime.Version() + ",version=1.2.3}":      1,
	} {
		if got, ok := all[name]; !ok || got != want {
			t.Errorf("%s is %v, want %v", name, got, want)
		}
	}
}

// TestNothingYet checks that there is no version and no expiry of a certificate
// before there is one, and nothing of a configuration where there is none.
func TestNothingYet(t *testing.T) {
	m := New(Options{CertificateExpiry: func() time.Time { return time.Time{} }, Responses: true})
	m.Assistant("bot", none)
	m.Assistant("other", nil)
	all := series(t, m)
	for name := range all {
		for _, absent := range []string{"nlg_catalog_info", "nlg_tls", "nlg_response_", "nlg_configuration_"} {
			if strings.HasPrefix(name, absent) {
				t.Errorf("%s is shown", name)
			}
		}
	}
	for _, name := range []string{"bot", "other"} {
		if ready, shown := all["nlg_assistant_ready{assistant="+name+"}"]; !shown || ready != 0 {
			t.Errorf("%s is ready: %v, shown: %v", name, ready, shown)
		}
	}
}

func TestLint(t *testing.T) {
	m, _, _ := everything(t)
	problems, err := testutil.GatherAndLint(m.Gatherer())
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		t.Errorf("%s: %s", p.Metric, p.Text)
	}
}

func TestHandler(t *testing.T) {
	m, _, _ := everything(t)
	tests := []struct{ accept, contentType, end string }{
		{"", "text/plain; version=0.0.4", "\n"},
		{"application/openmetrics-text; version=1.0.0", "application/openmetrics-text; version=1.0.0", "# EOF\n"},
	}
	for _, tt := range tests {
		r := httptest.NewRequest(http.MethodGet, "/metrics", nil)
		r.Header.Set("Accept", tt.accept)
		w := httptest.NewRecorder()
		m.Handler().ServeHTTP(w, r)
		if w.Code != http.StatusOK || !strings.HasPrefix(w.Header().Get("Content-Type"), tt.contentType) || !strings.HasSuffix(w.Body.String(), tt.end) {
			t.Errorf("%q: %d %s", tt.accept, w.Code, w.Header())
		}
		for _, line := range []string{`nlg_in_flight_requests{assistant="bot"} 0`, "go_goroutines ", "process_resident_memory_bytes "} {
			if !strings.Contains(w.Body.String(), "\n"+line) {
				t.Errorf("%q: no %s", tt.accept, line)
			}
		}
	}
}

// TestDocs checks that docs/metrics.md has a row for each of our metrics, with
// its labels, and no other rows.
func TestDocs(t *testing.T) {
	text, err := os.ReadFile("../../../docs/metrics.md")
	if err != nil {
		t.Fatal(err)
	}
	var documented, exported []string
	for _, row := range regexp.MustCompile("(?m)^\\| `(nlg_[a-z_]+(?:\\{[a-z,]+\\})?)` \\| (counter|gauge|histogram) \\|").FindAllStringSubmatch(string(text), -1) {
		documented = append(documented, row[1]+" "+row[2])
	}
	m, bot, _ := everything(t)
	bot.Follow(func() Releases { return Releases{} })
	bot.Rephrase(func() Model { return Model{} })
	families, err := m.Gatherer().Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, family := range families {
		if !strings.HasPrefix(family.GetName(), "nlg_") {
			continue
		}
		var labels []string
		for _, l := range family.Metric[0].Label {
			labels = append(labels, l.GetName())
		}
		name := family.GetName()
		if len(labels) > 0 {
			name += "{" + strings.Join(labels, ",") + "}"
		}
		exported = append(exported, name+" "+strings.ToLower(family.GetType().String()))
	}
	slices.Sort(documented)
	slices.Sort(exported)
	if diff := cmp.Diff(exported, documented); diff != "" {
		t.Errorf("exported, documented:\n%s", diff)
	}
}
