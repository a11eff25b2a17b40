package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"nlgserver/desk/internal/workspace"
	"nlgserver/internal/content"
	"nlgserver/internal/gittest"
	"nlgserver/internal/source/files"
	"nlgserver/lint"
	"nlgserver/nlg"
)

// hello is content to change.
const hello = `# Ann's words: keep them short.
responses:
  utter_hi:
  - text: "Hello {name}" # said first
  utter_bye:
  - text: Bye
  - text: Goodbye
    channel: slack
`

const helloTests = `tests:
- response: utter_hi
  name: hi
  slots: {name: Ann}
  expect: Hello Ann
- response: utter_bye
  name: bye
  expect: Bye
`

// office is a directory with content, and the desks on it.
type office struct {
	t          testing.TB
	dir, state string
	recordings string
	desk       *Desk
}

// newOffice returns a desk on files on disk.
func newOffice(t *testing.T, change func(*Config)) *office {
	t.Helper()
	o := &office{t: t, dir: t.TempDir(), state: t.TempDir(), recordings: t.TempDir()}
	o.save("hello.yml", hello)
	o.save("hello.nlgtest.yml", helloTests)
	o.open(change)
	return o
}

func (o *office) path(name string) string { return filepath.ToSlash(filepath.Join(o.dir, name)) }

func (o *office) save(name, text string) {
	o.t.Helper()
	if err := os.WriteFile(o.path(name), []byte(text), 0o600); err != nil {
		o.t.Fatal(err)
	}
}

func writeFile(name, text string) error { return os.WriteFile(name, []byte(text), 0o600) }

func (o *office) read(name string) string {
	o.t.Helper()
	data, err := os.ReadFile(o.path(name))
	if err != nil {
		o.t.Fatal(err)
	}
	return string(data)
}

func (o *office) config() Config {
	return Config{
		Source: files.New([]string{o.dir}), Title: "Test", Origin: "here", Product: "nlgserver test", User: "Ann Lee",
		Options: Options{
			Compile: nlg.Options{Patterns: true}, Lint: lint.Options{}, Recordings: o.recordings,
			Beside: func(context.Context) Beside {
				var out Beside
				if data, err := os.ReadFile(o.path("hello.nlgtest.yml")); err == nil {
					out.Tests = []nlg.File{{Path: o.path("hello.nlgtest.yml"), Data: data}}
				}
				return out
			},
		},
		Authoring: &Authoring{State: o.state, Assistant: "test", Email: "ann@example.com", Paths: []string{o.dir}},
	}
}

// open opens a desk, in place of the one that was.
func (o *office) open(change func(*Config)) {
	o.t.Helper()
	if o.desk != nil {
		if err := o.desk.Close(); err != nil {
			o.t.Fatal(err)
		}
	}
	cfg := o.config()
	if change != nil {
		change(&cfg)
	}
	d, err := New(cfg)
	if err != nil {
		o.t.Fatal(err)
	}
	o.t.Cleanup(func() { _ = d.Close() })
	o.desk = d
	ready(o.t, d)
	o.refresh()
}

// occupy keeps everybody else from publishing, as somebody who publishes for long does,
// until free is called.
func (o *office) occupy() (free func()) {
	busy, over, ended := make(chan struct{}), make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		_ = o.desk.work.Reading(o.t.Context(), func() {
			close(busy)
			<-over
		})
	}()
	<-busy
	return func() {
		close(over)
		<-ended
	}
}

// refresh waits until the desk has what is on the disk.
func (o *office) refresh() {
	o.t.Helper()
	if err := o.desk.content.refresh(o.t.Context()); err != nil {
		o.t.Fatal(err)
	}
}

// hand is a window of an author.
type hand struct {
	*office
	name    string
	session string
}

func (o *office) as(name string, role Role) *hand {
	return &hand{o, name, o.desk.sessions.begin(name, role)}
}

func (o *office) ann() *hand { return o.as("Ann Lee", Publisher) }

// ask sends a request, and reads the reply into out if it has the status.
func (h *hand) ask(method, path, body string, status int, out any) string {
	h.t.Helper()
	w := call{method: method, target: apiPath + path, body: body, session: h.session}.on(h.desk)
	if w.Code != status {
		h.t.Fatalf("%s %s %s: %d %s", method, path, body, w.Code, w.Body)
	}
	if out != nil {
		if err := json.Unmarshal(w.Body.Bytes(), out); err != nil {
			h.t.Fatal(err, w.Body)
		}
	}
	return codeIn(w)
}

func (h *hand) post(path, body string) *workspace.Draft {
	h.t.Helper()
	var out draftReply
	h.ask(http.MethodPost, path, body, 200, &out)
	return out.Draft
}

// refused sends a request that is to be refused.
func (h *hand) refused(path, body string, status int, c code) problem {
	h.t.Helper()
	var p problem
	method := http.MethodPost
	if body == "" {
		method = http.MethodGet
	}
	if got := h.ask(method, path, body, status, &p); got != string(c) {
		h.t.Fatalf("%s: %s, want %s (%s)", path, got, c, p.Detail)
	}
	return p
}

func (h *hand) draft() *workspace.Draft {
	h.t.Helper()
	var out workspace.Draft
	h.ask(http.MethodGet, "draft", "", 200, &out)
	return &out
}

