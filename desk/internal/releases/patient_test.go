package releases_test

import (
	"testing"
	"testing/synctest"
	"time"

	"nlgserver/desk/internal/releases"
	"nlgserver/release/memory"
)

// TestLeftAlone: whoever waits for a call that does not give up goes on all the same, and
// knows why. Such calls do not pile up.
func TestLeftAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, blocked := &stuck{Store: memory.New()}, make(chan struct{})
		s.blocked.Store(&blocked)
		desk := releases.New(releases.Config{Store: s})
		for range 70 {
			began := time.Now()
			_, err := desk.Files(t.Context(), 1)
			if err == nil || err.Error() != "release 1: the store does not answer" || time.Since(began) > time.Minute {
				t.Fatal(err, time.Since(began))
			}
		}
		if n := s.calls.Load(); n != 64 {
			t.Errorf("%d calls", n)
		}
		s.blocked.Store(nil)
		close(blocked)
		synctest.Wait()
		if _, err := desk.Files(t.Context(), 1); err == nil || err.Error() == "release 1: the store does not answer" {
			t.Error(err)
		}
	})
}
