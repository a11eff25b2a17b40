package fleettest

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"nlgserver/internal/content"
	"nlgserver/release"
	"nlgserver/release/dir"
	"nlgserver/release/nats"
	"nlgserver/release/nats/natstest"
	"nlgserver/server"
)

// TestFleetEmptyStore checks replicas that start before anything was published: they are not
// ready, and the first release makes them ready.
func TestFleetEmptyStore(t *testing.T) {
	open := inMemory()
	store := open()
	all := followAll(t, open, 3)
	heard(t, store, len(all))
	for _, n := range all {
		if got, err := n.ask("utter_a"); err != nil || got.status != http.StatusServiceUnavailable || n.ready() != http.StatusServiceUnavailable {
			t.Errorf("%s: %+v, %v, ready %d", n.name, got, err, n.ready())
		}
	}
	publish(t, publisher(store), "first")
	for _, n := range all {
		n.says("first")
		if n.ready() != http.StatusOK {
			t.Errorf("%s is not ready", n.name)
		}
	}
}

// TestFleetStoreGoneAtStart checks replicas that start without the store: one with a last
// good copy serves that, one without is not ready, and both follow once the store is there.
func TestFleetStoreGoneAtStart(t *testing.T) {
	store, open := faulty(inMemory())
	copied := filepath.Join(t.TempDir(), "last-good")
	kept := func(o *server.Options) { o.LastGood = copied }
	before := follow(t, open, "kept", kept)
	heard(t, store, 1)
	p := publisher(store)
	publish(t, p, "first")
	before.stop()
	gone(store)
	with, without := follow(t, open, "kept", kept), follow(t, open, "bare")
	with.says("first")
	if with.ready() != http.StatusOK || without.ready() != http.StatusServiceUnavailable {
		t.Errorf("ready: %d with a copy, %d without", with.ready(), without.ready())
	}
	for _, n := range []*node{with, without} {
		eventually(t, n.name+" tells that the store is away", func() bool {
			state := n.state()
			return !state.Store.Reachable && state.Store.Error != "" && state.Store.HeardAt == nil
		})
	}
	store.Fail(nil)
	without.comesToSay("first")
	heard(t, store, 2)
	publish(t, p, "second")
	allSay([]*node{with, without}, "second")
}

// TestFleetStoreGone checks that nobody but the status and the log notices that the store is
// away while replicas run, and that they follow again by themselves.
func TestFleetStoreGone(t *testing.T) {
	store, open := faulty(inMemory())
	all := followAll(t, open, 3)
	heard(t, store, len(all))
	p := publisher(store)
	publish(t, p, "first")
	gone(store)
	for _, n := range all {
		eventually(t, n.name+" tells that the store is away", func() bool {
			n.says("first")
			state := n.state()
			return !state.Store.Reachable && state.Store.Error != "" && state.Store.HeardAt != nil && strings.Contains(n.log.String(), "the store of releases does not answer")
		})
		if n.ready() != http.StatusOK {
			t.Errorf("%s is not ready", n.name)
		}
	}
	if _, err := p.Publish(t.Context(), bundle(t, "lost"), release.Release{}, 0); err == nil {
		t.Error("it was published without a store")
	}
	allSay(all, "first")
	store.Fail(nil)
	heard(t, store, len(all))
	publish(t, p, "second")
	allSay(all, "second")
	for _, n := range all {
		eventually(t, n.name+" tells that all is well", func() bool {
			state := n.state()
			return state.Store.Reachable && state.Store.Error == ""
		})
	}
}

