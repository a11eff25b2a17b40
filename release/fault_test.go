package release_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"nlgserver/release"
	"nlgserver/release/memory"
	"nlgserver/release/storetest"
)

// mostCalls is more than a publication makes of a store.
const mostCalls = 200

// scene is a store with two releases, in which a publisher whose store fails is to publish
// a third one, or to go back to the first one.
type scene struct {
	*testing.T
	store  *memory.Store
	faulty *storetest.Faulty
	before *release.Live
}

func newScene(t *testing.T) *scene {
	s := store()
	publish(t, s, "one")
	publish(t, s, "two")
	return &scene{t, s, storetest.NewFaulty(s.Handle()), live(t, s)}
}

// act publishes or rolls back, and checks that the outcome is what it says.
func (s *scene) act(back bool) error {
	s.Helper()
	p := release.Publisher{Store: s.faulty, By: "ann"}
	var err error
	if back {
		_, err = p.Rollback(s.Context(), 0, "third")
	} else {
		_, err = p.Publish(s.Context(), bundle(s, "three"), release.Release{Message: "third"}, 0)
	}
	s.faulty.Fail(nil)
	moved := live(s, s.store).Message == "third"
	late, isLate := errors.AsType[*release.LateError](err)
	_, isUnclear := errors.AsType[*release.UnclearError](err)
	switch {
	case isUnclear:
	case err == nil, isLate && late.Live:
		if !moved {
			s.Errorf("it says that it is live (%v), and it is not", err)
		}
	case moved:
		s.Errorf("it says that nothing has changed: %v", err)
	}
	return err
}

// next checks that whatever has happened, the next one can publish, and the history is whole.
func (s *scene) next() {
	s.Helper()
	time.Sleep(time.Hour) // whoever has staged something is gone by now
	moved := live(s, s.store).Message == "third"
	publish(s, s.store, "next")
	text := movesOf(s, s.store)
	if !strings.HasPrefix(text, "publish 1\npublish 2 before 1\n") || moved != (strings.Count(text, "\n") == 4) {
		s.Errorf("moved: %v, history %s", moved, text)
	}
	unstaged(s, s.store)
}

// TestOneFault has each call fail once, before or after it has happened.
func TestOneFault(t *testing.T) { everyCall(t, false) }

// TestKilled has the publisher end at each call, before or after it has happened.
func TestKilled(t *testing.T) { everyCall(t, true) }

func everyCall(t *testing.T, killed bool) {
	for _, back := range []bool{false, true} {
		for _, fault := range []storetest.Fault{storetest.Before, storetest.After} {
			t.Run(fmt.Sprintf("back=%v/fault=%d", back, fault), func(t *testing.T) {
				failures := 0
				for at := range mostCalls {
					done := false
					synctest.Test(t, func(t *testing.T) {
						s := newScene(t)
						calls := 0
						s.faulty.Fail(func(op storetest.Op, key string) storetest.Fault {
							if op == storetest.Watch {
								return storetest.None // when it begins is not always the same
							}
							calls++
							switch {
							case calls-1 == at:
								return fault
							case killed && calls > at:
								return storetest.Before
							}
							return storetest.None
						})
						if s.act(back) != nil {
							failures++
						}
						done = calls <= at
						s.next()
					})
					if done {
						if failures == 0 {
							t.Error("no fault had any effect")
						}
						return
					}
				}
				t.Error("there is no end of calls")
			})
		}
	}
}

// TestOneFaultOfAWriteIsMended: a write that fails once, or is said to have failed, does
// not keep anybody from publishing.
func TestOneFaultOfAWriteIsMended(t *testing.T) {
	for _, key := range []string{release.StagedKey, release.RecordKey(3), release.MoveKey(2), release.LiveKey} {
		for _, fault := range []storetest.Fault{storetest.Before, storetest.After} {
			synctest.Test(t, func(t *testing.T) {
				s := newScene(t)
				failed := false
				s.faulty.Fail(func(op storetest.Op, at string) storetest.Fault {
					if op != storetest.Set || at != key || failed {
						return storetest.None
					}
					failed = true
					return fault
				})
				if err := s.act(false); err != nil || !failed {
					t.Errorf("%s, %d: %v, %v", key, fault, err, failed)
				}
				s.next()
			})
		}
	}
}

// TestUnclear: a store that goes away at the worst moment.
func TestUnclear(t *testing.T) {
	for _, fault := range []storetest.Fault{storetest.Before, storetest.After} {
		synctest.Test(t, func(t *testing.T) {
			s := newScene(t)
			away := false
			s.faulty.Fail(func(op storetest.Op, key string) storetest.Fault {
				if away {
					return storetest.Before
				}
				if away = op == storetest.Set && key == release.LiveKey; away {
					return fault
				}
				return storetest.None
			})
			err := s.act(false)
			if u := as[*release.UnclearError](t, err); u.Live.Message != "third" || !errors.Is(err, storetest.ErrInjected) {
				t.Errorf("%+v", u)
			}
			s.next()
		})
	}
}
