package releases_test

import (
	"encoding/json"
	"maps"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"nlgserver/desk/internal/releases"
	"nlgserver/internal/diag"
	"nlgserver/release"
	"nlgserver/release/storetest"
)

func TestNow(t *testing.T) {
	follow(t, func(t *testing.T, f *fixture) {
		text, err := json.Marshal(f.desk.Now())
		if want := `{"store":"memory","reachable":true,"read":true,"live":null,"staged":null,"replicas":[]}`; err != nil || string(text) != want {
			t.Errorf("%s, %v", text, err)
		}
		defer f.replica("b", host{})()
		defer f.replica("a.1", host{})()
		defer f.replica("a", host{})()
		first := f.publish("one", 0)
		n := f.until("live on three", func(n *releases.Now) bool {
			return maps.Equal(states(n), map[string]string{"a": releases.StateSays, "a.1": releases.StateSays, "b": releases.StateSays})
		})
		l := *n.Live
		if l.At == "" || l.At != n.Live.At {
			t.Errorf("at %q", l.At)
		}
		l.At = ""
		if want := (releases.Live{Sequence: 1, Move: "publish", Release: 1, Version: first.Version, By: "Bob", Message: "say one"}); l != want {
			t.Errorf("%+v", l)
		}
		if n.Replicas[0].Name != "a" || n.Replicas[1].Name != "a.1" || n.Replicas[0].Release != 1 || n.Replicas[0].Version != first.Version || n.Replicas[0].Since == "" {
			t.Errorf("%+v", n.Replicas)
		}
		second := f.publish("two", 10)
		n = f.until("a canary on three", func(n *releases.Now) bool {
			return n.Live.Canary != nil && n.Replicas[0].Canary == 2 && n.Replicas[1].Canary == 2 && n.Replicas[2].Canary == 2
		})
		if *n.Live.Canary != (releases.Canary{Release: 2, Version: second.Version, Percent: 10}) || n.Live.Move != "canary" || n.Replicas[0].Release != 1 || n.Replicas[0].State != releases.StateSays {
			t.Errorf("%+v, %+v", n.Live, n.Replicas)
		}
	})
}

// TestStates has replicas tell what they may tell.
func TestStates(t *testing.T) {
	follow(t, func(t *testing.T, f *fixture) {
		one := f.publish("one", 0)
		live := f.live()
		staged := release.Staged{Nonce: "n", Ref: release.Ref{Version: "v"}, By: "Ann <ann@x.example>", Message: "two", Wait: 20 * time.Second}
		data, err := release.Encode(&staged, release.Signers{})
		if err == nil {
			err = f.store.Put(t.Context(), release.StagedKey, data)
		}
		if err != nil {
			t.Fatal(err)
		}
		old := release.Beat{Replica: "e-lost", Sequence: 1, Says: one.Ref}
		f.tell(old)
		time.Sleep(16 * time.Second)
		f.tell(release.Beat{Replica: "a-says", Sequence: 1, Says: one.Ref, FromLastGood: true})
		f.tell(release.Beat{Replica: "b-ready", Sequence: 1, Says: one.Ref, Ready: "n"})
		f.tell(release.Beat{Replica: "c-behind", Ready: "n"})
		f.tell(release.Beat{Replica: "d-refuses", Sequence: 1, Says: one.Ref, Refusals: []release.Refusal{
			{Of: "n", Version: "v", Reason: "no ${HOST}", Diagnostics: diag.List{{Code: "NLG001", Message: "found"}}},
			{Of: live.Nonce, Number: 1, Reason: "nor that"},
		}})
		if err := f.store.Put(t.Context(), release.ReplicaKey("f-garbage"), []byte("garbage")); err != nil {
			t.Fatal(err)
		}
		n := f.until("six replicas", func(n *releases.Now) bool { return len(n.Replicas) == 6 })
		for _, r := range n.Replicas {
			want := r.Name[2:]
			if want == "garbage" {
				want = releases.StateLost
			}
			if r.State != want || (r.Error != "") != (r.Name == "f-garbage") || r.LastGood != (r.Name == "a-says") {
				t.Errorf("%+v", r)
			}
		}
		if r := n.Replicas[3].Refusals; len(r) != 2 || r[0].Release != 0 || r[0].Version != "v" || r[0].Reason != "no ${HOST}" || len(r[0].Findings) != 1 || r[1].Release != 1 {
			t.Errorf("%+v", r)
		}
		if *n.Staged != (releases.Staged{Version: "v", By: "Ann", Message: "two"}) {
			t.Errorf("%+v", n.Staged)
		}
		// Whoever has staged it is gone after a while, and a replica is lost, without any write.
		n = f.until("abandoned", func(n *releases.Now) bool { return n.Staged.Abandoned })
		if n.Staged.By != "Ann" {
			t.Errorf("%+v", n.Staged)
		}
		n = f.until("all lost", func(n *releases.Now) bool {
			return n.Replicas[0].State == releases.StateLost && n.Replicas[1].State == releases.StateLost
		})
		if n.Live == nil {
			t.Error("nothing is live")
		}
	})
}

