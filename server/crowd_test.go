package server

import (
	"bytes"
	"compress/gzip"
	"context"
	"net/http"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
)

// TestCrowd checks that there are more processors for the Go scheduler while requests
// that take long wait for each other.
func TestCrowd(t *testing.T) {
	t.Setenv("GOMAXPROCS", "")
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	runtime.SetDefaultGOMAXPROCS()
	usual := runtime.GOMAXPROCS(0)
	if usual < runtime.NumCPU() {
		t.Skip("this process may not use all processors")
	}
	file := filepath.Join(t.TempDir(), "a.yml")
	write(t, file, responses("Hi"))
	s := start(t, file)
	var body bytes.Buffer
	w := gzip.NewWriter(&body)
	_, _ = w.Write([]byte(`{"response": "utter_x"` + strings.Repeat(" ", 16<<20) + "}"))
	_ = w.Close()
	ctx, enough := context.WithCancel(t.Context())
	var clients sync.WaitGroup
	for range 4 * usual {
		clients.Go(func() {
			for range 50 {
				r, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+s.Addr()+"/nlg", bytes.NewReader(body.Bytes()))
				if err != nil {
					t.Error(err)
					return
				}
				r.Header.Set("Content-Encoding", "gzip")
				reply, err := http.DefaultClient.Do(r)
				if err != nil {
					return
				}
				_ = reply.Body.Close()
				if runtime.GOMAXPROCS(0) > usual {
					enough()
				}
			}
		})
	}
	clients.Wait()
	if ctx.Err() == nil {
		t.Errorf("still %d processors", usual)
	}
	enough()
}
