package fleettest

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"nlgserver/release"
	"nlgserver/release/nats/natstest"
)

// fullVariable is the environment variable that has the test below publish 200 times, which
// takes minutes.
const fullVariable = "NLG_FLEET_FULL"

// TestFleetUnderLoad publishes again and again, while clients ask 20 replicas and the leader
// of the three nodes of NATS is killed and started again. No reply is torn, which means that
// its text is of the content that the header names, none is lost, and no publication that
// fails has changed anything.
func TestFleetUnderLoad(t *testing.T) {
	t.Parallel() // it waits for elections most of the time
	replicas, publishes, requests, kills := 20, 20, 10_000, 2
	switch {
	case os.Getenv(fullVariable) != "":
		publishes, kills = 200, 6
	case raceEnabled || testing.Short():
		replicas, publishes, requests, kills = 5, 15, 1_000, 1
	}
	c := natstest.Start(t, 3)
	open := inNATS(t, c)
	store := open()
	defer store.Close()
	all := followAll(t, open, replicas, usually)
	heard(t, store, replicas)
	p := publisher(store)
	versions := &versions{}
	publishIt := func(edition string) (*release.Release, error) {
		b := bundle(t, edition)
		versions.of.Store(edition, b.Version[:12])
		return p.Publish(t.Context(), b, release.Release{Message: edition}, 0)
	}
	if _, err := publishIt("0"); err != nil {
		t.Fatal(err)
	}
	var clients, chaos sync.WaitGroup
	var answered, published atomic.Int64
	done := make(chan struct{})
	for i := range 4 {
		clients.Go(func() {
			// At least so many, and as long as there are publications.
			for n := 0; ; n++ {
				select {
				case <-done:
					if answered.Load() >= int64(requests) {
						return
					}
				default:
				}
				answered.Add(1)
				versions.check(t, all[(i+n)%len(all)])
				// Without a pause, the clients would take the processors from the replicas.
				time.Sleep(rand.N(2 * pause))
			}
		})
	}
	chaos.Go(func() {
		for kill := range kills {
			// At a random moment of a random publication in each part of the run.
			after := int64(kill*publishes/kills + rand.IntN(publishes/kills))
			for published.Load() < after {
				select {
				case <-done:
					return
				default:
				}
				time.Sleep(pause)
			}
			restartLeader(t, c)
		}
	})
	failures := 0
	for n := 1; n <= publishes; n++ {
		was := picture(t, store)
		r, err := publishIt(fmt.Sprint(n))
		var late *release.LateError
		switch {
		case err == nil, errors.As(err, &late) && late.Live:
		case errors.As(err, new(*release.UnclearError)):
			t.Errorf("publish %d: %v", n, err)
		default:
			failures++
			t.Logf("publish %d has failed: %v", n, err)
			// A release may have got its number, and not become live.
			if now := picture(t, store); r != nil || now.live != was.live {
				t.Errorf("publish %d has failed, and changed something: %v; %+v, and was %+v", n, err, now, was)
			}
		}
		published.Add(1)
	}
	close(done)
	clients.Wait()
	chaos.Wait()
	if err := c.Ready(); err != nil {
		t.Fatal(err)
	}
	publish(t, p, "last")
	allSay(all, "last")
	moves := checkHistory(t, store, release.Trust{})
	if want := publishes - failures + 2; len(moves) != want {
		t.Errorf("%d moves, want %d", len(moves), want)
	}
	t.Logf("%d publications, of which %d failed; %d requests to %d replicas", publishes, failures, answered.Load(), replicas)
}

// pause is the mean time between two requests of a client.
const pause = 5 * time.Millisecond

// restartLeader kills the node that leads the pointers, and starts it again.
func restartLeader(t *testing.T, c *natstest.Cluster) {
	leader, err := c.Leader("KV_nlg_releases_bot")
	if err != nil {
		t.Error(err)
		return
	}
	c.Stop(leader)
	if err := c.Restart(leader); err != nil {
		t.Error(err)
	}
	if err := c.Ready(); err != nil {
		t.Error(err)
	}
}

// versions has the version of each edition.
type versions struct{ of sync.Map }

// check asks a server, and checks that the reply is whole.
func (v *versions) check(t *testing.T, n *node) {
	name := "utter_a"
	if rand.IntN(2) == 0 {
		name = "utter_b"
	}
	got, err := n.ask(name)
	if err != nil || got.status != http.StatusOK {
		t.Errorf("%s: %+v, %v", n.name, got, err)
		return
	}
	if want, ok := v.of.Load(got.text); !ok || want != got.catalog {
		t.Errorf("%s: a torn reply: it says edition %q and has version %q, not %v", n.name, got.text, got.catalog, want)
	}
}

// TestFleetLeaderKilled kills the leader at each point of a publication: before it is
// staged, between that and live, and after it is live. The publication goes on with the two other nodes.
func TestFleetLeaderKilled(t *testing.T) {
	t.Parallel() // it waits for elections most of the time
	c := natstest.Start(t, 3)
	open := inNATS(t, c)
	store := open()
	defer store.Close()
	all := followAll(t, open, 3, usually)
	heard(t, store, len(all))
	p := publisher(store)
	publish(t, p, "first")
	for _, step := range []string{release.StepStored, release.StepStaged, release.StepRecorded, release.StepLive} {
		killed := -1
		p.Told = func(s release.Step) {
			if s.What == step && killed < 0 {
				var err error
				if killed, err = c.Leader("KV_nlg_releases_bot"); err != nil {
					t.Error(err)
				}
				c.Stop(killed)
			}
		}
		publish(t, p, "killed after "+step)
		allSay(all, "killed after "+step)
		if killed < 0 {
			t.Fatalf("there was no step %q", step)
		}
		if err := errors.Join(c.Restart(killed), c.Ready()); err != nil {
			t.Fatal(err)
		}
	}
	if moves := checkHistory(t, store, release.Trust{}); len(moves) != 5 {
		t.Errorf("%d moves", len(moves))
	}
}
