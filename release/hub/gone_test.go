package hub

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nlgserver/release"
)

// TestGone checks that no client that hangs up is logged as a fault of the store, nor a hub
// that stops, and that a fault is.
func TestGone(t *testing.T) {
	root := t.TempDir()
	var log bytes.Buffer
	h, err := New(Config{Dir: root, Log: slog.New(slog.NewTextHandler(&log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	send := func(ctx context.Context, method, path string) int {
		w := httptest.NewRecorder()
		r := httptest.NewRequestWithContext(ctx, method, "http://localhost"+path, strings.NewReader("x"))
		h.ServeHTTP(w, r)
		return w.Code
	}
	beat := "/bot/" + release.ReplicaKey("a")
	if status := send(t.Context(), http.MethodPut, beat); status != http.StatusNoContent {
		t.Fatal(status)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	for _, method := range []string{http.MethodPut, http.MethodDelete, http.MethodGet, http.MethodHead} {
		send(gone, method, beat)
		send(gone, method, "/bot/?prefix=replicas/")
	}
	if log.Len() > 0 {
		t.Errorf("clients that have gone: %s", &log)
	}
	if err := os.WriteFile(filepath.Join(root, "file"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if status := send(t.Context(), http.MethodGet, "/file/live"); status != http.StatusServiceUnavailable || !strings.Contains(log.String(), "the store failed") {
		t.Errorf("a store that fails: %d, %s", status, &log)
	}
	log.Reset()
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
	send(t.Context(), http.MethodPut, "/other/live")
	if log.Len() > 0 {
		t.Errorf("a hub that stops: %s", &log)
	}
}
