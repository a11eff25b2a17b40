package hub

import (
	"context"
	"encoding/pem"
	"errors"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"nlgserver/release"
	"nlgserver/release/dir"
)

func TestAddresses(t *testing.T) {
	for address, want := range map[string]string{
		"https://hub.example/bot":              "https://hub.example/bot",
		"http://hub.example:5057/a/bot/":       "http://hub.example:5057/a/bot",
		"https://hub.example":                  "",
		"https://hub.example/":                 "",
		"https://hub.example/Bot":              "",
		"https://hub.example/b..t":             "",
		"https://user:secret@hub.example/bot":  "",
		"https://hub.example/bot?token=secret": "",
		"https://hub.example/bot#secret":       "",
		"ftp://hub.example/bot":                "",
		"hub.example/bot":                      "",
		"https:///bot":                         "",
		"https://hub.example:secret/bot":       "",
	} {
		s, err := Open(t.Context(), address, Options{})
		if err != nil {
			if want != "" || strings.Contains(err.Error(), "secret") {
				t.Errorf("%s: %v", address, err)
			}
		} else if s.String() != want {
			t.Errorf("%s: %s, want %q", address, s, want)
		}
	}
}

// TestToken checks that a token is read from its file each time, and is in no error.
func TestToken(t *testing.T) {
	server := serve(t, Config{Access: Access{Publish: []string{publishToken}}})
	file := filepath.Join(t.TempDir(), "token")
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("wrong-token-0123456789")
	s := openAt(t, server.URL+"/bot", Options{TokenFile: file})
	if err := s.Put(t.Context(), release.LiveKey, nil); err == nil || strings.Contains(err.Error(), "wrong-token") || !strings.Contains(err.Error(), "401 unauthorized") {
		t.Error(err)
	}
	write(publishToken + "\n")
	if err := s.Put(t.Context(), release.LiveKey, nil); err != nil {
		t.Error(err)
	}
	for _, text := range []string{"", "two secrets", "secret\nsecret", strings.Repeat("secret", 1000)} {
		write(text)
		err := s.Put(t.Context(), release.LiveKey, nil)
		if err == nil || strings.Contains(err.Error(), "secret") {
			t.Error(err)
		}
		if _, err := Open(t.Context(), server.URL+"/bot", Options{TokenFile: file}); err == nil {
			t.Errorf("%q", text)
		}
	}
	if _, err := Open(t.Context(), server.URL+"/bot", Options{TokenFile: file + "-gone"}); err == nil {
		t.Error("no file")
	}
}

// TestCertificates checks that a hub may have certificates of its own.
func TestCertificates(t *testing.T) {
	h, err := New(Config{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	server := httptest.NewTLSServer(h)
	defer server.Close()
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	file := filepath.Join(t.TempDir(), "ca.pem")
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := openAt(t, server.URL+"/bot", Options{CAFile: file}).Put(t.Context(), release.LiveKey, nil); err != nil {
		t.Error(err)
	}
	if err := openAt(t, server.URL+"/bot", Options{}).Put(t.Context(), release.LiveKey, nil); err == nil || !strings.Contains(err.Error(), "certificate") {
		t.Error(err)
	}
	if err := os.WriteFile(file, []byte("none"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), server.URL+"/bot", Options{CAFile: file}); err == nil {
		t.Error("no certificate")
	}
}

// TestPlainServer checks a replica of a web server that only serves the files.
func TestPlainServer(t *testing.T) {
	root := t.TempDir()
	origin, err := dir.Open(t.Context(), filepath.Join(root, "bot"), dir.Options{})
	if err != nil {
		t.Fatal(err)
	}
	put := func(data string) {
		t.Helper()
		if err := origin.Put(t.Context(), release.LiveKey, []byte(data)); err != nil {
			t.Fatal(err)
		}
	}
	var sent atomic.Int64
	files := http.FileServer(http.Dir(root))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.WriteHeader(http.StatusMethodNotAllowed)
			return
		}
		if info, err := os.Stat(filepath.Join(root, "bot", "live")); err == nil {
			// As of nginx: of the second of the last change, and the size.
			w.Header().Set("ETag", `"`+info.ModTime().Format("150405")+`-x"`)
		}
		files.ServeHTTP(w, r)
		if r.Header.Get("If-None-Match") == "" {
			sent.Add(1)
		}
	}))
	defer server.Close()
	var notes []string
	s := openAt(t, server.URL+"/bot", Options{Poll: time.Millisecond, Note: func(text string) { notes = append(notes, text) }})
	if _, err := s.Get(t.Context(), release.LiveKey, ""); !errors.Is(err, release.ErrNotFound) {
		t.Error(err)
	}
	told := make(chan struct{}, 1)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		ended <- s.Watch(ctx, release.LiveKey, func() {
			select {
			case told <- struct{}{}:
			default:
			}
		}, nil)
	}()
	<-told
	// Within one second, and of one size.
	for _, text := range []string{"one", "two", "six"} {
		put(text)
		for {
			<-told
			if e, err := s.Get(t.Context(), release.LiveKey, ""); err == nil && string(e.Data) == text {
				break
			}
		}
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	for range 2 {
		if err := s.Put(t.Context(), release.ReplicaKey("a"), nil); err != nil {
			t.Error(err)
		}
		if err := s.Delete(t.Context(), release.ReplicaKey("a")); err != nil {
			t.Error(err)
		}
	}
	if len(notes) != 1 || !strings.Contains(notes[0], "not a hub") {
		t.Errorf("%q", notes)
	}
	_, list := s.List(t.Context(), "")
	_, set := s.Set(t.Context(), release.LiveKey, nil, "")
	for what, err := range map[string]error{
		"list": list, "set": set, "put": s.Put(t.Context(), release.StagedKey, nil),
		"watch": s.Watch(t.Context(), release.ReplicasPrefix, func() {}, nil),
	} {
		if err == nil || errors.Is(err, release.ErrChanged) || !strings.Contains(err.Error(), "web server that serves files") {
			t.Errorf("%s: %v", what, err)
		}
	}
	// Once the file is old enough, its ETag is good, and nothing is sent again.
	old := time.Now().Add(-time.Minute)
	if err := os.Chtimes(filepath.Join(root, "bot", "live"), old, old); err != nil {
		t.Fatal(err)
	}
	e, err := s.Get(t.Context(), release.LiveKey, "")
	if err != nil || e.Age < 50*time.Second {
		t.Fatalf("%+v, %v", e, err)
	}
	before := sent.Load()
	e, err = s.Get(t.Context(), release.LiveKey, e.Revision)
	if err != nil || e.Data != nil || sent.Load() != before {
		t.Errorf("%+v, %v", e, err)
	}
}

