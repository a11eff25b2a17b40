package release_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"nlgserver/release"
	"nlgserver/release/storetest"
)

var errOfTheTest = errors.New("not today")

// TestCheck: whoever does not agree with what is live changes nothing of the store.
func TestCheck(t *testing.T) {
	changes := map[string]func(t *testing.T, p *release.Publisher) error{
		"publish": func(t *testing.T, p *release.Publisher) error {
			_, err := p.Publish(t.Context(), bundle(t, "three"), release.Release{}, 0)
			return err
		},
		"rollback": func(t *testing.T, p *release.Publisher) error { _, err := p.Rollback(t.Context(), 0, ""); return err },
		"promote":  func(t *testing.T, p *release.Publisher) error { _, err := p.Promote(t.Context(), ""); return err },
		"abort":    func(t *testing.T, p *release.Publisher) error { _, err := p.Abort(t.Context(), ""); return err },
	}
	for name, change := range changes {
		t.Run(name, func(t *testing.T) {
			s := store()
			var seen []*release.Live
			p := release.Publisher{Store: s, Check: func(l *release.Live) error { seen = append(seen, l); return errOfTheTest }}
			if err := change(t, &p); !errors.Is(err, errOfTheTest) || len(seen) != 1 || seen[0] != nil {
				t.Errorf("%v, %+v", err, seen)
			}
			publish(t, s, "one")
			canary := release.Publisher{Store: s}
			if _, err := canary.Publish(t.Context(), bundle(t, "two"), release.Release{}, 10); err != nil {
				t.Fatal(err)
			}
			writes := 0
			faulty := storetest.NewFaulty(s.Handle())
			faulty.Fail(func(op storetest.Op, _ string) storetest.Fault {
				if op == storetest.Set || op == storetest.Put || op == storetest.Delete {
					writes++
				}
				return storetest.None
			})
			p.Store, seen = faulty, nil
			if err := change(t, &p); !errors.Is(err, errOfTheTest) || len(seen) != 1 || seen[0].Nonce != live(t, s).Nonce || writes > 0 {
				t.Errorf("%v, %+v, %d writes", err, seen, writes)
			}
			// Who agrees is not kept from it.
			p.Check = func(*release.Live) error { return nil }
			_, busy := errors.AsType[*release.CanaryError](change(t, &p))
			if busy != (name == "publish") || !busy && live(t, s).Sequence != 3 {
				t.Errorf("%+v", live(t, s))
			}
		})
	}
}

// TestWrite: what is written is written when every replica is ready, with the number of the
// release, and before that is live.
func TestWrite(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := store()
		publish(t, s, "one")
		defer begin(t, s, "replica", manner{})()
		var steps []string
		p := release.Publisher{Store: s, By: "ann", Told: func(step release.Step) { steps = append(steps, step.What) }}
		p.Write = func(r *release.Release, move func() error) error {
			steps = append(steps, "begin")
			if r.Number != 2 || r.Parent != 1 || r.Message != "second" || r.Author != "ann" || live(t, s).Number != 1 {
				t.Errorf("%+v, live %d", r, live(t, s).Number)
			}
			if recorded, err := release.FetchRelease(t.Context(), s, release.Trust{}, 2); err != nil || recorded.Ref != r.Ref {
				t.Errorf("%+v, %v", recorded, err)
			}
			err := move()
			if live(t, s).Number != 2 {
				t.Errorf("live is %d", live(t, s).Number)
			}
			steps = append(steps, "end")
			return err
		}
		r, err := p.Publish(t.Context(), bundle(t, "two"), release.Release{Message: "second"}, 0)
		if err != nil || r.Number != 2 {
			t.Errorf("%+v, %v", r, err)
		}
		if got := strings.Join(steps, " "); got != "stored staged ready recorded begin live end says" {
			t.Error(got)
		}
	})
}

// TestWriteFails: nothing becomes live, and the number is not given again.
func TestWriteFails(t *testing.T) {
	for name, write := range map[string]func(r *release.Release, move func() error) error{
		"before the move": func(*release.Release, func() error) error { return errOfTheTest },
		"without a move":  func(*release.Release, func() error) error { return nil },
	} {
		t.Run(name, func(t *testing.T) {
			s := store()
			publish(t, s, "one")
			before := live(t, s)
			p := release.Publisher{Store: s, Write: write}
			r, err := p.Publish(t.Context(), bundle(t, "two"), release.Release{Message: "second"}, 0)
			if r != nil || err == nil || errors.Is(err, errOfTheTest) != (name == "before the move") || live(t, s).Nonce != before.Nonce {
				t.Errorf("%+v, %v, live %+v", r, err, live(t, s))
			}
			unstaged(t, s)
			if third := publish(t, s, "three"); third.Number != 3 || third.Parent != 1 {
				t.Errorf("%+v", third)
			}
			if got, want := movesOf(t, s), "publish 1\npublish 3 before 1\n"; got != want {
				t.Errorf("history %s", got)
			}
			past, err := release.ReadHistory(t.Context(), s, release.Trust{}, 0, 0)
			if err != nil || len(past) != 3 || past[1].Number != 2 || past[1].Release.Message != "second" || len(past[1].Moves) > 0 || past[1].Live {
				t.Errorf("%+v, %v", past, err)
			}
			if _, err := p.Rollback(t.Context(), 2, ""); !errors.Is(err, release.ErrNeverLive) {
				t.Error(err)
			}
		})
	}
}

