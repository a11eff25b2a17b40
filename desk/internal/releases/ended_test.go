package releases

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"nlgserver/release"
	"nlgserver/release/memory"
	"nlgserver/release/storetest"
)

// TestCatchUpAtTheEnd: whoever waits for a look does not wait for one that never comes, whether
// the desk has ended before, or while somebody waits for a look that hangs.
func TestCatchUpAtTheEnd(t *testing.T) {
	for range 20 { // an ask and the end may come at once, and either may be seen first
		synctest.Test(t, func(t *testing.T) {
			faulty := storetest.NewFaulty(memory.New())
			r := New(Config{Store: faulty})
			quick := func(when string) {
				t.Helper()
				began := time.Now()
				r.catchUp(t.Context())
				if took := time.Since(began); took > 0 {
					t.Errorf("%s, it took %s", when, took)
				}
			}
			quick("before the start")
			ctx, end := context.WithCancel(t.Context())
			ended := make(chan struct{})
			go func() { r.Run(ctx); close(ended) }()
			synctest.Wait()
			quick("while it runs")

			time.Sleep(2 * seldom)
			faulty.Fail(func(storetest.Op, string) storetest.Fault { return storetest.Hang })
			if err := faulty.Store.Put(t.Context(), release.ReplicaKey("a"), []byte("garbage")); err != nil {
				t.Fatal(err)
			}
			synctest.Wait() // a look hangs
			began := time.Now()
			caught := make(chan struct{})
			go func() { r.catchUp(t.Context()); close(caught) }()
			synctest.Wait()
			end()
			<-caught
			<-ended
			if took := time.Since(began); took > 0 {
				t.Errorf("while it ends, it took %s", took)
			}
			quick("after the end")
		})
	}
}
