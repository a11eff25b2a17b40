package desk

import (
	"fmt"
	"net/http"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"nlgserver/compare"
	"nlgserver/desk/internal/view"
	"nlgserver/desk/internal/workspace"
	"nlgserver/edit"
)

// authoring are the routes for authors.
func authoring(d *Desk, yield func(name string, c call)) {
	everyRoute(d, func(name string, c call) {
		if d.routes[strings.SplitN(c.target, "?", 2)[0]][c.method].needs != "" {
			yield(name, c)
		}
	})
}

// TestWrites checks that a route for authors is closed to readers, and to everybody on a
// desk that is read-only, whatever the page offers; and that nothing of it is written.
func TestWrites(t *testing.T) {
	for _, c := range []struct {
		role     Role
		readOnly bool
		open     bool
	}{{Reader, false, false}, {Author, true, false}, {Publisher, true, false}, {Author, false, true}, {Publisher, false, true}} {
		o := newOffice(t, func(cfg *Config) { cfg.ReadOnly = c.readOnly })
		routes := 0
		authoring(o.desk, func(name string, one call) {
			routes++
			one.session = o.as("Ann Lee", c.role).session
			w := one.on(o.desk)
			if closed := w.Code == http.StatusForbidden && codeIn(w) == string(codeReadOnly); closed == c.open {
				t.Errorf("%s, %s, read-only %v: %d %s", name, c.role, c.readOnly, w.Code, w.Body)
			}
		})
		if routes != 19 {
			t.Error("routes:", routes)
		}
		if o.read("hello.yml") != hello {
			t.Errorf("%s, read-only %v: it was written", c.role, c.readOnly)
		}
		if drafts, _ := filepath.Glob(filepath.Join(o.state, "drafts", "*", "*")); !c.open && len(drafts) > 0 {
			t.Error(drafts)
		}
	}
}

// TestServesPage checks that a desk without authoring, such as that of serve, closes all
// routes for authors.
func TestServesPage(t *testing.T) {
	d := demoDesk(t, func(c *Config) { c.ReadOnly = false })
	authoring(d, func(name string, c call) {
		c.session = d.sessions.begin("ann", Publisher)
		if w := c.on(d); w.Code != http.StatusForbidden || codeIn(w) != string(codeReadOnly) {
			t.Errorf("%s: %d %s", name, w.Code, w.Body)
		}
	})
	if d.linkRole() != Reader {
		t.Error(d.linkRole())
	}
}

// TestConflict checks what an author hears whose text somebody else changed.
func TestConflict(t *testing.T) {
	ann := newOffice(t, nil).ann()
	p := ann.refused("draft/steps", setting("utter_bye", 1, "Bye!", "Ciao"), 409, codeEditConflict)
	if string(p.Present) != `"Bye"` || p.Response != "utter_bye" || p.Number != 1 || p.Path != "text" || p.Hint == "" {
		t.Errorf("%+v", p)
	}
	if p := ann.refused("draft/steps", setting("utter_by", 1, "Bye", "Ciao"), 422, codeEditRefused); p.Reason == "" || p.Hint == "" {
		t.Errorf("%+v", p)
	}
	if d := ann.draft(); d.Steps != 0 || d.Dirty {
		t.Errorf("%+v", d)
	}
}

// TestTryAlong checks that a step is answered with what a request gets then, as trying it
// alone is, and that one which cannot be tried does not stop the step.
func TestTryAlong(t *testing.T) {
	ann := newOffice(t, nil).ann()
	const request = `{"response": "utter_hi", "slots": {"name": "Ann"}}`
	var along stepsReply
	ann.ask(http.MethodPost, "draft/steps", trying(setting("utter_hi", 1, "Hello {name}", "Hi {name}"), request), 200, &along)
	var alone view.Tried
	ann.ask(http.MethodPost, "try", request, 200, &alone)
	if along.Tried == nil || !reflect.DeepEqual(*along.Tried, alone) || along.Tried.Version != along.Response.Version {
		t.Errorf("along %+v, alone %+v", along.Tried, alone)
	}
	if said := ann.says("utter_hi", `{"name": "Ann"}`); !slices.Equal(said, []string{"Hi Ann"}) {
		t.Error(said)
	}
	for _, step := range []string{
		setting("utter_hi", 1, "Hi {name}", "Hey {name}"),
		trying(setting("utter_hi", 1, "Hey {name}", "Ho {name}"), `{"response": "utter_nothing"}`),
		trying(setting("utter_hi", 1, "Ho {name}", "Hu {name}"), "null"),
	} {
		var out stepsReply
		ann.ask(http.MethodPost, "draft/steps", step, 200, &out)
		if out.Tried != nil || out.Response == nil || !out.Draft.Dirty {
			t.Errorf("%s: %+v", step, out)
		}
	}
}

