package nats_test

import (
	"fmt"
	"sync/atomic"
	"testing"

	"nlgserver/release"
	"nlgserver/release/nats"
	"nlgserver/release/nats/natstest"
	"nlgserver/release/storetest"
)

// TestStore checks the store on one node, and on a cluster of three.
func TestStore(t *testing.T) {
	for _, nodes := range []int{1, 3} {
		t.Run(fmt.Sprint(nodes), func(t *testing.T) {
			conforms(t, natstest.Start(t, nodes).Hosts())
		})
	}
}

// conforms checks the store in a cluster, each test with an assistant of its own.
func conforms(t *testing.T, hosts string) {
	var assistants atomic.Int64
	storetest.Test(t, func(t *testing.T) func() release.Store {
		at := fmt.Sprintf("nats://%s/a%d", hosts, assistants.Add(1))
		return func() release.Store { return open(t, at, nats.Options{}) }
	}, storetest.Options{})
}

func open(t *testing.T, at string, o nats.Options) *nats.Store {
	t.Helper()
	s, err := nats.Open(t.Context(), at, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}
