package metrics_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"nlgserver/httpapi"
	"nlgserver/nlg"
	"nlgserver/server/internal/metrics"
)

func read(t *testing.T, path ...string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(append([]string{"..", "..", ".."}, path...)...))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// exported returns the names of all exported metrics, each with whether it has the
// label assistant, and the values of all labels.
func exported(t *testing.T) (names map[string]bool, ofAssistant map[string]bool, values map[string]map[string]bool) {
	t.Helper()
	catalog, _ := nlg.Compile([]nlg.File{{Path: "r.yml", Data: []byte("responses: {utter_x: [{text: x}]}")}}, nlg.Options{})
	m := metrics.New(metrics.Options{
		Refusals: httpapi.Refusals(), Responses: true, Configuration: true,
		CertificateExpiry: func() time.Time { return time.Unix(1, 0) },
		LogLinesDropped:   func() uint64 { return 0 },
	})
	bot := m.Assistant("bot", func() *nlg.Catalog { return catalog })
	bot.Prepare(catalog)
	bot.Follow(func() metrics.Releases { return metrics.Releases{} })
	bot.Rephrase(func() metrics.Model { return metrics.Model{} })
	families, err := m.Gatherer().Gather()
	if err != nil {
		t.Fatal(err)
	}
	names, ofAssistant, values = map[string]bool{"up": true}, map[string]bool{}, map[string]map[string]bool{}
	for _, f := range families {
		for _, one := range f.Metric {
			all := []string{f.GetName()}
			if one.Histogram != nil {
				for _, suffix := range []string{"_bucket", "_sum", "_count"} {
					all = append(all, f.GetName()+suffix)
				}
			}
			for _, name := range all {
				names[name] = true
				ofAssistant[name] = len(one.Label) > 0 && one.Label[0].GetName() == "assistant"
			}
			for _, l := range one.Label {
				if values[l.GetName()] == nil {
					values[l.GetName()] = map[string]bool{}
				}
				values[l.GetName()][l.GetValue()] = true
			}
		}
	}
	return names, ofAssistant, values
}

// TestMonitoringNames checks that alerts and dashboard use metrics and outcomes
// that exist.
func TestMonitoringNames(t *testing.T) {
	names, _, values := exported(t)
	name := regexp.MustCompile(`\b(?:nlg|go|process)_\w+`)
	matcher := regexp.MustCompile(`\b(outcome|code|kind|trigger|result|severity)\s*(=|!=|=~)\s*\\?"([^"\\]+)\\?"`)
	for _, file := range []string{"alerts.yml", "alerts_test.yml", "grafana-dashboard.json"} {
		text := read(t, "deploy", "monitoring", file)
		found := name.FindAllString(text, -1)
		for _, n := range found {
			if !names[n] {
				t.Errorf("%s: nothing exports %s", file, n)
			}
		}
		if len(found) < 10 {
			t.Errorf("%s: only %d names", file, len(found))
		}
		for _, m := range matcher.FindAllStringSubmatch(text, -1) {
			for value := range strings.SplitSeq(m[3], "|") {
				if !values[m[1]][value] && !strings.HasSuffix(value, "..") {
					t.Errorf("%s: there is no %s %q", file, m[1], value)
				}
			}
		}
	}
}

