package replica_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"nlgserver/internal/diag"
	"nlgserver/release"
	"nlgserver/release/memory"
	"nlgserver/release/replica"
	"nlgserver/release/storetest"
)

func TestFollow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := memory.New()
		all := nodes(t, s, 20)
		began := time.Now()
		publish(t, s, "one")
		if took := time.Since(began); took >= 100*time.Millisecond {
			t.Errorf("it took %s", took)
		}
		for _, n := range all {
			if n.host.says() != "one" {
				t.Fatalf("%+v", n.State())
			}
			n.host.takePrepared()
		}
		publish(t, s, "two")
		synctest.Wait()
		began = time.Now()
		p := release.Publisher{Store: s}
		if _, err := p.Rollback(t.Context(), 0, "back"); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(began); took >= 100*time.Millisecond {
			t.Errorf("it took %s", took)
		}
		for _, n := range all {
			if n.host.says() != "one" {
				t.Errorf("%+v", n.State())
			}
			if texts := n.host.takePrepared(); !slices.Equal(texts, []string{"two"}) {
				t.Errorf("prepared %q: a rollback takes nothing but the switch", texts)
			}
			st := n.State()
			if !st.Follows || !st.Reachable || st.Error != "" || st.Live.Message != "back" || st.Says.Number != 1 || st.Sequence != 3 || st.FromLastGood || st.Staged != nil {
				t.Errorf("%+v", st)
			}
			n.stop()
		}
		if entries, err := s.List(t.Context(), release.ReplicasPrefix); err != nil || len(entries) != 0 {
			t.Errorf("a replica that has stopped leaves its beat: %+v, %v", entries, err)
		}
	})
}

func TestCanary(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := memory.New()
		all := nodes(t, s, 3)
		publish(t, s, "one")
		p := release.Publisher{Store: s}
		steps := []func() error{
			func() error {
				_, err := p.Publish(t.Context(), bundle(t, "two"), release.Release{}, 10)
				return err
			},
			func() error { _, err := p.Abort(t.Context(), ""); return err },
			func() error {
				_, err := p.Publish(t.Context(), bundle(t, "three"), release.Release{}, 10)
				return err
			},
			func() error { _, err := p.Promote(t.Context(), ""); return err },
			func() error { _, err := p.Rollback(t.Context(), 0, ""); return err },
		}
		for i, step := range steps {
			if err := step(); err != nil {
				t.Fatalf("step %d: %v", i, err)
			}
		}
		for _, n := range all {
			if want := []string{"one", "one+two", "one", "one+three", "three", "one"}; !slices.Equal(n.host.said, want) {
				t.Errorf("said %q", n.host.said)
			}
			n.stop()
		}
	})
}

func TestRefusal(t *testing.T) {
	for _, c := range []struct {
		name, reason string
		before       func(context.Context, string) error
		found        int
	}{
		{"refused", "no ${HOST}", func(context.Context, string) error {
			return &replica.RefusedError{Reason: "no ${HOST}", Diagnostics: make(diag.List, 100)}
		}, 20},
		{"panics", "preparing it panicked: oops", func(context.Context, string) error { panic("oops") }, 0},
		{"fails", "no memory", func(context.Context, string) error { return errors.New("no memory") }, 0},
		{"long", strings.Repeat("x", 2000), func(context.Context, string) error {
			return &replica.RefusedError{Reason: strings.Repeat("x", 1<<20)}
		}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := memory.New()
				good, bad := start(t, s, "good", nil), start(t, s, "bad", nil)
				defer good.stop()
				defer bad.stop()
				publish(t, s, "one")
				bad.host.setBefore(c.before)
				p := release.Publisher{Store: s}
				_, err := p.Publish(t.Context(), bundle(t, "two"), release.Release{}, 0)
				refused := as[*release.RefusedError](t, err)
				if len(refused.By) != 1 || refused.By[0].Replica != "bad" || refused.By[0].Reason != c.reason || len(refused.By[0].Diagnostics) != c.found {
					t.Errorf("%.300q", refused)
				}
				synctest.Wait()
				if good.host.says() != "one" || bad.host.says() != "one" || len(bad.State().Refusals) != 0 {
					t.Errorf("%+v", bad.State())
				}
				bad.host.setBefore(nil)
				publish(t, s, "three")
			})
		})
	}
}

