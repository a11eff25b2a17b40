package httpapi

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"nlgserver/nlg"
)

// assistant returns an assistant whose texts begin with its stamp. All have the same
// response names.
func assistant(t testing.TB, name string, changes ...func(*Assistant)) *Assistant {
	t.Helper()
	return stamped(t, name, name, changes...)
}

// stamped is [assistant] with another stamp than the name.
func stamped(t testing.TB, name, stamp string, changes ...func(*Assistant)) *Assistant {
	t.Helper()
	catalog := catalogOf(t, strings.ReplaceAll(`
responses:
  utter_who:
    - text: "STAMP here"
  utter_two:
    - text: "STAMP one"
      id: one
    - text: "STAMP two"
      id: two
  utter_slack:
    - text: "STAMP on Slack"
      channel: slack
  utter_fallback:
    - text: "STAMP falls back"
`, "STAMP", stamp))
	a := &Assistant{Name: name, Catalog: func() *nlg.Catalog { return catalog }}
	for _, change := range changes {
		change(a)
	}
	return a
}

func guardedBy(secret string) func(*Assistant) {
	return func(a *Assistant) { a.Access = token(secret) }
}

func countedBy(m Meter) func(*Assistant) { return func(a *Assistant) { a.Meter = m } }

// serverOfAll returns the routes of a server that is configured for several assistants.
func serverOfAll(all *Assistants, changes ...func(*Config)) http.Handler {
	return serverOfNow(func() *Assistants { return all }, changes...)
}

func serverOfNow(now func() *Assistants, changes ...func(*Config)) http.Handler {
	cfg := Config{Assistants: now, Rand: first{}}
	for _, change := range changes {
		change(&cfg)
	}
	return New(cfg)
}

// asking is a body that asks for the response.
func asking(response string) string { return `{"response": "` + response + `"}` }

// problemOf returns the problem that a reply is; its zero value for another reply.
func problemOf(t *testing.T, w *httptest.ResponseRecorder) (p Problem) {
	t.Helper()
	if w.Code < http.StatusBadRequest {
		return p
	}
	if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil {
		t.Fatalf("%v: %s", err, w.Body)
	}
	return p
}

// counts is a [Meter] that remembers what it counts.
type counts struct {
	mu     sync.Mutex
	events map[string]int
}

func (c *counts) count(event string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.events == nil {
		c.events = map[string]int{}
	}
	c.events[event]++
}

// all returns what was counted since it was asked last.
func (c *counts) all() map[string]int {
	c.mu.Lock()
	defer c.mu.Unlock()
	events := c.events
	c.events = nil
	return events
}

func (c *counts) Begin() time.Time {
	c.count("begin")
	return time.Time{}
}
func (c *counts) End(time.Time, int64)                    { c.count("end") }
func (c *counts) Said(*nlg.Catalog, string, *nlg.Message) { c.count("said") }
func (c *counts) Unknown()                                { c.count("unknown") }
func (c *counts) Shared(canary bool) {
	if canary {
		c.count("canary")
	} else {
		c.count("live")
	}
}
func (c *counts) Substituted(*nlg.Catalog, *nlg.Message) { c.count("substituted") }
func (c *counts) Refused(code string, _ int)             { c.count(code) }
func (c *counts) Panicked()                              { c.count("panic") }
