package draft

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"nlgserver/edit"
	"nlgserver/nlg"
)

func TestUndo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := openStore(t, t.TempDir())
		defer s.Close()
		present := twoFiles()
		d, _ := mustOpen(t, s, "ann", present)
		if err := d.Undo(); !errors.Is(err, ErrNothing) {
			t.Error(err)
		}
		must(t, d.Do(setText("utter_a", 1, "eins")))
		time.Sleep(time.Minute)
		must(t, d.Do(edit.Op{Kind: edit.RemoveVariation, Response: "utter_a", Number: 2}, setText("utter_c", 2, "zwei")))
		must(t, d.Undo())
		if texts, ids := textsOf(d.Files(), "utter_a"); texts["a1"] != "eins" || len(ids) != 3 {
			t.Errorf("%q", texts)
		}
		must(t, d.Undo())
		if !sameFiles(d.Files(), present) {
			t.Error("not as it was")
		}
		must(t, d.Redo())
		must(t, d.Redo())
		if err := d.Redo(); !errors.Is(err, ErrNothing) {
			t.Error(err)
		}
		must(t, d.Undo())
		must(t, d.Do(setText("utter_a", 2, "zwei")))
		if err := d.Redo(); !errors.Is(err, ErrNothing) {
			t.Errorf("a new step leaves what was undone: %v", err)
		}
		if st := d.Status(); st.Steps != 2 || strings.Join(st.Files, " ") != "a.yml" {
			t.Errorf("%+v", st)
		}
		// An op that fails changes nothing, nor do those before it.
		if err := d.Do(setText("utter_a", 1, "x"), setText("utter_a", 9, "y")); err == nil || d.Status().Steps != 2 {
			t.Errorf("%v, %+v", err, d.Status())
		}
		must(t, d.Do(setText("utter_a", 2, "zwei")))
		if d.Status().Steps != 2 {
			t.Error("a step that changes nothing counts")
		}
	})
}

// TestTyping checks which changes are one step.
func TestTyping(t *testing.T) {
	type change struct {
		after time.Duration
		op    edit.Op
		text  string // an edit of the file's text, if there is no op
	}
	typed := func(after time.Duration, text string) change {
		return change{after: after, op: setText("utter_a", 1, text)}
	}
	for name, c := range map[string]struct {
		changes []change
		steps   int
	}{
		"a phrase":        {[]change{typed(0, "h"), typed(pause, "he"), typed(pause, "hey")}, 1},
		"a pause":         {[]change{typed(0, "h"), typed(pause+1, "he")}, 2},
		"a long phrase":   {[]change{typed(0, "a"), typed(pause, "b"), typed(pause, "c"), typed(pause, "d"), typed(pause, "e"), typed(pause, "f"), typed(pause, "g"), typed(pause, "h"), typed(pause, "i"), typed(pause, "j"), typed(pause, "k"), typed(pause, "l")}, 2},
		"another field":   {[]change{typed(0, "h"), {0, setText("utter_a", 2, "h"), ""}, typed(0, "he")}, 3},
		"another kind":    {[]change{typed(0, "h"), {0, edit.Op{Kind: edit.Unset, Response: "utter_a", Number: 1, Path: "text"}, ""}}, 2},
		"the file's text": {[]change{{0, edit.Op{}, "{}"}, {0, edit.Op{}, "{ }"}, {pause + 1, edit.Op{}, "{  }"}}, 2},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := openStore(t, t.TempDir())
				defer s.Close()
				present := twoFiles()
				d, _ := mustOpen(t, s, "ann", present)
				for _, ch := range c.changes {
					time.Sleep(ch.after)
					if ch.text != "" {
						must(t, d.EditText("c.yml", ch.text))
					} else {
						must(t, d.Do(ch.op))
					}
				}
				if got := d.Status().Steps; got != c.steps {
					t.Errorf("%d steps, want %d", got, c.steps)
				}
				after := d.Files()
				for range c.steps {
					must(t, d.Undo())
				}
				if !sameFiles(d.Files(), present) {
					t.Error("undone, it is not as it was")
				}
				for range c.steps {
					must(t, d.Redo())
				}
				if !sameFiles(d.Files(), after) {
					t.Error("done again, it is not as it was")
				}
			})
		})
	}
}

