package server

import (
	"context"
	"encoding/json"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

const broken = "responses:\n  utter_x:\n    - text: Hi: there\n"

// told is the part of a status that tests check.
type told struct {
	Version      string
	LoadedAt     time.Time `json:"loaded_at"`
	Sources      []string
	Responses    int
	Variations   int
	Stale        bool
	FromLastGood bool `json:"from_last_good"`
	Build        string
	LastAttempt  struct {
		At          time.Time
		Triggers    []string
		Result      string
		DurationMS  *int64 `json:"duration_ms"`
		Reason      string
		Diagnostics []struct {
			File string
			Line int
		}
	} `json:"last_attempt"`
}

// status asks the running server for its status.
func (r *running) status() (s told) {
	r.t.Helper()
	reply, err := http.Get("http://" + r.Addr() + "/api/v1/status")
	if err != nil {
		r.t.Fatal(err)
	}
	defer reply.Body.Close()
	if err := json.NewDecoder(reply.Body).Decode(&s); err != nil || reply.StatusCode != http.StatusOK {
		r.t.Fatalf("%d, %v", reply.StatusCode, err)
	}
	return s
}

func (r *running) readyStatus() int {
	r.t.Helper()
	reply, err := http.Get("http://" + r.Addr() + "/readyz")
	if err != nil {
		r.t.Fatal(err)
	}
	reply.Body.Close()
	return reply.StatusCode
}

// TestStatus follows the content from good to rejected and back.
func TestStatus(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "responses.yml")
	write(t, name, responses("good"))
	if got := start(t, dir).status().Sources; !slices.Equal(got, []string{dir}) {
		t.Errorf("the sources are %q", got)
	}
	r := startUnwatched(t, dir)
	first := r.status()
	if first.Version != r.Catalog().ShortVersion() || time.Since(first.LoadedAt) > time.Minute || first.Responses != 1 || first.Variations != 1 ||
		first.Stale || first.FromLastGood || first.Build != "test" {
		t.Errorf("at the start: %+v", first)
	}
	if a := first.LastAttempt; a.Result != "changed" || !slices.Equal(a.Triggers, []string{"start"}) || a.Diagnostics == nil || a.DurationMS == nil || a.Reason != "" {
		t.Errorf("at the start: %+v", a)
	}

	write(t, name, broken)
	r.post("/-/reload", "")
	s := r.status()
	if s.Version != first.Version || !s.LoadedAt.Equal(first.LoadedAt) || !s.Stale || s.FromLastGood {
		t.Errorf("rejected: %+v", s)
	}
	if a := s.LastAttempt; a.Result != "rejected" || !slices.Contains(a.Triggers, "http") || a.At.Before(first.LastAttempt.At) || a.Reason == "" ||
		len(a.Diagnostics) != 1 || a.Diagnostics[0].Line != 3 || !strings.HasSuffix(a.Diagnostics[0].File, "responses.yml") {
		t.Errorf("rejected: %+v", a)
	}
	if got := r.readyStatus(); got != 200 {
		t.Errorf("a rejected change makes the server unready: %d", got)
	}

	write(t, name, responses("good"))
	r.post("/-/reload", "")
	if s := r.status(); s.Stale || s.Version != first.Version || s.LastAttempt.Result != "unchanged" {
		t.Errorf("undone: %+v", s)
	}
	write(t, name, responses("better"))
	r.Hangup(context.Background())
	if s := r.status(); s.Version == first.Version || !s.LoadedAt.After(first.LoadedAt) || !slices.Contains(s.LastAttempt.Triggers, "signal") {
		t.Errorf("better: %+v", s)
	}
}

// TestRejectionIsLoggedOnce checks that content that stays broken does not fill
// the log, and is logged again if it is broken in another way, or if a caller asks
// for a reload.
func TestRejectionIsLoggedOnce(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "responses.yml")
	write(t, name, responses("good"))
	r := startWith(t, func(o *Options) { o.Paths, o.Poll = []string{dir}, 10*time.Millisecond })
	count := func() int { return strings.Count(r.log.String(), "content rejected; the last good content") }
	quiet := func() int {
		seen := r.byDefault().loop.Status().Rejected
		r.eventually("some polls", func() bool { return r.byDefault().loop.Status().Rejected > seen+10 })
		return count()
	}
	replace(t, name, broken)
	r.eventually("the rejection", func() bool { return count() > 0 })
	if got := quiet(); got != 1 {
		t.Errorf("logged %d times", got)
	}
	replace(t, name, strings.Replace(broken, "Hi", "Hello", 1))
	r.eventually("the second rejection", func() bool { return count() > 1 })
	if got := quiet(); got != 2 {
		t.Errorf("logged %d times after another fault", got)
	}
	r.post("/-/reload", "")
	if got := quiet(); got != 3 {
		t.Errorf("logged %d times after asking", got)
	}
	replace(t, name, responses("good"))
	r.eventually("the end of it", func() bool { return strings.Contains(r.log.String(), "rejected change undone") })
	replace(t, name, broken)
	r.eventually("the next rejection", func() bool { return count() > 3 })
}
