package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"nlgserver/compare"
	"nlgserver/desk/internal/releases"
	"nlgserver/internal/content"
	"nlgserver/nlg"
	"nlgserver/release"
	"nlgserver/release/memory"
	"nlgserver/release/replica"
	"nlgserver/release/storetest"
)

// patience is how long a test waits for what must come.
const patience = time.Minute

// fleet is an office whose drafts become releases.
type fleet struct {
	*office
	store *storetest.Faulty
}

// newFleet returns a desk with a store.
func newFleet(t *testing.T, change func(*Config)) *fleet {
	t.Helper()
	f := &fleet{&office{t: t, dir: t.TempDir(), state: t.TempDir(), recordings: t.TempDir()}, storetest.NewFaulty(memory.New())}
	f.save("hello.yml", hello)
	f.save("hello.nlgtest.yml", helloTests)
	f.reopen(change)
	return f
}

func (f *fleet) reopen(change func(*Config)) {
	f.t.Helper()
	f.open(func(c *Config) {
		c.Authoring.Releases = &Releases{Store: f.store, Name: "memory", Wait: patience}
		if change != nil {
			change(c)
		}
	})
	f.until("the store is read", func(now *releases.Now) bool { return now.Read })
}

// until waits until what is known of the store is such.
func (f *fleet) until(what string, is func(*releases.Now) bool) *releases.Now {
	f.t.Helper()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		if now := f.desk.releases.Now(); is(now) {
			return now
		}
	}
	f.t.Fatalf("it did not come: %s: %+v", what, f.desk.releases.Now())
	return nil
}

// server is the host of a replica: it says the texts of what it uses.
type server struct {
	// refuses is why it cannot have content with a word; and waits is closed when it may
	// have any.
	word    string
	reasons *replica.RefusedError
	waits   chan struct{}

	mu   sync.Mutex
	says string
}

func (s *server) Prepare(ctx context.Context, _ release.Ref, files []content.File) (replica.Prepared, error) {
	text := ""
	for _, file := range files {
		text += string(file.Data)
	}
	if s.word != "" && strings.Contains(text, s.word) {
		return nil, s.reasons
	}
	if s.waits != nil {
		select {
		case <-s.waits:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	return text, nil
}

func (s *server) Switch(use replica.Use) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if text, ok := use.Main.(string); ok {
		s.says = text
	}
}

func (s *server) said() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.says
}

