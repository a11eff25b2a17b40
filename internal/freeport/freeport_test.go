package freeport_test

import (
	"net"
	"testing"

	"nlgserver/internal/freeport"
)

// TestTake checks that ports differ, and that one can listen on each.
func TestTake(t *testing.T) {
	ports, err := freeport.Take(50)
	if err != nil || len(ports) != 50 {
		t.Fatalf("%d ports, %v", len(ports), err)
	}
	for _, port := range ports {
		l, err := net.Listen("tcp", freeport.Address(port)) // fails if it is there twice
		if err != nil {
			t.Error(err)
			continue
		}
		defer l.Close()
	}
}
