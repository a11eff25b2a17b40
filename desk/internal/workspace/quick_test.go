package workspace

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"runtime"
	"testing"

	"nlgserver/desk/internal/draft"
	"nlgserver/desk/internal/publish"
	"nlgserver/desk/internal/view"
	"nlgserver/edit"
	"nlgserver/lint"
	"nlgserver/nlg"
	"nlgserver/responses"
)

// shop is content with one of everything, and a domain in another file.
const shop = `version: "3.1"
responses:
  # Greets.
  utter_greet:
  # By name.
  - text: "Hello {name}"
    id: by_name
    condition: [{type: slot, name: tier, value: gold}]
    channel: slack
    translation: {de: "Hallo {name}"}
    buttons: [{title: Balance, payload: /balance}]
  - text: "{% if slots.a %}Hi{% endif %}" # nlg:ignore NLG040
  utter_plain:
  - text: Plain {missing}
    translation: {de: Schlicht}
  utter_long:
  - text: |
      Long
      text
`

// TestQuick checks that a response that is compiled and checked alone is the same as in
// the whole content: texts, conditions, inputs, findings, and what it says.
func TestQuick(t *testing.T) {
	domain := nlg.File{Path: "domain.yml", Data: []byte("intents: [balance]\nslots:\n  name: {type: text}\n  tier: {type: categorical, values: [gold, silver]}\n")}
	options := view.Options{Lint: lint.Options{Languages: []string{"de"}}}
	open := func(data []byte) *view.Content {
		c, found := view.Open(t.Context(), view.Sources{Files: []nlg.File{{Path: "shop.yml", Data: data}, domain}}, options)
		if c == nil {
			t.Fatalf("%+v", found)
		}
		return c
	}
	old := nlg.File{Path: "shop.yml", Data: []byte(shop)}
	base := open(old.Data)
	set := func(response string, number int, path, language, value string) edit.Op {
		return edit.Op{Kind: edit.Set, Response: response, Number: number, Path: path, Language: language, Value: []byte(value)}
	}
	for i, ops := range [][]edit.Op{
		{set("utter_greet", 1, "text", "", `"Hi {nane}"`)},
		{set("utter_greet", 1, "text", "de", `"Hallo {nane}"`)},
		{set("utter_greet", 1, "condition", "", `"slots.tier == \"platinum\""`)},
		{set("utter_greet", 1, "condition", "", `"slots.teir == \"gold\""`)},
		{set("utter_greet", 1, "channel", "", `"telegram"`)},
		{set("utter_greet", 1, "channel", "", `"slck"`)},
		{set("utter_greet", 1, "buttons[0].payload", "", `"/blance"`)},
		{set("utter_greet", 2, "text", "", `"two\nlines\nand three"`)},
		{set("utter_plain", 1, "text", "", `"broken {"`)},
		{set("utter_long", 1, "text", "de", `"Langer Text"`)},
		{{Kind: edit.AddVariation, Response: "utter_long", Value: []byte(`{"text": "More", "custom": {"a": 1}}`)}},
		{{Kind: edit.RemoveVariation, Response: "utter_greet", Number: 1}},
		{{Kind: edit.AddResponse, Response: "utter_new", Value: []byte(`[{"text": "Brand new {tier}"}]`)}},
		{set("utter_long", 1, "text", "", `"a"`), set("utter_plain", 1, "text", "", `"b"`)},
	} {
		t.Run(fmt.Sprint(i, " ", ops[0].String()), func(t *testing.T) {
			edited, err := edit.Apply([]nlg.File{old}, ops, edit.Options{IgnoreWas: true})
			if err != nil {
				t.Fatal(err)
			}
			patches, ok := patchesOf(splitOf(&old, responses.Options{}), splitOf(&edited[0], responses.Options{}), &edited[0])
			if !ok || len(patches) != len(ops) {
				t.Fatalf("%+v", patches)
			}
			quick, whole := base.With(t.Context(), "v", patches), open(edited[0].Data)
			if quick == nil {
				t.Fatal("not quick")
			}
			for _, p := range patches {
				if got, want := shown(t, quick, p.Name), shown(t, whole, p.Name); got != want {
					t.Errorf("quick: %s\nwhole: %s", got, want)
				}
			}
			if got, want := quick.Summary(), whole.Summary(); got.Responses != want.Responses || got.Variations != want.Variations {
				t.Errorf("%+v, want %+v", got, want)
			}
			if got, want := rows(quick, "e"), rows(whole, "e"); got != want {
				t.Errorf("quick: %s\nwhole: %s", got, want)
			}
		})
	}
}

// shown is what the page shows of a response, and what it says.
func shown(t *testing.T, c *view.Content, name string) string {
	t.Helper()
	r, ok := c.Response(name)
	if !ok {
		t.Fatal("no response " + name)
	}
	tried, err := c.Try(t.Context(), view.Try{Response: name, Slots: map[string]json.RawMessage{"name": []byte(`"Ann"`), "tier": []byte(`"gold"`)}})
	if err != nil {
		t.Fatal(err)
	}
	r.Version, tried.Version = "", ""
	out, err := json.MarshalIndent([]any{r, tried}, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// rows are the names and texts of what a search finds.
func rows(c *view.Content, words string) string {
	out := ""
	for _, r := range c.List(view.Query{Words: words}).Rows {
		out += fmt.Sprintln(r.Name, r.Text, r.Channels, r.Languages, r.Errors, r.Warnings)
	}
	return out
}

// TestPrepare checks that the first step on a response that was prepared splits no file
// again, and that one on a response that was not does the same.
func TestPrepare(t *testing.T) {
	for _, prepared := range []bool{true, false} {
		store, err := draft.OpenStore(draft.Config{Dir: t.TempDir()})
		if err != nil {
			t.Fatal(err)
		}
		w := New(Config{Store: store, Assistant: "shop", NoTarget: "it is a test", Changed: func() {}, Background: func(work func()) { work() }, Log: slog.New(slog.DiscardHandler)})
		sources := view.Sources{Files: []nlg.File{{Path: "shop.yml", Data: []byte(shop)}}}
		c, _ := view.Open(t.Context(), sources, view.Options{})
		w.Rest(&Base{Sources: sources, Content: c})
		ws, err := w.Of(publish.Author{Name: "Ann"})
		if err != nil {
			t.Fatal(err)
		}
		of := func() (now, base, shown *split) {
			ws.mu.Lock()
			defer ws.mu.Unlock()
			return ws.splits["shop.yml"], ws.baseSplits["shop.yml"], ws.shownSplits["shop.yml"]
		}
		var before *split
		if prepared {
			ws.Prepare("utter_plain", "shop.yml")
			ws.Prepare("utter_plain", "shop.yml") // at once: one is enough
			for before == nil {
				runtime.Gosched()
				before, _, _ = of()
			}
		}
		op := edit.Op{Kind: edit.Set, Response: "utter_plain", Number: 1, Path: "text", Value: json.RawMessage(`"Now"`), Was: json.RawMessage(`"Plain {missing}"`)}
		if err := ws.Do(op); err != nil {
			t.Fatal(err)
		}
		now, base, shown := of()
		if prepared && base != before || now == nil || shown != now || base == nil || now.pieces["utter_long"] != base.pieces["utter_long"] {
			t.Errorf("prepared %v: before %p, base %p, shown %p, now %p", prepared, before, base, shown, now)
		}
		if r, _ := ws.Shown().Response("utter_plain"); r == nil || r.Variations[0].Texts[0].Pieces[0].Text != "Now" {
			t.Errorf("%+v", r)
		}
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	}
}
