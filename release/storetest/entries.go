package storetest

import (
	"bytes"
	"errors"
	"math/rand/v2"

	"nlgserver/release"
)

func named(s *suite) {
	if s.handle().String() == "" {
		s.Error("it has no name for people")
	}
}

func absent(s *suite) {
	a := s.handle()
	for _, known := range []release.Revision{"", "1"} {
		if e, err := a.Get(s.ctx, release.LiveKey, known); !errors.Is(err, release.ErrNotFound) {
			s.Errorf("known %q: %v, %v", known, e, err)
		}
	}
	if err := a.Delete(s.ctx, release.LiveKey); err != nil {
		s.Errorf("there is nothing to delete: %v", err)
	}
	s.lists(a, "")
}

// set checks compare-and-set, and that each handle reads what the other one wrote.
func set(s *suite) {
	a, b := s.two()
	one := s.set(a, release.LiveKey, "one", "")
	s.has(b, release.LiveKey, "one", one)
	two := s.set(b, release.LiveKey, "two", one)
	s.has(a, release.LiveKey, "two", two)
	s.has(b, release.LiveKey, "two", two)
	if one == two || one == "" || two == "" {
		s.Errorf("the revisions are %q and %q", one, two)
	}
	s.refused(a, release.LiveKey, "three", one)
	s.refused(b, release.LiveKey, "three", one)
	s.refused(a, release.LiveKey, "three", "")
	s.has(a, release.LiveKey, "two", two)
	s.has(b, release.LiveKey, "two", two)
	three := s.set(a, release.LiveKey, "three", two)
	s.has(b, release.LiveKey, "three", three)
}

// create checks that nobody creates what is there, and nobody changes what is not there.
func create(s *suite) {
	a, b := s.two()
	one := s.set(a, release.RecordKey(1), "one", "")
	s.refused(a, release.RecordKey(1), "one", "")
	s.refused(b, release.RecordKey(1), "two", "")
	s.has(b, release.RecordKey(1), "one", one)
	s.refused(a, release.RecordKey(2), "two", one)
	if _, err := b.Get(s.ctx, release.RecordKey(2), ""); !errors.Is(err, release.ErrNotFound) {
		s.Errorf("a refused write left %v", err)
	}
}

func put(s *suite) {
	a, b := s.two()
	s.put(a, release.StagedKey, "one")
	one := s.has(b, release.StagedKey, "one", "")
	s.put(b, release.StagedKey, "two")
	if two := s.has(a, release.StagedKey, "two", ""); one == two {
		s.Errorf("both have the revision %q", one)
	}
	s.refused(a, release.StagedKey, "three", one)
	s.put(a, release.StagedKey, "two")
	s.has(b, release.StagedKey, "two", "")
	// What is put can be changed by compare-and-set, and the other way round.
	two := s.has(a, release.StagedKey, "two", "")
	s.has(b, release.StagedKey, "three", s.set(b, release.StagedKey, "three", two))
	s.put(a, release.StagedKey, "four")
	s.has(b, release.StagedKey, "four", "")
}

func deleted(s *suite) {
	a, b := s.two()
	one := s.set(a, release.ReplicaKey("a"), "one", "")
	s.put(a, release.ReplicaKey("b"), "other")
	if err := b.Delete(s.ctx, release.ReplicaKey("a")); err != nil {
		s.Fatal(err)
	}
	for _, h := range []release.Store{a, b} {
		if _, err := h.Get(s.ctx, release.ReplicaKey("a"), one); !errors.Is(err, release.ErrNotFound) {
			s.Errorf("it is still there: %v", err)
		}
		s.lists(h, "", release.ReplicaKey("b"))
	}
	s.refused(a, release.ReplicaKey("a"), "two", one)
	two := s.set(a, release.ReplicaKey("a"), "two", "")
	s.has(b, release.ReplicaKey("a"), "two", two)
}

// known checks that what the caller has is not sent again.
func known(s *suite) {
	a, b := s.two()
	one := s.set(a, release.LiveKey, "one", "")
	e, err := b.Get(s.ctx, release.LiveKey, one)
	if err != nil || e.Data != nil || e.Revision != one || e.Key != release.LiveKey || e.Age < 0 {
		s.Errorf("unchanged: %v, %v, want no data and the revision %q", e, err, one)
	}
	two := s.set(a, release.LiveKey, "two", one)
	if e, err := b.Get(s.ctx, release.LiveKey, one); err != nil || string(e.Data) != "two" || e.Revision != two {
		s.Errorf("changed: %v, %v", e, err)
	}
}

func data(s *suite) {
	a, b := s.two()
	all := make([]byte, 256)
	for i := range all {
		all[i] = byte(i)
	}
	for _, text := range []string{"", "x", "\x00", "\n", "\r\n", "a\r\nb\n", "\xff\xfe", "ü", string(all), "\x1f\x8b"} {
		s.put(a, release.StagedKey, text)
		was := s.has(b, release.StagedKey, text, "")
		s.has(a, release.StagedKey, text+"!", s.set(b, release.StagedKey, text+"!", was))
	}
	// An entry without data is one: it is not like no entry.
	empty := s.set(a, release.LiveKey, "", "")
	s.has(b, release.LiveKey, "", empty)
	s.refused(b, release.LiveKey, "", "")
	if err := a.Put(s.ctx, release.LiveKey, nil); err != nil {
		s.Error(err)
	}
	s.has(b, release.LiveKey, "", "")
}

// ownCopy checks that nobody changes an entry by changing bytes in memory.
func ownCopy(s *suite) {
	a := s.handle()
	text := []byte("one")
	if _, err := a.Set(s.ctx, release.LiveKey, text, ""); err != nil {
		s.Fatal(err)
	}
	text[0] = 'x'
	e, err := a.Get(s.ctx, release.LiveKey, "")
	if err != nil || string(e.Data) != "one" {
		s.Fatalf("%q, %v", e.Data, err)
	}
	e.Data[0] = 'x'
	s.has(a, release.LiveKey, "one", e.Revision)
}

func large(s *suite) {
	a, b := s.two()
	text := make([]byte, s.Large)
	_, _ = rand.NewChaCha8([32]byte{1}).Read(text)
	key := release.BundleKey("00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff")
	one, err := a.Set(s.ctx, key, text, "")
	if err != nil {
		s.Fatal(err)
	}
	e, err := b.Get(s.ctx, key, "")
	if err != nil || !bytes.Equal(e.Data, text) || e.Revision != one {
		s.Fatalf("%d bytes of revision %q, %v, want %d of %q", len(e.Data), e.Revision, err, len(text), one)
	}
	s.lists(b, release.BundlesPrefix, key)
	text[len(text)-1]++
	if err := b.Put(s.ctx, key, text); err != nil {
		s.Fatal(err)
	}
	if e, err = a.Get(s.ctx, key, one); err != nil || !bytes.Equal(e.Data, text) {
		s.Errorf("%d bytes, %v, after a change of the last one", len(e.Data), err)
	}
}
