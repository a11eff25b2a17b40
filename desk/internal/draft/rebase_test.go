package draft

import (
	"strings"
	"testing"

	"nlgserver/edit"
	"nlgserver/nlg"
)

// by returns files with ops done on them, by another author.
func by(t *testing.T, files []nlg.File, ops ...edit.Op) []nlg.File {
	t.Helper()
	for _, op := range ops {
		var err error
		files, err = simpleApply(files, op, true)
		must(t, err)
	}
	return files
}

func TestRebase(t *testing.T) {
	remove := func(n int) edit.Op { return edit.Op{Kind: edit.RemoveVariation, Response: "utter_a", Number: n} }
	add := func(to int, id, text string) edit.Op {
		return edit.Op{Kind: edit.AddVariation, Response: "utter_a", To: to, Value: []byte(`{"id":"` + id + `","text":"` + text + `"}`)}
	}
	move := func(n, to int) edit.Op {
		return edit.Op{Kind: edit.MoveVariation, Response: "utter_a", Number: n, To: to}
	}
	rename := func(to string) edit.Op {
		return edit.Op{Kind: edit.RenameResponse, Response: "utter_a", Value: quoted(to)}
	}
	whole := edit.Op{Kind: edit.RemoveResponse, Response: "utter_a"}
	addX := func(text string) edit.Op {
		return edit.Op{Kind: edit.AddResponse, Response: "utter_x", Value: []byte(`[{"id":"x1","text":"` + text + `"}]`)}
	}
	for name, c := range map[string]struct {
		mine, theirs []edit.Op
		response     string
		want         string // id:text in order
		conflicts    string // path: base>mine/theirs
		moved        string
	}{
		"another response": {[]edit.Op{setText("utter_a", 1, "m")}, []edit.Op{setText("utter_c", 1, "t")}, "utter_a", "a1:m a2:two a3:three", "", ""},
		"another field of the file": {
			[]edit.Op{setText("utter_a", 1, "m")}, []edit.Op{setText("utter_b", 1, "t")}, "utter_a", "a1:m a2:two a3:three", "", "",
		},
		"another variation": {[]edit.Op{setText("utter_a", 1, "m")}, []edit.Op{setText("utter_a", 2, "t")}, "utter_a", "a1:m a2:t a3:three", "", ""},
		"the same field":    {[]edit.Op{setText("utter_a", 1, "m")}, []edit.Op{setText("utter_a", 1, "t")}, "utter_a", "a1:t a2:two a3:three", "1 text: one>m/t", ""},
		"the same change":   {[]edit.Op{setText("utter_a", 1, "m")}, []edit.Op{setText("utter_a", 1, "m")}, "utter_a", "a1:m a2:two a3:three", "", ""},
		"the same change by way of another": {
			[]edit.Op{setText("utter_a", 1, "x"), setText("utter_b", 1, "x"), setText("utter_a", 1, "m")},
			[]edit.Op{setText("utter_a", 1, "m")},
			"utter_a", "a1:m a2:two a3:three", "", "",
		},
		"several changes of a field": {
			[]edit.Op{setText("utter_a", 1, "x"), setText("utter_b", 1, "x"), setText("utter_a", 1, "m")},
			[]edit.Op{setText("utter_a", 1, "t")},
			"utter_a", "a1:t a2:two a3:three", "1 text: one>m/t", "",
		},
		"changed back": {
			[]edit.Op{setText("utter_a", 1, "x"), setText("utter_b", 1, "x"), setText("utter_a", 1, "one")},
			[]edit.Op{setText("utter_a", 1, "t")},
			"utter_a", "a1:t a2:two a3:three", "", "",
		},
		"they removed one before": {[]edit.Op{setText("utter_a", 2, "m")}, []edit.Op{remove(1)}, "utter_a", "a2:m a3:three", "", "utter_a 2>1"},
		"they added one before":   {[]edit.Op{setText("utter_a", 1, "m")}, []edit.Op{add(1, "t1", "t")}, "utter_a", "t1:t a1:m a2:two a3:three", "", "utter_a 1>2"},
		"they moved it":           {[]edit.Op{setText("utter_a", 1, "m")}, []edit.Op{move(1, 3)}, "utter_a", "a2:two a3:three a1:m", "", "utter_a 1>3"},
		"they removed it":         {[]edit.Op{setText("utter_a", 1, "m")}, []edit.Op{remove(1)}, "utter_a", "a2:two a3:three", "0 text: one>m/-", ""},
		"they removed it, and added another": {
			[]edit.Op{setText("utter_a", 1, "m")}, []edit.Op{remove(1), add(0, "t1", "a new one")}, "utter_a", "a2:two a3:three t1:a new one", "0 text: one>m/-", "",
		},
		"both removed it":             {[]edit.Op{remove(1)}, []edit.Op{remove(1)}, "utter_a", "a2:two a3:three", "", ""},
		"they changed what I removed": {[]edit.Op{remove(1)}, []edit.Op{setText("utter_a", 1, "t")}, "utter_a", "a1:t a2:two a3:three", "1 : {\"id\":\"a1\",\"text\":\"one\"}>-/{\"id\":\"a1\",\"text\":\"t\"}", ""},
		"I removed one before":        {[]edit.Op{remove(1), setText("utter_a", 1, "m")}, []edit.Op{move(2, 3)}, "utter_a", "a3:three a2:m", "", "utter_a 1>2"},
		"I added, and changed it": {
			[]edit.Op{add(2, "m1", "m"), setText("utter_a", 2, "mm")}, []edit.Op{remove(3), add(1, "t1", "t")}, "utter_a", "t1:t a1:one m1:mm a2:two", "", "utter_a 2>3",
		},
		"both added at the end":     {[]edit.Op{add(0, "m1", "m")}, []edit.Op{add(0, "t1", "t")}, "utter_a", "a1:one a2:two a3:three t1:t m1:m", "", ""},
		"I moved it":                {[]edit.Op{move(3, 1)}, []edit.Op{remove(2)}, "utter_a", "a3:three a1:one", "", "utter_a 3>2"},
		"they removed the response": {[]edit.Op{setText("utter_a", 1, "m")}, []edit.Op{whole}, "utter_a", "", "0 text: one>m/-", ""},
		"I removed the response":    {[]edit.Op{whole}, []edit.Op{setText("utter_b", 1, "t")}, "utter_a", "", "", ""},
		"I removed what they changed": {
			[]edit.Op{whole},
			[]edit.Op{{Kind: edit.RemoveVariation, Response: "utter_a", Number: 1}, remove(1)},
			"utter_a", "a3:three",
			`0 : [{"id":"a1","text":"one"},{"id":"a2","text":"two"},{"id":"a3","text":"three"}]>-/[{"id":"a3","text":"three"}]`, "",
		},
		"I renamed it, and changed it": {
			[]edit.Op{rename("utter_z"), {Kind: edit.Set, Response: "utter_z", Number: 2, Path: "text", Value: quoted("m")}},
			[]edit.Op{remove(1)},
			"utter_z", "a2:m a3:three", "", "utter_z 2>1",
		},
		"the new name was taken": {
			[]edit.Op{rename("utter_z"), {Kind: edit.Set, Response: "utter_z", Number: 2, Path: "text", Value: quoted("m")}},
			[]edit.Op{{Kind: edit.RenameResponse, Response: "utter_b", Value: quoted("utter_z")}},
			"utter_a", "a1:one a2:m a3:three", "0 : ->\"utter_z\"/-", "",
		},
		"both added a response":      {[]edit.Op{addX("m")}, []edit.Op{addX("t")}, "utter_x", "x1:t", `0 : ->[{"id":"x1","text":"m"}]/[{"id":"x1","text":"t"}]`, ""},
		"both added the same":        {[]edit.Op{addX("m"), setText("utter_x", 1, "mm")}, []edit.Op{addX("m")}, "utter_x", "x1:mm", "", ""},
		"I added one, they a file's": {[]edit.Op{addX("m")}, []edit.Op{setText("utter_a", 1, "t")}, "utter_x", "x1:m", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			s := openStore(t, dir)
			d, _ := mustOpen(t, s, "ann", twoFiles())
			for _, op := range c.mine {
				must(t, d.Do(op))
			}
			present := by(t, twoFiles(), c.theirs...)
			r, err := d.Rebase(present)
			must(t, err)
			check := func(when string) {
				t.Helper()
				if got := list(d.Files(), c.response); got != c.want {
					t.Errorf("%s: %s, want %s", when, got, c.want)
				}
				if got := conflictsAsText(d.Status().Conflicts); got != c.conflicts {
					t.Errorf("%s: conflicts %s, want %s", when, got, c.conflicts)
				}
			}
			check("rebased")
			var moved []string
			for _, m := range r.Moved {
				moved = append(moved, m.Response+" "+string(rune('0'+m.From))+">"+string(rune('0'+m.To)))
			}
			if got := strings.Join(moved, ", "); got != c.moved {
				t.Errorf("moved %s, want %s", got, c.moved)
			}
			must(t, s.Close())
			s = openStore(t, dir)
			defer s.Close()
			d, _ = mustOpen(t, s, "ann", present)
			check("opened again")
			// What others change elsewhere makes no difference any more.
			if _, err := d.Rebase(by(t, present, setText("utter_c", 2, "later"))); err != nil {
				t.Fatal(err)
			}
			check("rebased again")
			for d.Status().Steps > 0 {
				if err := d.Undo(); err != nil {
					break
				}
			}
			if !sameFiles(d.Files(), d.Base()) {
				t.Error("undone, the files are not those of the others")
			}
		})
	}
}

func list(files []nlg.File, response string) string {
	var out []string
	texts, ids := textsOf(files, response)
	for _, id := range ids {
		out = append(out, id+":"+texts[id])
	}
	return strings.Join(out, " ")
}

func conflictsAsText(list []Conflict) string {
	var out []string
	show := func(v []byte) string {
		if isNone(v) {
			return "-"
		}
		if s := text(v); s != "" && !strings.HasPrefix(s, "utter_") {
			return s
		}
		return string(v)
	}
	for _, c := range list {
		n := c.Number
		if c.Gone {
			n = 0
		}
		out = append(out, string(rune('0'+n))+" "+c.Path+": "+show(c.Base)+">"+show(c.Mine)+"/"+show(c.Theirs))
	}
	return strings.Join(out, ", ")
}
