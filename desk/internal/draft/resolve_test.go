package draft

import (
	"errors"
	"strings"
	"testing"

	"nlgserver/edit"
	"nlgserver/nlg"
)

func TestResolve(t *testing.T) {
	addX := func(text string) edit.Op {
		return edit.Op{Kind: edit.AddResponse, Response: "utter_x", Value: []byte(`[{"id":"x1","text":"` + text + `"}]`)}
	}
	remove := edit.Op{Kind: edit.RemoveVariation, Response: "utter_a", Number: 1}
	unset := edit.Op{Kind: edit.Unset, Response: "utter_a", Number: 1, Path: "text"}
	for name, c := range map[string]struct {
		mine, theirs   edit.Op
		choice         Choice
		response, want string
		err            string
	}{
		"theirs":            {setText("utter_a", 1, "m"), setText("utter_a", 1, "t"), Choice{}, "utter_a", "a1:t a2:two a3:three", ""},
		"mine":              {setText("utter_a", 1, "m"), setText("utter_a", 1, "t"), Choice{Mine: true}, "utter_a", "a1:m a2:two a3:three", ""},
		"another":           {setText("utter_a", 1, "m"), setText("utter_a", 1, "t"), Choice{Value: quoted("both")}, "utter_a", "a1:both a2:two a3:three", ""},
		"mine, removed":     {remove, setText("utter_a", 1, "t"), Choice{Mine: true}, "utter_a", "a2:two a3:three", ""},
		"theirs, removed":   {remove, setText("utter_a", 1, "t"), Choice{}, "utter_a", "a1:t a2:two a3:three", ""},
		"mine, emptied":     {unset, setText("utter_a", 1, "t"), Choice{Mine: true}, "utter_a", "a1: a2:two a3:three", ""},
		"another, emptied":  {unset, setText("utter_a", 1, "t"), Choice{Value: quoted("both")}, "utter_a", "a1:both a2:two a3:three", ""},
		"mine, gone":        {setText("utter_a", 1, "m"), remove, Choice{Mine: true}, "utter_a", "a2:two a3:three", "only theirs can be taken"},
		"theirs, gone":      {setText("utter_a", 1, "m"), remove, Choice{}, "utter_a", "a2:two a3:three", ""},
		"my response":       {addX("m"), addX("t"), Choice{Mine: true}, "utter_x", "x1:m", ""},
		"theirs, a respose": {addX("m"), addX("t"), Choice{}, "utter_x", "x1:t", ""},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			s := openStore(t, dir)
			d, _ := mustOpen(t, s, "ann", twoFiles())
			must(t, d.Do(c.mine))
			present := by(t, twoFiles(), c.theirs)
			r, err := d.Rebase(present)
			must(t, err)
			if len(r.Conflicts) != 1 {
				t.Fatalf("%+v", r)
			}
			ref := r.Conflicts[0].Ref
			if err := d.Resolve(ref, c.choice); (err == nil) != (c.err == "") || err != nil && !strings.Contains(err.Error(), c.err) {
				t.Fatal(err)
			}
			if c.err != "" {
				return
			}
			check := func(when string) {
				t.Helper()
				if got := list(d.Files(), c.response); got != c.want || len(d.Status().Conflicts) > 0 {
					t.Errorf("%s: %s, want %s; %+v", when, got, c.want, d.Status().Conflicts)
				}
			}
			check("resolved")
			if err := d.Resolve(ref, c.choice); !errors.Is(err, ErrNoConflict) {
				t.Error(err)
			}
			must(t, s.Close())
			s = openStore(t, dir)
			defer s.Close()
			present = by(t, present, setText("utter_b", 1, "later"))
			d, _ = mustOpen(t, s, "ann", present)
			check("opened again on other content")
			must(t, d.Undo())
			if len(d.Status().Conflicts) != 1 || !sameFiles(d.Files(), present) {
				t.Error("undone, it is no conflict again")
			}
			must(t, d.Redo())
			check("done again")
		})
	}
}