// TestAlerts checks that each alert says what to do and, if it is about an assistant,
// about which, and fires in a test.
func TestAlerts(t *testing.T) {
	_, ofAssistant, _ := exported(t)
	rules, tests, manual := read(t, "deploy", "monitoring", "alerts.yml"), read(t, "deploy", "monitoring", "alerts_test.yml"), read(t, "docs", "operations.md")
	alerts := strings.Split(rules, "- alert: ")[1:]
	if len(alerts) < 10 {
		t.Fatalf("%d alerts", len(alerts))
	}
	for _, alert := range alerts {
		name, _, _ := strings.Cut(alert, "\n")
		link := regexp.MustCompile(`runbook_url: docs/operations\.md#([a-z-]+)\n`).FindStringSubmatch(alert)
		if link == nil {
			t.Errorf("%s has no runbook", name)
			continue
		}
		about := slices.ContainsFunc(regexp.MustCompile(`nlg_\w+`).FindAllString(alert, -1), func(name string) bool { return ofAssistant[name] })
		if summary := regexp.MustCompile(`summary: .*`).FindString(alert); about != strings.Contains(summary, "$labels.assistant") {
			t.Errorf("%s: it is about an assistant: %v; %s", name, about, summary)
		}
		heading := strings.ReplaceAll(link[1], "-", "[ -]")
		if !regexp.MustCompile(`(?mi)^#+ ` + heading + `$|(?:id|name)="` + link[1] + `"`).MatchString(manual) {
			t.Errorf("%s: docs/operations.md has no %s", name, link[1])
		}
		if !regexp.MustCompile(`alertname: ` + name + `\n +exp_alerts:\n +- exp_labels`).MatchString(tests) {
			t.Errorf("%s: no test checks that it fires", name)
		}
		if !strings.Contains(tests, "alertname: "+name+", exp_alerts: []") {
			t.Errorf("%s: no test checks that it does not fire", name)
		}
	}
}

// TestDashboard checks that panels do not overlap, and have a description and
// distinct queries, which select by all variables that they can.
func TestDashboard(t *testing.T) {
	_, ofAssistant, _ := exported(t)
	selected := regexp.MustCompile(`(\w+)\{([^}]*)\}`)
	type place struct{ X, Y, W, H int }
	var board struct {
		UID, Title    string
		SchemaVersion int
		Panels        []struct {
			ID                       int
			Type, Title, Description string
			GridPos                  place
			Targets                  []struct{ RefID, Expr string }
		}
		Templating struct{ List []struct{ Name string } }
	}
	if err := json.Unmarshal([]byte(read(t, "deploy", "monitoring", "grafana-dashboard.json")), &board); err != nil {
		t.Fatal(err)
	}
	if board.UID == "" || board.Title == "" || board.SchemaVersion < 39 || len(board.Panels) < 20 {
		t.Errorf("%q %q schema %d, %d panels", board.UID, board.Title, board.SchemaVersion, len(board.Panels))
	}
	var variables []string
	for _, v := range board.Templating.List {
		variables = append(variables, v.Name)
	}
	if !slices.Equal(variables, []string{"datasource", "job", "instance", "assistant"}) {
		t.Errorf("variables %v", variables)
	}
	for i, p := range board.Panels {
		g := p.GridPos
		if g.W < 1 || g.H < 1 || g.X < 0 || g.X+g.W > 24 {
			t.Errorf("%s: place %+v", p.Title, g)
		}
		for _, q := range board.Panels[:i] {
			o := q.GridPos
			if p.ID == q.ID || g.X < o.X+o.W && o.X < g.X+g.W && g.Y < o.Y+o.H && o.Y < g.Y+g.H {
				t.Errorf("%s and %s have the same id or place", p.Title, q.Title)
			}
		}
		if p.Type == "row" {
			continue
		}
		if p.Description == "" || len(p.Targets) == 0 {
			t.Errorf("%s has no description or no query", p.Title)
		}
		refs := map[string]bool{}
		for _, target := range p.Targets {
			found := selected.FindAllStringSubmatch(target.Expr, -1)
			if refs[target.RefID] || len(found) == 0 {
				t.Errorf("%s: %s %s", p.Title, target.RefID, target.Expr)
			}
			for _, m := range found {
				name, labels := m[1], m[2]
				if !strings.Contains(labels, `job="$job", instance=~"$instance"`) || strings.Contains(labels, `assistant=~"$assistant"`) != ofAssistant[name] {
					t.Errorf("%s: %s has the label assistant: %v; it is selected by %s", p.Title, name, ofAssistant[name], labels)
				}
			}
			refs[target.RefID] = true
		}
	}
}
