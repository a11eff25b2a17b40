package desk

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"nlgserver/desk/internal/view"
	"nlgserver/desk/internal/workspace"
	"nlgserver/edit"
)

// moving is a draft that somebody changes after a file was checked against it, and before
// it is applied: the next of moves, while there is one.
type moving struct {
	*workspace.Workspace
	moves []func()
	tries int
}

func (m *moving) DoAt(number int, ops ...edit.Op) error {
	m.tries++
	if len(m.moves) > 0 {
		m.moves[0]()
		m.moves = m.moves[1:]
	}
	return m.Workspace.DoAt(number, ops...)
}

// TestImportTriesAgain checks a file that is imported while its author writes in another
// window: it is judged by what the draft is then, or nothing of it is written.
func TestImportTriesAgain(t *testing.T) {
	const both = "id,source,target\nutter_hi#1.text,Hello {name},Hallo {name}\nutter_bye#1.text,Bye,Tschau\n"
	texts := []string{"Bye", "Bye now", "Bye then", "Bye at last"}
	for moves, want := range []struct {
		written, tries int
		moved          bool
	}{{2, 1, false}, {1, 2, false}, {1, 3, false}, {0, 3, true}} {
		o := newOffice(t, nil)
		ann := o.ann()
		ann.draft()
		m := &moving{Workspace: o.desk.workspaceOf(&session{user: ann.name, role: Author})}
		for i := range moves {
			m.moves = append(m.moves, func() { ann.set("utter_bye", 1, texts[i], texts[i+1]) })
		}
		found, err := importInto(t.Context(), m, view.TranslationImport{Language: "de", Name: "de.csv", Data: []byte(both)}, true)
		if errors.Is(err, workspace.ErrMoved) != want.moved || !want.moved && err != nil || m.tries != want.tries || len(m.moves) > 0 {
			t.Fatalf("%d moves: %d tries, %v", moves, m.tries, err)
		}
		if !want.moved && found.Written != want.written {
			t.Errorf("%d moves: %d written", moves, found.Written)
		}
		// What was typed meanwhile stays, and its old translation is not written under it.
		got := ann.exported("csv")
		if strings.Contains(got, "Hallo {name}") != (want.written > 0) || strings.Contains(got, "Tschau") != (want.written > 1) || !strings.Contains(got, texts[moves]) {
			t.Errorf("%d moves:\n%s", moves, got)
		}
		// Typing is one step; an import is one more.
		if steps := ann.draft().Steps; steps != min(moves, 1)+min(want.written, 1) {
			t.Errorf("%d moves: %d steps", moves, steps)
		}
		if !want.moved {
			continue
		}
		w := httptest.NewRecorder()
		if err := o.desk.notImported(w, err); err != nil || w.Code != http.StatusConflict || codeIn(w) != string(codeContentChanged) || !strings.Contains(w.Body.String(), "the draft has changed meanwhile: try again") {
			t.Errorf("%v %d %s", err, w.Code, w.Body)
		}
	}
}
