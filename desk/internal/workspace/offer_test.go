package workspace

import (
	"testing"

	"nlgserver/desk/internal/view"
	"nlgserver/nlg"
)

// TestOfferBesideACheck checks that a list keeps its fixes when a check ends while they
// are looked for, which leaves the same content in another value: the page hears of no
// other version, and does not ask again.
func TestOfferBesideACheck(t *testing.T) {
	file := nlg.File{Path: "a.yml", Data: []byte("slots: {name: {type: text}}\nresponses:\n  utter_x:\n  - text: Hi {nane}\n")}
	shown, found := view.Open(t.Context(), view.Sources{Files: []nlg.File{file}}, view.Options{})
	if shown == nil {
		t.Fatal(found)
	}
	ws := &Workspace{all: &Workspaces{}, files: []nlg.File{file}, shown: shown.Changed(nil), shownFiles: []nlg.File{file}, splits: map[string]*split{}}
	if _, ok := ws.alone(shown, "a.yml", "utter_x"); !ok {
		t.Error("no fix of the same content")
	}
	other := []nlg.File{{Path: "a.yml", Data: append([]byte("# other\n"), file.Data...)}}
	if ws.shown, found = view.Open(t.Context(), view.Sources{Files: other}, view.Options{}); ws.shown == nil {
		t.Fatal(found)
	}
	if _, ok := ws.alone(shown, "a.yml", "utter_x"); ok {
		t.Error("a fix of content that is not shown any more")
	}
}