// TestFleetBrokenBundle checks replicas that find another bundle than the one that was
// published: those that run go on, one that starts says what was live before, and why, and
// it has what is live once the bundle is mended.
func TestFleetBrokenBundle(t *testing.T) {
	for name, harm := range map[string]func([]byte) []byte{
		"a byte flipped": func(b []byte) []byte { b[len(b)/2] ^= 1; return b },
		"cut off":        func(b []byte) []byte { return b[:len(b)/2] },
		"empty":          func([]byte) []byte { return nil },
	} {
		t.Run(name, func(t *testing.T) {
			open := inMemory()
			store := open()
			old := follow(t, open, "old")
			heard(t, store, 1)
			p := publisher(store)
			publish(t, p, "first")
			r := publish(t, p, "second")
			key := release.BundleKey(r.Bundle)
			whole, err := store.Get(t.Context(), key, "")
			if err != nil {
				t.Fatal(err)
			}
			if err := store.Put(t.Context(), key, harm(bytes.Clone(whole.Data))); err != nil {
				t.Fatal(err)
			}
			late := follow(t, open, "late")
			late.comesToSay("first")
			old.says("second")
			eventually(t, "the late one tells why", func() bool {
				state := late.state()
				return len(state.Refused) == 1 && state.Refused[0].Number == 2 && strings.Contains(state.Refused[0].Reason, "is broken")
			})
			eventually(t, "its beat tells why", func() bool {
				status, err := release.ReadStatus(t.Context(), store, release.Trust{})
				return err == nil && status.Replicas[0].Replica == "late" && len(status.Replicas[0].Refusals) == 1
			})
			if err := store.Put(t.Context(), key, whole.Data); err != nil {
				t.Fatal(err)
			}
			late.comesToSay("second")
			eventually(t, "it refuses nothing any more", func() bool { return len(late.state().Refused) == 0 })
		})
	}
}

// TestFleetBundleBreaksWhileStaged checks a bundle that is broken before the replicas fetch
// it: the publication fails, tells why, and the next one succeeds.
func TestFleetBundleBreaksWhileStaged(t *testing.T) {
	open := inMemory()
	store := open()
	all := followAll(t, open, 2)
	heard(t, store, len(all))
	p := publisher(store)
	publish(t, p, "first")
	b := bundle(t, "second")
	p.Told = func(s release.Step) {
		if s.What == release.StepStored {
			if err := store.Put(t.Context(), release.BundleKey(b.Bundle), b.Data[:len(b.Data)-1]); err != nil {
				t.Error(err)
			}
		}
	}
	was := picture(t, store)
	_, err := p.Publish(t.Context(), b, release.Release{}, 0)
	if refused, ok := errors.AsType[*release.RefusedError](err); !ok || !strings.Contains(refused.Error(), "is broken") {
		t.Fatal(err)
	}
	if now := picture(t, store); now != was {
		t.Errorf("%+v, and was %+v", now, was)
	}
	allSay(all, "first")
	p.Told = nil
	publish(t, p, "second")
	allSay(all, "second")
	checkHistory(t, store, release.Trust{})
}

// TestFleetTwoPublishers lets two publish at the same time, again and again: one wins each
// time, and the other one is told who.
func TestFleetTwoPublishers(t *testing.T) {
	races := 100
	if raceEnabled || testing.Short() {
		races = 15
	}
	open := inMemory()
	store := open()
	all := followAll(t, open, 2)
	heard(t, store, len(all))
	publish(t, publisher(store), "first")
	busy := 0
	for i := range races {
		var both sync.WaitGroup
		errs := make([]error, 2)
		for j := range errs {
			p := publisher(open())
			p.By = []string{"ann", "bob"}[j]
			b := bundle(t, strings.Repeat(p.By, i+1))
			both.Go(func() { _, errs[j] = p.Publish(t.Context(), b, release.Release{Message: p.By}, 0) })
		}
		both.Wait()
		won, lost := errs[0], errs[1]
		winner := "ann"
		if won != nil {
			won, lost, winner = lost, won, "bob"
		}
		if won != nil {
			t.Fatalf("race %d: nobody has won: %v, %v", i, won, lost)
		}
		if lost == nil {
			continue // one after the other
		}
		busy++
		if other, ok := errors.AsType[*release.BusyError](lost); ok && other.Staged.By != winner {
			t.Fatalf("race %d: the winner is %q: %v", i, winner, lost)
		} else if other, ok := errors.AsType[*release.OvertakenError](lost); ok && (other.Live == nil || other.Live.By != winner) {
			t.Fatalf("race %d: the winner is %q: %v", i, winner, lost)
		}
	}
	if want := 1 + 2*races - busy; len(checkHistory(t, store, release.Trust{})) != want {
		t.Errorf("not %d moves", want)
	}
	t.Logf("%d of %d races had a loser", busy, races)
}

