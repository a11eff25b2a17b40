package dir

import (
	"context"
	"testing"
	"time"

	"nlgserver/release"
)

// TestDifference checks that what is told of covers everything that has changed, and no more
// than it must.
func TestDifference(t *testing.T) {
	type entries = map[string]release.Revision
	a, b := release.ReplicaKey("a"), release.ReplicaKey("b")
	for _, c := range []struct {
		was, now entries
		want     string
		differs  bool
	}{
		{nil, entries{}, "", false},
		{entries{a: "1", "live": "1"}, entries{a: "1", "live": "1"}, "", false},
		{entries{a: "1", "live": "1"}, entries{a: "2", "live": "1"}, a, true},
		{entries{a: "1"}, entries{}, a, true},
		{entries{}, entries{a: "1"}, a, true},
		{entries{a: "1", b: "1"}, entries{a: "2", b: "2"}, release.ReplicasPrefix, true},
		{entries{a: "1", b: "1", "live": "1"}, entries{a: "2", b: "2"}, "", true},
		{entries{a: "1", release.RecordKey(1): "1"}, entries{}, "", true},
		{entries{"live": "1", "staged": "1"}, entries{"live": "2"}, "", true},
	} {
		if got, differs := difference(c.was, c.now); got != c.want || differs != c.differs {
			t.Errorf("%v to %v: %q %v, want %q", c.was, c.now, got, differs, c.want)
		}
	}
}

// TestWatchKeys checks that a watch tells of the key that has changed, also if it is the first
// of its directory.
func TestWatchKeys(t *testing.T) {
	s := openAt(t, t.TempDir(), Options{Poll: time.Hour})
	told := make(chan string, 1000)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.WatchKeys(ctx, "", func(what string) { told <- what }, nil) }()
	next := func() string {
		t.Helper()
		select {
		case what := <-told:
			return what
		case <-time.After(time.Minute):
			t.Fatal("nothing is told")
			return ""
		}
	}
	if what := next(); what != "" {
		t.Errorf("first %q", what)
	}
	for _, key := range []string{release.LiveKey, release.ReplicaKey("a"), release.ReplicaKey("b")} {
		put(t, s, key, "x")
		for {
			what := next()
			if release.Covers(what, key) {
				break
			}
			if what == "" || !release.Covers(release.LiveKey, what) && !release.Covers(release.ReplicasPrefix, what) {
				t.Errorf("told %q after a change of %s", what, key)
			}
		}
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
