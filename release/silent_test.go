package release_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"nlgserver/release"
	"nlgserver/release/storetest"
)

// TestSilentStore: the store stops to answer while the publisher waits for the replicas.
// Nobody has said that they are ready, so nothing may become live; and after the move,
// nobody has said that they follow.
func TestSilentStore(t *testing.T) {
	for _, after := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			s := newScene(t)
			defer begin(t, s.store, "slow", manner{neverReady: !after, neverSays: after})()
			silent := !after
			// It is read before it is silent, or else nobody could stage anything.
			s.faulty.Fail(func(op storetest.Op, key string) storetest.Fault {
				if op == storetest.Set && key == release.LiveKey {
					silent = true
				}
				if silent && op == storetest.List && key == release.ReplicasPrefix {
					return storetest.Hang
				}
				return storetest.None
			})
			err := s.act(false)
			late := as[*release.LateError](t, err)
			if late.Live != after || !strings.Contains(err.Error(), "did not answer in time") {
				t.Errorf("%+v: %v", late, err)
			}
		})
	}
}

// TestMovedOn: ours was live, the store said that the write had failed, and somebody has moved on
// before we looked. If then the store does not show what became of ours, nobody may say
// that nothing has changed.
func TestMovedOn(t *testing.T) {
	for _, unseen := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			s := newScene(t)
			step := 0
			s.faulty.Fail(func(op storetest.Op, key string) storetest.Fault {
				switch {
				case step == 0 && op == storetest.Set && key == release.LiveKey:
					step++
					return storetest.After
				case step == 1 && op == storetest.Get && key == release.LiveKey:
					step++
					p := release.Publisher{Store: s.store, By: "bob"}
					if _, err := p.Rollback(t.Context(), 0, ""); err != nil {
						t.Error(err)
					}
				case unseen && step == 2 && op == storetest.Get && key == release.MoveKey(3):
					return storetest.Before
				}
				return storetest.None
			})
			p := release.Publisher{Store: s.faulty, By: "ann"}
			r, err := p.Publish(t.Context(), bundle(t, "three"), release.Release{}, 0)
			if r == nil || r.Number != 3 || (err != nil) != unseen {
				t.Errorf("%+v, %v", r, err)
			}
			if unseen {
				_ = as[*release.UnclearError](t, err)
			}
			if got, want := movesOf(t, s.store), "publish 1\npublish 2 before 1\npublish 3 before 2\nrollback 2 before 1\n"; got != want {
				t.Errorf("history %s", got)
			}
		})
	}
}

// TestRestoredStore: a replica has followed more than a restored store knows of. It goes
// on saying that, and nobody may take it for one that follows.
func TestRestoredStore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := store()
		publish(t, s, "one")
		defer begin(t, s, "ahead", manner{refusesLive: "it is older", ahead: 10})()
		p := release.Publisher{Store: s, Wait: 10 * time.Second}
		_, err := p.Publish(t.Context(), bundle(t, "two"), release.Release{}, 0)
		late := as[*release.LateError](t, err)
		if !late.Live || len(late.Refusals) != 1 || late.Refusals[0].Reason != "it is older" {
			t.Errorf("%+v", late)
		}
	})
}

// TestChangedByOurselves: the first try to write has happened, the store says that it has
// failed, and nothing can be read until the second one finds the entry changed.
func TestChangedByOurselves(t *testing.T) {
	for _, unreadable := range []int{2, 3, mostCalls} {
		synctest.Test(t, func(t *testing.T) {
			s := newScene(t)
			sets, gets := 0, 0
			s.faulty.Fail(func(op storetest.Op, key string) storetest.Fault {
				switch {
				case key != release.LiveKey:
				case op == storetest.Set:
					if sets++; sets == 1 {
						return storetest.After
					}
				case op == storetest.Get && sets > 0:
					if gets++; gets <= unreadable {
						return storetest.Before
					}
				}
				return storetest.None
			})
			err := s.act(false)
			if unreadable < mostCalls && err != nil {
				t.Error(err)
			}
			if unreadable == mostCalls {
				_ = as[*release.UnclearError](t, err)
			}
			s.next()
		})
	}
}

// TestRollbackWithoutParent: the release to go back to is there, and the one before it is
// not any more.
func TestRollbackWithoutParent(t *testing.T) {
	s := store()
	for _, text := range []string{"one", "two", "three"} {
		publish(t, s, text)
	}
	if err := s.Delete(t.Context(), release.RecordKey(1)); err != nil {
		t.Fatal(err)
	}
	p := release.Publisher{Store: s}
	live, err := p.Rollback(t.Context(), 0, "")
	if err != nil || live.Number != 2 || live.Previous != nil {
		t.Errorf("%+v, %v", live, err)
	}
}