// checked returns the draft once it is checked.
func (h *hand) checked() *workspace.Draft {
	h.t.Helper()
	ws := h.desk.workspaceOf(&session{user: h.name, role: Author})
	if ws == nil {
		h.t.Fatal("no workspace")
	}
	if err := ws.Settled(h.t.Context()); err != nil {
		h.t.Fatal(err)
	}
	return h.draft()
}

// set sets a text that was another.
func (h *hand) set(response string, number int, was, text string) *stepsReply {
	h.t.Helper()
	var out stepsReply
	h.ask(http.MethodPost, "draft/steps", setting(response, number, was, text), 200, &out)
	return &out
}

func setting(response string, number int, was, text string) string {
	return fmt.Sprintf(`{"ops": [{"kind": "set", "response": %q, "number": %d, "path": "text", "value": %q, "was": %q}]}`, response, number, text, was)
}

// trying adds what to try to a step.
func trying(step, try string) string { return strings.TrimSuffix(step, "}") + `, "try": ` + try + "}" }

// says returns the texts that a response may say to the author.
func (h *hand) says(response, slots string) []string {
	h.t.Helper()
	var out struct {
		Preview struct {
			Messages []struct {
				Message struct {
					Text string `json:"text"`
				} `json:"message"`
			} `json:"messages"`
		} `json:"preview"`
	}
	h.ask(http.MethodPost, "try", fmt.Sprintf(`{"response": %q, "slots": %s}`, response, slots), 200, &out)
	var texts []string
	for _, m := range out.Preview.Messages {
		texts = append(texts, m.Message.Text)
	}
	return texts
}

// repository makes the directory a git repository.
func (o *office) repository() {
	o.t.Helper()
	gittest.Begin(o.t, o.dir)
}

func (o *office) git(args ...string) string {
	o.t.Helper()
	return gittest.Git(o.t, o.dir, args...)
}

// drafts returns the files of the drafts, in lower case as some file systems have them.
func (o *office) drafts() map[string]bool {
	o.t.Helper()
	out := map[string]bool{}
	found, err := filepath.Glob(filepath.Join(o.state, "drafts", "*", "*.journal"))
	if err != nil {
		o.t.Fatal(err)
	}
	for _, path := range found {
		out[strings.ToLower(path)] = true
	}
	return out
}

// TestStep takes a text from a keystroke to the file: only its bytes change.
func TestStep(t *testing.T) {
	o := newOffice(t, nil)
	ann := o.ann()
	if d := ann.draft(); d.Dirty || d.Steps != 0 || d.Publish.Can || d.Publish.Target != "files" || d.Author != "Ann Lee" || !d.Saved {
		t.Errorf("%+v", d)
	}
	out := ann.set("utter_hi", 1, "Hello {name}", "Hi {name}")
	if out.Response == nil || out.Response.Variations[0].Texts[0].Pieces[0].Text != "Hi " || !out.Draft.Dirty || out.Draft.Steps != 1 || out.Draft.Undo == "" {
		t.Errorf("%+v", out)
	}
	if got := ann.says("utter_hi", `{"name": "Ann"}`); !slices.Equal(got, []string{"Hi Ann"}) {
		t.Error(got)
	}
	d := ann.checked()
	if len(d.Changes) != 1 || d.Changes[0].Path != "text" || d.Changes[0].Before != "Hello {name}" || len(d.Changes[0].Diff) == 0 {
		t.Errorf("%+v", d.Changes)
	}
	if len(d.Check.Differing) != 1 || d.Check.Tests.Failed != 1 || d.Check.Differing[0].After[0] != "Hi Ann" || d.Publish.Can || !d.Publish.Override {
		t.Errorf("%+v %+v", d.Check, d.Publish)
	}
	if p := ann.refused("publish", `{"message": "Say hi", "override": ""}`, 422, codeNotReady); !p.Override || p.Detail != "1 failing test" {
		t.Errorf("%+v", p)
	}
	if o.read("hello.yml") != hello {
		t.Error("it was written")
	}
	if d := ann.post("draft/accept", fmt.Sprintf(`{"cases": [{"file": %q, "name": "hi"}]}`, d.Check.Differing[0].File)); d.Undo != "accept 1 expectation" {
		t.Errorf("%+v", d)
	}
	if d := ann.checked(); d.Check.Tests.Failed != 0 || !d.Publish.Can {
		t.Errorf("%+v", d)
	}
	var published publishReply
	ann.ask(http.MethodPost, "publish", `{"message": "Say hi", "override": ""}`, 200, &published)
	if len(published.Published.Files) != 2 || published.Draft.Dirty || published.Draft.Steps != 0 {
		t.Errorf("%+v", published)
	}
	if got, want := o.read("hello.yml"), strings.Replace(hello, "Hello", "Hi", 1); got != want {
		t.Error(got)
	}
	o.refresh()
	if d := ann.checked(); d.Dirty || len(d.Conflicts) != 0 || len(d.Changes) != 0 {
		t.Errorf("%+v", d)
	}
}

// versionOf is the version of a text.
func versionOf(text string) string { return content.Version([]nlg.File{{Data: []byte(text)}})[:12] }
