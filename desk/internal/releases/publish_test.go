package releases_test

import (
	"errors"
	"fmt"
	"maps"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"nlgserver/desk/internal/releases"
	"nlgserver/release"
	"nlgserver/release/storetest"
)

// disk are the files of a publication.
type disk struct {
	*testing.T
	text string
	// writes counts how often they were written.
	writes int
	// before is called when they are written, and before they are live.
	before func(number int)
}

// write returns what writes a text, and takes it back if it does not become live.
func (d *disk) write(text string) func(number int, live func() error) error {
	return func(number int, live func() error) error {
		d.writes++
		old := d.text
		d.text = text
		if d.before != nil {
			d.before(number)
		}
		err := live()
		if err != nil {
			d.text = old
		}
		return err
	}
}

// ann publishes by the desk.
func (f *fixture) ann(d *disk, text string, seen releases.Seen, percent int, told func(release.Step)) (*release.Release, error) {
	return f.desk.Publish(f.Context(), releases.Publication{
		Files: files(text), Draft: release.Release{Message: "say " + text}, By: "Ann <ann@x.example>", Canary: percent, Seen: seen, Told: told, Write: d.write(text),
	})
}

// as returns the error as one of its type.
func as[E error](t testing.TB, err error) E {
	t.Helper()
	e, ok := errors.AsType[E](err)
	if !ok {
		t.Fatalf("%T: %v", err, err)
	}
	return e
}

func TestPublish(t *testing.T) {
	follow(t, func(t *testing.T, f *fixture) {
		defer f.replica("a", host{})()
		defer f.replica("b", host{})()
		synctest.Wait()
		d := &disk{T: t, text: "zero"}
		d.before = func(number int) {
			if number != 1 || f.live() != nil {
				t.Errorf("release %d is written while %+v is live", number, f.live())
			}
		}
		steps := ""
		r, err := f.ann(d, "one", 0, 0, func(s release.Step) { steps += s.What + " " })
		if err != nil || r.Number != 1 || r.Author != "Ann <ann@x.example>" || d.text != "one" || d.writes != 1 {
			t.Errorf("%+v, %v, %+v", r, err, d)
		}
		if steps != "stored staged ready ready recorded live says says " {
			t.Error(steps)
		}
		// Who publishes knows at once what came of it.
		n := f.desk.Now()
		if n.Live == nil || n.Live.Release != 1 || n.Live.By != "Ann" || n.Staged != nil || !maps.Equal(states(n), map[string]string{"a": "says", "b": "says"}) {
			t.Errorf("%+v", n)
		}
		d.before = nil
		if r, err = f.ann(d, "two", 1, 10, nil); err != nil || r.Number != 2 || f.live().Canary.Number != 2 || d.text != "two" {
			t.Errorf("%+v, %v", r, err)
		}
		if _, err := f.ann(d, "three", 2, 0, nil); err == nil || as[*release.CanaryError](t, err).Live.Canary.Number != 2 || d.text != "two" {
			t.Error(err)
		}
		// Without files there is nothing to write.
		if _, err := f.desk.Move(t.Context(), releases.Move{What: release.MoveAbort, Seen: 2}); err != nil {
			t.Error(err)
		}
		if r, err = f.desk.Publish(t.Context(), releases.Publication{Files: files("four"), Seen: 3}); err != nil || f.live().Number != r.Number {
			t.Errorf("%+v, %v", r, err)
		}
	})
}

// TestRefused: what a replica refuses is neither written nor live.
func TestRefused(t *testing.T) {
	follow(t, func(t *testing.T, f *fixture) {
		f.publish("one", 0)
		defer f.replica("a", host{})()
		defer f.replica("b", host{refuses: "no ${HOST}"})()
		f.until("two replicas", func(n *releases.Now) bool { return len(n.Replicas) == 2 })
		d := &disk{T: t, text: "one"}
		before := f.live()
		r, err := f.ann(d, "two", 1, 0, nil)
		refused := releases.RefusalsOf(as[*release.RefusedError](t, err).By)
		if r != nil || len(refused) != 1 || refused[0].Replica != "b" || refused[0].Reason != "no ${HOST}" || refused[0].Release != 0 {
			t.Errorf("%+v, %+v", r, refused)
		}
		if d.writes > 0 || f.live().Nonce != before.Nonce || f.desk.Now().Staged != nil {
			t.Errorf("%d writes, %+v", d.writes, f.live())
		}
		if list, err := f.desk.List(t.Context(), 0, 10); err != nil || len(list.Releases) != 1 {
			t.Errorf("%+v, %v", list, err)
		}
	})
}

