package edit

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"nlgserver/nlg"
)

// manyFiles returns files with responses of two variations.
func manyFiles(files, names int, text string) (all []nlg.File) {
	for i := range files {
		var b strings.Builder
		b.WriteString("version: \"3.1\"\n\nresponses:\n")
		for n := range names {
			fmt.Fprintf(&b, "  utter_%d_%d:\n    - text: \"%s\" # c\n      buttons:\n        - title: 'a'\n          payload: /a\n    - text: other\n", i, n, text)
		}
		all = append(all, nlg.File{Path: fmt.Sprintf("d/%d.yml", i), Name: fmt.Sprintf("%d.yml", i), Data: []byte(b.String())})
	}
	return all
}

// TestReadsOnce: a file is read once more for all its texts, and only the file that an
// op touches is read again.
func TestReadsOnce(t *testing.T) {
	files := manyFiles(3, 50, "Hi")
	var texts []Text
	for n := range 50 {
		for i := range 2 {
			name := fmt.Sprintf("utter_%d_%d", i, n)
			texts = append(texts,
				Text{Response: name, Number: 1, Path: "text", Text: "Tag", Was: "Hi", HasWas: true},
				Text{Response: name, Number: 1, Path: "text", Language: "de", Text: "a"}, Text{Response: name, Number: 1, Path: "text", Language: "fr", Text: "b"},
				Text{Response: name, Number: 1, Path: "buttons[0].title", Language: "de", Text: "c"}, Text{Response: name, Number: 1, Path: "buttons[0].payload", Language: "de", Text: "/d"})
		}
	}
	e := NewEditor(files, Options{})
	if err := e.Do(TextOps(texts)...); err != nil {
		t.Fatal(err)
	}
	for i, want := range []int{3, 3, 1} { // at the start, for the ops, and after them
		if got := e.files[i].reads; got != want {
			t.Errorf("file %d was read %d times, want %d", i, got, want)
		}
	}
	const want = "  utter_1_49:\n    - text: \"Tag\" # c\n      translation:\n        de: \"a\"\n        fr: \"b\"\n      buttons:\n        - title: 'a'\n          payload: /a\n          translation:\n            de:\n              title: 'c'\n              payload: '/d'\n    - text: other\n"
	if got := string(e.Files()[1].Data); !strings.HasSuffix(got, want) {
		t.Errorf("got\n%s", got[len(got)-len(want):])
	}
	op := Op{Kind: Set, Response: "utter_2_7", Number: 2, Path: "text", Value: jsonText("1"), Was: jsonText("other")}
	for i := range 3 {
		op.Value, op.Was = jsonText(fmt.Sprint(i)), op.Value
		if i == 0 {
			op.Was = jsonText("other")
		}
		if err := e.Do(op); err != nil {
			t.Fatal(err)
		}
	}
	if a, b := e.files[0].reads, e.files[2].reads; a != 3 || b > 5 {
		t.Errorf("%d and %d reads", a, b)
	}
	again, err := SetTexts(files, texts, Options{})
	if err != nil || string(again[1].Data) != string(e.Files()[1].Data) || string(files[0].Data) == string(again[0].Data) {
		t.Errorf("SetTexts: %v", err)
	}
}

// TestAllOrNone: of several ops that are written together, the first that cannot be is
// named, and none is done.
func TestAllOrNone(t *testing.T) {
	files := manyFiles(2, 4, "Hi")
	files[1].Data = []byte("responses:\n  utter_x:\n  - text: &a Hi\n  - text: *a\n  utter_y:\n  - text: b\n")
	set := func(name string, number int) Op {
		return Op{Kind: Set, Response: name, Number: number, Path: "text", Value: jsonText("Tag")}
	}
	e := NewEditor(files, Options{IgnoreWas: true})
	err := e.Do(set("utter_0_0", 1), set("utter_y", 1), set("utter_0_1", 1), set("utter_x", 1), set("utter_0_2", 2))
	fault, ok := errors.AsType[*Error](err)
	if !ok || fault.Index != 3 || fault.Hint == "" || fault.Position.File != "d/1.yml" || fault.Position.Line == 0 {
		t.Fatalf("%#v", err)
	}
	for i, f := range e.Files() {
		if string(f.Data) != string(files[i].Data) {
			t.Errorf("%s changed", f.Path)
		}
	}
	if err := e.Do(set("utter_y", 1), set("utter_x", 2), set("utter_x", 1)); err != nil {
		t.Fatal(err)
	}
	const want = "responses:\n  utter_x:\n  - text: &a Tag\n  - text: Tag\n  utter_y:\n  - text: Tag\n"
	if got := string(e.Files()[1].Data); got != want {
		t.Error(got)
	}
	if err := e.Do(Op{Kind: AddResponse, Response: "utter_new", File: "d/new.yml", Value: []byte(`[{"text":"a"}]`)}, set("utter_none", 1)); err == nil || len(e.Files()) != 2 {
		t.Errorf("%v, %d files", err, len(e.Files()))
	}
}

func BenchmarkEdit(b *testing.B) {
	for _, c := range []struct {
		name  string
		files []nlg.File
	}{
		{"1569 variations", manyFiles(1, 785, strings.Repeat("word ", 20))},
		{"8 MiB", manyFiles(1, 10_000, strings.Repeat("word ", 150))},
		{"32 MiB", manyFiles(1, 10_000, strings.Repeat("word ", 640))},
	} {
		b.Run(c.name, func(b *testing.B) {
			e := NewEditor(c.files, Options{IgnoreWas: true})
			b.SetBytes(int64(len(c.files[0].Data)))
			for i := 0; b.Loop(); i++ {
				if err := e.Do(Op{Kind: Set, Response: "utter_0_7", Number: 1, Path: "text", Value: jsonText(fmt.Sprint("text ", i))}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
