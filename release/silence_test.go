package release_test

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"nlgserver/release"
)

// TestAfterOutage checks that a publisher gives replicas that are all lost the time to tell
// of themselves: the store may have been away from them, too.
func TestAfterOutage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := store()
		begin(t, s, "a", manner{dies: true})()
		begin(t, s, "b", manner{dies: true})()
		time.Sleep(time.Minute)
		var silent bool
		p := release.Publisher{Store: s, Told: func(step release.Step) { silent = silent || step.What == release.StepSilent }}
		outcome := make(chan error, 1)
		go func() {
			_, err := p.Publish(t.Context(), bundle(t, "one"), release.Release{}, 0)
			outcome <- err
		}()
		time.Sleep(every / 2)
		defer begin(t, s, "a", manner{})()
		time.Sleep(every / 4)
		defer begin(t, s, "b", manner{refuses: "no ${HOST}"})()
		if refused := as[*release.RefusedError](t, <-outcome); len(refused.By) != 1 || refused.By[0].Replica != "b" {
			t.Errorf("%+v", refused)
		}
		if _, _, err := release.ReadLive(t.Context(), s, release.Trust{}, ""); !errors.Is(err, release.ErrNotFound) || !silent {
			t.Errorf("%v, silent %t", err, silent)
		}
	})
}

// TestAllDead checks that a publisher does not wait for dead replicas for long, also if
// there is no other.
func TestAllDead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := store()
		begin(t, s, "a", manner{dies: true})()
		time.Sleep(time.Minute)
		lost := 0
		p := release.Publisher{Store: s, Told: func(step release.Step) {
			if step.What == release.StepLost {
				lost++
			}
		}}
		began := time.Now()
		if _, err := p.Publish(t.Context(), bundle(t, "one"), release.Release{}, 0); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(began); took < every || took > every+3*time.Second || lost != 1 {
			t.Errorf("it took %s, %d lost", took, lost)
		}
	})
}
