package view_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nlgserver/desk/internal/view"
	"nlgserver/internal/laws"
	"nlgserver/nlg"
)

func names(rows []view.Row) []string {
	var out []string
	for _, r := range rows {
		out = append(out, r.Name)
	}
	return out
}

const searched = `
responses:
  utter_card_lost:
  - text: We block it now.
    translation: {de: "Wir sperren sie.", vi: "Chúng tôi chặn thẻ"}
    buttons: [{title: Call an AGENT, payload: /agent}]
  utter_hello:
  - text: Hello there, card holder
    id: Grüße
  - text: "Good day"
    channel: slack
  utter_image:
  - custom: {blocks: [{type: Divider}]}
  utter_lost_and_found:
  - text: "Nothing found"
    condition: "slots.vip is true"
`

// TestSearch finds responses by words of their names, texts, ids and payloads.
func TestSearch(t *testing.T) {
	c := content(t, searched)
	for _, tt := range []struct {
		words string
		want  string // names in order, each with where the match is
	}{
		{"", "utter_card_lost utter_hello utter_image utter_lost_and_found"},
		{"  ", "utter_card_lost utter_hello utter_image utter_lost_and_found"},
		{"card", "utter_card_lost utter_hello"},
		{"lost", "utter_card_lost utter_lost_and_found"},
		{"found", "utter_lost_and_found"},
		{"LOST card", "utter_card_lost"},
		{"block it", "utter_card_lost"},
		{"agent call", "utter_card_lost/buttons[0].title"},
		{"/agent", "utter_card_lost/buttons[0].payload"},
		{"sperren", "utter_card_lost/text in de"},
		{"cha\u0323\u0306n", "utter_card_lost/text in vi"}, // decomposed
		{"CHẶN THẺ", "utter_card_lost/text in vi"},
		{"grüße", "utter_hello/id"},
		{"good DAY", "utter_hello/text"},
		{"divider", "utter_image"},
		{"call sperren", ""},
		{"there\x00", ""},
		{"utter", "utter_card_lost utter_hello utter_image utter_lost_and_found"},
	} {
		var got []string
		for _, r := range c.List(view.Query{Words: tt.words}).Rows {
			where := r.Name
			if m := r.Match; m != nil {
				where += "/" + m.Path
				if m.Language != "" {
					where += " in " + m.Language
				}
			}
			got = append(got, where)
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%q: got %q, want %q", tt.words, got, tt.want)
		}
	}
}

// TestExcerpt shows the part of a long text that has the words.
func TestExcerpt(t *testing.T) {
	long := strings.Repeat("größe ", 500)
	c := content(t, "responses:\n  utter_a:\n  - text: \""+long+"needle "+long+"\"\n")
	r := c.List(view.Query{Words: "needle"}).Rows[0]
	if r.Match == nil || !strings.Contains(r.Match.Text, "needle") || len(r.Match.Text) > 500 || len(r.Text) > 500 || !strings.HasSuffix(r.Text, "…") {
		t.Errorf("got %+v", r)
	}
}

// TestAt gives no place to a response that a query does not select.
func TestAt(t *testing.T) {
	c := content(t, searched)
	for _, q := range []view.Query{{}, {At: "utter_none"}, {Words: "found", At: "utter_hello"}, {Channel: "slack", At: "utter_image"}} {
		if at := c.List(q).At; at != -1 {
			t.Errorf("%+v: at %d", q, at)
		}
	}
}

// filters are those that a query can have, with what they select by their facet.
func filters(f view.Facets) map[string]struct {
	query view.Query
	count int
} {
	type one = struct {
		query view.Query
		count int
	}
	all := map[string]one{
		"findings": {view.Query{Findings: true}, f.Findings}, "unused": {view.Query{Unused: true}, max(f.Unused, 0)}, "untested": {view.Query{Untested: true}, f.Untested},
		"failing": {view.Query{Failing: true}, f.Failing},
	}
	for _, x := range f.Channels {
		all["channel "+x.Name] = one{view.Query{Channel: x.Name}, x.Count}
	}
	for _, x := range f.Slots {
		all["slot "+x.Name] = one{view.Query{Slot: x.Name}, x.Count}
	}
	for _, x := range f.Missing {
		all["missing "+x.Name] = one{view.Query{Missing: x.Name}, x.Count}
	}
	return all
}

