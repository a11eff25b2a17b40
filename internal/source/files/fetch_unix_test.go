//go:build unix

package files_test

import (
	"net"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"nlgserver/internal/source/files"

	"github.com/google/go-cmp/cmp"
)

func TestSpecialFiles(t *testing.T) {
	root := tree(t, map[string]string{"a.yml": "1", "dev.yml": "-> /dev/zero", "pipe": "-> p.yml"})
	mustDo(t, syscall.Mkfifo(filepath.Join(root, "p.yml"), 0o644))
	t.Chdir(root) // the path of a socket is short
	listener, err := new(net.ListenConfig).Listen(t.Context(), "unix", "s.yml")
	mustDo(t, err)
	defer func() { mustDo(t, listener.Close()) }()

	began := time.Now()
	files, found := fetch(t, root, files.Options{FollowLinks: true}, ".", "pipe")
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("took %v", took)
	}
	if diff := cmp.Diff([]string{"a.yml=1"}, files); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
	want := []string{
		"error NLG001 dev.yml: cannot be read: is a device, not a file",
		"error NLG001 p.yml: cannot be read: is a named pipe, not a file",
		"error NLG001 pipe: cannot be read: is a named pipe, not a file",
		"error NLG001 s.yml: cannot be read: is a socket, not a file",
	}
	if diff := cmp.Diff(want, found); diff != "" {
		t.Errorf("diagnostics (-want +got):\n%s", diff)
	}
}
