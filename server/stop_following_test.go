package server

import (
	"context"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"
)

// TestStopWithStoresThatHang: none of the stores lets go, and the stop waits for all of
// them as long as for one.
func TestStopWithStoresThatHang(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		background, cancel := context.WithCancel(t.Context())
		a := &App{cancel: cancel}
		r := &roster{}
		for range 10 {
			s := &assistant{app: a, log: slog.New(slog.DiscardHandler), background: background, cancel: cancel, loopEnded: make(chan struct{})}
			close(s.loopEnded)
			s.following = &following{s: s, ended: make(chan struct{})}
			s.following.started.Store(true)
			r.all = append(r.all, s)
		}
		a.assistants.Store(r)
		began := time.Now()
		a.stopBackground()
		if took := time.Since(began); took != lostStore {
			t.Errorf("the stop took %s, and one store gets %s", took, lostStore)
		}
	})
}
