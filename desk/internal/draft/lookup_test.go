package draft

import (
	"fmt"
	"strings"
	"testing"

	"nlgserver/edit"
	"nlgserver/nlg"
	"nlgserver/responses"
)

// twice is content in which each name is defined in a domain, and in training data, which
// is used.
func twice(names int) []nlg.File {
	var domain, training strings.Builder
	domain.WriteString("responses:\n")
	training.WriteString("nlu: []\nresponses:\n")
	for i := range names {
		fmt.Fprintf(&domain, "  utter_%d:\n  - text: Domain %d\n", i, i)
		fmt.Fprintf(&training, "  utter_%d:\n  - text: Training %d\n", i, i)
	}
	return []nlg.File{{Path: "nlu.yml", Data: []byte(training.String())}, {Path: "domain.yml", Data: []byte(domain.String())}}
}

func textIn(e *entry) string {
	if e == nil {
		return "none"
	}
	return string(e.replaced(edit.Op{Kind: edit.Set, Number: 1, Path: "text"}))
}

// TestLookUpTwice checks which definition is looked up of several, while the files are held
// and while they are not, and that a file that changes is read again.
func TestLookUpTwice(t *testing.T) {
	for _, held := range []bool{false, true} {
		x := newIndex(responses.Options{}, nil)
		if held {
			defer x.hold()()
		}
		is := func(files []nlg.File, file, text string) {
			t.Helper()
			e := x.lookUp(files, "utter_1")
			if got := textIn(e); got != text || e != nil && e.file != file {
				t.Errorf("held %v: %s", held, got)
			}
		}
		files := twice(3)
		is(files, "nlu.yml", `"Training 1"`)
		is(files, "nlu.yml", `"Training 1"`)
		// As long as before, and other bytes.
		files[0].Data = []byte(strings.Replace(string(files[0].Data), "Training 1", "Trainings1", 1))
		is(files, "nlu.yml", `"Trainings1"`)
		removed := strings.Replace(string(files[0].Data), "  utter_1:\n  - text: Trainings1\n", "", 1)
		files[0].Data = []byte(removed)
		is(files, "domain.yml", `"Domain 1"`)
		files[1].Data = []byte(strings.Replace(string(files[1].Data), "Domain 1", "Dom", 1))
		is(files, "domain.yml", `"Dom"`)
		files[0].Data = []byte(removed + "  utter_1:\n  - text: Back\n")
		is(files, "nlu.yml", `"Back"`)
		files[0].Data, files[1].Data = []byte(removed), []byte("responses: {}\n")
		is(files, "", "none")
	}
}

// TestLookUpTwiceReadsOnce checks that files that are held are not read again for a name
// that two of them have.
func TestLookUpTwiceReadsOnce(t *testing.T) {
	files := twice(1000)
	x := newIndex(responses.Options{}, nil)
	defer x.hold()()
	x.lookUp(files, "utter_0")
	nth := 0
	// Reading a file allocates for each of its lines.
	if n := testing.AllocsPerRun(100, func() {
		nth++
		if got, want := textIn(x.lookUp(files, fmt.Sprint("utter_", nth))), fmt.Sprintf(`"Training %d"`, nth); got != want {
			t.Fatal(got, want)
		}
	}); n > 200 {
		t.Errorf("%v allocations for a name", n)
	}
}

// BenchmarkTranslateTwice is the import of a translator's file into content that defines
// each name twice.
func BenchmarkTranslateTwice(b *testing.B) {
	const names = 1000
	files := twice(names)
	x := newIndex(responses.Options{}, nil)
	for b.Loop() {
		release := x.hold()
		for i := range names {
			if x.lookUp(files, fmt.Sprint("utter_", i)) == nil {
				b.Fatal("none")
			}
		}
		release()
	}
}