// TestRestart undoes and redoes over a restart of the desk.
func TestRestart(t *testing.T) {
	o := newOffice(t, nil)
	ann := o.ann()
	ann.set("utter_bye", 1, "Bye", "Ciao")
	ann.set("utter_bye", 2, "Goodbye", "Farewell")
	if d := ann.post("draft/undo", "{}"); d.Steps != 1 || d.Redo == "" || d.Undo == "" {
		t.Errorf("%+v", d)
	}
	o.open(nil)
	ann = o.ann()
	if d := ann.draft(); d.Steps != 1 || d.Redo != "set text of utter_bye variation 2" || d.Undo != "set text of utter_bye variation 1" {
		t.Errorf("%+v", d)
	}
	for _, step := range []struct{ path, slack, other string }{
		{"redo", "Farewell", "Ciao"}, {"undo", "Goodbye", "Ciao"}, {"undo", "Goodbye", "Bye"}, {"redo", "Goodbye", "Ciao"}, {"discard", "Goodbye", "Bye"},
	} {
		ann.post("draft/"+step.path, "{}")
		var slack struct {
			Variations []struct {
				Texts []struct{ Pieces []struct{ Text string } }
			}
		}
		ann.ask(http.MethodGet, "response?name=utter_bye", "", 200, &slack)
		if got := slack.Variations[0].Texts[0].Pieces[0].Text; got != step.slack {
			t.Errorf("%s: slack %q", step.path, got)
		}
		if got := ann.says("utter_bye", "{}"); !slices.Equal(got, []string{step.other}) {
			t.Errorf("%s: %q", step.path, got)
		}
	}
	ann.refused("draft/undo", "{}", 409, codeNothing)
	if o.read("hello.yml") != hello {
		t.Error("it was written")
	}
}

// TestTwo is two windows of one author, who have one draft, and another author, who has
// another and hears of the first.
func TestTwo(t *testing.T) {
	o := newOffice(t, nil)
	one, two, bob := o.ann(), o.ann(), o.as("Bob", Author)
	one.set("utter_bye", 1, "Bye", "Ciao")
	if got := two.says("utter_bye", "{}"); !slices.Equal(got, []string{"Ciao"}) {
		t.Error(got)
	}
	two.refused("draft/steps", setting("utter_bye", 1, "Bye", "Later"), 409, codeEditConflict)
	if d := two.draft(); d.Steps != 1 {
		t.Errorf("%+v", d)
	}
	if got := bob.says("utter_bye", "{}"); !slices.Equal(got, []string{"Bye"}) {
		t.Error(got)
	}
	d := bob.draft()
	if d.Steps != 0 || len(d.Others) != 1 || d.Others[0].Author != "Ann Lee" || d.Others[0].Response != "utter_bye" || d.Others[0].Path != "text" || d.Publish.Can {
		t.Errorf("%+v", d)
	}
	// What Bob publishes, Ann merges: field by field.
	bob.set("utter_bye", 1, "Bye", "Later")
	bob.set("utter_hi", 1, "Hello {name}", "Hello, {name}")
	bob.refused("publish", "{}", 403, codeNotPublisher)
	boss := o.as("Bob", Publisher)
	boss.checked()
	boss.ask(http.MethodPost, "publish", `{"override": "the tests are old"}`, 200, nil)
	o.refresh()
	d = one.checked()
	if len(d.Conflicts) != 1 || string(d.Conflicts[0].Mine) != `"Ciao"` || string(d.Conflicts[0].Theirs) != `"Later"` || d.Publish.Can {
		t.Fatalf("%+v", d.Conflicts)
	}
	one.refused("publish", `{"override": "now"}`, 422, codeNotReady)
	ref := d.Conflicts[0].Ref
	d = one.post("draft/resolve", fmt.Sprintf(`{"ref": {"step": %d, "op": %d}, "choice": {"value": "Ciao, later"}}`, ref.Step, ref.Op))
	if len(d.Conflicts) != 0 {
		t.Errorf("%+v", d)
	}
	one.checked()
	one.ask(http.MethodPost, "publish", `{"override": "the tests are old"}`, 200, nil)
	if got, want := o.read("hello.yml"), strings.NewReplacer("Hello {name}", "Hello, {name}", "text: Bye", "text: Ciao, later").Replace(hello); got != want {
		t.Error(got)
	}
}

