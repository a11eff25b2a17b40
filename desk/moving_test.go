package desk

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"nlgserver/desk/internal/releases"
	"nlgserver/release"
	"nlgserver/release/storetest"
)

// failures counts the lines of a log that tell of failures.
type failures struct {
	slog.Handler
	mu   sync.Mutex
	seen []string
}

func (f *failures) Handle(_ context.Context, r slog.Record) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if r.Level >= slog.LevelError {
		f.seen = append(f.seen, r.Message)
	}
	return nil
}

func (*failures) Enabled(context.Context, slog.Level) bool { return true }

func (f *failures) all() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.seen
}

// TestNothingToMove: whoever asks for what cannot be is told so, and no operator is.
func TestNothingToMove(t *testing.T) {
	log := &failures{Handler: slog.DiscardHandler}
	f := newFleet(t, func(c *Config) { c.Log = slog.New(log) })
	ann := f.ann()
	ann.checked()
	if p := ann.refused("releases/rollback", `{"number": 1, "live": 0}`, 422, codeNotPublished); p.Detail != release.ErrNothingLive.Error() {
		t.Error(p)
	}
	if p := ann.refused("publish", `{"message": "First", "canary": 5, "live": 0}`, 422, codeNotPublished); p.Detail != release.ErrNothingLive.Error() {
		t.Error(p)
	}
	if seen := log.all(); len(seen) > 0 {
		t.Error(seen)
	}
	f.store.Fail(func(op storetest.Op, _ string) storetest.Fault {
		if op == storetest.Put {
			return storetest.Before
		}
		return storetest.None
	})
	ann.refused("publish", `{"message": "First", "live": 0}`, 422, codeNotPublished)
	if seen := log.all(); len(seen) != 1 {
		t.Error(seen)
	}
}

// cutAt makes the store fail from the moment on that something is to become live.
func (f *fleet) cutAt(fault storetest.Fault) {
	away := false
	f.store.Fail(func(op storetest.Op, key string) storetest.Fault {
		if away {
			return storetest.Before
		}
		if away = op == storetest.Set && key == release.LiveKey; away {
			return fault
		}
		return storetest.None
	})
}

// TestUnclearMove: if the store goes away while something becomes live, the reply says that
// it may be, and what is live once the store is back. What was published stays in the files.
func TestUnclearMove(t *testing.T) {
	const unknown = "it is not known whether this is live"
	unclear := func(problems []string) bool {
		return len(problems) > 0 && strings.Contains(strings.Join(problems, "\n"), unknown)
	}
	for name, c := range map[string]struct {
		fault storetest.Fault
		moved int
	}{"not moved": {storetest.Before, 0}, "moved": {storetest.After, 1}} {
		t.Run(name, func(t *testing.T) {
			f := newFleet(t, nil)
			ann := f.ann()
			ann.publish(`{"message": "First", "live": 0}`)
			ann.set("utter_bye", 1, "Bye", "See you")
			ann.checked()
			f.cutAt(c.fault)
			out := ann.publish(`{"message": "Later", "live": 1, ` + testIsOld + `}`)
			if p := out.Published; p.Release != 2 || len(p.Files) != 1 || !unclear(p.Problems) {
				t.Errorf("%+v", p)
			}
			if !strings.Contains(f.read("hello.yml"), "See you") || out.Draft.Dirty {
				t.Error("what may be live is not in the files")
			}
			f.store.Fail(nil)
			f.until("what is live", func(now *releases.Now) bool { return now.Reachable && now.Live.Sequence == 1+c.moved })

			f = newFleet(t, nil)
			ann = f.ann()
			ann.publish(`{"message": "First", "live": 0}`)
			ann.set("utter_bye", 1, "Bye", "See you")
			ann.publish(`{"message": "Later", "live": 1, ` + testIsOld + `}`)
			f.cutAt(c.fault)
			var moved moveReply
			ann.ask(http.MethodPost, "releases/rollback", `{"number": 1, "live": 2}`, 200, &moved)
			if moved.Live == nil || moved.Live.Release != 1 || !unclear(moved.Problems) || moved.Now.Reachable {
				t.Errorf("%+v", moved)
			}
			f.store.Fail(nil)
			f.until("what is live", func(now *releases.Now) bool { return now.Reachable && now.Live.Sequence == 2+c.moved })
		})
	}
}

