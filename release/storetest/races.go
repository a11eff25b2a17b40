package storetest

import (
	"errors"
	"fmt"
	"strconv"
	"sync"
	"sync/atomic"

	"nlgserver/release"
)

// race runs a function for each of several writers at once, in two handles.
func (s *suite) race(write func(h release.Store, writer int)) {
	a, b := s.two()
	var all sync.WaitGroup
	start := make(chan struct{})
	for i := range writers {
		all.Go(func() {
			<-start
			write([]release.Store{a, b}[i%2], i)
		})
	}
	close(start)
	all.Wait()
}

// raceToCreate checks that of all who create an entry one succeeds.
func raceToCreate(s *suite) {
	h := s.handle()
	for n := 1; n <= s.Rounds; n++ {
		key := release.RecordKey(n)
		var winner atomic.Int64
		var revision atomic.Value
		s.race(func(h release.Store, writer int) {
			r, err := h.Set(s.ctx, key, []byte(strconv.Itoa(writer)), "")
			switch {
			case err == nil:
				if !winner.CompareAndSwap(0, int64(writer)+1) {
					s.Errorf("%s was created twice", key)
				}
				revision.Store(r)
			case !errors.Is(err, release.ErrChanged):
				s.Errorf("create %s: %v", key, err)
			}
		})
		if winner.Load() == 0 {
			s.Fatalf("nobody created %s", key)
		}
		s.has(h, key, strconv.FormatInt(winner.Load()-1, 10), revision.Load().(release.Revision))
	}
}

// raceToChange checks that no change is lost: each adds to what it read.
func raceToChange(s *suite) {
	h := s.handle()
	s.set(h, release.LiveKey, "0", "")
	s.race(func(h release.Store, writer int) {
		for done := 0; done < s.Rounds; {
			err := s.add(h)
			switch {
			case err == nil:
				done++
			case !errors.Is(err, release.ErrChanged):
				s.Errorf("writer %d: %v", writer, err)
				return
			}
		}
	})
	s.has(h, release.LiveKey, strconv.Itoa(writers*s.Rounds), "")
}

// add adds one to the number in the entry.
func (s *suite) add(h release.Store) error {
	e, err := h.Get(s.ctx, release.LiveKey, "")
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(string(e.Data))
	if err != nil {
		return fmt.Errorf("a torn entry: %w", err)
	}
	_, err = h.Set(s.ctx, release.LiveKey, []byte(strconv.Itoa(n+1)), e.Revision)
	return err
}
