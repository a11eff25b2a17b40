package desk

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"nlgserver/desk/internal/view"
	"nlgserver/desk/internal/workspace"
)

// letter sends a file of a translator.
func (h *hand) letter(query, text string) call {
	return headed(call{method: http.MethodPost, target: apiPath + "translations/import?language=de&" + query, body: text, session: h.session}, "Content-Type", "application/octet-stream")
}

// exported is the file of a translator who has not begun.
func (h *hand) exported(format string) string {
	h.t.Helper()
	w := call{target: apiPath + "translations/export?language=de&format=" + format, session: h.session}.on(h.desk)
	if w.Code != http.StatusOK {
		h.t.Fatalf("%d %s", w.Code, w.Body)
	}
	return w.Body.String()
}

// importExchanges are the replies to files of translators.
func importExchanges(t *testing.T) []exchange {
	o, closed := newOffice(t, nil), newOffice(t, nil)
	ann, zoe := o.ann(), closed.ann()
	const good = "id,target\nutter_hi#1.text,Hallo {name}\nutter_bye#1.text,{invented}\n"
	out := []exchange{
		{name: "import, dry", call: ann.letter("name=de.csv", good), desk: o.desk, status: 200},
		{name: "import nothing", call: ann.letter("name=de.csv&apply=1&stale=1&theirs=1&fuzzy=1", "id,target\n"), desk: o.desk, status: 200},
		{name: "import", call: ann.letter("name=de.csv&apply=1", good), desk: o.desk, status: 200},
		{name: "import no name", call: ann.letter("", good), desk: o.desk, status: 400, code: codeQuery},
		{name: "import, apply=yes", call: ann.letter("name=a&apply=yes", good), desk: o.desk, status: 400, code: codeQuery},
		{name: "import JSON", call: headed(ann.letter("name=a", good), "Content-Type", "application/json"), desk: o.desk, status: 415, code: codeContentType},
		{name: "import much", call: ann.letter("name=a", strings.Repeat("a", view.MaxImport+1)), desk: o.desk, status: 413, code: codeBodyTooLarge},
	}
	zoe.ask(http.MethodGet, "draft", "", 200, nil)
	if err := closed.desk.work.Close(); err != nil {
		t.Fatal(err)
	}
	return append(out, exchange{name: "import, unsaved", call: zoe.letter("name=a&apply=1", good), desk: closed.desk, status: 507, code: codeNotSaved})
}

