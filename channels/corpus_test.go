package channels_test

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"nlgserver/channels"
	"nlgserver/internal/content"
	"nlgserver/internal/python"
	"nlgserver/internal/source/files"
	"nlgserver/nlg"
)

const corpusDir = "../../shared/corpus"

// counted is what a reader of the corpus counts with nothing but eyes.
type counted map[string]int

// TestCorpus finds in real assistants what a count over their YAML finds. The
// count takes every text with a blank line for one that splits: 131. That is
// so on Socket.IO; 40 of them stand beside buttons, and Slack and Telegram
// show those whole. (One text more than the count's 5,597 is the word No,
// which the count's reader took for false and Rasa's does not.)
func TestCorpus(t *testing.T) {
	assistants, err := filepath.Glob(filepath.Join(corpusDir, "*__*"))
	if err != nil || len(assistants) == 0 {
		t.Skipf("no corpus in %s: run this beside the shared material", corpusDir)
	}
	// The count is older than three of the assistants, and Rasa's own good and
	// bad files are none.
	younger := []string{
		"RasaHQ__rasa-maestro-voice-insurance-skills", "RasaHQ__rasa-testdata",
		"rasa-customers__starterpack-insurance-en", "rasa-customers__starterpack-telco-en",
	}
	got := counted{}
	for _, dir := range assistants {
		if slices.Contains(younger, filepath.Base(dir)) {
			continue
		}
		got["repositories"]++
		for message := range messagesOf(t, dir) {
			got.add(message)
		}
	}
	want := counted{
		"repositories": 24, "texts": 5598, "sets of buttons": 548,
		"facebook: sets of buttons dropped": 37,
		"slack: sets of buttons dropped":    8,
		"facebook: titles cut":              212,
		"telegram: payloads refused":        2,
		"socketio: texts split":             131,
		"telegram: texts split":             91,
		"slack: texts split":                91,
	}
	for _, key := range slices.Sorted(maps.Keys(want)) {
		if got[key] != want[key] {
			t.Errorf("%s: %d, want %d", key, got[key], want[key])
		}
	}
}

func (c counted) add(m python.Value) {
	if text, ok := m.Dict().Get("text"); ok && text.Kind() == python.KindStr {
		c["texts"]++
	}
	if buttons, _ := m.Dict().Get("buttons"); len(buttons.Items()) > 0 {
		c["sets of buttons"]++
	}
	for _, name := range []string{"facebook", "slack", "telegram", "socketio"} {
		for _, f := range channels.Check(channels.Known().Lookup(name), m, nil) {
			switch {
			case f.Rule == channels.TooMany && f.Path == "buttons" && f.Effect == channels.Dropped:
				c[name+": sets of buttons dropped"]++
			case f.Rule == channels.TooLong && strings.HasPrefix(f.Path, "buttons[") && strings.HasSuffix(f.Path, "].title"):
				c[name+": titles cut"]++
			case f.Rule == channels.TooLong && strings.HasSuffix(f.Path, "].payload"):
				c[name+": payloads refused"]++
			case f.Rule == channels.Bubbles:
				c[name+": texts split"]++
			}
		}
	}
}

// messagesOf yields the variations of every file of an assistant, each file
// on its own: some define the same names in several languages.
func messagesOf(t *testing.T, dir string) func(yield func(python.Value) bool) {
	files, found := files.New([]string{dir}).Fetch(context.Background())
	if found.Refused() {
		t.Fatal(found)
	}
	return func(yield func(python.Value) bool) {
		for _, file := range files {
			catalog, _ := nlg.Compile([]content.File{file}, nlg.Options{Env: os.LookupEnv, KeepWritten: true})
			if catalog == nil {
				continue // no responses in it
			}
			for w := range catalog.AllWritten() {
				for _, v := range w.Variations {
					m := v.Value.Python()
					if m.Dict() == nil {
						m = python.OfDict(python.DictOf("text", m))
					}
					if !yield(m) {
						return
					}
				}
			}
		}
	}
}