// TestFleetClocks checks publishers and replicas whose clocks are a day off: only the clock
// of the store matters.
func TestFleetClocks(t *testing.T) {
	open := inMemory()
	store := open()
	n := follow(t, open, "a")
	heard(t, store, 1)
	for _, off := range []time.Duration{0, 24 * time.Hour, -24 * time.Hour} {
		p := publisher(store)
		p.Now = func() time.Time { return time.Now().Add(off) }
		publish(t, p, "clock off by "+off.String())
		n.says("clock off by " + off.String())
	}
	// A replica tells its time in its beat, which nobody compares.
	beat := release.Beat{Replica: "strange", At: time.Now().Add(-24 * time.Hour), Since: time.Now().Add(24 * time.Hour), Every: time.Hour}
	data, err := release.Encode(&beat, release.Signers{})
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Put(t.Context(), release.ReplicaKey("strange"), data); err != nil {
		t.Fatal(err)
	}
	status, err := release.ReadStatus(t.Context(), store, release.Trust{})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range status.Replicas {
		if r.Lost || r.Age < 0 || r.Age > patience {
			t.Errorf("%+v", r)
		}
	}
	checkHistory(t, store, release.Trust{})
}

// TestFleetLargeRelease publishes 100,000 variations.
func TestFleetLargeRelease(t *testing.T) {
	responses := 10_000
	if raceEnabled || testing.Short() {
		responses = 1_000
	}
	c := natstest.Start(t, 1)
	open := inNATS(t, c)
	store := open()
	defer store.Close()
	all := followAll(t, open, 2)
	heard(t, store, len(all))
	p := publisher(store)
	publish(t, p, "small")
	var text strings.Builder
	text.WriteString("responses:\n")
	for i := range responses {
		text.WriteString("  utter_" + string(rune('a'+i%26)) + strings.Repeat("x", i/26%200) + "_" + time.Duration(i).String() + ":\n")
		for j := range 10 {
			text.WriteString("    - text: large " + time.Duration(i*10+j).String() + "\n")
		}
	}
	text.WriteString("  utter_a:\n    - text: large\n")
	b := pack(t, []content.File{{Path: "responses.yml", Name: "responses.yml", Data: []byte(text.String())}})
	began := time.Now()
	if _, err := p.Publish(t.Context(), b, release.Release{}, 0); err != nil {
		t.Fatal(err)
	}
	t.Logf("bundle of %d bytes, live on %d replicas after %v", b.Size, len(all), time.Since(began))
	allSay(all, "large")
	if _, err := p.Rollback(t.Context(), 0, ""); err != nil {
		t.Fatal(err)
	}
	allSay(all, "small")
}

// TestFleetOneConnection checks that the assistants of a server share a connection.
func TestFleetOneConnection(t *testing.T) {
	c := natstest.Start(t, 1)
	shared := &nats.Connections{}
	var o server.Options
	o.Listen = "127.0.0.1:0"
	names := []string{"one", "two", "three"}
	for _, name := range names {
		o.Assistants.Options = append(o.Assistants.Options, server.AssistantOptions{Name: name, Release: &server.ReleaseOptions{
			Open: func(ctx context.Context) (release.Store, error) {
				return nats.Open(ctx, c.URL(name), nats.Options{Connections: shared, Tick: tick})
			},
			Store: "nats:", Replica: "a", Every: every, Tick: tick,
		}})
	}
	o.Assistants.Default = "one"
	a, err := server.New(o)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := a.Stop(context.Background()); err != nil {
			t.Error(err)
		}
	}()
	for _, name := range names {
		s := at(t, c.URL(name))()
		heard(t, s, 1)
		publish(t, publisher(s), "this is "+name)
		s.Close()
	}
	eventually(t, "the publishers have left", func() bool { return c.Node(0).NumClients() == 1 })
	n := &node{App: a, t: t, name: "a"}
	n.says("this is one")
}

