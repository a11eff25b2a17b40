package edit

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"nlgserver/nlg"
)

// TestCache: with a cache, the result is the same, only the touched file is read, and
// files that nobody uses are forgotten.
func TestCache(t *testing.T) {
	files := manyFiles(3, 20, "Hi")
	cache := &Cache{}
	opts := Options{IgnoreWas: true, Cache: cache}
	set := func(files []nlg.File, name, text string) []nlg.File {
		t.Helper()
		op := Op{Kind: Set, Response: name, Number: 1, Path: "text", Value: jsonText(text)}
		got, err := Apply(files, []Op{op}, opts)
		if err != nil {
			t.Fatal(err)
		}
		want, err := Apply(files, []Op{op}, Options{IgnoreWas: true})
		if err != nil {
			t.Fatal(err)
		}
		for i := range want {
			if string(got[i].Data) != string(want[i].Data) {
				t.Errorf("%s differs", want[i].Path)
			}
		}
		return got
	}
	now := set(files, "utter_0_3", "a")
	now = set(now, "utter_0_4", "b")
	now = set(now, "utter_2_4", "c")

	e := NewEditor(now, opts)
	if err := e.Do(Op{Kind: RenameResponse, Response: "utter_1_1", Value: jsonText("utter_z")}); err != nil {
		t.Fatal(err)
	}
	for i, want := range []int{0, 2, 0} {
		if got := e.files[i].reads; got != want {
			t.Errorf("file %d was read %d times, want %d", i, got, want)
		}
	}
	now = set(e.Files(), "utter_z", "d")
	for range remembered + 1 {
		NewEditor(now, opts)
	}
	if got := cache.paths(); !slices.Equal(got, []string{"d/0.yml", "d/1.yml", "d/2.yml"}) {
		t.Errorf("known: %v", got)
	}

	var group sync.WaitGroup
	for i := range 4 {
		group.Go(func() {
			op := Op{Kind: Set, Response: fmt.Sprintf("utter_0_%d", i), Number: 1, Path: "text", Value: jsonText("x")}
			if _, err := Apply(now, []Op{op}, opts); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
}

// TestReadsNoMore: an op on a response of a file that is known reads nothing of the rest
// of the file; one that needs the whole file does.
func TestReadsNoMore(t *testing.T) {
	const text = "responses:\n  utter_a:\n  - text: a\n  # about b\n  utter_b: &b\n  - text: b\n  utter_c:\n  - text: c\nother: *b\n"
	for name, want := range map[string]int{"utter_a": 0, "utter_b": 2, "utter_c": 0} {
		cache := &Cache{}
		files := []nlg.File{{Path: "r.yml", Data: []byte(text), Direct: true}}
		if _, ok := cache.Alone(files[0], name); ok != (want == 0) {
			t.Errorf("%s: alone %v", name, ok)
		}
		for i, value := range []string{"x", "y: z", "x\ny"} {
			e := NewEditor(files, Options{IgnoreWas: true, Cache: cache})
			err := e.Do(Op{Kind: Set, Response: name, Number: 1, Path: "text", Value: jsonText(value)})
			if name == "utter_b" {
				if err == nil { // it would change other
					t.Errorf("%s: no error", name)
				}
				break
			}
			if got := e.files[0].reads; err != nil || got != want {
				t.Errorf("%s, step %d: read %d times, %v", name, i, got, err)
			}
			files = e.Files()
		}
	}
}
