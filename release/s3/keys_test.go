package s3_test

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"testing"

	"nlgserver/release"
	"nlgserver/release/s3/s3test"
)

// TestKeys checks, against a real gateway, which verifies each signature, all characters
// that a prefix and a key may have.
func TestKeys(t *testing.T) {
	g := s3test.Start(t)
	var ascii strings.Builder
	for c := rune(' '); c <= '~'; c++ {
		if !strings.ContainsRune(`/\`, c) {
			ascii.WriteRune(c)
		}
	}
	for _, prefix := range []string{
		ascii.String(),
		"a b/+/%20/%2F/?x=y&z/#/~",
		"ä/日本語/🎉/e\u0301/\u00a0/\u2028/\ufeff/\U0010ffff",
		"..a/b../.c/-/_",
		" ", "%", "+", "*", "=", "&amp;<Key>", strings.Repeat("ü/", 170),
	} {
		address := strings.Replace(g.Address("PREFIX"), "PREFIX", url.PathEscape(prefix), 1)
		s := open(t, g, address)
		keys := []string{
			release.LiveKey, release.StagedKey, release.RecordKey(1), release.MoveKey(99999999), release.BundleKey(strings.Repeat("0f", 32)),
			release.ReplicaKey("a"), release.ReplicaKey("a-b_c.d"), release.ReplicaKey(strings.Repeat("z", 63)),
		}
		was := map[string]release.Revision{}
		for i, key := range keys {
			revision, err := s.Set(t.Context(), key, []byte(prefix+key), "")
			if err != nil {
				t.Fatalf("%q: %v", prefix, err)
			}
			if _, err := s.Set(t.Context(), key, nil, ""); !errors.Is(err, release.ErrChanged) {
				t.Errorf("%q, %q: %v", prefix, key, err)
			}
			if i%2 == 0 {
				if revision, err = s.Set(t.Context(), key, []byte(key+prefix), revision); err != nil {
					t.Errorf("%q, %q: %v", prefix, key, err)
				}
			} else if err := s.Put(t.Context(), key, []byte(prefix+key)); err != nil {
				t.Errorf("%q, %q: %v", prefix, key, err)
			}
			was[key] = revision
		}
		for _, below := range []string{"", release.ReplicasPrefix} {
			entries, err := s.List(t.Context(), below)
			want := 0
			for _, key := range keys {
				if strings.HasPrefix(key, below) {
					want++
				}
			}
			if err != nil || len(entries) != want {
				t.Errorf("%q: %+v, %v", prefix, entries, err)
			}
			for _, e := range entries {
				if was[e.Key] != e.Revision {
					t.Errorf("%q: %+v, want %q", prefix, e, was[e.Key])
				}
			}
		}
		for i, key := range keys {
			want := prefix + key
			if i%2 == 0 {
				want = key + prefix
			}
			if e, err := s.Get(t.Context(), key, ""); err != nil || string(e.Data) != want || e.Revision != was[key] {
				t.Errorf("%q, %q: %+v, %v", prefix, key, e, err)
			}
			if e, err := s.Get(t.Context(), key, was[key]); err != nil || e.Data != nil || e.Age < 0 {
				t.Errorf("%q, %q: %+v, %v", prefix, key, e, err)
			}
			if err := s.Delete(t.Context(), key); err != nil {
				t.Errorf("%q, %q: %v", prefix, key, err)
			}
			if _, err := s.Get(t.Context(), key, ""); !errors.Is(err, release.ErrNotFound) {
				t.Errorf("%q, %q: %v", prefix, key, err)
			}
		}
	}
}

// TestManyKeys checks a listing that has more than one page, which is of 1,000 objects.
func TestManyKeys(t *testing.T) {
	g := s3test.Start(t)
	s := open(t, g, g.Address("many%20%2B"))
	const count = 1_003
	numbers := make(chan int)
	var writers sync.WaitGroup
	for range 4 {
		writers.Go(func() {
			for i := range numbers {
				if err := s.Put(t.Context(), release.ReplicaKey(fmt.Sprintf("r%04d", i)), nil); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for i := range count {
		numbers <- i
	}
	close(numbers)
	writers.Wait()
	entries, err := s.List(t.Context(), release.ReplicasPrefix)
	if err != nil || len(entries) != count {
		t.Fatalf("%d entries, %v", len(entries), err)
	}
	for i, e := range entries {
		if e.Key != release.ReplicaKey(fmt.Sprintf("r%04d", i)) {
			t.Fatalf("%d: %+v", i, e)
		}
	}
}
