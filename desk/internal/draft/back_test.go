package draft

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"nlgserver/edit"
	"nlgserver/internal/laws"
	"nlgserver/nlg"
)

// TestBack checks what becomes of an author's ops on what was gone for a while: a file was
// read that was half written, or another branch was checked out.
func TestBack(t *testing.T) {
	remove := func(n int) edit.Op { return edit.Op{Kind: edit.RemoveVariation, Response: "utter_a", Number: n} }
	add := func(to int, id string) edit.Op {
		return edit.Op{Kind: edit.AddVariation, Response: "utter_a", To: to, Value: []byte(`{"id":"` + id + `","text":"m"}`)}
	}
	move := func(n, to int) edit.Op {
		return edit.Op{Kind: edit.MoveVariation, Response: "utter_a", Number: n, To: to}
	}
	addA := edit.Op{Kind: edit.AddResponse, Response: "utter_a", Value: []byte(`[{"id":"t1","text":"t"}]`)}
	gone := edit.Op{Kind: edit.RemoveResponse, Response: "utter_a"}
	for name, c := range map[string]struct {
		mine, torn, theirs []edit.Op
		want               string
		conflicts          string // while it is gone, and then
	}{
		"as it was": {[]edit.Op{setText("utter_a", 2, "m")}, []edit.Op{gone}, nil, "a1:one a2:m a3:three", "0 text: two>m/- | "},
		"the field was changed": {
			[]edit.Op{setText("utter_a", 2, "m")}, []edit.Op{gone}, []edit.Op{setText("utter_a", 2, "t")}, "a1:one a2:t a3:three", "0 text: two>m/- | 2 text: two>m/t",
		},
		"another field was changed": {
			[]edit.Op{setText("utter_a", 2, "m")}, []edit.Op{gone}, []edit.Op{setText("utter_a", 1, "t")}, "a1:t a2:m a3:three", "0 text: two>m/- | ",
		},
		"several fields": {
			[]edit.Op{setText("utter_a", 1, "m"), setText("utter_a", 3, "n"), setText("utter_a", 1, "o")},
			[]edit.Op{gone},
			nil, "a1:o a2:two a3:n",
			"0 text: one>o/-, 0 text: three>n/- | ",
		},
		"of one that was moved":   {[]edit.Op{move(3, 1), setText("utter_a", 2, "m")}, []edit.Op{gone}, nil, "a3:three a1:m a2:two", "0 : {\"id\":\"a3\",\"text\":\"three\"}>-/-, 0 text: one>m/- | "},
		"of one that was added":   {[]edit.Op{add(1, "m1"), setText("utter_a", 1, "n")}, []edit.Op{gone}, nil, "m1:n a1:one a2:two a3:three", "0 : ->{\"id\":\"m1\",\"text\":\"m\"}/-, 0 text: m>n/- | "},
		"of one behind it":        {[]edit.Op{add(1, "m1"), setText("utter_a", 2, "n")}, []edit.Op{gone}, nil, "m1:m a1:n a2:two a3:three", "0 : ->{\"id\":\"m1\",\"text\":\"m\"}/-, 0 text: one>n/- | "},
		"a variation at the end":  {[]edit.Op{setText("utter_a", 3, "m")}, []edit.Op{remove(3)}, nil, "a1:one a2:two a3:m", "0 text: three>m/- | "},
		"the same, twice changed": {[]edit.Op{setText("utter_a", 3, "m"), setText("utter_b", 1, "m"), setText("utter_a", 3, "n")}, []edit.Op{remove(3)}, nil, "a1:one a2:two a3:n", "0 text: three>n/- | "},
		"another one at the end": {
			[]edit.Op{setText("utter_a", 3, "m")}, []edit.Op{remove(3)}, []edit.Op{setText("utter_a", 3, "t")}, "a1:one a2:two a3:t", "0 text: three>m/- | 0 text: three>m/-",
		},
		"a variation before the end": {
			[]edit.Op{setText("utter_a", 1, "m")}, []edit.Op{remove(1)}, nil, "a1:one a2:two a3:three", "0 text: one>m/- | 0 text: one>m/-",
		},
		"a response of that name": {
			[]edit.Op{setText("utter_a", 1, "m")}, []edit.Op{gone}, []edit.Op{gone, addA}, "t1:t", "0 text: one>m/- | 1 text: one>m/t",
		},
		"one with less": {
			[]edit.Op{setText("utter_a", 2, "m")}, []edit.Op{gone}, []edit.Op{gone, addA}, "t1:t", "0 text: two>m/- | 0 text: two>m/-",
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := openStore(t, t.TempDir())
			defer s.Close()
			d, _ := mustOpen(t, s, "ann", twoFiles())
			for _, op := range c.mine {
				must(t, d.Do(op))
			}
			_, err := d.Rebase(by(t, twoFiles(), c.torn...))
			must(t, err)
			conflicts := conflictsAsText(d.Status().Conflicts)
			_, err = d.Rebase(by(t, twoFiles(), c.theirs...))
			must(t, err)
			if conflicts += " | " + conflictsAsText(d.Status().Conflicts); conflicts != c.conflicts {
				t.Errorf("conflicts %s, want %s", conflicts, c.conflicts)
			}
			if got := list(d.Files(), "utter_a"); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}

// TestBackIsAsBefore changes, adds and moves variations, takes the response or its file away
// for a while, and finds everything as it was.
func TestBackIsAsBefore(t *testing.T) {
	outer := t
	laws.Check(t, func(t *rapid.T) {
		s, err := OpenStore(Config{Dir: outer.TempDir(), Apply: simpleApply})
		must(t, err)
		defer s.Close()
		d, _ := mustOpen(t, s, "ann", twoFiles())
		size := map[string]int{"utter_a": 3, "utter_b": 1, "utter_c": 2}
		for i := range rapid.IntRange(1, 8).Draw(t, "ops") {
			response := rapid.SampledFrom([]string{"utter_a", "utter_b", "utter_c"}).Draw(t, "response")
			number := rapid.IntRange(1, size[response]).Draw(t, "number")
			to := rapid.IntRange(1, size[response]).Draw(t, "to")
			op := setText(response, number, fmt.Sprint("text ", i))
			switch rapid.SampledFrom([]string{"set", "add", "move"}).Draw(t, "kind") {
			case "add":
				op = edit.Op{Kind: edit.AddVariation, Response: response, To: to, Value: []byte(fmt.Sprintf(`{"id":"m%d","text":"m"}`, i))}
				size[response]++
			case "move":
				op = edit.Op{Kind: edit.MoveVariation, Response: response, Number: number, To: to}
			}
			must(t, d.Do(op))
		}
		before := d.Files()
		for range rapid.IntRange(1, 3).Draw(t, "times") {
			torn := twoFiles()
			switch rapid.SampledFrom([]string{"response", "file", "empty"}).Draw(t, "gone") {
			case "response":
				response := rapid.SampledFrom([]string{"utter_a", "utter_b", "utter_c"}).Draw(t, "which")
				if torn, err = simpleApply(torn, edit.Op{Kind: edit.RemoveResponse, Response: response}, true); err != nil {
					t.Fatal(err)
				}
			case "file":
				torn = torn[1:]
			case "empty":
				torn[0] = pile{}.file("a.yml")
			}
			_, err = d.Rebase(torn)
			must(t, err)
		}
		_, err = d.Rebase(twoFiles())
		must(t, err)
		if c := d.Status().Conflicts; len(c) > 0 || !sameFiles(d.Files(), before) {
			t.Fatalf("%+v\n%s\nwas\n%s", c, shown(d.Files()), shown(before))
		}
	})
}

func shown(files []nlg.File) string {
	return fmt.Sprint(list(files, "utter_a"), "; ", list(files, "utter_b"), "; ", list(files, "utter_c"))
}

// TestBackOfOwn checks that a response that its author has added is not taken for one of
// that name which others add, take away, and add again.
func TestBackOfOwn(t *testing.T) {
	addX := func(text string) edit.Op {
		return edit.Op{Kind: edit.AddResponse, Response: "utter_x", Value: []byte(`[{"id":"x1","text":"` + text + `"}]`)}
	}
	s := openStore(t, t.TempDir())
	defer s.Close()
	d, _ := mustOpen(t, s, "ann", twoFiles())
	must(t, d.Do(addX("m")))
	must(t, d.Do(setText("utter_x", 1, "mm")))
	for _, present := range [][]nlg.File{by(t, twoFiles(), addX("t")), twoFiles(), by(t, twoFiles(), addX("t"))} {
		_, err := d.Rebase(present)
		must(t, err)
	}
	if got := conflictsAsText(d.Status().Conflicts); got != `0 : ->[{"id":"x1","text":"m"}]/[{"id":"x1","text":"t"}], 0 text: m>mm/-` {
		t.Error(got)
	}
}

// TestBackAfterADecision checks that a change that its author has given up stays given up
// when what it changed is there again, and is a conflict again once that is undone.
func TestBackAfterADecision(t *testing.T) {
	s := openStore(t, t.TempDir())
	defer s.Close()
	d, _ := mustOpen(t, s, "ann", twoFiles())
	must(t, d.Do(setText("utter_a", 1, "m")))
	_, err := d.Rebase(by(t, twoFiles(), edit.Op{Kind: edit.RemoveResponse, Response: "utter_a"}))
	must(t, err)
	must(t, d.Resolve(d.Status().Conflicts[0].Ref, Choice{}))
	_, err = d.Rebase(twoFiles())
	must(t, err)
	if got := list(d.Files(), "utter_a"); got != "a1:one a2:two a3:three" || len(d.Status().Conflicts) > 0 {
		t.Errorf("%s, %+v", got, d.Status().Conflicts)
	}
	must(t, d.Undo())
	if got := conflictsAsText(d.Status().Conflicts); got != "0 text: one>m/-" {
		t.Errorf("undone: %s", got)
	}
}
