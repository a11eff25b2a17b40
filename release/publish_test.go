package release_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"nlgserver/release"
)

func TestPublish(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := store()
		for i := range 20 {
			defer begin(t, s, fmt.Sprintf("replica-%d", i), manner{})()
		}
		var steps []string
		p := release.Publisher{Store: s, By: "ann", Told: func(step release.Step) {
			steps = append(steps, step.What)
			if step.Text == "" || (step.Replica != "") != (step.What == release.StepReady || step.What == release.StepSays) {
				t.Errorf("step %+v", step)
			}
		}}
		began := time.Now()
		r, err := p.Publish(t.Context(), bundle(t, "one"), release.Release{Message: "first"}, 0)
		if err != nil {
			t.Fatal(err)
		}
		if took := time.Since(began); took >= 100*time.Millisecond {
			t.Errorf("a publication without any work took %s", took)
		}
		if r.Number != 1 || r.Parent != 0 || r.Author != "ann" || r.Files != 1 || r.Manifest == "" {
			t.Errorf("%+v", r)
		}
		want := "stored staged" + strings.Repeat(" ready", 20) + " recorded live" + strings.Repeat(" says", 20)
		if got := strings.Join(steps, " "); got != want {
			t.Errorf("steps %s", got)
		}
		if l := live(t, s); l.Ref != r.Ref || l.Sequence != 1 || l.By != "ann" || l.Message != "first" || l.Previous != nil {
			t.Errorf("%+v", l)
		}
		unstaged(t, s)
		second := publish(t, s, "two")
		if second.Number != 2 || second.Parent != 1 {
			t.Errorf("%+v", second)
		}
		if got, want := movesOf(t, s), "publish 1\npublish 2 before 1\n"; got != want {
			t.Errorf("history %s", got)
		}
	})
}

// TestNothingChanges goes through what fails before anything is live.
func TestNothingChanges(t *testing.T) {
	for _, c := range []struct {
		name     string
		replicas []manner
		percent  int
		before   func(*testing.T, release.Store)
		check    func(t *testing.T, err error)
	}{
		{name: "refused", replicas: []manner{{}, {refuses: "no ${HOST}"}}, check: func(t *testing.T, err error) {
			refused := as[*release.RefusedError](t, err)
			if len(refused.By) != 1 || refused.By[0].Replica != "replica-1" || refused.By[0].Reason != "no ${HOST}" {
				t.Errorf("%+v", refused)
			}
		}},
		{name: "late", replicas: []manner{{}, {neverReady: true}}, check: func(t *testing.T, err error) {
			late := as[*release.LateError](t, err)
			if late.Live || len(late.Replicas) != 1 || late.Replicas[0] != "replica-1" || !strings.Contains(late.Error(), "nothing has changed") {
				t.Errorf("%+v", late)
			}
		}},
		{name: "canary", replicas: []manner{{}}, before: func(t *testing.T, s release.Store) {
			p := release.Publisher{Store: s}
			if _, err := p.Publish(t.Context(), bundle(t, "canary"), release.Release{}, 10); err != nil {
				t.Fatal(err)
			}
		}, check: func(t *testing.T, err error) {
			if c := as[*release.CanaryError](t, err); c.Live.Canary.Percent != 10 {
				t.Errorf("%+v", c)
			}
		}},
		{name: "percentage", percent: 100, check: func(t *testing.T, err error) {
			if err == nil || !strings.Contains(err.Error(), "1 to 99") {
				t.Error(err)
			}
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := store()
				publish(t, s, "good")
				if c.before != nil {
					c.before(t, s)
				}
				for i, m := range c.replicas {
					defer begin(t, s, fmt.Sprintf("replica-%d", i), m)()
				}
				before := picture(t, s)
				p := release.Publisher{Store: s}
				r, err := p.Publish(t.Context(), bundle(t, "bad"), release.Release{}, c.percent)
				if r != nil {
					t.Errorf("%+v", r)
				}
				c.check(t, err)
				if after := picture(t, s); after != before {
					t.Errorf("from %s to %s", before, after)
				}
				unstaged(t, s)
			})
		})
	}
}