// TestBehindAProxy checks what a client makes of replies that are not the hub's.
func TestBehindAProxy(t *testing.T) {
	h, err := New(Config{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	var status, asked atomic.Int64 // status is 0 for the hub itself
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		if s := status.Load(); s != 0 {
			if s == http.StatusFound {
				w.Header().Set("Location", "http://elsewhere.example/")
			}
			w.WriteHeader(int(s))
			return
		}
		h.ServeHTTP(w, r)
	}))
	defer server.Close()
	s := openAt(t, server.URL+"/bot", Options{Wait: time.Second})
	if err := s.Put(t.Context(), release.LiveKey, []byte("one")); err != nil {
		t.Fatal(err)
	}
	told, heard := make(chan struct{}, 1), make(chan struct{}, 1)
	signal := func(c chan struct{}) func() {
		return func() {
			select {
			case c <- struct{}{}:
			default:
			}
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.Watch(ctx, release.LiveKey, signal(told), signal(heard)) }()
	<-told
	for _, c := range []struct{ status, tries int64 }{{404, 1}, {502, tries}, {503, tries}, {500, 1}, {302, 1}, {200, 1}, {403, 1}} {
		status.Store(c.status)
		before := asked.Load()
		_, err := s.Get(t.Context(), release.LiveKey, "")
		if err == nil || errors.Is(err, release.ErrNotFound) {
			t.Errorf("%d: %v", c.status, err)
		}
		if n := asked.Load() - before; n < c.tries {
			t.Errorf("%d: %d requests, want %d", c.status, n, c.tries)
		}
		if _, err := s.List(t.Context(), ""); err == nil {
			t.Errorf("list: %d", c.status)
		}
		for what, err := range map[string]error{
			"put": s.Put(t.Context(), release.LiveKey, nil), "delete": s.Delete(t.Context(), release.ReplicaKey("a")),
		} {
			if err == nil {
				t.Errorf("%s: %d", what, c.status)
			}
		}
	}
	status.Store(0)
	if err := s.Put(t.Context(), release.LiveKey, []byte("two")); err != nil {
		t.Fatal(err)
	}
	for {
		<-told
		if e, err := s.Get(t.Context(), release.LiveKey, ""); err == nil && string(e.Data) == "two" {
			break
		}
	}
	<-heard
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// TestUnreachable checks what is said of a hub that is not there.
func TestUnreachable(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	server.Close()
	s := openAt(t, server.URL+"/bot", Options{Token: publishToken})
	_, get := s.Get(t.Context(), release.LiveKey, "")
	watch := s.Watch(t.Context(), release.LiveKey, func() { t.Error("called") }, nil)
	for what, err := range map[string]error{"get": get, "watch": watch, "put": s.Put(t.Context(), release.LiveKey, nil)} {
		if err == nil || !strings.Contains(err.Error(), server.URL) || strings.Contains(err.Error(), publishToken) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// FuzzList checks that a list of a hub cannot hold what no store holds.
func FuzzList(f *testing.F) {
	f.Add([]byte(`{"entries":[{"key":"live","revision":"a","age_ms":5},{"key":"staged","revision":"b","age_ms":-1}]}`), "")
	f.Add([]byte(`{"entries":[{"key":"../live","revision":"a"}]}`), "")
	f.Add([]byte(`{}`), "releases/")
	f.Fuzz(func(t *testing.T, body []byte, prefix string) {
		entries, err := readList(body, prefix)
		if err != nil && entries != nil {
			t.Errorf("%v and %v", entries, err)
		}
		for _, e := range entries {
			if release.CheckKey(e.Key) != nil || !release.Covers(prefix, e.Key) || e.Age < 0 || e.Revision == "" {
				t.Errorf("%+v", e)
			}
		}
	})
}

// FuzzTags checks that the ETag of a revision is read as it was written.
func FuzzTags(f *testing.F) {
	f.Add(`"a"`, "abc")
	f.Add(`W/"a", *`, "0f")
	f.Fuzz(func(t *testing.T, header, revision string) {
		tags([]string{header, header})
		if strings.ContainsAny(revision, `", `+"\t\r\n\v\f\u0085\u00a0") || revision == "" || strings.TrimSpace(revision) != revision {
			return
		}
		if got := tags([]string{etag(release.Revision(revision))}); len(got) != 1 || string(got[0]) != revision {
			t.Errorf("%q of %q", got, revision)
		}
	})
}