// TestListLaws checks the list of random content: pages are the whole list, a response
// is found by its name, facets say what their filter selects, and every text that has
// the words is found.
func TestListLaws(t *testing.T) {
	laws.Check(t, func(t *rapid.T) {
		c, texts := randomContent(t)
		words := rapid.SampledFrom([]string{"", "a", "b ab", "ß", "utter", "c /d", "1"}).Draw(t, "words")
		whole := c.List(view.Query{Words: words, Limit: view.MaxLimit})
		var pages []string
		size := rapid.IntRange(1, 5).Draw(t, "size")
		for offset := 0; offset < whole.Matched; offset += size {
			pages = append(pages, names(c.List(view.Query{Words: words, Offset: offset, Limit: size}).Rows)...)
		}
		if !slices.Equal(pages, names(whole.Rows)) {
			t.Fatalf("pages %q, whole %q", pages, names(whole.Rows))
		}
		for name, f := range filters(whole.Facets) {
			f.query.Words = words
			if got := c.List(f.query).Matched; got != f.count {
				t.Fatalf("%s: facet %d, matched %d", name, f.count, got)
			}
		}
		for i, row := range whole.Rows {
			if at := c.List(view.Query{Words: words, At: row.Name, Offset: whole.Matched}).At; at != i {
				t.Fatalf("%q is at %d, want %d", row.Name, at, i)
			}
			if found := c.List(view.Query{Words: row.Name}).Rows; !slices.Contains(names(found), row.Name) {
				t.Fatalf("%q is not found by its name", row.Name)
			}
			if r, ok := c.Response(row.Name); !ok || len(r.Variations) != row.Variations {
				t.Fatalf("%q cannot be opened", row.Name)
			}
		}
		if got, want := names(whole.Rows), search(texts, words); !slices.Equal(got, want) {
			t.Fatalf("%q: got %q, want %q", words, got, want)
		}
	})
}

// search is a search without an index, for ASCII.
func search(texts map[string][]string, words string) []string {
	type hit struct {
		name  string
		named bool
	}
	var hits []hit
	for name, all := range texts {
		found := false
		for i, text := range append([]string{name}, all...) {
			has := true
			for word := range strings.FieldsSeq(words) {
				has = has && strings.Contains(strings.ToLower(text), word)
			}
			if has && !found {
				found = true
				hits = append(hits, hit{name, i == 0})
			}
		}
	}
	slices.SortFunc(hits, func(a, b hit) int {
		if a.named != b.named {
			return cmp.Compare(fmt.Sprint(b.named), fmt.Sprint(a.named))
		}
		return strings.Compare(a.name, b.name)
	})
	var out []string
	for _, h := range hits {
		out = append(out, h.name)
	}
	return out
}

// randomContent returns content, and the texts of each response.
func randomContent(t *rapid.T) (*view.Content, map[string][]string) {
	word := rapid.SampledFrom([]string{"a", "ab", "B", "c", "ß", "É", "{x}", "/d", "1", "ab c", "C /D b"})
	texts := map[string][]string{}
	var b strings.Builder
	b.WriteString("responses:\n")
	for i := range rapid.IntRange(1, 12).Draw(t, "responses") {
		name := fmt.Sprintf("utter_%s%d", rapid.SampledFrom([]string{"a", "b", "zab"}).Draw(t, "name"), i)
		fmt.Fprintf(&b, "  %s:\n", name)
		texts[name] = nil
		for range rapid.IntRange(1, 3).Draw(t, "variations") {
			text := word.Draw(t, "text")
			fmt.Fprintf(&b, "  - text: %q\n", text)
			texts[name] = append(texts[name], text)
			if rapid.Bool().Draw(t, "channel") {
				fmt.Fprintf(&b, "    channel: %s\n", rapid.SampledFrom([]string{"slack", "sms"}).Draw(t, "channel name"))
			}
			if rapid.Bool().Draw(t, "condition") {
				fmt.Fprintf(&b, "    condition: slots.%s is 1\n", rapid.SampledFrom([]string{"s", "t"}).Draw(t, "slot"))
			}
			if rapid.Bool().Draw(t, "translated") {
				text := word.Draw(t, "translation")
				fmt.Fprintf(&b, "    translation: {%s: %q}\n", rapid.SampledFrom([]string{"de", "fr"}).Draw(t, "language"), text)
				texts[name] = append(texts[name], text)
			}
			if rapid.Bool().Draw(t, "id") {
				id := word.Draw(t, "id text")
				fmt.Fprintf(&b, "    id: %q\n", id)
				texts[name] = append(texts[name], id)
			}
		}
	}
	if rapid.Bool().Draw(t, "stories") {
		b.WriteString("stories: [{story: s, steps: [{action: utter_a0}]}]\n")
	}
	s := view.Sources{Files: []nlg.File{{Path: "domain.yml", Data: []byte(b.String()), Direct: true}}}
	c, found := view.Open(t.Context(), s, view.Options{})
	if c == nil {
		t.Fatalf("rejected: %v\n%s", found, b.String())
	}
	return c, texts
}

