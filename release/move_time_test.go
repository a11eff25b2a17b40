package release_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"nlgserver/release"
	"nlgserver/release/storetest"
)

// TestMoveHangs: a store that hangs in the middle of a move keeps nobody for long, and what
// is known of the move then is told.
func TestMoveHangs(t *testing.T) {
	for _, c := range []struct {
		key     string
		unclear bool
	}{
		{release.MoveKey(2), false},
		{release.LiveKey, true},
	} {
		for _, back := range []bool{false, true} {
			synctest.Test(t, func(t *testing.T) {
				s := newScene(t)
				hangs := false
				var began time.Time
				s.faulty.Fail(func(op storetest.Op, key string) storetest.Fault {
					if !hangs && op == storetest.Set && key == c.key {
						hangs, began = true, time.Now()
					}
					if hangs {
						return storetest.Hang
					}
					return storetest.None
				})
				err := s.act(back)
				most := 36 * time.Second // also to find out what has happened
				if !back {
					most += 10 * time.Second // to leave nothing staged
				}
				if took := time.Since(began); took > most {
					t.Errorf("%s, back=%v: it took %s", c.key, back, took)
				}
				if _, unclear := errors.AsType[*release.UnclearError](err); unclear != c.unclear || !errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("%s: %v", c.key, err)
				}
				s.next()
			})
		}
	}
}

// lingering is a store that keeps what was live only once the caller has given up.
type lingering struct{ release.Store }

func (s lingering) Set(ctx context.Context, key string, data []byte, was release.Revision) (release.Revision, error) {
	if key == release.MoveKey(2) {
		<-ctx.Done()
	}
	return s.Store.Set(context.WithoutCancel(ctx), key, data, was)
}

// TestMoveTooLate: when the time is over before anything could become live, it is clear that
// nothing has.
func TestMoveTooLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t)
		p := release.Publisher{Store: lingering{s.store.Handle()}, By: "ann"}
		live, err := p.Rollback(t.Context(), 0, "third")
		if _, unclear := errors.AsType[*release.UnclearError](err); unclear || live != nil || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%v, %v", live, err)
		}
		s.next()
	})
}