// serve runs a replica until the test ends.
func (f *fleet) serve(name string, host *server) {
	f.t.Helper()
	r, err := replica.New(replica.Config{Store: f.store.Store, Host: host, Name: name, Every: time.Second})
	if err != nil {
		f.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(f.t.Context())
	var ended sync.WaitGroup
	ended.Go(func() { _ = r.Run(ctx) })
	f.t.Cleanup(func() { cancel(); ended.Wait() })
	f.until(name+" is known", func(now *releases.Now) bool {
		return slices.ContainsFunc(now.Replicas, func(r releases.Replica) bool { return r.Name == name })
	})
}

func (f *fleet) ann() *hand { return f.as("Ann Lee", Publisher) }

// publish publishes, and returns what came of it.
func (h *hand) publish(body string) publishReply {
	h.t.Helper()
	h.checked()
	var out publishReply
	h.ask(http.MethodPost, "publish", body, 200, &out)
	return out
}

func (h *hand) releases(query string) releasesReply {
	h.t.Helper()
	var out releasesReply
	h.ask(http.MethodGet, "releases"+query, "", 200, &out)
	return out
}

// numbers returns the numbers of all releases in the store, by its own history.
func (f *fleet) numbers() []int {
	f.t.Helper()
	past, err := release.ReadHistory(f.t.Context(), f.store.Store, release.Trust{}, 0, 100)
	if err != nil {
		f.t.Fatal(err)
	}
	var out []int
	for i := range past {
		out = append(out, past[i].Number)
	}
	return out
}

const testIsOld = `"override": "the test is old"`

// TestRelease takes a text from a draft to a replica: on the disk, in the store with what is
// known about it, and as a commit.
func TestRelease(t *testing.T) {
	f := newFleet(t, nil)
	f.repository()
	f.reopen(func(c *Config) {
		c.Authoring.Releases.Settings = func() ([]byte, error) { return []byte("languages: [de]\n"), nil }
	})
	one := &server{}
	f.serve("one", one)
	ann := f.ann()
	// Nothing is live yet, so that the files as they are can be published.
	d := ann.checked()
	if d.Dirty || !d.Publish.Can || !d.Publish.Differs || d.Publish.Store != "memory" {
		t.Errorf("%+v", d.Publish)
	}
	out := ann.publish(`{"message": "First", "live": 0}`)
	if p := out.Published; p.Release != 1 || len(p.Files) > 0 || p.Commit != "" || len(p.Problems) > 0 || out.Draft.Publish.Can || out.Draft.Publish.Differs {
		t.Errorf("%+v %+v", p, out.Draft.Publish)
	}
	if one.said() != hello {
		t.Error(one.said())
	}
	first := f.git("rev-parse", "HEAD")

	ann.set("utter_bye", 1, "Bye", "See you")
	ann.checked()
	if p := ann.refused("publish", `{"message": "Later", "live": 1}`, 422, codeNotReady); !p.Override {
		t.Errorf("%+v", p)
	}
	out = ann.publish(`{"message": "Warmer goodbye\n\nReviewed-by: Bob <bob@example.com>", "live": 1, ` + testIsOld + `}`)
	p := out.Published
	if p.Release != 2 || len(p.Files) != 1 || p.Commit == "" || len(p.Problems) > 0 || out.Draft.Dirty || len(out.Draft.Changes) > 0 || out.Draft.Publish.Differs {
		t.Errorf("%+v %+v", p, out.Draft)
	}
	if !strings.Contains(f.read("hello.yml"), "See you") || one.said() != f.read("hello.yml") {
		t.Error(f.read("hello.yml"), one.said())
	}
	message := f.git("log", "-1", "--format=%B")
	if !strings.HasSuffix(message, "\n\nPublished with 1 failing test. Reason: the test is old\n\nRelease: 2") || f.git("log", "-1", "--format=%(trailers:key=Release,valueonly)%an <%ae>") != "2\nAnn Lee <ann@example.com>" {
		t.Error(message)
	}
	made, err := release.FetchRelease(t.Context(), f.store.Store, release.Trust{}, 2)
	if err != nil {
		t.Fatal(err)
	}
	if made.Author != "Ann Lee <ann@example.com>" || made.Parent != 1 || made.Files != 1 || made.Responses != 2 || made.Variations != 3 || strings.Contains(made.Message, "Release:") ||
		made.Checks == nil || *made.Checks != (release.Checks{Warnings: made.Checks.Warnings, Expectations: 2, Failed: 1}) ||
		made.Changes == nil || *made.Changes != (release.Changes{Changed: 1}) ||
		made.Source == nil || *made.Source != (release.Source{Commit: first, Branch: "main", Modified: true}) {
		t.Errorf("%+v %+v %+v %+v", made, made.Checks, made.Changes, made.Source)
	}
	unpacked, err := release.FetchBundle(t.Context(), f.store.Store, made.Ref)
	if err != nil || string(unpacked.Settings) != "languages: [de]\n" {
		t.Errorf("%q %v", unpacked.Settings, err)
	}
	list := ann.releases("?limit=1")
	if !list.More || len(list.Releases) != 1 || list.Releases[0].Number != 2 || !list.Releases[0].Live || !list.Now.Reachable || list.Now.Live.Sequence != 2 {
		t.Errorf("%+v %+v", list, list.Now)
	}
	if list := ann.releases("?before=2"); len(list.Releases) != 1 || list.Releases[0].Number != 1 || !list.Releases[0].WasLive {
		t.Errorf("%+v", list)
	}
	var diff compare.Diff
	ann.ask(http.MethodGet, "releases/changes?to=2", "", 200, &diff)
	if len(diff.Responses) != 1 || diff.Responses[0].Name != "utter_bye" {
		t.Errorf("%+v", diff)
	}
	var session sessionReply
	ann.ask(http.MethodGet, "session", "", 200, &session)
	if session.Store != "memory" {
		t.Errorf("%+v", session)
	}
}

// TestReleaseRefused checks what a refusal leaves behind: nothing.
func TestReleaseRefused(t *testing.T) {
	f := newFleet(t, nil)
	f.serve("one", &server{})
	f.serve("two", &server{word: "See you", reasons: &replica.RefusedError{Reason: "it cannot be loaded", Diagnostics: nlg.Diagnostics{{Code: "NLG008", Severity: nlg.Error, Message: "not set"}}}})
	ann := f.ann()
	ann.publish(`{"message": "First", "live": 0}`)
	ann.set("utter_bye", 1, "Bye", "See you")
	ann.checked()
	p := ann.refused("publish", `{"message": "Later", "live": 1, `+testIsOld+`}`, 422, codeReplicasRefused)
	if len(p.Refusals) != 1 || p.Refusals[0].Replica != "two" || p.Refusals[0].Reason != "it cannot be loaded" || len(p.Refusals[0].Findings) != 1 {
		t.Errorf("%+v", p)
	}
	if f.read("hello.yml") != hello || !slices.Equal(f.numbers(), []int{1}) || !ann.draft().Dirty {
		t.Error("something has changed")
	}
	if now := f.until("nothing is staged", func(now *releases.Now) bool { return now.Staged == nil }); now.Live.Release != 1 {
		t.Errorf("%+v", now)
	}
}

// TestReleaseMoves checks that nothing moves that the user has not seen, and what the
// moves do.
func TestReleaseMoves(t *testing.T) {
	f := newFleet(t, nil)
	one := &server{}
	f.serve("one", one)
	ann := f.ann()
	ann.publish(`{"message": "First", "live": 0}`)
	ann.refused("releases/promote", `{"live": 1}`, 409, codeNoCanary)
	ann.refused("releases/rollback", `{"number": 1, "live": 1}`, 409, codeLiveAlready)
	ann.refused("releases/rollback", `{"number": 9, "live": 1}`, 404, codeUnknownRelease)
	ann.refused("releases/rollback", `{"live": 1}`, 400, codeWrongType)

	ann.set("utter_bye", 1, "Bye", "See you")
	ann.checked()
	ann.refused("publish", `{"message": "Later", "live": 0, `+testIsOld+`}`, 409, codeLiveChanged)
	if f.read("hello.yml") != hello || !ann.draft().Dirty {
		t.Error("something has changed")
	}
	out := ann.publish(`{"message": "Later", "canary": 10, "live": 1, ` + testIsOld + `}`)
	if p := out.Published; p.Release != 2 || p.Canary != 10 || !strings.Contains(f.read("hello.yml"), "See you") || one.said() != hello {
		t.Errorf("%+v", p)
	}
	if p := out.Draft.Publish; p.Can || !strings.Contains(p.Why, "release 2 is a canary with 10%") {
		t.Errorf("%+v", p)
	}
	ann.set("utter_bye", 1, "See you", "See you soon")
	ann.checked()
	ann.refused("publish", `{"message": "More", "live": 2, `+testIsOld+`}`, 409, codeCanaryLive)
	ann.refused("releases/abort", `{"live": 1}`, 409, codeLiveChanged)

	var moved moveReply
	ann.ask(http.MethodPost, "releases/abort", `{"live": 2}`, 200, &moved)
	if moved.Live.Sequence != 3 || moved.Live.Release != 1 || moved.Live.Message != "End the canary of release 2" || moved.Live.By != "Ann Lee" || moved.Now.Live.Sequence != 3 || len(moved.Problems) > 0 {
		t.Errorf("%+v", moved.Live)
	}
	ann.refused("releases/rollback", `{"number": 2, "live": 3}`, 409, codeNeverLive)
	ann.ask(http.MethodPost, "draft/discard", `{}`, 200, nil)
	// The files still have what the canary had: they differ from what is live.
	if d := ann.checked(); d.Dirty || !d.Publish.Differs || !d.Publish.Can && !d.Publish.Override {
		t.Errorf("%+v", d.Publish)
	}
	ann.publish(`{"message": "Again", "canary": 50, "live": 3, ` + testIsOld + `}`)
	ann.ask(http.MethodPost, "releases/promote", `{"live": 4}`, 200, &moved)
	if moved.Live.Release != 3 || moved.Live.Message != "Promote release 3" || one.said() != f.read("hello.yml") {
		t.Errorf("%+v", moved.Live)
	}
	ann.ask(http.MethodPost, "releases/rollback", `{"number": 1, "message": "", "live": 5}`, 200, &moved)
	if moved.Live.Release != 1 || moved.Live.Message != "Back to release 1" || one.said() != hello {
		t.Errorf("%+v", moved.Live)
	}
}

// TestReleaseRestored checks what a draft gets from a release, also what is compared with
// it.
func TestReleaseRestored(t *testing.T) {
	f := newFleet(t, nil)
	ann := f.ann()
	ann.publish(`{"message": "First", "live": 0}`)
	ann.set("utter_bye", 1, "Bye", "See you")
	ann.publish(`{"message": "Later", "live": 1, ` + testIsOld + `}`)
	names := func(query string) []string {
		t.Helper()
		var list struct {
			Rows []struct{ Name string } `json:"rows"`
		}
		ann.ask(http.MethodGet, "responses?"+query, "", 200, &list)
		out := []string{}
		for _, row := range list.Rows {
			out = append(out, row.Name)
		}
		return out
	}
	if got := names("since=1"); !slices.Equal(got, []string{"utter_bye"}) {
		t.Error(got)
	}
	if got := names("since=2"); len(got) > 0 {
		t.Error(got)
	}
	// What is being typed counts at once, before it is checked as a whole.
	ann.set("utter_hi", 1, "Hello {name}", "Hi {name}")
	if got := names("since=2"); !slices.Equal(got, []string{"utter_hi"}) {
		t.Error(got)
	}
	if got := names("since=1"); !slices.Equal(got, []string{"utter_bye", "utter_hi"}) {
		t.Error(got)
	}
	ann.refused("responses?since=7", "", 404, codeUnknownRelease)
	ann.refused("responses?since=x", "", 400, codeQuery)

	var diff compare.Diff
	ann.ask(http.MethodGet, "releases/changes?from=live&to=draft", "", 200, &diff)
	if len(diff.Responses) != 1 || diff.Responses[0].Name != "utter_hi" {
		t.Errorf("%+v", diff)
	}
	diff = compare.Diff{}
	ann.ask(http.MethodGet, "releases/changes?from=1&to=files", "", 200, &diff)
	if len(diff.Responses) != 1 || diff.Responses[0].Name != "utter_bye" {
		t.Errorf("%+v", diff)
	}
	ann.refused("releases/changes?to=7", "", 404, codeUnknownRelease)
	ann.refused("releases/changes?from=draft&to=1", "", 400, codeQuery)

	var restored restoreReply
	ann.ask(http.MethodPost, "draft/restore", `{"release": 1}`, 200, &restored)
	if len(restored.Left) > 0 || restored.Draft.Undo != "go back to release 1" {
		t.Errorf("%+v", restored)
	}
	ann.checked()
	if got := names("since=1"); len(got) > 0 {
		t.Error(got)
	}
	if got := ann.says("utter_bye", "{}"); !slices.Contains(got, "Bye") {
		t.Error(got)
	}
	// One publication may follow the other at once.
	if out := ann.publish(`{"message": "Back", "live": 2}`); out.Published.Release != 3 || f.read("hello.yml") != hello {
		t.Errorf("%+v", out)
	}
	ann.set("utter_hi", 1, "Hello {name}", "Hi {name}")
	if out := ann.publish(`{"message": "On", "live": 3, ` + testIsOld + `}`); out.Published.Release != 4 {
		t.Errorf("%+v", out)
	}
	ann.refused("draft/restore", `{"release": 7}`, 404, codeUnknownRelease)
	ann.refused("draft/restore", `{"release": 1, "id": "a"}`, 400, codeWrongType)
}

// posting sends a request, and does not wait for the answer.
func (h *hand) posting(path, body string) chan *httptest.ResponseRecorder {
	done := make(chan *httptest.ResponseRecorder, 1)
	go func() {
		done <- call{method: http.MethodPost, target: apiPath + path, body: body, session: h.session}.on(h.desk)
	}()
	return done
}

// TestReleaseMeanwhile checks what happens while the replicas make a draft ready: the draft
// goes on, and what changes underneath, or who may not publish any more, ends it without a
// change.
func TestReleaseMeanwhile(t *testing.T) {
	later := `{"message": "Later", "live": 1, ` + testIsOld + `}`
	for name, c := range map[string]struct {
		meanwhile func(f *fleet, ann *hand)
		status    int
		code      code
	}{
		"the draft":    {func(_ *fleet, ann *hand) { ann.set("utter_hi", 1, "Hello {name}", "Hi {name}") }, 200, ""},
		"the file":     {func(f *fleet, _ *hand) { f.save("hello.yml", hello+"# theirs\n") }, 409, codeContentChanged},
		"another file": {func(f *fleet, _ *hand) { f.save("other.yml", "responses:\n  utter_c: [{text: theirs}]\n") }, 409, codeContentChanged},
		"signed out":   {func(f *fleet, ann *hand) { f.desk.sessions.end(ann.session) }, 401, codeNoSession},
		"somebody else": {func(f *fleet, _ *hand) {
			bob := f.as("Bob", Publisher)
			bob.set("utter_bye", 1, "Bye", "Ciao")
			bob.checked()
			if p := bob.refused("publish", later, 409, codePublishing); !strings.Contains(p.Detail, "Ann Lee") || strings.Contains(p.Detail, "@") {
				f.t.Error(p)
			}
		}, 200, ""},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFleet(t, nil)
			f.save("other.yml", "responses:\n  utter_c: [{text: c}]\n")
			f.refresh()
			ann := f.ann()
			ann.publish(`{"message": "First", "live": 0}`)
			free := make(chan struct{})
			f.serve("one", &server{waits: free})
			ann.set("utter_bye", 1, "Bye", "See you")
			ann.checked()
			answer := ann.posting("publish", later)
			f.until("it is staged", func(now *releases.Now) bool { return now.Staged != nil })
			before := f.read("hello.yml")
			c.meanwhile(f, ann)
			close(free)
			w := <-answer
			if w.Code != c.status || c.code != "" && codeIn(w) != string(c.code) {
				t.Fatal(w.Code, w.Body)
			}
			live, _, err := release.ReadLive(t.Context(), f.store.Store, release.Trust{}, "")
			if err != nil {
				t.Fatal(err)
			}
			if c.status != 200 {
				if live.Number != 1 || strings.Contains(f.read("hello.yml"), "See you") || before != hello {
					t.Error("something has changed:", live, f.read("hello.yml"))
				}
				return
			}
			var out publishReply
			if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil || live.Number != out.Published.Release {
				t.Error(err, live, w.Body)
			}
			if got := f.read("hello.yml"); !strings.Contains(got, "See you") || strings.Contains(got, "Hi {name}") {
				t.Error(got)
			}
			if name == "the draft" && (!out.Draft.Dirty || out.Draft.Steps != 1) {
				t.Errorf("%+v", out.Draft)
			}
		})
	}
}

