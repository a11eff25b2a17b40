package storetest

import (
	"errors"
	"slices"

	"nlgserver/release"
)

// set writes an entry, which must succeed.
func (s *suite) set(h release.Store, key, data string, was release.Revision) release.Revision {
	s.Helper()
	r, err := h.Set(s.ctx, key, []byte(data), was)
	if err != nil || r == "" {
		s.Fatalf("set %s to %q, was %q: %q, %v", key, shown(data), was, r, err)
	}
	return r
}

// refused writes an entry, which must not succeed.
func (s *suite) refused(h release.Store, key, data string, was release.Revision) {
	s.Helper()
	if r, err := h.Set(s.ctx, key, []byte(data), was); !errors.Is(err, release.ErrChanged) {
		s.Errorf("set %s to %q, was %q: %q, %v, want %v", key, shown(data), was, r, err, release.ErrChanged)
	}
}

func (s *suite) put(h release.Store, key, data string) {
	s.Helper()
	if err := h.Put(s.ctx, key, []byte(data)); err != nil {
		s.Fatalf("put %q to %s: %v", shown(data), key, err)
	}
}

// has checks an entry, and its revision unless it is empty. It returns the revision.
func (s *suite) has(h release.Store, key, data string, revision release.Revision) release.Revision {
	s.Helper()
	e, err := h.Get(s.ctx, key, "")
	if err != nil || e.Key != key || string(e.Data) != data || e.Age < 0 {
		s.Fatalf("get %s: %+v, %v, want %q", key, e, err, shown(data))
	}
	if revision != "" && e.Revision != revision || e.Revision == "" {
		s.Errorf("get %s: the revision is %q, want %q", key, e.Revision, revision)
	}
	return e.Revision
}

// lists checks which entries have a prefix, and that each is as it is got.
func (s *suite) lists(h release.Store, prefix string, want ...string) {
	s.Helper()
	entries, err := h.List(s.ctx, prefix)
	if err != nil {
		s.Fatalf("list %q: %v", prefix, err)
	}
	var keys []string
	for _, e := range entries {
		keys = append(keys, e.Key)
		if e.Data != nil || e.Age < 0 {
			s.Errorf("list %q: %+v has data, or is not written yet", prefix, e)
		}
		if got, err := h.Get(s.ctx, e.Key, e.Revision); err != nil || got.Revision != e.Revision || got.Data != nil {
			s.Errorf("list %q: %q has the revision %q, and alone %q, %v", prefix, e.Key, e.Revision, got.Revision, err)
		}
	}
	if !slices.Equal(keys, want) {
		s.Errorf("list %q: %q, want %q", prefix, keys, want)
	}
}

// shown shortens data for a message.
func shown(data string) string { return data[:min(len(data), 40)] }