// TestSlowStagedDelaysNothing: while a replica is still preparing what is staged, somebody
// rolls back.
func TestSlowStagedDelaysNothing(t *testing.T) {
	for _, size := range []int{1, 5 << 20} { // the former release is kept ready, or has to be prepared again
		synctest.Test(t, func(t *testing.T) {
			one, two := strings.Repeat("1", size), strings.Repeat("2", size)
			s := memory.New()
			n := start(t, s, "replica", nil)
			defer n.stop()
			publish(t, s, one)
			publish(t, s, two)
			canceled := make(chan struct{}, 9)
			n.host.setBefore(func(ctx context.Context, text string) error {
				if text != "three" {
					return nil
				}
				<-ctx.Done()
				canceled <- struct{}{}
				return ctx.Err()
			})
			n.host.takePrepared()
			published := make(chan error, 1)
			go func() {
				p := release.Publisher{Store: s}
				_, err := p.Publish(t.Context(), bundle(t, "three"), release.Release{}, 0)
				published <- err
			}()
			time.Sleep(time.Second)
			began := time.Now()
			p := release.Publisher{Store: s}
			if _, err := p.Rollback(t.Context(), 0, ""); err != nil {
				t.Fatal(err)
			}
			if took := time.Since(began); took > 100*time.Millisecond || n.host.says() != one {
				t.Errorf("size %d: the rollback took %s", size, took)
			}
			_ = as[*release.LateError](t, <-published)
			<-canceled // nobody needs what was staged
			synctest.Wait()
			want := []string{"three"}
			if size > 4<<20 {
				// What is live came first, and then what was staged again.
				want = []string{"three", one, "three"}
			}
			if texts := n.host.takePrepared(); !slices.Equal(texts, want) {
				t.Errorf("size %d: prepared %d texts: %.20q", size, len(texts), texts)
			}
		})
	}
}

// TestUnstagedIsStillHad: a replica learns that nothing is staged any more before it
// learns that this is live now.
func TestUnstagedIsStillHad(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := memory.New()
		n := start(t, s, "replica", func(c *replica.Config) { c.Tick = time.Hour })
		defer n.stop()
		publish(t, s, "one")
		n.host.takePrepared()
		n.store.Fail(func(op storetest.Op, key string) storetest.Fault {
			if op == storetest.Watch && key == release.LiveKey {
				return storetest.Hang
			}
			return storetest.None
		})
		n.store.Cut()
		time.Sleep(time.Second)
		publish(t, s, "two")
		if texts := n.host.takePrepared(); n.host.says() != "two" || !slices.Equal(texts, []string{"two"}) {
			t.Errorf("%q, prepared %q", n.host.says(), texts)
		}
	})
}

// TestStoreAway checks that a replica goes on when its store is away, says so, and comes
// back by itself.
func TestStoreAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := memory.New()
		var changes atomic.Int32
		n := start(t, s, "replica", nil)
		other := start(t, s, "other", func(c *replica.Config) { c.Changed = func() { changes.Add(1) } })
		defer n.stop()
		defer other.stop()
		publish(t, s, "one")
		for _, fault := range []storetest.Fault{storetest.Before, storetest.Hang} {
			n.store.Fail(func(storetest.Op, string) storetest.Fault { return fault })
			n.store.Cut()
			time.Sleep(time.Minute)
			st := n.State()
			if st.Reachable || st.Error == "" || n.host.says() != "one" || !st.Follows || time.Since(st.Heard) < 50*time.Second {
				t.Errorf("%+v", st)
			}
			publish(t, s, "two") // it is lost, so nobody waits for it
			publish(t, s, "three")
			n.store.Fail(nil)
			n.store.Cut()
			time.Sleep(10 * time.Second)
			if st := n.State(); !st.Reachable || st.Error != "" || n.host.says() != "three" || !st.Follows {
				t.Errorf("%+v", st)
			}
			publish(t, s, "one")
			if n.host.says() != "one" {
				t.Errorf("%+v", n.State())
			}
		}
		if changes.Load() == 0 {
			t.Error("no change was told")
		}
	})
}

