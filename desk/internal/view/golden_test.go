package view_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"nlgserver/desk/internal/view"
	"nlgserver/internal/golden"
	"nlgserver/nlg"
)

// bank opens an example with nearly everything that content can have.
func bank(t testing.TB) *view.Content {
	t.Helper()
	s := readTree(t, "testdata/bank")
	body, err := os.ReadFile("testdata/bank/recorded.json")
	if err != nil {
		t.Fatal(err)
	}
	s.Recordings = []view.Recording{{ID: "r1", Time: time.Unix(0, 0), Body: body}, {ID: "broken", Body: []byte("{")}}
	c, found := view.Open(t.Context(), s, view.Options{Compile: nlg.Options{Patterns: true}})
	if c == nil {
		t.Fatalf("rejected: %v", found)
	}
	return c
}

// TestGolden shows everything of the example.
func TestGolden(t *testing.T) {
	c := bank(t)
	values, _ := c.Recording("r1")
	tried, err := c.Try(t.Context(), view.Try{Response: "utter_balance", Recording: "r1"})
	if err != nil {
		t.Fatal(err)
	}
	shown := map[string]any{"summary": c.Summary(), "list": c.List(view.Query{}), "recording": values, "tried": tried}
	for _, row := range c.List(view.Query{}).Rows {
		shown[row.Name], _ = c.Response(row.Name)
	}
	for name, what := range shown {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			e := json.NewEncoder(&b)
			e.SetEscapeHTML(false)
			e.SetIndent("", "  ")
			if err := e.Encode(what); err != nil {
				t.Fatal(err)
			}
			golden.File(t, filepath.Join("testdata", "golden", name+".json"), b.String())
		})
	}
}
