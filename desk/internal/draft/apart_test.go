package draft

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nlgserver/edit"
	"nlgserver/nlg"
)

func translating(response string, number int, path, language, text string) edit.Op {
	value, _ := json.Marshal(text)
	return edit.Op{Kind: edit.Set, Response: response, Number: number, Path: path, Language: language, Value: value}
}

func TestAreApart(t *testing.T) {
	a := translating("utter_a", 1, "text", "de", "x")
	other := a
	other.Kind = edit.Unset
	for name, c := range map[string]struct {
		ops  []edit.Op
		want bool
	}{
		"one":               {[]edit.Op{a}, false},
		"languages":         {[]edit.Op{a, translating("utter_a", 1, "text", "fr", "x")}, true},
		"variations":        {[]edit.Op{a, translating("utter_a", 2, "text", "de", "x")}, true},
		"responses":         {[]edit.Op{a, translating("utter_b", 1, "text", "de", "x")}, true},
		"text and title":    {[]edit.Op{a, translating("utter_a", 1, "buttons[0].title", "de", "x")}, true},
		"title and payload": {[]edit.Op{translating("utter_a", 1, "buttons[0].title", "de", "x"), translating("utter_a", 1, "buttons[0].payload", "de", "x")}, true},
		"the same":          {[]edit.Op{a, a}, false},
		"the same, later":   {[]edit.Op{a, translating("utter_b", 1, "text", "de", "x"), a}, false},
		"a source":          {[]edit.Op{a, translating("utter_b", 1, "text", "", "x")}, false},
		"removed":           {[]edit.Op{translating("utter_b", 1, "text", "de", "x"), other}, false},
		"a part":            {[]edit.Op{translating("utter_a", 1, "buttons[0]", "de", "x"), translating("utter_a", 1, "buttons[0].title", "de", "x")}, false},
	} {
		if got := areApart(c.ops); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// manyTexts is content in two files, in blocks and in one line.
func manyTexts(responses int) []nlg.File {
	var a, b strings.Builder
	a.WriteString("responses:\n")
	b.WriteString("responses:\n")
	for i := range responses {
		fmt.Fprintf(&a, "  utter_a%d: # as agreed\n  - text: Hello %d\n    translation: {fr: Bonjour}\n    buttons:\n    - {title: Yes %d, payload: /y}\n  - Bye %d\n", i, i, i, i)
		fmt.Fprintf(&b, "  utter_b%d: [{text: \"Hi %d\"}]\n", i, i)
	}
	return []nlg.File{{Path: "a.yml", Data: []byte(a.String())}, {Path: "b.yml", Data: []byte(b.String())}}
}

// needingQuotes is content in which some texts have quotes by choice, and others because
// they need them.
const needingQuotes = `responses:
  utter_c:
  - text: 'a: b'
    buttons:
    - {title: "Yes, 0", payload: '/y'}
  - "e: f"
  utter_d:
  - text: 'Hello'
    translation:
      es: "- c"
    buttons:
    - title: '{yes}'
      payload: /y
      translation:
        es: {title: "a, b"}
  - {text: 'it''s', translation: {es: 'Say "hi"'}}
`

// TestTogether compares ops that are applied at once with the same one by one.
func TestTogether(t *testing.T) {
	files := append(manyTexts(3), nlg.File{Path: "c.yml", Data: []byte(needingQuotes)})
	rapid.Check(t, func(r *rapid.T) {
		var ops []edit.Op
		for _, name := range []string{"utter_a0", "utter_a2", "utter_b1", "utter_c", "utter_d"} {
			for _, language := range []string{"de", "fr"} {
				for _, path := range []string{"text", "buttons[0].title"} {
					for number := 1; number <= 2; number++ {
						if number == 2 && path != "text" || name == "utter_b1" && (number == 2 || path != "text") {
							continue // there is no such text
						}
						if rapid.Bool().Draw(r, "set") {
							ops = append(ops, translating(name, number, path, language, rapid.SampledFrom([]string{"Hallo", "Bonjour", "a: b # c", "\"q\"\n", "x, y", "Say \"q\""}).Draw(r, "text")))
						}
					}
				}
			}
		}
		ops = rapid.Permutation(ops).Draw(r, "order")
		if !areApart(ops) {
			return
		}
		at := func() (*Draft, *Store) {
			s, err := OpenStore(Config{Dir: t.TempDir()})
			if err != nil {
				t.Fatal(err)
			}
			d, _, err := s.Open("ann", "x", files)
			if err != nil {
				t.Fatal(err)
			}
			return d, s
		}
		one, first := at()
		all, second := at()
		defer func() { _, _ = first.Close(), second.Close() }()
		var replaced []string
		for _, op := range ops {
			entry := one.index.lookUp(one.files, op.Response)
			replaced = append(replaced, string(entry.replaced(op)))
			if err := one.Do(op); err != nil {
				if all.Do(ops...) == nil {
					r.Fatalf("%v, and not at once", err)
				}
				return
			}
		}
		if err := all.Do(ops...); err != nil {
			r.Fatal(err)
		}
		for i, f := range all.All() {
			if string(f.Data) != string(one.All()[i].Data) {
				r.Errorf("at once:\n%s\none by one:\n%s", f.Data, one.All()[i].Data)
			}
		}
		if steps := all.Status().Steps; steps > 1 {
			r.Errorf("%d steps", steps)
		}
		for _, step := range all.state.Steps {
			for i, op := range step.Ops {
				if string(op.Replaced) != replaced[i] {
					r.Errorf("%v replaced %s, not %s", op.Op, op.Replaced, replaced[i])
				}
			}
		}
	})
}

// TestManyTranslationsAtOnce checks that a translator's file is applied at once, and also
// when the content changes under it: reading a large file for each text of an import kept
// its author waiting for minutes.
func TestManyTranslationsAtOnce(t *testing.T) {
	s, err := OpenStore(Config{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	calls := 0
	all := s.all
	s.all = func(files []nlg.File, ops []edit.Op, ignoreWas bool) ([]nlg.File, error) {
		calls++
		return all(files, ops, ignoreWas)
	}
	s.config.Apply = func([]nlg.File, edit.Op, bool) ([]nlg.File, error) {
		t.Fatal("one by one")
		return nil, nil
	}
	files := manyTexts(50)
	d, _, err := s.Open("ann", "x", files)
	if err != nil {
		t.Fatal(err)
	}
	var ops []edit.Op
	for i := range 50 {
		for number := 1; number <= 2; number++ {
			ops = append(ops, translating(fmt.Sprintf("utter_a%d", i), number, "text", "de", "Hallo"))
		}
	}
	if err := d.Do(ops...); err != nil || calls != 1 {
		t.Fatal(err, calls)
	}
	if d.index.held != nil {
		t.Error("the files are still held")
	}
	// Somebody translates one of them, another way, and changes a source.
	theirs := strings.Replace(string(files[0].Data), "text: Hello 7\n    translation: {fr: Bonjour}", "text: Hello 7\n    translation: {fr: Bonjour, de: Servus}", 1)
	theirs = "# new\n" + strings.Replace(theirs, "Hello 9", "Hello nine", 1)
	r, err := d.Rebase([]nlg.File{{Path: "a.yml", Data: []byte(theirs)}, files[1]})
	if err != nil || r.Merged != 99 || len(r.Conflicts) != 1 || r.Conflicts[0].Number != 1 || r.Conflicts[0].Response != "utter_a7" || calls != 2 {
		t.Errorf("%+v %v, %d calls", r, err, calls)
	}
	if got := string(d.All()[0].Data); strings.Count(got, "de: Hallo") != 99 || !strings.Contains(got, "de: Servus") || !strings.Contains(got, "Hello nine") {
		t.Error(got)
	}
}

// TestTogetherOrEachAlone checks that one change that no longer can be written does not
// take the others with it.
func TestTogetherOrEachAlone(t *testing.T) {
	s, err := OpenStore(Config{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	files := manyTexts(3)
	d, _, err := s.Open("ann", "x", files)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Do(translating("utter_a0", 1, "text", "de", "Hallo"), translating("utter_a1", 1, "buttons[0].title", "de", "Ja"), translating("utter_b1", 1, "text", "de", "Hi")); err != nil {
		t.Fatal(err)
	}
	theirs := strings.Replace(string(files[0].Data), "    buttons:\n    - {title: Yes 1, payload: /y}\n", "", 1)
	r, err := d.Rebase([]nlg.File{{Path: "a.yml", Data: []byte(theirs)}, files[1]})
	if err != nil || r.Merged != 2 || len(r.Conflicts) != 1 || !strings.Contains(string(d.All()[0].Data), "Hallo") || !strings.Contains(string(d.All()[1].Data), "de: ") {
		t.Errorf("%+v %v\n%s%s", r, err, d.All()[0].Data, d.All()[1].Data)
	}
}
