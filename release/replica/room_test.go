package replica_test

import (
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"nlgserver/release"
	"nlgserver/release/memory"
	"nlgserver/release/replica"
	"nlgserver/release/storetest"
)

// TestRoom checks that a bundle is opened in the host's room, and that nobody waits there for
// a store that hangs.
func TestRoom(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := memory.New()
		publish(t, s, "one")
		var mu sync.Mutex
		var sizes []int64 // that the room was taken for
		taken := func() []int64 {
			mu.Lock()
			defer mu.Unlock()
			return slices.Clone(sizes)
		}
		enter := make(chan struct{})
		n := start(t, s, "replica", func(c *replica.Config) {
			hangs := storetest.NewFaulty(s.Handle())
			hangs.Fail(func(op storetest.Op, key string) storetest.Fault {
				if op == storetest.Get && key == release.BundleKey(live(t, s).Bundle) {
					return storetest.Hang
				}
				return storetest.None
			})
			c.Store = hangs
			c.Room = func(size int64, work func()) {
				mu.Lock()
				sizes = append(sizes, size)
				mu.Unlock()
				<-enter
				work()
			}
			time.AfterFunc(time.Minute, func() { hangs.Fail(nil) })
		})
		defer n.stop()
		time.Sleep(time.Minute - time.Second)
		if sizes := taken(); len(sizes) != 0 {
			t.Errorf("while the store hangs, the room is taken for %d bytes", sizes)
		}
		time.Sleep(10 * time.Minute)
		if sizes, want := taken(), []int64{live(t, s).Size}; !slices.Equal(sizes, want) || n.host.says() != "" {
			t.Errorf("room for %d bytes, want %d; it says %q before there is room", sizes, want, n.host.says())
		}
		close(enter)
		synctest.Wait()
		if n.host.says() != "one" {
			t.Errorf("it says %q", n.host.says())
		}
	})
}
