package s3test

import (
	"errors"
	"os"
	"testing"
)

// Start starts a gateway on a directory of the test, and ends it with the test.
func Start(t testing.TB) *Gateway {
	t.Helper()
	g, err := New(t.Context(), t.TempDir())
	var unbuilt *UnbuiltError
	if errors.As(err, &unbuilt) && os.Getenv("CI") == "" {
		t.Skipf("no S3 gateway to test with: %v", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := g.Stop(); err != nil {
			t.Error(err)
		}
		if t.Failed() {
			t.Logf("the gateway said: %s", g.said)
		}
	})
	return g
}