// TestSavedUnderneath saves a file while there is a draft: what fits merges.
func TestSavedUnderneath(t *testing.T) {
	o := newOffice(t, nil)
	ann := o.ann()
	ann.set("utter_bye", 1, "Bye", "Ciao")
	before := ann.draft()
	o.save("hello.yml", "# A new line.\n"+strings.Replace(hello, "Goodbye", "Farewell", 1))
	o.refresh()
	d := ann.checked()
	if len(d.Conflicts) != 0 || d.Base == before.Base || d.Version == before.Version || len(d.Changes) != 1 {
		t.Errorf("%+v", d)
	}
	ann.ask(http.MethodPost, "publish", `{"override": "now"}`, 200, nil)
	want := "# A new line.\n" + strings.NewReplacer("Goodbye", "Farewell", "text: Bye", "text: Ciao").Replace(hello)
	if got := o.read("hello.yml"); got != want {
		t.Error(got)
	}
	// A file that cannot be read for a moment takes nothing along.
	ann.set("utter_bye", 1, "Ciao", "Bye")
	o.save("hello.yml", "responses: [")
	o.refresh()
	if d := ann.checked(); d.Steps != 1 || len(d.Conflicts) != 0 {
		t.Errorf("%+v", d)
	}
	ann.refused("publish", `{"override": "now"}`, 409, codeContentChanged)
	var content contentReply
	ann.ask(http.MethodGet, "content", "", 200, &content)
	if content.State != stateRejected || content.Summary == nil {
		t.Errorf("%+v", content)
	}
	o.save("hello.yml", want)
	o.refresh()
	if d := ann.checked(); len(d.Conflicts) != 0 || d.Steps != 1 || d.Check.Rejected {
		t.Errorf("%+v", d)
	}
}

// TestGit publishes into a repository, and goes back.
func TestGit(t *testing.T) {
	o := newOffice(t, nil)
	o.repository()
	o.open(nil)
	ann := o.ann()
	first := o.git("rev-parse", "HEAD")
	ann.set("utter_bye", 1, "Bye", "Ciao")
	d := ann.checked()
	if d.Publish.Target != "git, branch main" || d.Publish.Can || !d.Publish.Override || d.Publish.Why != "1 failing test" {
		t.Errorf("%+v", d.Publish)
	}
	var out publishReply
	ann.ask(http.MethodPost, "publish", `{"message": "Say ciao", "override": "the tests follow"}`, 200, &out)
	if out.Published.Commit == "" || out.Published.Commit != o.git("rev-parse", "HEAD") || len(out.Published.Problems) > 0 || out.Draft.Dirty {
		t.Errorf("%+v", out)
	}
	if got := o.git("log", "-1", "--format=%an <%ae>%n%B"); got != "Ann Lee <ann@example.com>\nSay ciao\n\nPublished with 1 failing test. Reason: the tests follow" {
		t.Error(got)
	}
	if got := o.git("status", "--porcelain"); got != "" {
		t.Error(got)
	}
	o.refresh()
	var history workspace.History
	ann.ask(http.MethodGet, "history?limit=1", "", 200, &history)
	if e := history.Entries; len(e) != 1 || !history.More || e[0].ID != out.Published.Commit || e[0].Author != "Ann Lee" || !slices.Equal(e[0].Files, []string{"hello.yml"}) || history.Target != "git, branch main" {
		t.Errorf("%+v", history)
	}
	ann.ask(http.MethodGet, "history?skip=1", "", 200, &history)
	if e := history.Entries; len(e) != 1 || history.More || e[0].Message != "Begin" || len(e[0].Files) != 2 {
		t.Errorf("%+v", history)
	}
	var diff compare.Diff
	ann.ask(http.MethodGet, "history/changes?id="+out.Published.Commit, "", 200, &diff)
	if len(diff.Responses) != 1 || diff.Responses[0].Variations[0].Changes[0].After != "Ciao" {
		t.Errorf("%+v", diff)
	}
	for _, id := range []string{"HEAD", "", strings.Repeat("0", 40), first[:12]} {
		ann.refused("history/changes?id="+id, "", 404, codeUnknownCommit)
	}
	// Going back is a step, which is looked at, published, or undone.
	d = ann.post("draft/restore", fmt.Sprintf(`{"id": %q}`, first))
	if d.Undo != "go back to "+first[:12] || !d.Dirty {
		t.Errorf("%+v", d)
	}
	if d := ann.checked(); len(d.Changes) != 1 || d.Changes[0].After != "Bye" || !d.Publish.Can {
		t.Errorf("%+v", d)
	}
	ann.ask(http.MethodPost, "publish", "{}", 200, nil)
	if o.read("hello.yml") != hello || o.git("log", "-1", "--format=%s") != "Change utter_bye" {
		t.Error(o.git("log", "-1", "--format=%s"))
	}
}