// TestWatchIsNotAllThereIs: a replica whose watch says nothing follows all the same.
func TestWatchIsNotAllThereIs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := memory.New()
		n := start(t, s, "replica", nil)
		defer n.stop()
		n.store.Fail(func(op storetest.Op, _ string) storetest.Fault {
			if op == storetest.Watch {
				return storetest.Hang
			}
			return storetest.None
		})
		n.store.Cut()
		began := time.Now()
		publish(t, s, "one")
		if took := time.Since(began); took > 5*time.Second {
			t.Errorf("it took %s", took)
		}
	})
}

// TestBrokenBundle: a bundle that is not what it should be is refused, and taken once it is.
func TestBrokenBundle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := memory.New()
		n := start(t, s, "replica", nil)
		defer n.stop()
		publish(t, s, "one")
		n.stop()
		publish(t, s, "two")
		two := live(t, s)
		data, err := s.Get(t.Context(), release.BundleKey(two.Bundle), "")
		if err != nil {
			t.Fatal(err)
		}
		broken := append([]byte{}, data.Data...)
		broken[len(broken)/2]++
		for _, c := range []struct {
			reason string
			breaks func() error
		}{
			{"its bytes do not have its SHA-256", func() error { return s.Put(t.Context(), release.BundleKey(two.Bundle), broken) }},
			{"bytes instead of", func() error { return s.Put(t.Context(), release.BundleKey(two.Bundle), broken[1:]) }},
			{"not in the store", func() error { return s.Delete(t.Context(), release.BundleKey(two.Bundle)) }},
		} {
			if err := c.breaks(); err != nil {
				t.Fatal(err)
			}
			n := start(t, s, "newcomer", nil)
			time.Sleep(10 * time.Second)
			// It has nothing, so what was live before is better.
			st := n.State()
			if n.host.says() != "one" || st.Follows || !strings.Contains(st.Error, c.reason) || !st.Reachable || len(st.Refusals) != 1 || st.Sequence != 0 || st.Says.Number != 1 {
				t.Errorf("%s: %+v", c.reason, st)
			}
			told := beat(t, s, "newcomer")
			if len(told.Refusals) != 1 || told.Refusals[0].Of != two.Nonce || told.Refusals[0].Number != 2 || told.Says.Number != 1 {
				t.Errorf("%+v", told)
			}
			if err := n.Look(t.Context()); err == nil || !strings.Contains(err.Error(), c.reason) {
				t.Errorf("%s: %v", c.reason, err)
			}
			if err := s.Put(t.Context(), release.BundleKey(two.Bundle), data.Data); err != nil {
				t.Fatal(err)
			}
			if err := n.Look(t.Context()); err != nil {
				t.Error(err)
			}
			if st := n.State(); n.host.says() != "two" || !st.Follows || st.Error != "" || len(st.Refusals) != 0 {
				t.Errorf("%+v", st)
			}
			n.stop()
		}
	})
}

