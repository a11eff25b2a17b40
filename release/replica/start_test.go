package replica_test

import (
	"context"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"nlgserver/release"
	"nlgserver/release/memory"
	"nlgserver/release/replica"
)

// TestStartWithCanary: a replica that starts says nothing before it has both sides, or a
// conversation of the canary would go back and forth.
func TestStartWithCanary(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := memory.New()
		publish(t, s, "one")
		p := release.Publisher{Store: s}
		if _, err := p.Publish(t.Context(), bundle(t, "two"), release.Release{}, 50); err != nil {
			t.Fatal(err)
		}
		n := start(t, s, "replica", func(c *replica.Config) {
			c.Host.(*host).before = func(_ context.Context, text string) error {
				if text == "two" {
					time.Sleep(time.Second)
				}
				return nil
			}
		})
		defer n.stop()
		time.Sleep(2 * time.Second)
		synctest.Wait()
		if want := []string{"one+two"}; !slices.Equal(n.host.said, want) {
			t.Errorf("said %q", n.host.said)
		}
		// A canary that cannot be had holds nothing up.
		bad := start(t, s, "bad", func(c *replica.Config) { c.Host.(*host).before = refuse("two") })
		defer bad.stop()
		if bad.host.says() != "one" {
			t.Errorf("said %q", bad.host.said)
		}
	})
}

// deaf is a store whose reads do not return while it is stuck, whatever their context
// says: a network file system, say.
type deaf struct {
	release.Store
	stuck atomic.Pointer[chan struct{}]
}

func (d *deaf) Get(ctx context.Context, key string, known release.Revision) (release.Entry, error) {
	if stuck := d.stuck.Load(); stuck != nil {
		<-*stuck
	}
	return d.Store.Get(ctx, key, known)
}

// TestDeafStore: a store that never answers, and not even fails, is not reachable.
func TestDeafStore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := memory.New()
		publish(t, s, "one")
		d := &deaf{Store: s}
		n := start(t, s, "replica", func(c *replica.Config) { c.Store = d })
		defer n.stop()
		if st := n.State(); !st.Reachable || st.Error != "" || n.host.says() != "one" {
			t.Fatalf("%+v", st)
		}
		stuck := make(chan struct{})
		d.stuck.Store(&stuck)
		time.Sleep(time.Minute)
		if st := n.State(); st.Reachable || st.Error != "the store does not answer" || n.host.says() != "one" {
			t.Errorf("%+v", st)
		}
		d.stuck.Store(nil)
		close(stuck)
		time.Sleep(time.Minute)
		if st := n.State(); !st.Reachable || st.Error != "" {
			t.Errorf("%+v", st)
		}
	})
}

// TestTwoOfOneName: two servers have the same name, so a publisher sees one of them only.
// Both say so, until one is gone.
func TestTwoOfOneName(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := memory.New()
		publish(t, s, "one")
		a, b := start(t, s, "twin", nil), start(t, s, "twin", nil)
		defer a.stop()
		time.Sleep(time.Minute)
		for _, n := range []*node{a, b} {
			if st := n.State(); !st.Reachable || !strings.Contains(st.Error, "another server has the name twin too") {
				t.Errorf("%+v", st)
			}
		}
		b.stop()
		time.Sleep(time.Minute)
		if st := a.State(); st.Error != "" {
			t.Errorf("%+v", st)
		}
		// One that was killed is no other one.
		put(t, s, release.ReplicaKey("again"), &release.Beat{Replica: "again", Run: "killed"})
		again := start(t, s, "again", nil)
		defer again.stop()
		if st := again.State(); st.Error != "" {
			t.Errorf("%+v", st)
		}
	})
}

// TestMendedByPublishing: what is live cannot be had, because its bundle is broken, and
// somebody publishes the same content again, which mends it.
func TestMendedByPublishing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := memory.New()
		publish(t, s, "one")
		publish(t, s, "two")
		if err := s.Put(t.Context(), release.BundleKey(live(t, s).Bundle), []byte("broken")); err != nil {
			t.Fatal(err)
		}
		n := start(t, s, "replica", nil)
		defer n.stop()
		time.Sleep(time.Hour) // it tries seldom by now
		if n.host.says() != "one" {
			t.Errorf("%+v", n.State())
		}
		publish(t, s, "two")
		if st := n.State(); n.host.says() != "two" || !st.Follows || len(st.Refusals) != 0 {
			t.Errorf("%+v", st)
		}
	})
}
