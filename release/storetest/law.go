package storetest

import (
	"errors"
	"slices"

	"pgregory.net/rapid"

	"nlgserver/release"
)

// law does random things by two handles, and compares with a map.
func law(s *suite) {
	a, b := s.two()
	keys := []string{release.LiveKey, release.StagedKey, release.RecordKey(1), release.ReplicaKey("a")}
	slices.Sort(keys)
	rounds := 0
	rapid.Check(s.T, func(t *rapid.T) {
		if rounds++; rounds > 2*s.Rounds {
			return // a store far away is slow
		}
		for _, key := range keys {
			if err := a.Delete(s.ctx, key); err != nil {
				t.Fatal(err)
			}
		}
		m := &model{suite: s, t: t, handles: []release.Store{a, b}, entries: map[string]written{}, seen: map[string][]release.Revision{}}
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			m.step(rapid.SampledFrom(keys).Draw(t, "key"))
		}
		m.compare(keys)
	})
}

// model is what the store should hold.
type model struct {
	*suite
	t       *rapid.T
	handles []release.Store
	entries map[string]written
	// seen are the revisions that keys have had.
	seen map[string][]release.Revision
}

type written struct {
	data     string
	revision release.Revision
}

func (m *model) step(key string) {
	h := rapid.SampledFrom(m.handles).Draw(m.t, "handle")
	data := rapid.SampledFrom([]string{"", "a", "b", "c"}).Draw(m.t, "data")
	now, there := m.entries[key]
	switch rapid.SampledFrom([]string{"set", "set", "put", "delete"}).Draw(m.t, "do") {
	case "set":
		was := rapid.SampledFrom(append([]release.Revision{"", now.revision}, m.seen[key]...)).Draw(m.t, "was")
		r, err := h.Set(m.ctx, key, []byte(data), was)
		if was != now.revision {
			if !errors.Is(err, release.ErrChanged) {
				m.t.Fatalf("set %s, was %q and not %q: %v", key, now.revision, was, err)
			}
			return
		}
		if err != nil {
			m.t.Fatalf("set %s, was %q: %v", key, was, err)
		}
		m.wrote(key, data, r)
	case "put":
		if err := h.Put(m.ctx, key, []byte(data)); err != nil {
			m.t.Fatal(err)
		}
		e, err := h.Get(m.ctx, key, "")
		if err != nil || string(e.Data) != data {
			m.t.Fatalf("put %q to %s: %+v, %v", data, key, e, err)
		}
		m.wrote(key, data, e.Revision)
	case "delete":
		if err := h.Delete(m.ctx, key); err != nil {
			m.t.Fatal(err)
		}
		delete(m.entries, key)
		if there {
			m.seen[key] = append(m.seen[key], now.revision)
		}
	}
}

// wrote notes a write.
func (m *model) wrote(key, data string, r release.Revision) {
	now := m.entries[key]
	if r == "" || r == now.revision && data != now.data {
		m.t.Fatalf("%s has the revision %q with %q and with %q", key, r, now.data, data)
	}
	if now.revision != "" {
		m.seen[key] = append(m.seen[key], now.revision)
	}
	m.entries[key] = written{data, r}
}

// compare checks all that is in the store.
func (m *model) compare(keys []string) {
	for _, h := range m.handles {
		listed, err := h.List(m.ctx, "")
		if err != nil {
			m.t.Fatal(err)
		}
		for _, key := range keys {
			want, there := m.entries[key]
			e, err := h.Get(m.ctx, key, "")
			i := slices.IndexFunc(listed, func(e release.Entry) bool { return e.Key == key })
			switch {
			case !there && (!errors.Is(err, release.ErrNotFound) || i >= 0):
				m.t.Fatalf("%s should not be there: %+v, %v", key, e, err)
			case there && (err != nil || string(e.Data) != want.data || e.Revision != want.revision):
				m.t.Fatalf("%s: %+v, %v, want %+v", key, e, err, want)
			case there && (i < 0 || listed[i].Revision != want.revision):
				m.t.Fatalf("%s is not like that in the list: %+v", key, listed)
			}
		}
	}
}