// TestTypedBack checks that undo does not stop at typing that was deleted again.
func TestTypedBack(t *testing.T) {
	s := openStore(t, t.TempDir())
	defer s.Close()
	d, _ := mustOpen(t, s, "ann", twoFiles())
	must(t, d.Do(setText("utter_c", 1, "x")))
	must(t, d.Do(setText("utter_a", 1, "onee")))
	must(t, d.Do(setText("utter_a", 1, "one")))
	must(t, d.Undo())
	if !sameFiles(d.Files(), twoFiles()) {
		t.Error("undo changed nothing")
	}
}

func TestEditText(t *testing.T) {
	s := openStore(t, t.TempDir())
	defer s.Close()
	present := append(twoFiles(), nlg.File{Path: "latin.yml", Data: []byte("# \xe9\n")})
	d, _ := mustOpen(t, s, "ann", present)
	for path, want := range map[string]string{"x.yml": `the content has no file "x.yml"`, "latin.yml": `"latin.yml" is not UTF-8`} {
		if err := d.EditText(path, "x"); err == nil || !strings.Contains(err.Error(), want) {
			t.Error(err)
		}
	}
	must(t, d.EditText("c.yml", "# ü\n"))
	must(t, d.EditText("c.yml", "# ä\n"))
	if got := string(d.Files()[1].Data); got != "# ä\n" {
		t.Errorf("%q", got)
	}
}

// TestStore checks who may open what, and that the files are private.
func TestStore(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "state")
	s := openStore(t, dir)
	if _, err := OpenStore(Config{Dir: dir}); err == nil || !strings.Contains(err.Error(), "in use by another process") {
		t.Error(err)
	}
	for _, author := range []string{"", strings.Repeat("x", maxName+1)} {
		if _, _, err := s.Open(author, "bot", nil); err == nil {
			t.Errorf("author %.5q was accepted", author)
		}
	}
	for _, author := range []string{"..", "../../x", "/etc/passwd", "CON", "Ann", "ann", "a\x00b", "a/b", "a_b", strings.Repeat("ü", 400), ".", "-rf", "\u202ex"} {
		mustOpen(t, s, author, twoFiles())
		mustOpen(t, s, author, twoFiles())
	}
	files, dirs := 0, 0
	must(t, filepath.WalkDir(dir, func(path string, e os.DirEntry, err error) error {
		must(t, err)
		info, err := e.Info()
		must(t, err)
		want := os.FileMode(0o600)
		if e.IsDir() {
			want = 0o700
			dirs++
		} else {
			files++
		}
		if info.Mode().Perm() != want {
			t.Errorf("%s has mode %v", path, info.Mode())
		}
		if name := filepath.Base(path); strings.ContainsAny(name, " \x00/") || len(name) > 80 {
			t.Errorf("the name %q", name)
		}
		return nil
	}))
	if files != 13+1 || dirs != 3 {
		t.Errorf("%d files, %d directories", files, dirs)
	}
	if entries, err := os.ReadDir(filepath.Dir(dir)); err != nil || len(entries) != 1 {
		t.Errorf("there is something beside the state directory: %v, %v", entries, err)
	}
	must(t, s.Close())
	must(t, openStore(t, dir).Close())
}

// TestReopen checks that a draft is as it was after a restart: undone steps included.
func TestReopen(t *testing.T) {
	dir := t.TempDir()
	present := twoFiles()
	s := openStore(t, dir)
	d, _ := mustOpen(t, s, "ann", present)
	must(t, d.Do(setText("utter_a", 1, "eins")))
	must(t, d.Do(setText("utter_c", 1, "eins")))
	must(t, d.Undo())
	want := d.Status()
	must(t, s.Close())

	s = openStore(t, dir)
	defer s.Close()
	others, err := s.Others("bob", "bot")
	if err != nil || len(others) != 1 || others[0].Author != "ann" || others[0].Response != "utter_a" || others[0].Path != "text" {
		t.Errorf("%+v, %v", others, err)
	}
	if own, err := s.Others("ann", "bot"); err != nil || len(own) != 0 {
		t.Errorf("%+v, %v", own, err)
	}
	d, r := mustOpen(t, s, "ann", present)
	if got := d.Status(); asText(got) != asText(want) || r.Changed {
		t.Errorf("got %s, want %s", asText(got), asText(want))
	}
	if others, err := s.Others("bob", "bot"); err != nil || len(others) != 1 {
		t.Errorf("of an open draft: %+v, %v", others, err)
	}
	must(t, d.Redo())
	if texts, _ := textsOf(d.Files(), "utter_c"); texts["c1"] != "eins" {
		t.Errorf("%q", texts)
	}
	must(t, d.Discard())
	if !sameFiles(d.Files(), present) || len(d.Dropped()) != 2 {
		t.Error("not discarded, or not kept")
	}
	must(t, d.Forget())
	if len(d.Dropped()) != 0 {
		t.Error("not forgotten")
	}
}

