package hub

import (
	"net/http/httptest"
	"testing"
	"time"

	"nlgserver/release"
	"nlgserver/release/storetest"
)

const (
	publishToken = "publish-token-0123456789"
	readToken    = "read-token-0123456789"
)

// serve serves a hub until the end of the test.
func serve(t *testing.T, cfg Config) *httptest.Server {
	t.Helper()
	if cfg.Dir == "" {
		cfg.Dir = t.TempDir()
	}
	h, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(h)
	t.Cleanup(func() {
		if err := h.Close(); err != nil {
			t.Error(err)
		}
		server.Close()
	})
	return server
}

func openAt(t *testing.T, address string, o Options) *Store {
	t.Helper()
	s, err := Open(t.Context(), address, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func TestStore(t *testing.T) {
	storetest.Test(t, func(t *testing.T) func() release.Store {
		server := serve(t, Config{Access: Access{Publish: []string{publishToken}}})
		return func() release.Store {
			return openAt(t, server.URL+"/bot", Options{Token: publishToken, Wait: time.Second})
		}
	}, storetest.Options{})
}
