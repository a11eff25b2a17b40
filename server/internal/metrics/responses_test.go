package metrics

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus"
	"pgregory.net/rapid"

	"nlgserver/nlg"
)

// TestLabels checks that a variation is named by its id, or else its number, and
// that variations with the same name share a count.
func TestLabels(t *testing.T) {
	catalog := catalogOf(t, `
responses:
  utter_x:
    - {text: "a", id: same}
    - {text: "b", id: same}
    - {text: "c"}
    - {text: "d", id: "3"}
`)
	m := New(Options{Responses: true})
	a := m.Assistant("bot", none)
	a.Prepare(catalog)
	for i, label := range []string{"same", "same", "3", "3"} {
		got := changes(t, m, func() {
			a.Said(catalog, "utter_x", &nlg.Message{Response: "utter_x", Variation: i})
		})
		if name := "nlg_variation_selections_total{assistant=bot,response=utter_x,variation=" + label + "}"; got[name] != 1 {
			t.Errorf("variation %d: %v", i, got)
		}
	}
}

// TestInternalError checks that both the requested response and the one sent
// count.
func TestInternalError(t *testing.T) {
	catalog := catalogOf(t, greetings+"  utter_internal_error_rasa:\n    - text: sorry\n")
	m := New(Options{Responses: true})
	a := m.Assistant("bot", none)
	a.Prepare(catalog)
	req := &nlg.Request{Response: "utter_slack", Channel: "facebook"}
	got := changes(t, m, func() { a.Said(catalog, req.Response, render(t, catalog, req)) })
	want := map[string]float64{
		"nlg_requests_total{assistant=bot,code=200,outcome=internal_error}": 1, "nlg_selections_total{assistant=bot,group=none}": 1,
		"nlg_response_requests_total{assistant=bot,response=utter_slack}":                              1,
		"nlg_variation_selections_total{assistant=bot,response=utter_internal_error_rasa,variation=1}": 1,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestOldCatalog checks that a request that began before a reload still counts
// for its variation, and that one from two reloads ago does not.
func TestOldCatalog(t *testing.T) {
	old := catalogOf(t, "responses:\n  utter_x:\n    - {text: a, id: a}\n    - {text: b, id: b}\n")
	live := catalogOf(t, "responses:\n  utter_x:\n    - {text: b, id: b}\n")
	m := New(Options{Responses: true})
	a := m.Assistant("bot", none)
	a.Prepare(old)
	a.Prepare(live)
	said := func() { a.Said(old, "utter_x", &nlg.Message{Response: "utter_x", Variation: 1, ID: "b"}) }
	const b = "nlg_variation_selections_total{assistant=bot,response=utter_x,variation=b}"
	if got := changes(t, m, said); got[b] != 1 {
		t.Errorf("after one reload: %v", got)
	}
	a.Prepare(catalogOf(t, "responses:\n  utter_x:\n    - {text: B, id: b}\n"))
	if got := changes(t, m, said); got[b] != 0 {
		t.Errorf("after two: %v", got)
	}
}

// TestCountsAreTheContents checks that after any reloads and requests the
// series are those of the live content, and each has the requests since its
// name first appeared.
func TestCountsAreTheContents(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := New(Options{Responses: true})
		a := m.Assistant("bot", none)
		// Without the metrics of the process, which take long.
		shown := prometheus.NewPedanticRegistry()
		shown.MustRegister(newCollector(m))
		model := map[string]float64{}
		var catalog *nlg.Catalog
		reload := func(t *rapid.T) {
			var text strings.Builder
			text.WriteString("responses:\n")
			names := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"utter_a", "utter_b", "utter_c"}), 1, 3, rapid.ID).Draw(t, "names")
			next := map[string]float64{}
			for _, name := range names {
				fmt.Fprintf(&text, "  %s:\n", name)
				asked := "nlg_response_requests_total{assistant=bot,response=" + name + "}"
				next[asked] = model[asked]
				for i, id := range rapid.SliceOfN(rapid.SampledFrom([]string{"", "x", "y"}), 1, 3).Draw(t, "ids") {
					fmt.Fprintf(&text, "    - {text: t%d, id: %q}\n", rapid.IntRange(0, 9).Draw(t, "text"), id)
					if id == "" {
						id = fmt.Sprint(i + 1)
					}
					picked := "nlg_variation_selections_total{assistant=bot,response=" + name + ",variation=" + id + "}"
					next[picked] = model[picked]
				}
			}
			var diags nlg.Diagnostics
			if catalog, diags = nlg.Compile([]nlg.File{{Path: "r.yml", Data: []byte(text.String())}}, nlg.Options{}); catalog == nil {
				t.Fatal(diags)
			}
			a.Prepare(catalog)
			model = next
		}
		reload(t)
		t.Repeat(map[string]func(*rapid.T){
			"reload": reload,
			"say": func(t *rapid.T) {
				name := rapid.SampledFrom([]string{"utter_a", "utter_b", "utter_c"}).Draw(t, "name")
				message, err := catalog.Render(&nlg.Request{Response: name}, pickOf{t})
				if err != nil {
					a.Unknown()
					return
				}
				a.Said(catalog, name, message)
				label := message.ID
				if label == "" {
					label = fmt.Sprint(message.Variation + 1)
				}
				model["nlg_response_requests_total{assistant=bot,response="+name+"}"]++
				model["nlg_variation_selections_total{assistant=bot,response="+name+",variation="+label+"}"]++
			},
			"": func(t *rapid.T) {
				got := map[string]float64{}
				families, err := shown.Gather()
				if err != nil {
					t.Fatal(err)
				}
				for _, family := range families {
					for _, one := range family.Metric {
						switch name := family.GetName(); name {
						case "nlg_response_requests_total":
							got[name+"{assistant=bot,response="+one.Label[1].GetValue()+"}"] = one.Counter.GetValue()
						case "nlg_variation_selections_total":
							got[name+"{assistant=bot,response="+one.Label[1].GetValue()+",variation="+one.Label[2].GetValue()+"}"] = one.Counter.GetValue()
						}
					}
				}
				if !maps.Equal(model, got) {
					t.Fatal(cmp.Diff(model, got))
				}
			},
		})
	})
}

// pickOf lets rapid pick a variation.
type pickOf struct{ t *rapid.T }

func (p pickOf) IntN(n int) int { return rapid.IntRange(0, n-1).Draw(p.t, "pick") }
