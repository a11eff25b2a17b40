package fleettest

import (
	"io"
	"net"
	"strings"
	"sync"
	"testing"

	"nlgserver/release"
	"nlgserver/release/nats/natstest"
)

// proxy is a way to a server that can be cut.
type proxy struct {
	to       string
	listener net.Listener

	mu    sync.Mutex
	cut   bool
	conns map[net.Conn]bool
	all   sync.WaitGroup
}

// proxyTo returns a way to an address.
func proxyTo(t *testing.T, to string) *proxy {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &proxy{to: to, listener: l, conns: map[net.Conn]bool{}}
	p.all.Go(p.accept)
	t.Cleanup(func() {
		l.Close()
		p.set(true)
		p.all.Wait()
	})
	return p
}

// set cuts the way, with all connections, or mends it.
func (p *proxy) set(cut bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.cut = cut
	for c := range p.conns {
		if cut {
			c.Close()
		}
	}
}

func (p *proxy) accept() {
	for {
		in, err := p.listener.Accept()
		if err != nil {
			return
		}
		out, err := net.Dial("tcp", p.to)
		if err != nil {
			in.Close()
			continue
		}
		p.mu.Lock()
		if p.cut {
			in.Close()
			out.Close()
		}
		p.conns[in], p.conns[out] = true, true
		p.mu.Unlock()
		for _, way := range [][2]net.Conn{{in, out}, {out, in}} {
			p.all.Go(func() {
				_, _ = io.Copy(way[0], way[1])
				way[0].Close()
				way[1].Close()
				p.mu.Lock()
				delete(p.conns, way[0])
				p.mu.Unlock()
			})
		}
	}
}

// TestFleetReplicaCutOff cuts one replica off. The publisher goes on without it once it
// counts as lost, it serves on and its status tells since when it has heard nothing, and it
// catches up when it is back.
func TestFleetReplicaCutOff(t *testing.T) {
	t.Parallel() // it waits most of the time
	// A single node: a client learns the addresses of all nodes of a cluster, and would go
	// around the proxy.
	c := natstest.Start(t, 1)
	open := inNATS(t, c)
	store := open()
	defer store.Close()
	way := proxyTo(t, c.Host(0))
	near := follow(t, open, "near")
	far := follow(t, at(t, "nats://"+way.listener.Addr().String()+"/bot"), "far")
	heard(t, store, 2)
	p := publisher(store)
	publish(t, p, "first")
	way.set(true)
	lost := ""
	p.Told = func(s release.Step) {
		if s.What == release.StepLost {
			lost = s.Replica
		}
	}
	publish(t, p, "second")
	if lost != "far" {
		t.Errorf("%q counts as lost", lost)
	}
	near.says("second")
	far.says("first")
	eventually(t, "it tells that it is cut off", func() bool {
		store := far.state().Store
		return !store.Reachable && store.Age != nil && *store.Age > 0 && strings.Contains(store.Error, "cannot read what is live")
	})
	if far.ready() != 200 {
		t.Error("it is not ready")
	}
	way.set(false)
	far.comesToSay("second")
	heard(t, store, 2)
	publish(t, p, "third")
	allSay([]*node{near, far}, "third")
	checkHistory(t, store, release.Trust{})
}