// TestReplicasLate: a replica that is not ready in time keeps a release from becoming live,
// and is named. One that does not follow a move in time is named, too.
func TestReplicasLate(t *testing.T) {
	f := newFleet(t, nil)
	ann := f.ann()
	ann.publish(`{"message": "First", "live": 0}`)
	ann.set("utter_bye", 1, "Bye", "See you")
	ann.publish(`{"message": "Later", "live": 1, ` + testIsOld + `}`)
	f.reopen(func(c *Config) { c.Authoring.Releases.Wait = 3 * time.Second })
	ann = f.ann()
	f.serve("slow", &server{waits: make(chan struct{})})
	ann.set("utter_bye", 1, "See you", "Ciao")
	ann.checked()
	before := f.read("hello.yml")
	p := ann.refused("publish", `{"message": "More", "live": 2, `+testIsOld+`}`, 422, codeReplicasLate)
	if p.Detail != "not ready in time, so nothing has changed: slow" || len(p.Refusals) > 0 {
		t.Errorf("%+v", p)
	}
	if f.read("hello.yml") != before || !ann.draft().Dirty {
		t.Error("something has changed")
	}
	var moved moveReply
	ann.ask(http.MethodPost, "releases/rollback", `{"number": 1, "live": 2}`, 200, &moved)
	if moved.Live == nil || moved.Live.Sequence != 3 || len(moved.Problems) != 1 || moved.Problems[0] != "live, but not yet on all replicas: slow" {
		t.Errorf("%+v", moved)
	}
}

// TestPublishGivesUp: whoever waits for somebody else's publication, or for an own one, can
// give up; nothing is written then.
func TestPublishGivesUp(t *testing.T) {
	for name, store := range map[string]bool{"files": false, "store": true} {
		t.Run(name, func(t *testing.T) {
			var o *office
			if store {
				o = newFleet(t, nil).office
			} else {
				o = newOffice(t, nil)
				o.save("hello.yml", hello)
				o.refresh()
			}
			ann := o.ann()
			ann.set("utter_bye", 1, "Bye", "See you")
			ann.checked()
			before := o.read("hello.yml")
			free := o.occupy()
			stream, _ := o.desk.content.subscribe()
			defer o.desk.content.unsubscribe(stream)
			post := func() (answer chan *httptest.ResponseRecorder, giveUp func()) {
				ctx, cancel := context.WithCancel(t.Context())
				answer = make(chan *httptest.ResponseRecorder, 1)
				go func() {
					w := httptest.NewRecorder()
					r := call{method: http.MethodPost, target: apiPath + "publish", body: `{"message": "Later", "live": 0, ` + testIsOld + `}`, session: ann.session}.request()
					o.desk.ServeHTTP(w, r.WithContext(ctx))
					answer <- w
				}()
				return answer, cancel
			}
			first, firstGivesUp := post()
			ws := o.desk.workspaceOf(&session{user: ann.name, role: Author})
			for steps := 0; steps == 0; _, steps = ws.Progress(0) {
				select {
				case <-stream:
				case w := <-first:
					t.Fatal("answered at once:", w.Code, w.Body)
				}
			}
			second, secondGivesUp := post() // it waits for the first one
			secondGivesUp()
			if w := <-second; w.Code != http.StatusUnprocessableEntity {
				t.Error(w.Code, w.Body)
			}
			firstGivesUp()
			if w := <-first; w.Code != http.StatusUnprocessableEntity {
				t.Error(w.Code, w.Body)
			}
			if o.read("hello.yml") != before {
				t.Error("it was written")
			}
			free()
			if out := ann.publish(`{"message": "Later", "live": 0, ` + testIsOld + `}`); !strings.Contains(o.read("hello.yml"), "See you") {
				t.Errorf("%+v", out)
			}
		})
	}
}