// TestTextConflict checks edits of a file's text whose lines others changed, moved or
// left alone.
func TestTextConflict(t *testing.T) {
	const base = "responses:\n  utter_a:\n  - text: one\n  utter_b:\n  - text: two\n  utter_c:\n  - text: three\n  utter_d:\n  - text: four\n"
	for name, c := range map[string]struct{ mine, theirs, want string }{
		"before it":       {strings.Replace(base, "three", "mine", 1), strings.Replace(base, "one", "a longer one", 1), strings.NewReplacer("three", "mine", "one", "a longer one").Replace(base)},
		"after it":        {strings.Replace(base, "one", "mine", 1), strings.Replace(base, "three", "theirs", 1), strings.NewReplacer("one", "mine", "three", "theirs").Replace(base)},
		"on both sides":   {strings.Replace(base, "- text: two", "- text: mine", 1), "# new\n" + strings.Replace(base, "four", "theirs", 1), "# new\n" + strings.NewReplacer("two", "mine", "four", "theirs").Replace(base)},
		"the same":        {strings.Replace(base, "two", "mine", 1), strings.Replace(base, "two", "theirs", 1), ""},
		"the same change": {strings.Replace(base, "two", "mine", 1), strings.Replace(base, "two", "mine", 1), strings.Replace(base, "two", "mine", 1)},
	} {
		t.Run(name, func(t *testing.T) {
			s := openStore(t, t.TempDir())
			defer s.Close()
			files := func(text string) []nlg.File { return []nlg.File{{Path: "a.yml", Data: []byte(text)}} }
			d, _ := mustOpen(t, s, "ann", files(base))
			must(t, d.EditText("a.yml", c.mine))
			r, err := d.Rebase(files(c.theirs))
			must(t, err)
			got := string(d.Files()[0].Data)
			if c.want != "" {
				if got != c.want || len(r.Conflicts) > 0 {
					t.Errorf("%s\n%+v", got, r.Conflicts)
				}
				return
			}
			if got != c.theirs || len(r.Conflicts) != 1 || r.Conflicts[0].File != "a.yml" {
				t.Errorf("%s\n%+v", got, r.Conflicts)
			}
			if err := d.Resolve(r.Conflicts[0].Ref, Choice{Mine: true}); err == nil {
				t.Error("mine was taken")
			}
			must(t, d.Resolve(r.Conflicts[0].Ref, Choice{}))
			if len(d.Status().Conflicts) > 0 {
				t.Error("still a conflict")
			}
		})
	}
}

func TestRevert(t *testing.T) {
	setup := func(t *testing.T) (*Store, *Draft) {
		s := openStore(t, t.TempDir())
		d, _ := mustOpen(t, s, "ann", twoFiles())
		must(t, d.Do(setText("utter_a", 1, "eins")))
		must(t, d.Do(edit.Op{Kind: edit.RemoveVariation, Response: "utter_a", Number: 2}))
		must(t, d.Do(edit.Op{Kind: edit.AddVariation, Response: "utter_a", To: 1, Value: []byte(`{"id":"m","text":"new"}`)}))
		must(t, d.Do(setText("utter_a", 1, "newer"), setText("utter_a", 3, "drei")))
		must(t, d.Do(setText("utter_b", 1, "b")))
		return s, d
	}
	const all = "m:newer a1:eins a3:drei"
	for name, c := range map[string]struct {
		field Field
		want  string
		err   error
	}{
		"a text":                        {Field{"utter_a", 2, "text", ""}, "m:newer a1:one a3:drei", nil},
		"a text behind others":          {Field{"utter_a", 3, "text", ""}, "m:newer a1:eins a3:three", nil},
		"the text of an added one":      {Field{"utter_a", 1, "text", ""}, "m:new a1:eins a3:drei", nil},
		"an added one, with its text":   {Field{"utter_a", 1, "", ""}, "a1:eins a3:drei", nil},
		"the response":                  {Field{"utter_a", 0, "", ""}, "a1:one a2:two a3:three", nil},
		"a variation that is unchanged": {Field{"utter_c", 1, "", ""}, all, ErrNotByItself},
	} {
		t.Run(name, func(t *testing.T) {
			s, d := setup(t)
			defer s.Close()
			if err := d.Revert(c.field); !errors.Is(err, c.err) {
				t.Fatal(err)
			}
			if got := list(d.Files(), "utter_a"); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
			if got := list(d.Files(), "utter_b"); got != "b1:b" {
				t.Errorf("something else was reverted: %s", got)
			}
			if c.err != nil {
				return
			}
			must(t, d.Undo())
			if got := list(d.Files(), "utter_a"); got != all {
				t.Errorf("undone: %s", got)
			}
			must(t, d.Redo())
			present := by(t, twoFiles(), setText("utter_b", 1, "t"))
			if _, err := d.Rebase(present); err != nil {
				t.Fatal(err)
			}
			if got := list(d.Files(), "utter_a"); got != c.want || len(d.Status().Conflicts) != 1 {
				t.Errorf("on other content: %s, want %s; %+v", got, c.want, d.Status().Conflicts)
			}
			if _, err := d.Rebase(by(t, present, setText("utter_a", 3, "t"))); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// TestPublished checks that what was written while publishing stays in the draft.
func TestPublished(t *testing.T) {
	s := openStore(t, t.TempDir())
	defer s.Close()
	d, _ := mustOpen(t, s, "ann", twoFiles())
	must(t, d.Do(setText("utter_a", 1, "eins")))
	must(t, d.Do(setText("utter_b", 1, "eins")))
	published, last := d.Files(), d.Status().Last
	must(t, d.Do(setText("utter_a", 2, "zwei")))
	r, err := d.Published(last, published)
	must(t, err)
	if st := d.Status(); st.Steps != 1 || len(r.Conflicts) > 0 || asText(st.Files) != `["a.yml"]` {
		t.Errorf("%+v, %+v", st, r)
	}
	if got := list(d.Files(), "utter_a"); got != "a1:eins a2:zwei a3:three" {
		t.Error(got)
	}
	must(t, d.Undo())
	if !sameFiles(d.Files(), published) {
		t.Error("undone, it is not what was published")
	}
}