// TestAges: an age is no news, and yet it is told.
func TestAges(t *testing.T) {
	follow(t, func(t *testing.T, f *fixture) {
		f.tell(release.Beat{Replica: "a"})
		n := f.until("a replica", func(n *releases.Now) bool { return len(n.Replicas) == 1 })
		changes := f.changes.Load()
		for range 10 {
			time.Sleep(5 * time.Second)
			f.tell(release.Beat{Replica: "a", At: time.Now()})
		}
		time.Sleep(5 * time.Second)
		synctest.Wait()
		if f.desk.Now() != n || f.changes.Load() != changes {
			t.Errorf("%d changes", f.changes.Load()-changes)
		}
		if age := f.desk.Aged().Replicas[0].Age; age != 5 {
			t.Errorf("it is %d s old", age)
		}
		time.Sleep(time.Hour)
		if aged := f.desk.Aged().Replicas[0]; aged.Age != 3605 || aged.State != releases.StateLost || f.changes.Load() != changes+1 {
			t.Errorf("%+v, %d changes", aged, f.changes.Load()-changes)
		}
	})
}

// TestThrottled: the first change is seen at once, and many are looked at once a second.
func TestThrottled(t *testing.T) {
	follow(t, func(t *testing.T, f *fixture) {
		// Neither right after a look, nor when one is due. Only the last look tells when that
		// is: each of the watches begins with a change, which may have cost a look of its own.
		f.tell(release.Beat{Replica: "b"})
		f.until("a replica", func(n *releases.Now) bool { return len(n.Replicas) == 1 })
		time.Sleep(1500 * time.Millisecond)
		var looks atomic.Int64
		f.faulty.Fail(func(op storetest.Op, _ string) storetest.Fault {
			if op == storetest.List {
				looks.Add(1)
			}
			return storetest.None
		})
		f.tell(release.Beat{Replica: "a"})
		synctest.Wait()
		if len(f.desk.Now().Replicas) != 2 || looks.Load() != 1 {
			t.Errorf("%+v after %d looks", f.desk.Now(), looks.Load())
		}
		began := time.Now()
		for i := 0; time.Since(began) < 10*time.Second; i++ {
			f.tell(release.Beat{Replica: "a", Sequence: i})
			time.Sleep(10 * time.Millisecond)
		}
		synctest.Wait()
		f.faulty.Fail(nil)
		if n := looks.Load(); n < 8 || n > 12 {
			t.Errorf("%d looks in 10 s", n)
		}
	})
}