func asText(v any) string {
	data, _ := json.Marshal(v)
	return string(data)
}

// TestBounds checks that a draft that grows is compacted, and stays the same.
func TestCompaction(t *testing.T) {
	dir := t.TempDir()
	s := openStore(t, dir)
	s.now = func() time.Time { return time.Unix(0, 0) } // all is one step, on a slow machine too
	d, _ := mustOpen(t, s, "ann", twoFiles())
	long := strings.Repeat("x", 100_000)
	for i := range 60 {
		must(t, d.Do(setText("utter_a", 1, long[:len(long)-i])))
	}
	if size := d.journal.Size(); size > 3*compactAt {
		t.Errorf("the journal has %d bytes", size)
	}
	want := d.Files()
	must(t, s.Close())
	s = openStore(t, dir)
	defer s.Close()
	d, _ = mustOpen(t, s, "ann", twoFiles())
	if !sameFiles(d.Files(), want) {
		t.Error("not the same after compaction")
	}
}

func TestChanges(t *testing.T) {
	s := openStore(t, t.TempDir())
	defer s.Close()
	d, _ := mustOpen(t, s, "ann", twoFiles())
	must(t, d.Do(setText("utter_a", 2, "zwei")))
	diff, found := d.Changes(nlg.Options{})
	if len(found) > 0 || len(diff.Responses) != 1 || diff.Responses[0].Variations[0].Changes[0].After != "zwei" {
		t.Errorf("%+v, %v", diff, found)
	}
	must(t, d.EditText("c.yml", "responses: ["))
	if diff, found := d.Changes(nlg.Options{}); diff != nil || !found.Refused() {
		t.Errorf("%+v, %v", diff, found)
	}
}

// TestDamaged checks that a line that cannot be read costs only what depends on it.
func TestDamaged(t *testing.T) {
	for name, c := range map[string]struct {
		line    int
		a       string
		steps   int
		dropped int
	}{
		"the last step":  {4, "eins", 2, 0},
		"a step between": {3, "one", 1, 1}, // the last step changes the same text
		"the draft":      {1, "one", 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			s := openStore(t, dir)
			d, _ := mustOpen(t, s, "ann", twoFiles())
			must(t, d.Do(setText("utter_b", 1, "b")))
			must(t, d.Do(setText("utter_a", 1, "eins")))
			must(t, d.Do(edit.Op{Kind: edit.Unset, Response: "utter_a", Number: 1, Path: "text"}))
			must(t, s.Close())
			path := filepath.Join(dir, "drafts", safeName("bot"), safeName("ann")+ending)
			data, err := os.ReadFile(path)
			must(t, err)
			lines := strings.SplitAfter(string(data), "\n")
			lines[c.line-1] = strings.Replace(lines[c.line-1], "time", "tame", 1)
			lines[c.line-1] = strings.Replace(lines[c.line-1], "author", "outher", 1)
			must(t, os.WriteFile(path, []byte(strings.Join(lines, "")), 0o600))
			s = openStore(t, dir)
			defer s.Close()
			d, _ = mustOpen(t, s, "ann", twoFiles())
			if texts, _ := textsOf(d.Files(), "utter_a"); texts["a1"] != c.a {
				t.Errorf("%q", texts)
			}
			if st := d.Status(); st.Steps != c.steps || st.Dropped != c.dropped || d.Damaged() == "" {
				t.Errorf("%+v, damaged %q", st, d.Damaged())
			}
			if kept, err := os.ReadFile(d.Damaged()); err != nil || string(kept) != strings.Join(lines, "") {
				t.Errorf("not kept: %v", err)
			}
			must(t, d.Do(setText("utter_c", 1, "more")))
		})
	}
}