// TestReleaseAway checks a store that fails or hangs: the desk goes on, and publishing says
// why it does not.
func TestReleaseAway(t *testing.T) {
	f := newFleet(t, func(c *Config) { c.Authoring.Releases.Wait = time.Second })
	ann := f.ann()
	ann.publish(`{"message": "First", "live": 0}`)
	for name, fault := range map[string]storetest.Fault{"away": storetest.Before, "hangs": storetest.Hang} {
		f.store.Fail(func(storetest.Op, string) storetest.Fault { return fault })
		f.store.Cut()
		ctx, cancel := context.WithCancel(t.Context())
		answer := make(chan *httptest.ResponseRecorder, 1)
		go func() {
			w := httptest.NewRecorder()
			r := call{method: http.MethodPost, target: apiPath + "publish", body: `{"message": "Later", "live": 1, ` + testIsOld + `}`, session: ann.session}.request()
			f.desk.ServeHTTP(w, r.WithContext(ctx))
			answer <- w
		}()
		ann.draft()
		ann.ask(http.MethodGet, "responses", "", 200, nil)
		if name == "away" {
			f.until("it is away", func(now *releases.Now) bool { return !now.Reachable })
			list := ann.releases("")
			if list.Now.Reachable || list.Now.Error == "" || list.Now.Live == nil {
				t.Errorf("%+v", list.Now)
			}
		}
		cancel()
		<-answer
		f.store.Fail(nil)
		if f.read("hello.yml") != hello {
			t.Error("it was written")
		}
		f.until("it is back", func(now *releases.Now) bool { return now.Reachable })
	}
	ann.set("utter_bye", 1, "Bye", "See you")
	ann.checked()
	f.store.Fail(func(op storetest.Op, _ string) storetest.Fault {
		if op == storetest.Put {
			return storetest.Before
		}
		return storetest.None
	})
	if p := ann.refused("publish", `{"message": "Later", "live": 1, `+testIsOld+`}`, 422, codeNotPublished); !strings.Contains(p.Detail, "injected fault") {
		t.Error(p)
	}
	f.store.Fail(nil)
	if f.read("hello.yml") != hello || !ann.draft().Dirty || !slices.Equal(f.numbers(), []int{1}) {
		t.Error("something has changed")
	}
}