// TestLate: a replica that is not ready in time is as one that refuses; one that does not
// say what is live is told.
func TestLate(t *testing.T) {
	follow(t, func(t *testing.T, f *fixture) {
		var beats sync.WaitGroup
		defer beats.Wait()
		f.tell(release.Beat{Replica: "slow"})
		d := &disk{T: t, text: "zero"}
		r, err := f.ann(d, "one", 0, 0, func(step release.Step) {
			if step.What == release.StepStaged {
				beats.Go(func() { f.beat(release.Beat{Replica: "slow"}, 12) })
			}
		})
		if late := as[*release.LateError](t, err); r != nil || late.Live || d.writes > 0 || f.live() != nil {
			t.Errorf("%+v, %+v, %+v", r, late, d)
		}
		r, err = f.ann(d, "one", 0, 0, func(step release.Step) {
			if step.What == release.StepStaged {
				staged, _, _ := release.ReadStaged(t.Context(), f.store, release.Trust{}, "")
				beats.Go(func() { f.beat(release.Beat{Replica: "slow", Ready: staged.Nonce}, 12) })
			}
		})
		if late := as[*release.LateError](t, err); r == nil || !late.Live || d.text != "one" || f.live().Number != r.Number {
			t.Errorf("%+v, %+v, %+v", r, late, d)
		}
		if n := f.desk.Now(); n.Live.Release != 1 || n.Replicas[0].State != releases.StateBehind {
			t.Errorf("%+v", n)
		}
	})
}

// beat beats some times.
func (f *fixture) beat(b release.Beat, times int) {
	for range times {
		f.tell(b)
		time.Sleep(5 * time.Second)
	}
}

// TestOvertaken: if somebody else moves while the files are written, they are taken back.
func TestOvertaken(t *testing.T) {
	follow(t, func(t *testing.T, f *fixture) {
		f.publish("one", 0)
		f.publish("two", 0)
		d := &disk{T: t, text: "two"}
		d.before = func(int) {
			bob := release.Publisher{Store: f.store, By: "bob"}
			if _, err := bob.Rollback(t.Context(), 1, "back"); err != nil {
				t.Error(err)
			}
		}
		r, err := f.ann(d, "three", 2, 0, nil)
		if o := as[*release.OvertakenError](t, err); r != nil || o.Live.By != "bob" || d.writes != 1 || d.text != "two" {
			t.Errorf("%+v, %+v, %+v", r, o, d)
		}
		if n := f.desk.Now(); n.Live.Sequence != 3 || n.Live.Move != "rollback" || n.Staged != nil {
			t.Errorf("%+v", n)
		}
		// The release is in the history, as one that never was live.
		list, err := f.desk.List(t.Context(), 0, 1)
		if err != nil || len(list.Releases) != 1 || list.Releases[0].Number != 3 || list.Releases[0].WasLive || len(list.Releases[0].Moves) > 0 {
			t.Errorf("%+v, %v", list, err)
		}
	})
}

// TestNotWritten: files that cannot be written, as they changed underneath, are not live.
func TestNotWritten(t *testing.T) {
	follow(t, func(t *testing.T, f *fixture) {
		f.publish("one", 0)
		changed := errors.New("a.yml changed meanwhile")
		r, err := f.desk.Publish(t.Context(), releases.Publication{Files: files("two"), Seen: 1, Write: func(int, func() error) error { return changed }})
		if r != nil || !errors.Is(err, changed) || f.live().Number != 1 || f.desk.Now().Staged != nil {
			t.Errorf("%+v, %v, %+v", r, err, f.live())
		}
	})
}

