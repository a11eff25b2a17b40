package preview_test

import (
	"strings"
	"testing"

	"nlgserver/internal/content"
	"nlgserver/internal/golden"
	"nlgserver/nlg"
	"nlgserver/preview"
)

// TestExplain explains the request of each example, in words and as JSON. With
// neither file in the archive, want.txt is what -update adds.
func TestExplain(t *testing.T) {
	golden.Archives(t, "testdata/explain/*.txtar", func(t *testing.T, a *golden.Archive) {
		p := previewOf(t, a)
		var text, data strings.Builder
		if err := p.WriteText(&text, p.Messages(), true, preview.Style{}); err != nil {
			t.Fatal(err)
		}
		a.Want(t, "want.txt", text.String())
		if !a.Has("want.json") {
			return
		}
		if err := p.Data(p.Messages(), true).WriteJSON(&data); err != nil {
			t.Fatal(err)
		}
		a.Want(t, "want.json", data.String())
	})
}

func previewOf(t *testing.T, a *golden.Archive) *preview.Preview {
	t.Helper()
	catalog, diags := nlg.Compile([]content.File{{Path: "responses.yml", Data: a.Data("responses.yml")}}, nlg.Options{})
	if catalog == nil {
		t.Fatal(diags)
	}
	request, err := nlg.ReadRequest(a.Data("request.json"))
	if err != nil {
		t.Fatal(err)
	}
	p, err := preview.New(catalog, request)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestSentencesAreData: whatever the text says about a request, a page finds in
// the data.
func TestSentencesAreData(t *testing.T) {
	golden.Archives(t, "testdata/explain/*.txtar", func(t *testing.T, a *golden.Archive) {
		p := previewOf(t, a)
		e := p.Explain(p.Messages())
		known := map[string]bool{}
		for _, s := range e.Sentences {
			known[s.Text] = true
		}
		for _, v := range e.Variations {
			known[v.Why] = true
			for _, c := range v.Conditions {
				known[c.Sentence] = true
			}
		}
		for line := range strings.Lines(p.Why()) {
			line = strings.TrimSpace(line)
			_, why, isVariation := strings.Cut(line, ": ")
			_, condition, isCondition := strings.Cut(line, "  ")
			found := known[line] || isVariation && known[why] || isCondition && known[strings.TrimSpace(condition)]
			if !found {
				t.Errorf("not in the data: %q", line)
			}
		}
	})
}
