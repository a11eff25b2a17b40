package storetest

import (
	"context"
	"errors"

	"nlgserver/release"
)

// ended checks that nothing is done in a context that has ended.
func ended(s *suite) {
	a, b := s.two()
	one := s.set(a, release.LiveKey, "one", "")
	ctx, cancel := context.WithCancel(s.ctx)
	cancel()
	_, get := a.Get(ctx, release.LiveKey, "")
	_, set := a.Set(ctx, release.LiveKey, []byte("two"), one)
	_, list := a.List(ctx, "")
	for what, err := range map[string]error{
		"get": get, "set": set, "list": list,
		"put":    a.Put(ctx, release.LiveKey, []byte("two")),
		"delete": a.Delete(ctx, release.LiveKey),
	} {
		if !errors.Is(err, context.Canceled) {
			s.Errorf("%s: %v, want %v", what, err, context.Canceled)
		}
	}
	s.has(b, release.LiveKey, "one", one)
}

// closed checks that the end of a handle is none of the store.
func closed(s *suite) {
	a, b := s.open(), s.handle()
	one := s.set(a, release.LiveKey, "one", "")
	if err := a.Close(); err != nil {
		s.Error(err)
	}
	s.has(b, release.LiveKey, "one", one)
	s.has(s.handle(), release.LiveKey, "one", one)
	two := s.set(b, release.LiveKey, "two", one)
	s.has(s.handle(), release.LiveKey, "two", two)
}