// TestSearchAllocations checks that a search takes no memory for each response.
func TestSearchAllocations(t *testing.T) {
	few, many := open(t, largeContent(50)), open(t, largeContent(500))
	count := func(c *view.Content, words string) float64 {
		return testing.AllocsPerRun(20, func() { c.List(view.Query{Words: words, Limit: 1}) })
	}
	for _, words := range []string{"", "order", "utter_topic", "unterwegs", "nothing has this"} {
		if a, b := count(few, words), count(many, words); b > a+5 {
			t.Errorf("%q: %v allocations among 50 responses, %v among 500", words, a, b)
		}
	}
}

// TestFailing selects the responses with a test that fails.
func TestFailing(t *testing.T) {
	file := func(name, text string) nlg.File {
		return nlg.File{Path: name, Name: name, Data: []byte(text), Direct: true}
	}
	c := open(t, view.Sources{
		Files: []nlg.File{file("domain.yml", "responses:\n  utter_a: [{text: A}]\n  utter_b: [{text: B}]\n  utter_c: [{text: C}]\n")},
		Tests: []nlg.File{file("x.nlgtest.yml", "version: 1\ntests:\n- {response: utter_a, cases: [{expect: A}]}\n- {response: utter_b, cases: [{expect: A}, {expect: B}]}\n")},
	})
	if list := c.List(view.Query{Failing: true}); list.Facets.Failing != 1 || !slices.Equal(names(list.Rows), []string{"utter_b"}) {
		t.Errorf("facet %d, rows %q", list.Facets.Failing, names(list.Rows))
	}
}

func TestListHasFindings(t *testing.T) {
	var b strings.Builder
	b.WriteString("responses:\n  utter_a:\n")
	for i := range view.MaxFound + 5 {
		fmt.Fprintf(&b, "  - text: \"%d {never\"\n", i)
	}
	b.WriteString("  utter_b:\n  - text: Fine\n")
	c := open(t, view.Sources{Files: []nlg.File{{Path: "a.yml", Data: []byte(b.String())}}})
	if rows := c.List(view.Query{}).Rows; rows[0].Found != nil {
		t.Errorf("findings that nobody asked for: %v", rows[0].Found)
	}
	rows := c.List(view.Query{Found: true}).Rows
	if n := len(rows[0].Found); n != view.MaxFound || rows[0].Errors != view.MaxFound+5 {
		t.Errorf("%d of %d findings", n, rows[0].Errors)
	}
	for i, f := range rows[0].Found {
		if f.Response != "utter_a" || f.Number != i+1 || f.Path != "text" {
			t.Errorf("%d: %+v", i, f)
		}
	}
	if rows[1].Found != nil {
		t.Errorf("%v", rows[1].Found)
	}
}

func TestListSelectsChanges(t *testing.T) {
	c := open(t, view.Sources{Files: []nlg.File{{Path: "a.yml", Data: []byte(searched)}}}).Changed(map[string]bool{"utter_hello": true})
	l := c.List(view.Query{Changed: true})
	if got := names(l.Rows); !slices.Equal(got, []string{"utter_hello"}) || !l.Rows[0].Changed || l.Facets.Changed != 1 {
		t.Errorf("%q, %d", got, l.Facets.Changed)
	}
}
