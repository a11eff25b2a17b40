package draft

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nlgserver/nlg"
)

// TestRestore goes back to older files, as at a commit: their paths differ, their roots
// and names do not.
func TestRestore(t *testing.T) {
	file := func(path, name, text string) nlg.File {
		return nlg.File{Path: path, Name: name, Data: []byte("responses:\n  utter_" + name[:1] + ":\n  - text: " + text + "\n")}
	}
	dir := t.TempDir()
	s := openStore(t, dir)
	present := []nlg.File{file("domain/a.yml", "a.yml", "now"), file("domain/b.yml", "b.yml", "now"), file("domain/new.yml", "new.yml", "now")}
	d, _ := mustOpen(t, s, "ann", present)
	then := []nlg.File{file("v1:domain/a.yml", "a.yml", "then"), file("v1:domain/b.yml", "b.yml", "now"), file("v1:domain/old.yml", "old.yml", "then")}
	left, err := d.Restore("Back to v1", then)
	must(t, err)
	describe := func() string {
		var out []string
		for _, f := range d.Files() {
			_, text, _ := strings.Cut(string(f.Data), "text: ")
			out = append(out, f.Path+" "+strings.TrimSpace(text))
		}
		return strings.Join(out, ", ")
	}
	const want = "domain/a.yml then, domain/b.yml now, domain/new.yml now, domain/old.yml then"
	if got := describe(); got != want || fmt.Sprint(left) != "[domain/new.yml]" || d.Status().Steps != 1 {
		t.Errorf("%s, left %v, %+v", got, left, d.Status())
	}
	must(t, s.Close())
	s = openStore(t, dir)
	defer s.Close()
	d, _ = mustOpen(t, s, "ann", present)
	if got := describe(); got != want {
		t.Errorf("opened again: %s", got)
	}
	// Others change a file that is not restored, and one that is.
	other := append([]nlg.File{}, present...)
	other[2] = file("domain/new.yml", "new.yml", "newer")
	if r, err := d.Rebase(other); err != nil || len(r.Conflicts) > 0 || describe() != strings.Replace(want, "new.yml now", "new.yml newer", 1) {
		t.Errorf("%s, %+v, %v", describe(), r, err)
	}
	other[0] = file("domain/a.yml", "a.yml", "theirs")
	r, err := d.Rebase(other)
	if err != nil || len(r.Conflicts) != 1 || r.Conflicts[0].File != "domain/a.yml" || !sameFiles(d.All(), other) {
		t.Errorf("%s, %+v, %v", describe(), r, err)
	}
	must(t, d.Undo())
	if st := d.Status(); len(st.Conflicts) > 0 || !sameFiles(d.All(), other) {
		t.Errorf("%+v", st)
	}
}

// TestExpectations checks that an expectation file is changed in a draft as any file,
// and is no content.
func TestExpectations(t *testing.T) {
	s := openStore(t, t.TempDir())
	defer s.Close()
	present := append(twoFiles(), nlg.File{Path: "a.nlgtest.yml", Data: []byte("tests: []\n")})
	d, _ := mustOpen(t, s, "ann", present)
	version := d.Version()
	must(t, d.EditText("a.nlgtest.yml", "tests: [] # none\n"))
	if d.Version() != version || len(d.Files()) != 2 || len(d.Tests()) != 1 || string(d.Tests()[0].Data) != "tests: [] # none\n" {
		t.Errorf("%v", d.Tests())
	}
	if diff, found := d.Changes(nlg.Options{}); diff == nil || !diff.Empty() || len(found) > 0 {
		t.Errorf("%+v, %v", diff, found)
	}
	must(t, d.Do(setText("utter_a", 1, "x")))
	base, files, last := d.Publishing()
	if changed := between(base, files); len(changed) != 2 || last != 2 {
		t.Errorf("%+v, last %d", changed, last)
	}
}

func TestTooManyDrafts(t *testing.T) {
	dir := t.TempDir()
	s := openStore(t, dir)
	defer s.Close()
	mustOpen(t, s, "ann", twoFiles())
	for i := range maxDrafts - 1 {
		must(t, os.WriteFile(filepath.Join(dir, "drafts", safeName("bot"), fmt.Sprint(i)+ending), nil, fileMode))
	}
	if _, _, err := s.Open("bob", "bot", twoFiles()); err == nil || !strings.Contains(err.Error(), "there are 1000 drafts") {
		t.Error(err)
	}
	mustOpen(t, s, "ann", twoFiles())
	if _, _, err := s.Open("bob", "another bot", twoFiles()); err != nil {
		t.Error(err)
	}
	if others, err := s.Others("bob", "bot"); err != nil || len(others) != 0 {
		t.Errorf("%v, %v", others, err)
	}
}