func TestBusy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := store()
		stop := begin(t, s, "slow", manner{neverReady: true})
		defer stop()
		var first sync.WaitGroup
		first.Go(func() {
			p := release.Publisher{Store: s, By: "ann", Wait: time.Minute}
			_, err := p.Publish(t.Context(), bundle(t, "one"), release.Release{Message: "slow one"}, 0)
			_ = as[*release.LateError](t, err)
		})
		time.Sleep(30 * time.Second)
		// Another clock, a day off, changes nothing of it.
		p := release.Publisher{Store: s, By: "bob", Now: func() time.Time { return time.Now().Add(24 * time.Hour) }}
		_, err := p.Publish(t.Context(), bundle(t, "two"), release.Release{}, 0)
		busy := as[*release.BusyError](t, err)
		if busy.Staged.By != "ann" || busy.Staged.Message != "slow one" || busy.Age != 30*time.Second {
			t.Errorf("%+v", busy)
		}
		if !strings.Contains(busy.Error(), `ann started publishing "slow one" 30 s ago: wait`) {
			t.Error(busy)
		}
		first.Wait()
	})
}

// TestAbandoned checks that a publisher that was killed while it waited keeps others from
// publishing for as long as it would have waited, and not longer.
func TestAbandoned(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := store()
		data, err := release.Encode(&release.Staged{Nonce: "n", By: "ann", Wait: 20 * time.Second, At: time.Now().Add(24 * time.Hour)}, release.Signers{})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Put(t.Context(), release.StagedKey, data); err != nil {
			t.Fatal(err)
		}
		time.Sleep(30 * time.Second)
		p := release.Publisher{Store: s}
		_, err = p.Publish(t.Context(), bundle(t, "one"), release.Release{}, 0)
		_ = as[*release.BusyError](t, err)
		if status, err := release.ReadStatus(t.Context(), s, release.Trust{}); err != nil || status.Abandoned || status.StagedAge != 30*time.Second {
			t.Errorf("%+v, %v", status, err)
		}
		time.Sleep(time.Millisecond)
		if status, err := release.ReadStatus(t.Context(), s, release.Trust{}); err != nil || !status.Abandoned {
			t.Errorf("%+v, %v", status, err)
		}
		publish(t, s, "one")
	})
}

// TestGarbageIsStaged: what is no record keeps nobody from publishing.
func TestGarbageIsStaged(t *testing.T) {
	s := store()
	if err := s.Put(t.Context(), release.StagedKey, []byte("garbage")); err != nil {
		t.Fatal(err)
	}
	publish(t, s, "one")
	unstaged(t, s)
}

func TestOvertaken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := store()
		publish(t, s, "one")
		publish(t, s, "two")
		stop := begin(t, s, "slow", manner{neverReady: true})
		var publishing sync.WaitGroup
		publishing.Go(func() {
			p := release.Publisher{Store: s, By: "ann"}
			r, err := p.Publish(t.Context(), bundle(t, "three"), release.Release{}, 0)
			overtaken := as[*release.OvertakenError](t, err)
			if r != nil || overtaken.Live.By != "bob" || overtaken.Live.Move != release.MoveRollback || !strings.Contains(overtaken.Error(), `bob changed what is live meanwhile, at 2000-01-01T00:00:02Z: rolled back to release 1 ("back")`) {
				t.Errorf("%+v, %v", r, err)
			}
		})
		time.Sleep(2 * time.Second)
		p := release.Publisher{Store: s, By: "bob", Wait: time.Millisecond}
		if _, err := p.Rollback(t.Context(), 0, "back"); err != nil {
			_ = as[*release.LateError](t, err)
		}
		stop()
		if err := s.Delete(t.Context(), release.ReplicaKey("slow")); err != nil {
			t.Fatal(err)
		}
		publishing.Wait()
		if got, want := movesOf(t, s), "publish 1\npublish 2 before 1\nrollback 1\n"; got != want {
			t.Errorf("history %s", got)
		}
		if entries, err := s.List(t.Context(), release.ReleasesPrefix); err != nil || len(entries) != 2 {
			t.Errorf("%+v, %v", entries, err)
		}
		unstaged(t, s)
	})
}