// TestNoStore checks what a desk without a store says.
func TestNoStore(t *testing.T) {
	o := newOffice(t, nil)
	ann := o.ann()
	for _, path := range []string{"releases", "releases/changes?to=live", "responses?since=1"} {
		ann.refused(path, "", 404, codeNoStore)
	}
	for path, body := range map[string]string{
		"releases/rollback": `{"number": 1, "live": 1}`, "releases/promote": `{"live": 1}`, "releases/abort": `{"live": 1}`,
		"draft/restore": `{"release": 1}`, "publish": `{"message": "a", "canary": 5}`,
	} {
		ann.refused(path, body, 404, codeNoStore)
	}
	if d := ann.draft(); d.Publish.Store != "" || d.Publish.Differs {
		t.Errorf("%+v", d.Publish)
	}
}

// TestSinceRestored: a store that was restored from an older copy gives its numbers again.
func TestSinceRestored(t *testing.T) {
	f := newFleet(t, nil)
	ann := f.ann()
	ann.publish(`{"message": "First", "live": 0}`)
	live, err := f.store.Get(t.Context(), release.LiveKey, "")
	if err != nil {
		t.Fatal(err)
	}
	ann.set("utter_bye", 1, "Bye", "See you")
	ann.publish(`{"message": "Second", "live": 1, ` + testIsOld + `}`)
	differ := func() int {
		var list struct{ Rows []json.RawMessage }
		ann.ask(http.MethodGet, "responses?since=2", "", 200, &list)
		return len(list.Rows)
	}
	if n := differ(); n != 0 {
		t.Errorf("%d differ", n)
	}
	for _, key := range []string{release.RecordKey(2), release.MoveKey(1)} {
		if err := f.store.Delete(t.Context(), key); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.store.Put(t.Context(), release.LiveKey, live.Data); err != nil {
		t.Fatal(err)
	}
	f.until("it is restored", func(now *releases.Now) bool { return now.Live != nil && now.Live.Release == 1 })
	ann.set("utter_bye", 1, "See you", "Ciao")
	ann.publish(`{"message": "Another second", "live": 1, ` + testIsOld + `}`)
	ann.set("utter_bye", 1, "Ciao", "See you")
	ann.checked()
	if n := differ(); n != 1 {
		t.Errorf("%d differ: it was compared with what the number meant before", n)
	}
}

// slowly is a store in which becoming live takes until it may end.
type slowly struct {
	release.Store
	begun chan struct{}
	may   chan struct{}
}

func (s *slowly) Set(ctx context.Context, key string, data []byte, was release.Revision) (release.Revision, error) {
	if key == release.LiveKey {
		close(s.begun)
		<-s.may
	}
	return s.Store.Set(ctx, key, data, was)
}

// said calls a function when a line with some words is logged.
type said struct {
	slog.Handler
	words string
	then  func()
}

func (s said) Handle(_ context.Context, r slog.Record) error {
	if strings.Contains(r.Message, s.words) {
		s.then()
	}
	return nil
}

func (said) Enabled(context.Context, slog.Level) bool { return true }

// TestReleaseWhileClosing closes a desk while a release goes live: the draft is not given
// back before that is over.
func TestReleaseWhileClosing(t *testing.T) {
	store := &slowly{Store: memory.New(), begun: make(chan struct{}), may: make(chan struct{})}
	end := sync.OnceFunc(func() { close(store.may) })
	f := newFleet(t, func(c *Config) {
		c.Authoring.Releases.Store = store
		c.Log = slog.New(said{slog.DiscardHandler, "being published; waiting", end})
	})
	ann := f.ann()
	ann.set("utter_bye", 1, "Bye", "See you")
	ann.checked()
	answer := ann.posting("publish", `{"message": "First", "live": 0, `+testIsOld+`}`)
	<-store.begun
	closed := make(chan error)
	go func() {
		err := f.desk.Close()
		end()
		closed <- err
	}()
	w := <-answer
	if err := <-closed; err != nil {
		t.Error(err)
	}
	var out publishReply
	if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil || out.Published.Release != 1 || len(out.Published.Problems) > 0 || !strings.Contains(f.read("hello.yml"), "See you") {
		t.Errorf("%v %d %s", err, w.Code, w.Body)
	}
}

// TestReleaseSettings: settings that alone have changed are published as they are, and then
// there is nothing to publish.
func TestReleaseSettings(t *testing.T) {
	f := newFleet(t, nil)
	f.reopen(func(c *Config) {
		c.Authoring.Releases.Settings = func() ([]byte, error) {
			data, err := os.ReadFile(filepath.Join(f.dir, ".nlgserver.yml"))
			if errors.Is(err, fs.ErrNotExist) {
				return nil, nil
			}
			return data, err
		}
	})
	f.serve("one", &server{})
	ann := f.ann()
	ann.publish(`{"message": "First", "live": 0}`)
	nothing := func(live int) {
		t.Helper()
		if p := ann.checked().Publish; p.Can || p.Differs {
			t.Errorf("%+v", p)
		}
		if p := ann.refused("publish", fmt.Sprintf(`{"message": "Again", "live": %d}`, live), 422, codeNotReady); !strings.Contains(p.Detail, "nothing to publish") {
			t.Error(p)
		}
	}
	nothing(1)
	for i, settings := range []string{"languages: [de]\n", "languages: [de, en]\n", ""} {
		f.save(".nlgserver.yml", settings)
		f.refresh()
		if p := ann.checked().Publish; !p.Can || !p.Differs {
			t.Errorf("%q: %+v", settings, p)
		}
		out := ann.publish(fmt.Sprintf(`{"message": "Settings", "live": %d}`, i+1))
		if p := out.Published; p.Release != i+2 || len(p.Files) > 0 || out.Draft.Publish.Differs {
			t.Errorf("%+v %+v", p, out.Draft.Publish)
		}
		made, err := release.FetchRelease(t.Context(), f.store.Store, release.Trust{}, i+2)
		if err != nil {
			t.Fatal(err)
		}
		unpacked, err := release.FetchBundle(t.Context(), f.store.Store, made.Ref)
		if err != nil || string(unpacked.Settings) != settings {
			t.Errorf("%q %v", unpacked.Settings, err)
		}
		nothing(i + 2)
		f.refresh()
		nothing(i + 2)
	}
	// Settings that change right before they are published are known at once.
	ann.set("utter_bye", 1, "Bye", "See you")
	f.save(".nlgserver.yml", "languages: [fr]\n")
	if out := ann.publish(`{"message": "Both", "live": 4, ` + testIsOld + `}`); out.Draft.Publish.Differs {
		t.Errorf("%+v", out.Draft.Publish)
	}
	// Whoever goes back sees that the files are others.
	ann.ask(http.MethodPost, "releases/rollback", `{"number": 1, "live": 5}`, 200, nil)
	if p := ann.checked().Publish; !p.Differs {
		t.Errorf("%+v", p)
	}
}