// TestSeen: whoever has seen something else changes nothing, and sends nothing.
func TestSeen(t *testing.T) {
	follow(t, func(t *testing.T, f *fixture) {
		publish := func(d *disk, seen releases.Seen) error { _, err := f.ann(d, "x", seen, 0, nil); return err }
		move := func(what release.Move) func(*disk, releases.Seen) error {
			return func(_ *disk, seen releases.Seen) error {
				_, err := f.desk.Move(t.Context(), releases.Move{What: what, Number: 1, Seen: seen})
				return err
			}
		}
		changes := []func(*disk, releases.Seen) error{publish, move(release.MoveRollback), move(release.MovePromote), move(release.MoveAbort)}
		d := &disk{T: t}
		refused := func(seen releases.Seen) {
			t.Helper()
			f.faulty.Fail(func(op storetest.Op, key string) storetest.Fault {
				if op == storetest.Set || op == storetest.Put || op == storetest.Delete {
					t.Errorf("%s %s", op, key)
				}
				return storetest.None
			})
			for i, change := range changes {
				if o := as[*release.OvertakenError](t, change(d, seen)); d.writes > 0 || (o.Live == nil) != (f.live() == nil) || o.Live != nil && o.Live.Nonce != f.live().Nonce {
					t.Errorf("change %d as if %d is live: %+v", i, seen, o)
				}
			}
			f.faulty.Fail(nil)
		}
		refused(1)
		f.publish("one", 0)
		f.publish("two", 0)
		f.publish("three", 10)
		for _, seen := range []releases.Seen{0, 1, 2, 4} {
			refused(seen)
		}
		// What was seen before something is removed is not there any more.
		if err := f.store.Delete(t.Context(), release.LiveKey); err != nil {
			t.Fatal(err)
		}
		refused(3)
	})
}

func TestMove(t *testing.T) {
	follow(t, func(t *testing.T, f *fixture) {
		defer f.replica("a", host{})()
		f.publish("one", 0)
		f.publish("two", 0)
		f.publish("three", 10)
		did := ""
		for i, m := range []releases.Move{
			{What: release.MovePromote, Message: "go"},
			{What: release.MoveRollback, Number: 1, Message: "back"},
		} {
			m.Seen, m.By, m.Told = releases.Seen(3+i), "Ann <ann@x.example>", func(s release.Step) { did += s.What + " " }
			l, err := f.desk.Move(t.Context(), m)
			if err != nil || l.Nonce != f.live().Nonce || l.Message != m.Message || l.By != m.By || l.Move != m.What {
				t.Errorf("%+v, %v", l, err)
			}
			if n := f.desk.Now(); *n.Live != *releases.LiveOf(l) || n.Replicas[0].Release != l.Number {
				t.Errorf("%+v", n)
			}
		}
		if did != "live says live says " {
			t.Error(did)
		}
		for _, c := range []struct {
			move releases.Move
			want error
		}{
			{releases.Move{What: release.MovePromote}, release.ErrNoCanary},
			{releases.Move{What: release.MoveAbort}, release.ErrNoCanary},
			{releases.Move{What: release.MoveRollback, Number: 1}, release.ErrLiveAlready},
			{releases.Move{What: release.MoveRollback, Number: 9}, release.ErrNotFound},
		} {
			c.move.Seen = 5
			if l, err := f.desk.Move(t.Context(), c.move); l != nil || !errors.Is(err, c.want) {
				t.Errorf("%+v: %+v, %v", c.move, l, err)
			}
		}
		if _, err := f.desk.Move(t.Context(), releases.Move{What: release.MovePublish, Seen: 5}); err == nil || f.live().Sequence != 5 {
			t.Error(err)
		}
	})
}

// TestUnclear: the files stay if the release may be live.
func TestUnclear(t *testing.T) {
	for _, fault := range []storetest.Fault{storetest.Before, storetest.After} {
		follow(t, func(t *testing.T, f *fixture) {
			f.publish("one", 0)
			away := false
			f.faulty.Fail(func(op storetest.Op, key string) storetest.Fault {
				if away {
					return storetest.Before
				}
				if away = op == storetest.Set && key == release.LiveKey; away {
					return fault
				}
				return storetest.None
			})
			d := &disk{T: t, text: "one"}
			r, err := f.ann(d, "two", 1, 0, nil)
			if u := as[*release.UnclearError](t, err); r == nil || r.Number != 2 || u.Live.Number != 2 || d.text != "two" {
				t.Errorf("%+v, %+v, %+v", r, u, d)
			}
			f.faulty.Fail(nil)
			n := f.until("back", func(n *releases.Now) bool { return n.Reachable })
			if want := 1 + int(fault-storetest.Before); n.Live.Release != want {
				t.Errorf("release %d is live, want %d", n.Live.Release, want)
			}
		})
	}
}

