package nats_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"nlgserver/internal/freeport"
	"nlgserver/release"
	"nlgserver/release/nats"
)

// TestProgram checks the store in the server that is installed, as in Debian, which is older
// than the one in the module; and that what was acknowledged is there after it was killed.
func TestProgram(t *testing.T) {
	path, err := exec.LookPath("nats-server")
	if err != nil {
		t.Skip("nats-server is not installed: apt-get install nats-server")
	}
	ports, err := freeport.Take(1)
	if err != nil {
		t.Fatal(err)
	}
	at := freeport.Address(ports[0])
	config := filepath.Join(t.TempDir(), "nats.conf")
	text := fmt.Sprintf("listen: %q\njetstream: {store_dir: %q}\n", at, t.TempDir())
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	start := func() *exec.Cmd {
		server := exec.CommandContext(t.Context(), path, "-c", config)
		if err := server.Start(); err != nil {
			t.Fatal(err)
		}
		return server
	}
	server := start()
	t.Cleanup(func() {
		_ = server.Process.Kill()
		_ = server.Wait()
	})
	s := open(t, "nats://"+at+"/killed", nats.Options{Wait: time.Minute})
	if err := s.Put(t.Context(), release.LiveKey, []byte("one")); err != nil {
		t.Fatal(err)
	}
	f := follow(t, s, release.LiveKey)
	if err := server.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = server.Wait()
	server = start()
	f.until(t, "one")
	if err := s.Put(t.Context(), release.LiveKey, []byte("two")); err != nil {
		t.Fatal(err)
	}
	f.until(t, "two")
	conforms(t, at)
}