// TestFleetNoStore checks that a server without a store does nothing for one.
func TestFleetNoStore(t *testing.T) {
	path := filepath.Join(t.TempDir(), "responses.yml")
	if err := os.WriteFile(path, files("files")[0].Data, 0o600); err != nil {
		t.Fatal(err)
	}
	a, err := server.New(server.Options{Listen: "127.0.0.1:0", Paths: []string{path}})
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := a.Stop(context.Background()); err != nil {
			t.Error(err)
		}
	}()
	(&node{App: a, t: t, name: "a"}).says("files")
	stacks := make([]byte, 4<<20)
	stacks = stacks[:runtime.Stack(stacks, true)]
	for one := range strings.SplitSeq(string(stacks), "\n\n") {
		if strings.Contains(one, "nlgserver/release") || strings.Contains(one, "server.(*following)") || strings.Contains(one, "nats-io") {
			t.Errorf("a server without a store runs:\n%s", one)
		}
	}
}

// TestFleetFullDisk checks a store in a directory without room: the publication fails,
// nothing has changed, and the next one succeeds once there is room.
func TestFleetFullDisk(t *testing.T) {
	path := t.TempDir()
	small(t, path)
	open := func() release.Store {
		s, err := dir.Open(t.Context(), path, dir.Options{})
		if err != nil {
			t.Error(err)
		}
		return s
	}
	store := open()
	all := followAll(t, open, 2)
	heard(t, store, len(all))
	p := publisher(store)
	publish(t, p, "first")
	was := picture(t, store)
	ballast := filepath.Join(path, "ballast")
	fill(t, ballast)
	_, err := p.Publish(t.Context(), pack(t, incompressible(64<<10)), release.Release{}, 0)
	if err == nil || !strings.Contains(err.Error(), "no space left") {
		t.Errorf("on a full disk: %v", err)
	}
	if now := picture(t, store); now != was {
		t.Errorf("%+v, and was %+v", now, was)
	}
	allSay(all, "first")
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	heard(t, store, len(all))
	publish(t, p, "second")
	allSay(all, "second")
	checkHistory(t, store, release.Trust{})
}

// TestFleetFullDiskOfLastGood checks a replica that cannot write its last good copy: it
// serves what is live, and the log says what a restart would do.
func TestFleetFullDiskOfLastGood(t *testing.T) {
	path := t.TempDir()
	small(t, path)
	open := inMemory()
	store := open()
	n := follow(t, open, "a", func(o *server.Options) { o.LastGood = filepath.Join(path, "copy") })
	heard(t, store, 1)
	p := publisher(store)
	publish(t, p, "first")
	eventually(t, "the copy is written", func() bool { _, err := os.Stat(filepath.Join(path, "copy")); return err == nil })
	ballast := filepath.Join(path, "ballast")
	fill(t, ballast)
	if _, err := p.Publish(t.Context(), pack(t, incompressible(64<<10)), release.Release{}, 0); err != nil {
		t.Fatal(err)
	}
	n.says("large")
	eventually(t, "the log tells", func() bool { return strings.Contains(n.log.String(), "cannot write the last good copy") })
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	publish(t, p, "third")
	n.says("third")
}

var racing atomic.Int64

// incompressible is content of some bytes that no compression makes small.
func incompressible(size int) []content.File {
	var text strings.Builder
	text.WriteString("responses:\n  utter_a:\n    - text: large\n  utter_c:\n    - text: ")
	state := uint64(racing.Add(1))
	for range size {
		state = state*6364136223846793005 + 1442695040888963407
		text.WriteByte("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_."[state>>58])
	}
	return []content.File{{Path: "responses.yml", Name: "responses.yml", Data: []byte(text.String() + "\n")}}
}