// TestOvertakenWhileWriting: Write gets the error of the move, and the publisher returns it,
// whatever Write makes of it.
func TestOvertakenWhileWriting(t *testing.T) {
	for name, wrap := range map[string]func(error) error{
		"as it is": func(err error) error { return err },
		"wrapped":  func(err error) error { return fmt.Errorf("and the files are taken back: %w", err) },
		"another":  func(error) error { return errOfTheTest },
		"hidden":   func(error) error { return nil },
	} {
		t.Run(name, func(t *testing.T) {
			s := store()
			publish(t, s, "one")
			publish(t, s, "two")
			p := release.Publisher{Store: s, By: "ann"}
			p.Write = func(_ *release.Release, move func() error) error {
				bob := release.Publisher{Store: s, By: "bob"}
				if _, err := bob.Rollback(t.Context(), 1, "back"); err != nil {
					t.Error(err)
				}
				return wrap(move())
			}
			r, err := p.Publish(t.Context(), bundle(t, "three"), release.Release{}, 0)
			if o := as[*release.OvertakenError](t, err); r != nil || o.Live.By != "bob" || live(t, s).By != "bob" {
				t.Errorf("%+v, %+v", r, o)
			}
			if errors.Is(err, errOfTheTest) != (name == "another") || strings.Contains(err.Error(), "taken back") != (name == "wrapped") {
				t.Error(err)
			}
			unstaged(t, s)
		})
	}
}

// TestWriteMovesOnce: a second move does nothing.
func TestWriteMovesOnce(t *testing.T) {
	s := store()
	p := release.Publisher{Store: s}
	p.Write = func(_ *release.Release, move func() error) error {
		if err := move(); err != nil {
			return err
		}
		return move()
	}
	r, err := p.Publish(t.Context(), bundle(t, "one"), release.Release{}, 0)
	if r == nil || err == nil || live(t, s).Sequence != 1 || live(t, s).Number != r.Number {
		t.Errorf("%+v, %v", r, err)
	}
	unstaged(t, s)
}

// TestWriteStopped: a context that ends while something is written ends the publication
// before the move, and nothing is unclear.
func TestWriteStopped(t *testing.T) {
	for _, first := range []bool{true, false} {
		s := store()
		if !first {
			publish(t, s, "one")
		}
		before := live(t, s)
		ctx, cancel := context.WithCancel(t.Context())
		p := release.Publisher{Store: s, Write: func(_ *release.Release, move func() error) error {
			cancel()
			return move()
		}}
		r, err := p.Publish(ctx, bundle(t, "two"), release.Release{}, 0)
		_, unclear := errors.AsType[*release.UnclearError](err)
		if r != nil || unclear || !errors.Is(err, context.Canceled) {
			t.Errorf("%+v, %v", r, err)
		}
		if now := live(t, s); (now == nil) != (before == nil) || now != nil && now.Nonce != before.Nonce {
			t.Errorf("%+v", now)
		}
		unstaged(t, s)
	}
}

// TestWriteUnclear: that it is not known whether the release is live reaches the caller,
// together with the release.
func TestWriteUnclear(t *testing.T) {
	for _, hidden := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			s := newScene(t)
			away := false
			s.faulty.Fail(func(op storetest.Op, key string) storetest.Fault {
				if away = away || op == storetest.Set && key == release.LiveKey; away {
					return storetest.Before
				}
				return storetest.None
			})
			var told error
			p := release.Publisher{Store: s.faulty, Write: func(_ *release.Release, move func() error) error {
				if told = move(); hidden {
					return nil
				}
				return told
			}}
			r, err := p.Publish(t.Context(), bundle(t, "three"), release.Release{Message: "third"}, 0)
			if u := as[*release.UnclearError](t, err); r == nil || r.Number != 3 || u.Live.Number != 3 || !errors.Is(told, u) {
				t.Errorf("%+v, %+v, %v", r, u, told)
			}
		})
	}
}

// TestGets: a canary gets its share of the conversations, always the same ones.
func TestGets(t *testing.T) {
	const names = 20000
	users := make([]string, names)
	for i := range users {
		users[i] = fmt.Sprintf("user-%d", i)
	}
	chosen := func(c *release.Canary) []int {
		var out []int
		for i, user := range users {
			if c.Gets(user) {
				out = append(out, i)
			}
		}
		return out
	}
	before := map[string][]int{}
	for _, percent := range []int{1, 10, 50, 99} {
		for _, salt := range []string{"salt", "another salt"} {
			c := &release.Canary{Percent: percent, Salt: salt}
			got := chosen(c)
			// The deviation of so many is at most 0.36 %; five of them are 1.8 %.
			if share := 100 * float64(len(got)) / names; share < float64(percent)-1.8 || share > float64(percent)+1.8 || len(got) == 0 || len(got) == names {
				t.Errorf("%d %% are %v %%", percent, share)
			}
			if again := chosen(&release.Canary{Percent: percent, Salt: salt}); !slices.Equal(got, again) {
				t.Errorf("%d %%: another choice by the same salt", percent)
			}
			// Who gets the canary also gets it if its share grows.
			for _, i := range before[salt] {
				if _, found := slices.BinarySearch(got, i); !found {
					t.Fatalf("user-%d does not get the larger canary of %d %%", i, percent)
				}
			}
			before[salt] = got
			if c.Gets("") {
				t.Error("a conversation without a name gets it")
			}
		}
		// By another salt others are chosen: of p percent, p percent are the same by chance.
		both := 0
		for _, i := range before["salt"] {
			if _, found := slices.BinarySearch(before["another salt"], i); found {
				both++
			}
		}
		if share := 100 * float64(both) / names; share < float64(percent*percent)/100-1.8 || share > float64(percent*percent)/100+1.8 {
			t.Errorf("%d %%: %v %% are in both choices", percent, share)
		}
	}
	for _, percent := range []int{0, 100} {
		if got := len(chosen(&release.Canary{Percent: percent, Salt: "salt"})); got != names*percent/100 {
			t.Errorf("%d %%: %d of %d", percent, got, names)
		}
	}
}
