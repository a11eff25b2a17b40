package fleettest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"nlgserver/httpapi"
	"nlgserver/internal/content"
	"nlgserver/release"
	"nlgserver/release/memory"
	"nlgserver/release/nats"
	"nlgserver/release/nats/natstest"
	"nlgserver/release/storetest"
	"nlgserver/server"
)

// patience is how long anything may take that is waited for.
const patience = 90 * time.Second

// The rhythm of replicas in the tests: a lost one is found sooner.
const (
	every = time.Second
	tick  = 200 * time.Millisecond
)

// opener opens a store, as each process of its own does.
type opener func() release.Store

// inMemory returns a store without faults, which has no network either.
func inMemory() opener {
	s := memory.New()
	return func() release.Store { return s.Handle() }
}

// inNATS returns a store on nodes of NATS.
func inNATS(t *testing.T, c *natstest.Cluster) opener { return at(t, c.URL("bot")) }

// at returns the store at an address of NATS.
func at(t *testing.T, address string) opener {
	return func() release.Store {
		s, err := nats.Open(t.Context(), address, nats.Options{Tick: tick})
		if err != nil {
			t.Error(err)
		}
		return s
	}
}

// node is a replica: a server.
type node struct {
	*server.App
	t    *testing.T
	name string
	log  *log
}

// log is what a server has logged.
type log struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// follow starts a server that follows a store.
func follow(t *testing.T, open opener, name string, change ...func(*server.Options)) *node {
	t.Helper()
	n := &node{t: t, name: name, log: &log{}}
	o := server.Options{
		Listen: "127.0.0.1:0", Log: slog.New(slog.NewTextHandler(n.log, nil)),
		Release: &server.ReleaseOptions{
			Open:  func(context.Context) (release.Store, error) { return open(), nil },
			Store: "store:", Replica: name, Every: every, Tick: tick,
		},
	}
	for _, f := range change {
		f(&o)
	}
	var err error
	if n.App, err = server.New(o); err != nil {
		t.Fatal(err)
	}
	if err := n.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(n.stop)
	return n
}

// stop stops the server, unless it is stopped.
func (n *node) stop() {
	if n.App == nil {
		return
	}
	if err := n.Stop(context.Background()); err != nil {
		n.t.Errorf("%s: %v", n.name, err)
	}
	n.App = nil
}

// followAll starts some servers.
func followAll(t *testing.T, open opener, count int, change ...func(*server.Options)) []*node {
	t.Helper()
	all := make([]*node, count)
	for i := range all {
		all[i] = follow(t, open, fmt.Sprintf("r%02d", i), change...)
	}
	return all
}

// usually has a replica tell of itself as often as by default: while the store is away for a
// moment, it does not count as lost.
func usually(o *server.Options) { o.Release.Every = 0 }

// heard waits until as many replicas live in the store.
func heard(t *testing.T, s release.Store, replicas int) {
	t.Helper()
	eventually(t, fmt.Sprintf("%d replicas live", replicas), func() bool {
		status, err := release.ReadStatus(t.Context(), s, release.Trust{})
		return err == nil && !slices.ContainsFunc(status.Replicas, func(r release.ReplicaStatus) bool { return r.Lost }) && len(status.Replicas) == replicas
	})
}

// eventually waits until something holds.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !holds(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("not after %v: %s", patience, what)
		}
	}
}

// files returns content that says an edition.
func files(edition string) []content.File {
	text := fmt.Sprintf("version: \"3.1\"\nresponses:\n  utter_a:\n    - text: \"%s\"\n  utter_b:\n    - text: \"%[1]s\"\n", edition)
	return []content.File{{Path: "responses.yml", Name: "responses.yml", Data: []byte(text)}}
}

// bundle returns content that says an edition, packed.
func bundle(t *testing.T, edition string) *release.Bundle {
	t.Helper()
	return pack(t, files(edition))
}