// TestHangs: a store that hangs in the middle of a publication ends it; nothing has changed,
// and meanwhile others are told what is known.
func TestHangs(t *testing.T) {
	for _, at := range []string{release.LiveKey, release.StagedKey, release.RecordKey(2), release.MoveKey(1)} {
		follow(t, func(t *testing.T, f *fixture) {
			f.publish("one", 0)
			f.until("live", func(n *releases.Now) bool { return n.Live != nil })
			hangs := false
			f.faulty.Fail(func(op storetest.Op, key string) storetest.Fault {
				if hangs = hangs || key == at && (op == storetest.Set || at == release.LiveKey); hangs {
					return storetest.Hang
				}
				return storetest.None
			})
			d := &disk{T: t, text: "one"}
			began := time.Now()
			r, err := f.ann(d, "two", 1, 0, nil)
			if r != nil || err == nil || d.text != "one" || f.live().Number != 1 {
				t.Errorf("%s: %+v, %v, %+v", at, r, err, d)
			}
			if took := time.Since(began); took > 5*time.Minute {
				t.Errorf("%s: it took %s", at, took)
			}
			f.until("unreachable", func(n *releases.Now) bool { return !n.Reachable && n.Live.Release == 1 })
		})
	}
}

// TestSigned: the desk signs what it publishes, and believes nothing else.
func TestSigned(t *testing.T) {
	follow(t, func(t *testing.T, f *fixture) {
		private, public, err := release.NewKey("ann")
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
		signed := releases.New(releases.Config{Store: f.store, Sign: sign, Trust: trust})
		if _, err := signed.Publish(t.Context(), releases.Publication{Files: files("one")}); err != nil {
			t.Fatal(err)
		}
		if _, _, err := release.ReadLive(t.Context(), f.store, trust, ""); err != nil {
			t.Error(err)
		}
		if _, err := signed.Files(t.Context(), 1); err != nil {
			t.Error(err)
		}
		if _, err := f.desk.Publish(t.Context(), releases.Publication{Files: files("two"), Seen: 1}); err != nil {
			t.Fatal(err)
		}
		if _, err := signed.Publish(t.Context(), releases.Publication{Files: files("three"), Seen: 2}); err == nil || as[*release.UntrustedError](t, err) == nil {
			t.Error(err)
		}
		if _, err := signed.Files(t.Context(), 2); err == nil || as[*release.UntrustedError](t, err) == nil {
			t.Error(err)
		}
	})
}

// TestListed reads the history in parts.
func TestListed(t *testing.T) {
	follow(t, func(t *testing.T, f *fixture) {
		for i := range 4 {
			f.publish(fmt.Sprint(i+1), 0)
		}
		f.publish("5", 10)
		if _, err := f.desk.Move(t.Context(), releases.Move{What: release.MoveAbort, Seen: 5}); err != nil {
			t.Fatal(err)
		}
		f.publish("6", 20)
		if err := f.store.Put(t.Context(), release.RecordKey(2), []byte("garbage")); err != nil {
			t.Fatal(err)
		}
		got := ""
		before := 0
		for more := true; more; {
			list, err := f.desk.List(t.Context(), before, 2)
			if err != nil || len(list.Releases) == 0 || len(list.Releases) > 2 {
				t.Fatalf("%+v, %v", list, err)
			}
			for _, r := range list.Releases {
				got += fmt.Sprintf("%d live=%v canary=%v was=%v", r.Number, r.Live, r.Canary, r.WasLive)
				for _, m := range r.Moves {
					got += fmt.Sprintf(" %s@%d", m.Move, m.Sequence)
				}
				got += "\n"
				if r.Number == 2 {
					if !strings.Contains(r.Error, "release 2") || r.Message != "" {
						t.Errorf("%+v", r)
					}
				} else if r.Message != fmt.Sprint("say ", r.Number) || r.Author != "Bob" || r.Files != 1 || r.Responses != 3 || r.At == "" || r.Error != "" {
					t.Errorf("%+v", r)
				}
				before = r.Number
			}
			more = list.More
		}
		if want := `6 live=false canary=true was=false canary@7
5 live=false canary=false was=false canary@5
4 live=true canary=false was=true publish@4
3 live=false canary=false was=true publish@3
2 live=false canary=false was=true publish@2
1 live=false canary=false was=true publish@1
`; got != want {
			t.Error(got)
		}
		f.faulty.Fail(func(storetest.Op, string) storetest.Fault { return storetest.Hang })
		if list, err := f.desk.List(t.Context(), 0, 2); err == nil {
			t.Errorf("%+v", list)
		}
	})
}