// TestPublishChanged publishes what somebody else changed in the same moment: nothing is
// overwritten, and the draft is on the newer content.
func TestPublishChanged(t *testing.T) {
	o := newOffice(t, nil)
	o.open(func(c *Config) { c.Source = unwatched{c.Source} })
	ann := o.ann()
	ann.set("utter_bye", 2, "Goodbye", "Farewell")
	ann.checked()
	theirs := strings.Replace(hello, "text: Bye", "text: Ciao", 1)
	o.save("hello.yml", theirs)
	ann.refused("publish", "{}", 409, codeContentChanged)
	if o.read("hello.yml") != theirs {
		t.Error("it was overwritten")
	}
	ann.checked()
	ann.ask(http.MethodPost, "publish", `{"override": "yes"}`, 200, nil)
	if got := o.read("hello.yml"); got != strings.Replace(theirs, "Goodbye", "Farewell", 1) {
		t.Error(got)
	}
}

// TestErrors checks that errors keep a draft from being published, and a reason does not
// keep them.
func TestErrors(t *testing.T) {
	ann := newOffice(t, nil).ann()
	out := ann.set("utter_bye", 2, "Goodbye", "Goodbye {")
	if len(out.Response.Variations[0].Findings) == 0 {
		t.Errorf("no finding at once: %+v", out.Response)
	}
	d := ann.checked()
	if d.Check.Errors != 1 || len(d.Check.Found) != 1 || d.Check.Found[0].Response != "utter_bye" || d.Check.Found[0].Number != 2 || d.Publish.Why != "1 error" {
		t.Errorf("%+v", d)
	}
	ann.refused("publish", "{}", 422, codeNotReady)
	ann.refused("publish", `{"override": " "}`, 422, codeNotReady)
	ann.ask(http.MethodPost, "publish", `{"override": "Rasa escapes it"}`, 200, nil)
}

// TestReplay checks which recorded requests a draft answers otherwise.
func TestReplay(t *testing.T) {
	o := newOffice(t, nil)
	body := `{"response": "utter_bye", "arguments": {}, "channel": {"name": "slack"}, "tracker": {"sender_id": "x", "slots": {}, "latest_input_channel": "slack"}}`
	if err := writeFile(filepath.Join(o.recordings, "one.json"), body); err != nil {
		t.Fatal(err)
	}
	o.open(nil)
	ann := o.ann()
	ann.set("utter_bye", 1, "Bye", "Ciao")
	if d := ann.checked(); d.Check.Replay.Requests != 1 || len(d.Check.Replay.Differ) != 0 {
		t.Errorf("%+v", d.Check.Replay)
	}
	ann.set("utter_bye", 2, "Goodbye", "Farewell")
	d := ann.checked()
	if r := d.Check.Replay; len(r.Differ) != 1 || r.Differ[0].ID != "one" || r.Differ[0].Channel != "slack" || !slices.Equal(r.Differ[0].After, []string{"Farewell"}) {
		t.Errorf("%+v", r)
	}
}

