package listen

import (
	"context"
	"fmt"
	"path/filepath"
	"runtime"
	"testing"
	"time"
)

// TestHasGone checks that a client that has closed its connection is noticed even if
// there is something left to read.
func TestHasGone(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("other systems do not tell")
	}
	for _, address := range []Address{{Host: "127.0.0.1"}, {Socket: filepath.Join(t.TempDir(), "s")}} {
		inner, err := Open(context.Background(), address, 0o600)
		if err != nil {
			t.Fatal(err)
		}
		l := New(inner, Limits{})
		client, c := connect(t, l)
		fmt.Fprint(client, "not read")
		if c.HasGone() {
			t.Errorf("%v: it is still there", address)
		}
		client.Close()
		for range 1000 {
			if c.HasGone() {
				break
			}
			time.Sleep(time.Millisecond)
		}
		if !c.HasGone() {
			t.Errorf("%v: it has gone", address)
		}
		c.Close()
		if !c.HasGone() {
			t.Errorf("%v: it is closed", address)
		}
		l.Close()
	}
}
