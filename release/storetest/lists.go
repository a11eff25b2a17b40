package storetest

import (
	"context"
	"errors"
	"strings"
	"time"

	"nlgserver/release"
)

func list(s *suite) {
	a, b := s.two()
	bundle := release.BundleKey(strings.Repeat("0f", 32))
	all := []string{
		bundle,
		release.LiveKey,
		release.MoveKey(1),
		release.RecordKey(1), release.RecordKey(2), release.RecordKey(10), release.RecordKey(99999999),
		release.ReplicaKey("0"), release.ReplicaKey("a-b"), release.ReplicaKey("a.b"), release.ReplicaKey("a_b"), release.ReplicaKey("b"),
		release.StagedKey,
	}
	for i := range all { // neither sorted nor sorted the other way
		s.put(a, all[i*5%len(all)], "of "+all[i*5%len(all)])
	}
	s.lists(b, "", all...)
	s.lists(b, release.BundlesPrefix, all[:1]...)
	s.lists(b, release.LiveKey, all[1:2]...)
	s.lists(b, release.MovesPrefix, all[2:3]...)
	s.lists(b, release.ReleasesPrefix, all[3:7]...)
	s.lists(b, release.ReplicasPrefix, all[7:12]...)
	s.lists(b, release.StagedKey, all[12])
	for _, key := range all {
		s.has(b, key, "of "+key, "")
	}
}

// age checks that it grows, also in a list, and begins anew with each write.
func age(s *suite) {
	a, b := s.two()
	s.put(a, release.StagedKey, "x")
	s.put(a, release.LiveKey, "one")
	ages := func() (got, listed time.Duration) {
		e, err := b.Get(s.ctx, release.LiveKey, "")
		if err != nil {
			s.Fatal(err)
		}
		entries, err := b.List(s.ctx, release.LiveKey)
		if err != nil || len(entries) != 1 {
			s.Fatal(entries, err)
		}
		return e.Age, entries[0].Age
	}
	first, listed := ages()
	if first < 0 || listed < 0 || first > time.Hour || listed > time.Hour {
		s.Errorf("a new entry is %v old, and in the list %v", first, listed)
	}
	// Some stores count seconds only.
	s.until("it is older", func() bool {
		got, listed := ages()
		return got >= first+2*time.Second && listed >= first+2*time.Second
	})
	old, _ := ages()
	s.until("a new write begins a new age", func() bool {
		s.put(b, release.LiveKey, "one")
		renewed, listed := ages()
		return renewed < old && listed < old
	})
}

func badKeys(s *suite) {
	a := s.handle()
	for _, key := range []string{
		"", "/", "x", "Live", "live/", "/live", "live\x00", "live ", "../live", "releases/../live", "releases/", "releases/1.json", "releases/00000001.json/..",
		"replicas/..json", "replicas/a..b.json", "replicas/../live.json", "replicas/A.json", "replicas/a/b.json", `replicas\a.json`, "replicas/%2e.json", "replicas/.a.json",
		"replicas/" + strings.Repeat("a", 64) + ".json", "bundles/x.tar.gz", "bundles/" + strings.Repeat("0F", 32) + ".tar.gz",
	} {
		_, err := a.Get(s.ctx, key, "")
		s.refusedKey("get", key, err)
		_, err = a.Set(s.ctx, key, []byte("x"), "")
		s.refusedKey("set", key, err)
		s.refusedKey("put", key, a.Put(s.ctx, key, []byte("x")))
		s.refusedKey("delete", key, a.Delete(s.ctx, key))
	}
	s.lists(a, "")
}

func (s *suite) refusedKey(what, key string, err error) {
	s.Helper()
	if err == nil || errors.Is(err, release.ErrNotFound) || errors.Is(err, release.ErrChanged) {
		s.Errorf("%s %q: %v", what, key, err)
	}
}

func badPrefixes(s *suite) {
	a := s.handle()
	for _, prefix := range []string{"/", "x", "rel", "releases", "releases/0", "live/", "../", "releases/../", "bundles//"} {
		if found, err := a.List(s.ctx, prefix); err == nil {
			s.Errorf("list %q: %v", prefix, found)
		}
		called := func() { s.Errorf("watch %q: called", prefix) }
		ctx, cancel := context.WithTimeout(s.ctx, s.Patience)
		if err := a.Watch(ctx, prefix, called, called); err == nil {
			s.Errorf("watch %q: no error", prefix)
		}
		cancel()
	}
}