// TestRace has two publishers publish at once, many times: exactly one succeeds, and the
// other is told who does.
func TestRace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := store()
		// Both have begun before either can end.
		defer begin(t, s, "replica", manner{takes: time.Millisecond})()
		for round := range 100 {
			names := []string{"ann", "bob"}
			errs := make([]error, 2)
			var both sync.WaitGroup
			for i, name := range names {
				b := bundle(t, fmt.Sprint(name, round))
				both.Go(func() {
					p := release.Publisher{Store: s.Handle(), By: name}
					_, errs[i] = p.Publish(t.Context(), b, release.Release{Message: "by " + name}, 0)
				})
			}
			both.Wait()
			winner := 0
			if errs[0] != nil {
				winner = 1
			}
			if errs[winner] != nil || errs[1-winner] == nil {
				t.Fatalf("round %d: %v, %v", round, errs[0], errs[1])
			}
			if l := live(t, s); l.By != names[winner] || l.Sequence != round+1 || l.Number != round+1 {
				t.Fatalf("round %d: %+v", round, l)
			}
			if text := errs[1-winner].Error(); !strings.Contains(text, names[winner]) {
				t.Fatalf("round %d: %s lost: %s", round, names[1-winner], text)
			}
		}
		movesOf(t, s)
	})
}

func TestLost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := store()
		stop := begin(t, s, "living", manner{})
		defer begin(t, s, "dead", manner{dies: true})()
		if err := s.Put(t.Context(), release.ReplicaKey("broken"), []byte("garbage")); err != nil {
			t.Fatal(err)
		}
		var lost []string
		p := release.Publisher{Store: s, Told: func(step release.Step) {
			if step.What == release.StepLost {
				lost = append(lost, step.Text)
			}
		}}
		began := time.Now()
		if _, err := p.Publish(t.Context(), bundle(t, "one"), release.Release{}, 0); err != nil {
			t.Fatal(err)
		}
		// It may live until it has missed three beats.
		if took := time.Since(began); took < 3*every || took > 3*every+2*time.Second {
			t.Errorf("it took %s", took)
		}
		if len(lost) != 2 || !strings.Contains(lost[0], "cannot read what broken tells") || !strings.Contains(lost[1], "dead was last heard of 16s ago") {
			t.Errorf("%q", lost)
		}
		if status, err := release.ReadStatus(t.Context(), s, release.Trust{}); err != nil || len(status.Replicas) != 3 ||
			!status.Replicas[0].Lost || !status.Replicas[1].Lost || status.Replicas[2].Lost {
			t.Errorf("%+v, %v", status, err)
		}
		stop()
		time.Sleep(25 * time.Hour)
		publish(t, s, "two")
		if status, err := release.ReadStatus(t.Context(), s, release.Trust{}); err != nil || len(status.Replicas) != 0 {
			t.Errorf("%+v, %v", status, err)
		}
	})
}

func TestLiveButLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := store()
		defer begin(t, s, "good", manner{})()
		defer begin(t, s, "refuses", manner{refusesLive: "no ${HOST}"})()
		defer begin(t, s, "stuck", manner{neverSays: true})()
		p := release.Publisher{Store: s}
		r, err := p.Publish(t.Context(), bundle(t, "one"), release.Release{}, 0)
		late := as[*release.LateError](t, err)
		if r == nil || !late.Live || strings.Join(late.Replicas, " ") != "refuses stuck" || len(late.Refusals) != 1 ||
			late.Error() != "live, but not yet on all replicas: refuses: no ${HOST} (and 1 more)" {
			t.Errorf("%+v, %v", r, late)
		}
		unstaged(t, s)
	})
}

func TestStopped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := store()
		defer begin(t, s, "slow", manner{neverReady: true})()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		before := picture(t, s)
		p := release.Publisher{Store: s}
		if _, err := p.Publish(ctx, bundle(t, "one"), release.Release{}, 0); !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
		if picture(t, s) != before {
			t.Error("it changed what is live")
		}
		unstaged(t, s)
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