func pack(t *testing.T, files []content.File) *release.Bundle {
	t.Helper()
	b, err := release.Pack(files, nil)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// publisher returns one that uses a handle.
func publisher(s release.Store) *release.Publisher {
	return &release.Publisher{Store: s, By: "ann", Wait: patience}
}

// publish publishes an edition, which must succeed.
func publish(t *testing.T, p *release.Publisher, edition string) *release.Release {
	t.Helper()
	r, err := p.Publish(t.Context(), bundle(t, edition), release.Release{Message: edition}, 0)
	if err != nil {
		t.Fatalf("publish %s: %v", edition, err)
	}
	return r
}

// reply is what a server replied.
type reply struct {
	status        int
	text, catalog string
}

// ask asks for a response.
func (n *node) ask(name string) (reply, error) {
	resp, err := http.Post("http://"+n.Addr()+"/nlg", "application/json", strings.NewReader(`{"response": "`+name+`", "tracker": {"sender_id": "s"}}`))
	if err != nil {
		return reply{}, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return reply{}, err
	}
	var said struct{ Text string }
	if resp.StatusCode == http.StatusOK {
		if err := json.Unmarshal(body, &said); err != nil {
			return reply{}, err
		}
	}
	return reply{resp.StatusCode, said.Text, resp.Header.Get("X-NLG-Catalog")}, nil
}

// says checks that the server says an edition.
func (n *node) says(edition string) {
	n.t.Helper()
	if got, err := n.ask("utter_a"); err != nil || got.status != http.StatusOK || got.text != edition {
		n.t.Errorf("%s says %+v, %v, want %q", n.name, got, err, edition)
	}
}

// comesToSay waits until the server says an edition.
func (n *node) comesToSay(edition string) {
	n.t.Helper()
	eventually(n.t, n.name+" says "+edition, func() bool {
		got, err := n.ask("utter_a")
		return err == nil && got.text == edition
	})
}

func allSay(all []*node, edition string) {
	for _, n := range all {
		n.t.Helper()
		n.says(edition)
	}
}

// state returns what the status tells of the releases.
func (n *node) state() httpapi.ReleaseStatus {
	n.t.Helper()
	resp, err := http.Get("http://" + n.Addr() + "/api/v1/status")
	if err != nil {
		n.t.Fatal(err)
	}
	defer resp.Body.Close()
	var status struct{ Release httpapi.ReleaseStatus }
	if err := json.NewDecoder(resp.Body).Decode(&status); err != nil {
		n.t.Fatal(err)
	}
	return status.Release
}

// ready returns the status of the probe.
func (n *node) ready() int {
	n.t.Helper()
	resp, err := http.Get("http://" + n.Addr() + "/readyz")
	if err != nil {
		n.t.Fatal(err)
	}
	resp.Body.Close()
	return resp.StatusCode
}

// checkHistory checks that the releases and the moves have no gap, that each release but
// those left out became live once, and that nothing is staged.
func checkHistory(t *testing.T, s release.Store, trust release.Trust) []*release.Live {
	t.Helper()
	moves, err := release.ReadMoves(t.Context(), s, trust)
	if err != nil {
		t.Fatal(err)
	}
	for i, m := range moves {
		if m.Sequence != len(moves)-i {
			t.Fatalf("move %d of %d has sequence %d", i, len(moves), m.Sequence)
		}
	}
	past, err := release.ReadHistory(t.Context(), s, trust, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range past {
		if p.Number != len(past)-i || p.Err != nil {
			t.Fatalf("release %d of %d has number %d, %v", i, len(past), p.Number, p.Err)
		}
		if _, err := release.FetchBundle(t.Context(), s, p.Release.Ref); err != nil {
			t.Fatalf("release %d: %v", p.Number, err)
		}
	}
	if staged, _, err := release.ReadStaged(t.Context(), s, trust, ""); err != nil || staged.Nonce != "" {
		t.Errorf("staged: %+v, %v", staged, err)
	}
	return moves
}

// pictured is what must not change by a publication that fails.
type pictured struct {
	// live is the nonce of what is live; empty for nothing.
	live     string
	releases int
}

func picture(t *testing.T, s release.Store) pictured {
	t.Helper()
	var now pictured
	live, _, err := release.ReadLive(t.Context(), s, release.Trust{}, "")
	switch {
	case err == nil:
		now.live = live.Nonce
	case !errors.Is(err, release.ErrNotFound):
		t.Fatal(err)
	}
	releases, err := s.List(t.Context(), release.ReleasesPrefix)
	if err != nil {
		t.Fatal(err)
	}
	now.releases = len(releases)
	return now
}

// faulty returns an opener of one store whose faults the test decides on.
func faulty(open opener) (*storetest.Faulty, opener) {
	f := storetest.NewFaulty(open())
	return f, func() release.Store { return shared{f} }
}

// shared is a handle that several use, so that no one closes it.
type shared struct{ release.Store }

func (shared) Close() error { return nil }

// gone makes every call fail, and ends the watches.
func gone(f *storetest.Faulty) {
	f.Fail(func(storetest.Op, string) storetest.Fault { return storetest.Before })
	f.Cut()
}