// TestQuiet: a store in which nothing happens is looked at every few seconds, and its
// entries are not read again.
func TestQuiet(t *testing.T) {
	follow(t, func(t *testing.T, f *fixture) {
		f.publish("one", 0)
		f.tell(release.Beat{Replica: "a"})
		f.until("a replica", func(n *releases.Now) bool { return len(n.Replicas) == 1 && n.Live != nil })
		time.Sleep(5 * time.Second)
		var gets, lists atomic.Int64
		f.faulty.Fail(func(op storetest.Op, key string) storetest.Fault {
			switch {
			case op == storetest.List:
				lists.Add(1)
			case op == storetest.Get && strings.HasPrefix(key, release.ReplicasPrefix):
				gets.Add(1)
			}
			return storetest.None
		})
		time.Sleep(30 * time.Second)
		synctest.Wait()
		f.faulty.Fail(nil)
		if n := lists.Load(); gets.Load() != 0 || n < 9 || n > 11 {
			t.Errorf("%d gets and %d lists in 30 s", gets.Load(), n)
		}
	})
}

// TestAway: a store that fails or hangs is told to be away, what was known stays, and it
// comes back by itself.
func TestAway(t *testing.T) {
	for name, c := range map[string]struct {
		fault storetest.Fault
		want  string
	}{"fails": {storetest.Before, "injected fault"}, "hangs": {storetest.Hang, "the store does not answer"}} {
		t.Run(name, func(t *testing.T) {
			follow(t, func(t *testing.T, f *fixture) {
				f.publish("one", 0)
				f.tell(release.Beat{Replica: "a", Sequence: 1, Says: f.live().Ref})
				before := f.until("a replica", func(n *releases.Now) bool { return len(n.Replicas) == 1 && n.Live != nil })
				var calls atomic.Int64
				f.faulty.Fail(func(storetest.Op, string) storetest.Fault { calls.Add(1); return c.fault })
				f.faulty.Cut()
				n := f.until("away", func(n *releases.Now) bool { return !n.Reachable })
				if n.Error != c.want || !n.Read || *n.Live != *before.Live || len(n.Replicas) != 1 || n.Replicas[0].State != releases.StateSays {
					t.Errorf("%+v", n)
				}
				changes, began := f.changes.Load(), calls.Load()
				time.Sleep(10 * time.Minute)
				synctest.Wait()
				// Each look makes at most 3 calls, and there are 3 watches.
				if made := calls.Load() - began; f.desk.Now() != n || f.changes.Load() != changes || made < 60 || made > 6*45 {
					t.Errorf("%d changes and %d calls while it was away", f.changes.Load()-changes, made)
				}
				f.publish("two", 0)
				f.faulty.Fail(nil)
				f.faulty.Cut()
				n = f.until("back", func(n *releases.Now) bool { return n.Reachable })
				if n.Error != "" || n.Live.Release != 2 || n.Replicas[0].State != releases.StateLost {
					t.Errorf("%+v", n)
				}
				// What is told from now on is seen at once again.
				time.Sleep(61500 * time.Millisecond) // a look is not due within a second
				f.publish("three", 0)
				time.Sleep(time.Second)
				synctest.Wait()
				if f.desk.Now().Live.Release != 3 {
					t.Errorf("%+v", f.desk.Now().Live)
				}
			})
		})
	}
}

// TestNeverRead: without one look at the store, nothing is claimed of it.
func TestNeverRead(t *testing.T) {
	follow(t, func(t *testing.T, f *fixture) {
		r := releases.New(releases.Config{Store: f.store, Name: "x"})
		if n := r.Now(); n.Read || n.Reachable || n.Error != "" || n.Replicas == nil {
			t.Errorf("%+v", n)
		}
	})
}

// TestUntrusted: what cannot be trusted is not shown, and the rest is.
func TestUntrusted(t *testing.T) {
	follow(t, func(t *testing.T, f *fixture) {
		f.publish("one", 0)
		before := f.until("live", func(n *releases.Now) bool { return n.Live != nil })
		if err := f.store.Put(t.Context(), release.LiveKey, []byte("garbage")); err != nil {
			t.Fatal(err)
		}
		f.tell(release.Beat{Replica: "a"})
		n := f.until("unreadable", func(n *releases.Now) bool { return !n.Reachable })
		if *n.Live != *before.Live || len(n.Replicas) != 1 || !strings.HasPrefix(n.Error, "live: ") || strings.Contains(n.Error, "\n") {
			t.Errorf("%+v", n)
		}
	})
}