// TestStructure adds, renames and removes responses, edits a file, and takes one change
// back: what is shown follows at once, also in the list.
func TestStructure(t *testing.T) {
	o := newOffice(t, nil)
	ann := o.ann()
	names := func(query string) []string {
		var list struct{ Rows []struct{ Name string } }
		ann.ask(http.MethodGet, "responses?"+query, "", 200, &list)
		out := []string{}
		for _, r := range list.Rows {
			out = append(out, r.Name)
		}
		return out
	}
	step := func(op string) *stepsReply {
		var out stepsReply
		ann.ask(http.MethodPost, "draft/steps", `{"ops": [`+op+`]}`, 200, &out)
		return &out
	}
	step(`{"kind": "add_response", "response": "utter_new", "value": [{"text": "Brand new", "channel": "telegram"}]}`)
	if got := names(""); !slices.Equal(got, []string{"utter_bye", "utter_hi", "utter_new"}) {
		t.Error(got)
	}
	if got := names("q=brand&channel=telegram"); !slices.Equal(got, []string{"utter_new"}) {
		t.Error(got)
	}
	if out := step(`{"kind": "rename_response", "response": "utter_new", "value": "utter_newer"}`); out.Response == nil || out.Response.Name != "utter_newer" {
		t.Errorf("%+v", out.Response)
	}
	if out := step(`{"kind": "remove_response", "response": "utter_hi"}`); out.Response != nil {
		t.Errorf("%+v", out.Response)
	}
	if got := names(""); !slices.Equal(got, []string{"utter_bye", "utter_newer"}) {
		t.Error(got)
	}
	ann.ask(http.MethodPost, "try", `{"response": "utter_hi"}`, 404, nil)
	ann.set("utter_bye", 1, "Bye", "Zebra")
	if got := names("q=zebra"); !slices.Equal(got, []string{"utter_bye"}) {
		t.Error(got)
	}
	if got := names("changed=1"); !slices.Equal(got, []string{"utter_bye", "utter_newer"}) {
		t.Error(got)
	}
	if d := ann.checked(); len(d.Changes) != 3 {
		t.Errorf("%+v", d.Changes)
	}
	if got := names("q=zebra"); !slices.Equal(got, []string{"utter_bye"}) {
		t.Error(got)
	}
	ann.post("draft/revert", `{"response": "utter_bye"}`)
	if got := ann.says("utter_bye", "{}"); !slices.Equal(got, []string{"Bye"}) {
		t.Error(got)
	}
	// The file itself.
	var file workspace.File
	ann.ask(http.MethodGet, "file?path="+o.path("hello.yml"), "", 200, &file)
	body := fmt.Sprintf(`{"path": %q, "text": %q, "was_version": %q}`, file.Path, strings.Replace(*file.Text, "Bye", "Au revoir", 1), file.Version)
	ann.ask(http.MethodPost, "draft/file", body, 200, nil)
	if got := ann.says("utter_bye", "{}"); !slices.Equal(got, []string{"Au revoir"}) {
		t.Error(got)
	}
	ann.refused("draft/file", body, 409, codeEditConflict)
	var again workspace.File
	ann.ask(http.MethodGet, "file?path="+o.path("hello.yml"), "", 200, &again)
	ann.ask(http.MethodPost, "draft/file", fmt.Sprintf(`{"path": %q, "text": "responses: [", "was_version": %q}`, file.Path, again.Version), 200, nil)
	if d := ann.checked(); !d.Check.Rejected || d.Publish.Why != "the content cannot be loaded, 1 error" {
		t.Errorf("%+v", d.Publish)
	}
	if got := ann.says("utter_bye", "{}"); !slices.Equal(got, []string{"Au revoir"}) {
		t.Error("the last good content is not shown:", got)
	}
}

// TestNewName checks which response a step is about.
func TestNewName(t *testing.T) {
	ops := []edit.Op{{Kind: edit.Set, Response: "a"}, {Kind: edit.RenameResponse, Response: "a", Value: []byte(`"b"`)}, {Kind: edit.RenameResponse, Response: "c", Value: []byte(`"d"`)}}
	if got := aboutOf(ops); got != "b" {
		t.Error(got)
	}
}

// TestStateInUse checks that two desks cannot have the same drafts.
func TestStateInUse(t *testing.T) {
	o := newOffice(t, nil)
	if _, err := New(o.config()); err == nil || !strings.Contains(err.Error(), "in use by another process") {
		t.Error(err)
	}
}
