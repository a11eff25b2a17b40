package dir

import (
	"path/filepath"
	"testing"

	"nlgserver/release"
	"nlgserver/release/storetest"
)

func TestStore(t *testing.T) {
	storetest.Test(t, func(t *testing.T) func() release.Store {
		path := filepath.Join(t.TempDir(), "store")
		return func() release.Store { return openAt(t, path, Options{}) }
	}, storetest.Options{})
}

func openAt(t *testing.T, path string, o Options) *Store {
	t.Helper()
	s, err := Open(t.Context(), path, o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}
