package storetest

import (
	"context"
	"testing"
	"time"

	"nlgserver/release"
)

// Options say what a store can do. The zero Options are for a store on this machine.
type Options struct {
	// Patience is how long a test waits for what has to happen: a minute, if 0. A store
	// that polls may need it.
	Patience time.Duration
	// Large is the size of the largest entry that is tried, in bytes: 8 MiB and some, if 0.
	Large int
	// Rounds is how often each of eight writers changes one entry against the others: 10,
	// if 0.
	Rounds int
	// Idle is set for a store whose watch need not say that it is alive while nothing
	// changes.
	Idle bool
}

// writers are as many as race for an entry, in two handles.
const writers = 8

// Test checks a store. New makes an empty store and returns a function that opens a handle
// on it; each handle is closed in the end. The ends of the store itself are for t.Cleanup.
func Test(t *testing.T, empty func(t *testing.T) (open func() release.Store), o Options) {
	t.Helper()
	if o.Patience == 0 {
		o.Patience = time.Minute
	}
	if o.Large == 0 {
		o.Large = 8<<20 + 1
	}
	if o.Rounds == 0 {
		o.Rounds = 10
	}
	for _, c := range []struct {
		name string
		test func(s *suite)
	}{
		{"name", named},
		{"absent", absent},
		{"set", set},
		{"create", create},
		{"put", put},
		{"delete", deleted},
		{"known", known},
		{"data", data},
		{"own copy", ownCopy},
		{"large", large},
		{"list", list},
		{"age", age},
		{"bad keys", badKeys},
		{"bad prefixes", badPrefixes},
		{"ended", ended},
		{"close", closed},
		{"law", law},
		{"race to create", raceToCreate},
		{"race to change", raceToChange},
		{"watch", watch},
		{"watch a burst", watchBurst},
		{"watch a prefix", watchPrefix},
		{"watch twice", watchTwice},
		{"watch alive", watchAlive},
		{"watch ended", watchEnded},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.test(newSuite(t, empty, o))
		})
	}
}

// suite is one test of one store.
type suite struct {
	*testing.T
	Options
	ctx  context.Context
	open func() release.Store
}

func newSuite(t *testing.T, empty func(t *testing.T) func() release.Store, o Options) *suite {
	ctx, cancel := context.WithTimeout(t.Context(), 4*o.Patience)
	open := empty(t)
	t.Cleanup(cancel)
	return &suite{T: t, Options: o, ctx: ctx, open: open}
}

// handle opens a handle, which is closed in the end.
func (s *suite) handle() release.Store {
	h := s.open()
	s.Cleanup(func() {
		if err := h.Close(); err != nil {
			s.Errorf("close: %v", err)
		}
	})
	return h
}

// two returns two handles on the store.
func (s *suite) two() (a, b release.Store) { return s.handle(), s.handle() }