// TestImportIsOneStep checks the way of a translator's file: what is good becomes one
// step of the draft, what is not is told with its line, and one undo takes it all back.
func TestImportIsOneStep(t *testing.T) {
	o := newOffice(t, nil)
	ann := o.ann()
	file := ann.exported("csv")
	for source, target := range map[string]string{"Hello {name}": "Hallo {name}", "Bye": "Tschüss {you}", "Goodbye": "Auf Wiedersehen"} {
		file = strings.Replace(file, `"`+source+`",""`, `"`+source+`","`+target+`"`, 1)
	}
	type reply struct {
		view.Imported
		Draft *struct{ Steps int }
	}
	read := func(query string) (out reply) {
		t.Helper()
		w := ann.letter(query, file).on(o.desk)
		if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil || w.Code != http.StatusOK {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
		return out
	}
	before := o.read("hello.yml")
	dry := read("name=de.csv")
	if dry.Written != 2 || dry.Errors != 1 || dry.Refused != 1 || dry.Draft != nil {
		t.Errorf("%+v", dry)
	}
	if f := dry.Findings[0]; f.Position.File != "de.csv" || f.Position.Line == 0 || !strings.Contains(f.Message, "{you}") || !strings.Contains(f.Source, "Tschüss") {
		t.Errorf("%+v", f)
	}
	if d := read("name=de.csv&apply=1"); d.Draft == nil || d.Draft.Steps != 1 || d.Written != 2 {
		t.Errorf("%+v", d)
	}
	if got := o.read("hello.yml"); got != before {
		t.Error("the import wrote into the file:", got)
	}
	if got := ann.exported("csv"); !strings.Contains(got, "Hallo {name}") || !strings.Contains(got, "Auf Wiedersehen") || strings.Contains(got, "Tschüss") {
		t.Error("the draft does not have it:", got)
	}
	if again := read("name=de.csv&apply=1"); again.Written != 0 || again.Unchanged != 2 || again.Draft != nil {
		t.Errorf("again: %+v", again)
	}
	ann.post("draft/undo", "{}")
	if got := ann.exported("csv"); strings.Contains(got, "Hallo") || strings.Contains(got, "Wiedersehen") {
		t.Error("undone, but still there:", got)
	}
}

// TestImportIsNotForReaders checks that who may read may export, and not import.
func TestImportIsNotForReaders(t *testing.T) {
	o := newOffice(t, nil)
	reader := o.as("Rea", Reader)
	reader.exported("po")
	w := reader.letter("name=de.csv&apply=1", "id,target\nutter_hi#1.text,Hallo {name}\n").on(o.desk)
	if w.Code != http.StatusForbidden || codeIn(w) != string(codeReadOnly) {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	readOnly := demoDesk(t, nil)
	h := &hand{}
	h.session = readOnly.sessions.begin("ann", Publisher)
	if w := h.letter("name=de.csv", "id,target\n").on(readOnly); w.Code != http.StatusForbidden {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

// TestImportIsOfTheWholeDraft checks that no file is judged by content that the draft is
// not: one that cannot be loaded says so, also before anything is written.
func TestImportIsOfTheWholeDraft(t *testing.T) {
	o := newOffice(t, nil)
	ann := o.ann()
	const file = "id,target\nutter_hi#1.text,Hallo {name}\n"
	var f struct{ Path, Text, Version string }
	ann.ask(http.MethodGet, "file?path="+o.path("hello.yml"), "", 200, &f)
	broken, _ := json.Marshal(map[string]string{"path": f.Path, "text": f.Text + "  utter_x:\n  - text: [1\n", "was_version": f.Version})
	ann.post("draft/file", string(broken))
	for _, query := range []string{"name=de.csv", "name=de.csv&apply=1"} {
		w := ann.letter(query, file).on(o.desk)
		if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "correct its errors first") {
			t.Errorf("%s: %d %s", query, w.Code, w.Body)
		}
	}
	ann.post("draft/undo", "{}")
	if w := ann.letter("name=de.csv&apply=1", file).on(o.desk); w.Code != http.StatusOK {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

// TestImportOfADraftThatMoved checks that what was decided on a draft is not done on
// another: its source may be another by then.
func TestImportOfADraftThatMoved(t *testing.T) {
	o := newOffice(t, nil)
	ann := o.ann()
	ann.checked()
	ws := o.desk.workspaceOf(&session{user: ann.name, role: Author})
	c, number, err := ws.Whole(t.Context())
	if err != nil || c == nil {
		t.Fatal(err)
	}
	found, err := c.Import(view.TranslationImport{Language: "de", Name: "de.csv", Data: []byte("id,target\nutter_hi#1.text,Hallo {name}\n")})
	if err != nil || found.Written != 1 {
		t.Fatal(found, err)
	}
	ann.set("utter_hi", 1, "Hello {name}", "Goodbye {name}")
	if err := ws.DoAt(number, found.Ops...); !errors.Is(err, workspace.ErrMoved) {
		t.Error(err)
	}
	if strings.Contains(ann.exported("csv"), "Hallo") {
		t.Error("written, of another source")
	}
	// A request decides again, with what is there now.
	if w := ann.letter("name=de.csv&apply=1", "id,source,target\nutter_hi#1.text,Hello {name},Hallo {name}\n").on(o.desk); !strings.Contains(w.Body.String(), "the source has changed") {
		t.Error(w.Body)
	}
	if w := ann.letter("name=de.csv&apply=1", "id,source,target\nutter_hi#1.text,Goodbye {name},Hallo {name}\n").on(o.desk); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `"written":1`) {
		t.Error(w.Body)
	}
}

// TestImportTooManyForAStep checks the bound of a step, and that nothing is written.
func TestImportTooManyForAStep(t *testing.T) {
	o := newOffice(t, nil)
	var content, file strings.Builder
	content.WriteString("responses:\n")
	file.WriteString("id,target\n")
	for i := range maxImported + 1 {
		fmt.Fprintf(&content, "  utter_%d: [{text: \"Hello %d\"}]\n", i, i)
		fmt.Fprintf(&file, "utter_%d#1.text,Hallo\n", i)
	}
	o.save("hello.yml", content.String())
	o.refresh()
	ann := o.ann()
	dry := ann.letter("name=de.csv", file.String()).on(o.desk)
	if dry.Code != http.StatusOK || !strings.Contains(dry.Body.String(), fmt.Sprintf(`"written":%d`, maxImported+1)) || !strings.Contains(dry.Body.String(), fmt.Sprintf(`"most":%d`, maxImported)) {
		t.Errorf("%d %.300s", dry.Code, dry.Body)
	}
	w := ann.letter("name=de.csv&apply=1", file.String()).on(o.desk)
	if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "at most 5000 at a time") || ann.draft().Dirty {
		t.Errorf("%d %.300s", w.Code, w.Body)
	}
}

// TestImportOverWhatIsNoText checks keys that authors leave empty for a translator, which
// are filled, and values that are no texts, which stay: one of them must not keep the
// whole file out.
func TestImportOverWhatIsNoText(t *testing.T) {
	o := newOffice(t, nil)
	for n, one := range []struct {
		value, want string // as YAML
		written     int
	}{
		{"", "de: Neu\n", 2},
		{"~ # later", "de: Neu # later\n", 2},
		{"null", "de: Neu\n", 2},
		{`""`, `de: "Neu"` + "\n", 2},
		{`" "`, `de: "Neu"` + "\n", 2},
		{"5", "de: 5\n", 1},
		{"true", "de: true\n", 1},
		{"[a]", "de: [a]\n", 1},
		{"{text: x}", "de: {text: x}\n", 1},
	} {
		o.save("hello.yml", "responses:\n  utter_hi:\n  - text: Hello you\n    translation:\n      de: "+one.value+"\n  utter_bye:\n  - text: Bye\n")
		o.refresh()
		ann := o.as(fmt.Sprint("Ann ", n), Publisher)
		w := ann.letter("apply=1&name=de.csv", "id,target\nutter_hi#1.text,Neu\nutter_bye#1.text,Tschau\n").on(o.desk)
		var out view.Imported
		if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil || w.Code != http.StatusOK || out.Written != one.written || out.Refused != 2-one.written {
			t.Errorf("%q: %d %.600s", one.value, w.Code, w.Body)
		}
		if out.Refused == 1 && !strings.Contains(out.Findings[0].Message, "something other than a text there") {
			t.Errorf("%q: %+v", one.value, out.Findings)
		}
		var f struct{ Text string }
		ann.ask(http.MethodGet, "file?path="+o.path("hello.yml"), "", 200, &f)
		if !strings.Contains(f.Text, one.want) || !strings.Contains(f.Text, "de: Tschau\n") {
			t.Errorf("%q:\n%s", one.value, f.Text)
		}
		if one.written == 2 && !strings.Contains(one.value, "\"") {
			// The page writes over it as over what is missing.
			bob := o.as(fmt.Sprint("Bob ", n), Publisher)
			bob.post("draft/steps", `{"ops": [{"kind": "set", "response": "utter_hi", "number": 1, "path": "text", "language": "de", "value": "Neu"}]}`)
		}
	}
}
