package s3_test

import (
	"fmt"
	"testing"
	"time"

	"nlgserver/release"
	"nlgserver/release/s3"
	"nlgserver/release/s3/s3test"
	"nlgserver/release/storetest"
)

// TestStore checks the store against a real gateway.
func TestStore(t *testing.T) {
	g := s3test.Start(t)
	stores := 0
	storetest.Test(t, func(t *testing.T) func() release.Store {
		stores++
		address := g.Address(fmt.Sprintf("assistants/%d", stores))
		return func() release.Store { return open(t, g, address) }
	}, storetest.Options{})
}

// open opens a handle which looks often.
func open(t *testing.T, g *s3test.Gateway, address string) *s3.Store {
	t.Helper()
	s, err := s3.Open(t.Context(), address, s3.Options{Poll: 10 * time.Millisecond, Keys: g.Keys()})
	if err != nil {
		t.Fatal(err)
	}
	return s
}
