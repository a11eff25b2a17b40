package demo

import (
	"io/fs"
	"slices"
	"strings"
	"testing"

	"nlgserver/internal/content"
	"nlgserver/nlg"
	"nlgserver/responses"
)

func paths(files []content.File) string {
	var out []string
	for _, f := range files {
		out = append(out, f.Path)
	}
	return strings.Join(out, " ")
}

// fetch returns the content that a server reads.
func fetch(t *testing.T) []content.File {
	t.Helper()
	src, err := Source()
	if err != nil {
		t.Fatal(err)
	}
	files, found := src.Fetch(t.Context())
	if len(found) > 0 {
		t.Fatal(found)
	}
	return files
}

// TestFiles checks that the response files are served, that the tests beside
// them are not, and that together they are all that init writes.
func TestFiles(t *testing.T) {
	if got := paths(fetch(t)); got != "demo/cards.yml demo/domain.yml demo/faq.yml demo/responses.yml" {
		t.Error(got)
	}
	assistant, err := Assistant()
	if err != nil {
		t.Fatal(err)
	}
	all, err := fs.Glob(assistant, "*")
	if got := strings.Join(all, " "); err != nil || got != "cards.yml demo.nlgtest.yml domain.yml faq.yml responses.yml" {
		t.Error(got, err)
	}
}

// TestShowsEverything checks that the demo has an example of everything that the
// tutorial mentions.
func TestShowsEverything(t *testing.T) {
	c, diags := nlg.Compile(fetch(t), nlg.Options{KeepWritten: true})
	if c == nil || len(diags) > 0 {
		t.Fatal(diags)
	}
	var has []string
	note := func(what string, is bool) {
		if is && !slices.Contains(has, what) {
			has = append(has, what)
		}
	}
	for w := range c.AllWritten() {
		note("retrieval", strings.Contains(w.Name, "/"))
		note("several", len(w.Variations) > 1 && w.Variations[0].Condition == nil && !w.Variations[1].HasChannel)
		for _, v := range w.Variations {
			note("condition", v.Condition != nil)
			note(v.Channel, v.HasChannel)
			note("custom", !v.Key("custom").IsMissing())
			note("image", !v.Key("image").IsMissing())
			note("quick replies", !v.Key("quick_replies").IsMissing())
			note("jinja", slices.ContainsFunc(v.Texts, func(t *responses.Text) bool { return t.Engine == responses.Jinja }))
			note("translated buttons", slices.ContainsFunc(v.Texts, func(t *responses.Text) bool {
				return t.Language == "de" && strings.HasPrefix(t.Path, "buttons")
			}))
			if !slices.Equal(v.Languages, []string{"de", "es"}) {
				t.Errorf("%s, %s: translated into %q", w.Name, v.ID, v.Languages)
			}
		}
	}
	slices.Sort(has)
	want := []string{"condition", "custom", "facebook", "image", "jinja", "quick replies", "rest", "retrieval", "several", "slack", "translated buttons", "twilio"}
	if !slices.Equal(has, want) {
		t.Errorf("the demo shows %q", has)
	}
}