// TestReplay: an older pointer is not followed, and told.
func TestReplay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := memory.New()
		n := start(t, s, "replica", nil)
		defer n.stop()
		publish(t, s, "one")
		old := live(t, s)
		publish(t, s, "two")
		now := live(t, s)
		put(t, s, release.LiveKey, old)
		synctest.Wait()
		st := n.State()
		if n.host.says() != "two" || !strings.Contains(st.Error, "older") || st.Live.Nonce != now.Nonce || len(st.Refusals) != 1 || st.Refusals[0].Of != old.Nonce {
			t.Errorf("%+v", st)
		}
		if err := n.Look(t.Context()); err == nil || !strings.Contains(err.Error(), "older") {
			t.Error(err)
		}
		put(t, s, release.LiveKey, now)
		synctest.Wait()
		if st := n.State(); st.Error != "" || !st.Follows {
			t.Errorf("%+v", st)
		}
		if err := s.Delete(t.Context(), release.LiveKey); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if st := n.State(); n.host.says() != "two" || !strings.Contains(st.Error, "nothing is live in the store any more") {
			t.Errorf("%+v", st)
		}
	})
}

func TestTrust(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		keys := func(name string) (release.Signers, release.Trust) {
			private, public, err := release.NewKey(name)
			if err != nil {
				t.Fatal(err)
			}
			sign, err := release.ReadSigners([]byte(private))
			if err != nil {
				t.Fatal(err)
			}
			trust, err := release.ReadTrust([]byte(public))
			if err != nil {
				t.Fatal(err)
			}
			return sign, trust
		}
		ann, trust := keys("ann")
		bob, _ := keys("bob")
		s := memory.New()
		n := start(t, s, "replica", func(c *replica.Config) { c.Trust = trust })
		defer n.stop()
		for _, sign := range []release.Signers{{}, bob} {
			p := release.Publisher{Store: s, Sign: sign}
			_, err := p.Publish(t.Context(), bundle(t, "bad"), release.Release{}, 0)
			if refused := as[*release.RefusedError](t, err); !strings.Contains(refused.Error(), "sign") {
				t.Error(refused)
			}
		}
		p := release.Publisher{Store: s, Sign: ann, Trust: trust}
		if _, err := p.Publish(t.Context(), bundle(t, "one"), release.Release{}, 0); err != nil {
			t.Fatal(err)
		}
		forged := live(t, s)
		forged.Sequence, forged.Nonce = 2, "forged"
		put(t, s, release.LiveKey, forged)
		synctest.Wait()
		if st := n.State(); n.host.says() != "one" || !strings.Contains(st.Error, "what is live cannot be used") || len(st.Refusals) != 1 || st.Refusals[0].Of != "forged" || st.Live.Sequence != 1 {
			t.Errorf("%+v", st)
		}
		if len(n.host.said) != 1 {
			t.Errorf("%q", n.host.said)
		}
		if _, err := p.Rollback(t.Context(), 0, ""); err == nil {
			t.Error("a publisher follows what it does not trust")
		}
	})
}

// TestSeen: a replica that begins with the copy of an earlier run.
func TestSeen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := memory.New()
		publish(t, s, "one")
		one := live(t, s)
		seen := func(c *replica.Config) { c.Seen = &replica.Use{Live: one, Says: one.Ref, Main: "one"} }
		n := start(t, s, "replica", func(c *replica.Config) {
			seen(c)
			c.Store.(*storetest.Faulty).Fail(func(storetest.Op, string) storetest.Fault { return storetest.Before })
		})
		time.Sleep(time.Minute)
		if st := n.State(); !st.FromLastGood || st.Reachable || st.Says != one.Ref || st.Sequence != 1 {
			t.Errorf("%+v", st)
		}
		n.store.Fail(nil)
		if err := n.Look(t.Context()); err != nil {
			t.Fatal(err)
		}
		if st := n.State(); st.FromLastGood || !st.Follows || n.host.says() != "one" || len(n.host.takePrepared()) != 0 {
			t.Errorf("%+v", st)
		}
		n.stop()
		// The store was restored from a copy: what the replica has is newer.
		n = start(t, s, "replica", func(c *replica.Config) {
			newer := *one
			newer.Sequence, newer.Version = 7, "newer"
			c.Seen = &replica.Use{Live: &newer, Says: newer.Ref, Main: "newer"}
		})
		defer n.stop()
		time.Sleep(time.Minute)
		if st := n.State(); !strings.Contains(st.Error, "older") || len(n.host.said) != 0 {
			t.Errorf("%+v", st)
		}
	})
}

