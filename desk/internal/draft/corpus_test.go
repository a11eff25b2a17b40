package draft

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"nlgserver/edit"
	"nlgserver/internal/source"
	"nlgserver/nlg"
	"nlgserver/responses"
)

// assistants returns the content of the real assistants, by name.
func assistants(t *testing.T) map[string][]nlg.File {
	t.Helper()
	all := assistantsOrNone(t)
	if len(all) == 0 {
		t.Skip("no corpus in ../shared/corpus: run this beside the shared material")
	}
	return all
}

// assistantsOrNone returns the real assistants, if they are there.
func assistantsOrNone(t *testing.T) map[string][]nlg.File {
	t.Helper()
	dirs, _ := filepath.Glob("../../../../shared/corpus/*__*")
	out := map[string][]nlg.File{}
	for _, dir := range dirs {
		must(t, filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !source.IsContent(d.Name()) {
				return err
			}
			data, err := os.ReadFile(name)
			below, _ := filepath.Rel(dir, name)
			out[filepath.Base(dir)] = append(out[filepath.Base(dir)], nlg.File{Path: filepath.ToSlash(below), Data: data})
			return err
		}))
	}
	return out
}

// field is a text of the content.
type field struct {
	response string
	number   int
	text     string
}

// fields returns the texts of the responses that are defined once.
func fields(files []nlg.File) []field {
	var out []field
	count := map[string]int{}
	for _, f := range files {
		for r := range responses.Open(f, responses.Options{}).Responses() {
			count[r.Name]++
			n := 0
			for v := range r.Read(true) {
				n++
				if text, ok := v.Key("text").Text(); ok && r.Len() >= n {
					out = append(out, field{r.Name, n, text})
				}
			}
			if n != r.Len() { // the numbers are not those of the file
				count[r.Name]++
			}
		}
	}
	var once []field
	for _, f := range out {
		if count[f.response] == 1 {
			once = append(once, f)
		}
	}
	return once
}

// TestCorpus lets two authors change every other text of real assistants. Put
// together, it is what one author who changes all of them gets, byte for byte.
func TestCorpus(t *testing.T) {
	const most = 6 // texts of an assistant
	all := assistants(t)
	tried := 0
	for name, files := range all {
		apply := func(files []nlg.File, op edit.Op, ignoreWas bool) ([]nlg.File, error) {
			return edit.Apply(files, []edit.Op{op}, edit.Options{IgnoreWas: ignoreWas})
		}
		s, err := OpenStore(Config{Dir: t.TempDir(), Apply: apply})
		must(t, err)
		var clock time.Duration
		s.now = func() time.Time { clock += time.Minute; return time.Unix(0, 0).Add(clock) }
		ann, _ := mustOpen(t, s, "ann", files)
		bob, _ := mustOpen(t, s, "bob", files)
		both, _ := mustOpen(t, s, "both", files)
		texts := fields(files)
		for i := 0; i < len(texts); i += max(len(texts)/most, 1) {
			f := texts[i]
			op := edit.Op{Kind: edit.Set, Response: f.response, Number: f.number, Path: "text", Value: quoted(f.text + " (new)"), Was: quoted(f.text)}
			d := ann
			if (i/max(len(texts)/most, 1))%2 == 0 {
				d = bob
			}
			if err := d.Do(op); err != nil {
				continue // what cannot be edited is a matter of package edit
			}
			must(t, both.Do(op))
			tried++
		}
		r, err := ann.Rebase(bob.All())
		must(t, err)
		if len(r.Conflicts) > 0 || !sameFiles(ann.All(), both.All()) {
			t.Errorf("%s: merged, it is not what one author writes: %+v", name, r)
		}
		for ann.Status().Steps > 0 {
			must(t, ann.Undo())
		}
		if !sameFiles(ann.All(), bob.All()) {
			t.Errorf("%s: undone, it is not what the other wrote", name)
		}
		must(t, s.Close())
	}
	if tried < 100 {
		t.Errorf("only %d texts were changed", tried)
	}
}

// TestIncremental checks that an op reads only the file that it touches.
func TestIncremental(t *testing.T) {
	var given []string
	s, err := OpenStore(Config{Dir: t.TempDir(), Apply: func(files []nlg.File, op edit.Op, ignoreWas bool) ([]nlg.File, error) {
		for _, f := range files {
			given = append(given, f.Path)
		}
		return simpleApply(files, op, ignoreWas)
	}})
	must(t, err)
	defer s.Close()
	d, _ := mustOpen(t, s, "ann", twoFiles())
	must(t, d.Do(setText("utter_c", 1, "x")))
	must(t, d.Do(setText("utter_c", 2, "y")))
	if len(given) != 2 || given[0] != "c.yml" || given[1] != "c.yml" {
		t.Errorf("read %q", given)
	}
	before := d.index.files["a.yml"]
	must(t, d.Do(setText("utter_c", 1, "z")))
	if after := d.index.files["a.yml"]; &before.data[0] != &after.data[0] {
		t.Error("the other file was read again")
	}
}
