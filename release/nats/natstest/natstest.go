// Package natstest runs nodes of nats-server in the process, for tests and measuring
// programs: one alone, or a cluster, whose nodes can be stopped and started again.
package natstest

import (
	"fmt"
	"net"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"

	"nlgserver/internal/freeport"
)

// Cluster is nodes of nats-server with JetStream on disk, on the loopback interface.
type Cluster struct {
	mu    sync.Mutex
	opts  []*server.Options
	nodes []*server.Server
}

// readyTime is how long nodes may take to have a leader.
const readyTime = 30 * time.Second

// Start runs nodes until the end of the test.
func Start(tb testing.TB, nodes int, change ...func(*server.Options)) *Cluster {
	tb.Helper()
	c, err := New(tb.TempDir(), nodes, change...)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(c.Close)
	return c
}

// New runs nodes with their files in a directory. One node is no cluster. Change may
// change the options of each: accounts, TLS.
func New(dir string, nodes int, change ...func(*server.Options)) (*Cluster, error) {
	c := &Cluster{nodes: make([]*server.Server, nodes)}
	var routes []*url.URL
	ports, err := freeport.Take(2 * nodes)
	if err != nil {
		return nil, err
	}
	for i := range nodes {
		o := &server.Options{
			ServerName: "n" + strconv.Itoa(i), Host: "127.0.0.1", Port: ports[2*i],
			JetStream: true, StoreDir: filepath.Join(dir, "n"+strconv.Itoa(i)), NoLog: true, NoSigs: true,
			JetStreamMaxStore: 8 << 30, JetStreamMaxMemory: 256 << 20,
		}
		if nodes > 1 {
			o.Cluster = server.ClusterOpts{Name: "test", Host: "127.0.0.1", Port: ports[2*i+1]}
			routes = append(routes, &url.URL{Scheme: "nats", Host: freeport.Address(ports[2*i+1])})
		}
		for _, f := range change {
			f(o)
		}
		c.opts = append(c.opts, o)
	}
	for i := range c.opts {
		c.opts[i].Routes = routes
	}
	for i := range c.opts {
		if err := c.run(i); err != nil {
			c.Close()
			return nil, err
		}
	}
	return c, c.Ready()
}

func (c *Cluster) run(i int) error {
	node, err := server.NewServer(c.opts[i].Clone())
	if err != nil {
		return err
	}
	node.Start()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.nodes[i] = node
	return nil
}

// URL returns the address of the store of an assistant, with all nodes.
func (c *Cluster) URL(assistant string) string { return "nats://" + c.Hosts() + "/" + assistant }

// Hosts returns the nodes as they stand in an address.
func (c *Cluster) Hosts() string {
	hosts := make([]string, len(c.opts))
	for i := range c.opts {
		hosts[i] = c.Host(i)
	}
	return strings.Join(hosts, ",")
}

// Host returns host and port of a node.
func (c *Cluster) Host(i int) string {
	return net.JoinHostPort(c.opts[i].Host, strconv.Itoa(c.opts[i].Port))
}

// Nodes returns how many there are.
func (c *Cluster) Nodes() int { return len(c.opts) }

// Node returns a node; nil if it is stopped.
func (c *Cluster) Node(i int) *server.Server {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.nodes[i]
}

// Stop stops a node, and closes its connections. Start again by [Cluster.Restart].
func (c *Cluster) Stop(i int) {
	c.mu.Lock()
	node := c.nodes[i]
	c.nodes[i] = nil
	c.mu.Unlock()
	if node != nil {
		node.Shutdown()
		node.WaitForShutdown()
	}
}

// Restart starts a node that was stopped, with its address and files. [Cluster.Ready] waits
// until it takes part.
func (c *Cluster) Restart(i int) error { return c.run(i) }

// Close stops all nodes.
func (c *Cluster) Close() {
	for i := range c.opts {
		c.Stop(i)
	}
}

// Ready waits until the nodes that run take clients, and their cluster has a leader.
func (c *Cluster) Ready() error {
	for i := range c.opts {
		if node := c.Node(i); node != nil && !node.ReadyForConnections(readyTime) {
			return fmt.Errorf("node %d of NATS does not take connections", i)
		}
	}
	return c.until("the cluster of NATS has no leader, or a node is behind", func() bool {
		leader, current := len(c.opts) == 1, true
		for i := range c.opts {
			if node := c.Node(i); node != nil && len(c.opts) > 1 {
				leader = leader || node.JetStreamIsLeader() && len(node.JetStreamClusterPeers()) == len(c.opts)
				current = current && node.JetStreamIsCurrent()
			}
		}
		return leader && current
	})
}

// Leader returns the node that leads a stream of the global account.
func (c *Cluster) Leader(stream string) (int, error) {
	leads := -1
	err := c.until("stream "+stream+" of NATS has no leader", func() bool {
		leads = slices.IndexFunc(c.running(), func(node *server.Server) bool {
			return node != nil && node.JetStreamIsStreamLeader(server.DEFAULT_GLOBAL_ACCOUNT, stream)
		})
		return leads >= 0
	})
	return leads, err
}

func (c *Cluster) running() []*server.Server {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.nodes)
}

func (c *Cluster) until(what string, holds func() bool) error {
	for end := time.Now().Add(readyTime); !holds(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			return fmt.Errorf("%s after %s", what, readyTime)
		}
	}
	return nil
}