func TestEmptyStore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := memory.New()
		n := start(t, s, "replica", nil)
		if err := n.Look(t.Context()); !errors.Is(err, release.ErrNotFound) {
			t.Error(err)
		}
		if st := n.State(); !st.Reachable || st.Error != "" || st.Live != nil || st.Follows {
			t.Errorf("%+v", st)
		}
		n.stop()
		if err := n.Look(t.Context()); err == nil {
			t.Error("it has stopped")
		}
		if beat(t, s, "replica") != nil {
			t.Error("it leaves its beat")
		}
	})
}

// TestNewcomer: a replica that begins with a store in use, and cannot have what is live.
func TestNewcomer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := memory.New()
		publish(t, s, "one")
		publish(t, s, "two")
		n := start(t, s, "replica", func(c *replica.Config) { c.Host.(*host).before = refuse("two") })
		defer n.stop()
		err := n.Look(t.Context())
		if refused := as[*replica.RefusedError](t, err); refused.Reason != "no two" {
			t.Error(err)
		}
		synctest.Wait()
		if st := n.State(); n.host.says() != "one" || st.Follows || st.Says.Number != 1 {
			t.Errorf("%+v", st)
		}
		p := release.Publisher{Store: s}
		if _, err := p.Rollback(t.Context(), 0, ""); err != nil {
			t.Error(err)
		}
		publish(t, s, "three")
		if !slices.Equal(n.host.said, []string{"one", "three"}) {
			t.Errorf("%q", n.host.said)
		}
	})
}

// TestCanaryRefused: a replica that cannot have a canary that it was not asked about.
func TestCanaryRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := memory.New()
		publish(t, s, "one")
		p := release.Publisher{Store: s}
		if _, err := p.Publish(t.Context(), bundle(t, "two"), release.Release{}, 50); err != nil {
			t.Fatal(err)
		}
		n := start(t, s, "replica", func(c *replica.Config) { c.Host.(*host).before = refuse("two") })
		defer n.stop()
		time.Sleep(time.Second)
		if st := n.State(); n.host.says() != "one" || st.Follows || st.Sequence != 2 || st.Canary != nil || len(st.Refusals) != 1 {
			t.Errorf("%+v", st)
		}
		// It cannot promote what it does not have.
		late := as[*release.LateError](t, second(p.Promote(t.Context(), "")))
		if n.host.says() != "one" || !late.Live || late.Refusals[0].Reason != "no two" {
			t.Errorf("%v, %+v", late, n.State())
		}
		if _, err := p.Rollback(t.Context(), 0, ""); err != nil {
			t.Error(err)
		}
		// One that says a canary ends it, even if it cannot have what follows.
		n.host.setBefore(refuse("four"))
		if _, err := p.Publish(t.Context(), bundle(t, "three"), release.Release{}, 50); err != nil {
			t.Fatal(err)
		}
		l := live(t, s)
		four := bundle(t, "four")
		if err := s.Put(t.Context(), release.BundleKey(four.Bundle), four.Data); err != nil {
			t.Fatal(err)
		}
		l.Sequence, l.Nonce, l.Canary, l.Ref = l.Sequence+1, "n", nil, four.Ref
		put(t, s, release.LiveKey, l)
		synctest.Wait()
		if n.host.says() != "one" {
			t.Errorf("%q", n.host.said)
		}
	})
}

// refuse returns what refuses a text.
func refuse(bad string) func(context.Context, string) error {
	return func(_ context.Context, text string) error {
		if text == bad {
			return &replica.RefusedError{Reason: "no " + bad}
		}
		return nil
	}
}

func second[T any](_ T, err error) error { return err }

func TestNames(t *testing.T) {
	if _, err := replica.New(replica.Config{Name: "../x", Store: memory.New()}); err == nil {
		t.Error("a name that leads out of the store")
	}
}
