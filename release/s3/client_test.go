package s3

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"nlgserver/release"
)

// listen serves until the end of the test, and returns the URL.
func listen(t *testing.T, h http.HandlerFunc) string {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	return server.URL
}

// openServer opens a store at a server.
func openServer(t *testing.T, server string) *Store {
	t.Helper()
	s, err := Open(t.Context(), "s3://bucket/a?endpoint="+url.QueryEscape(server), Options{Keys: &Keys{Access: "access", Secret: "hidden"}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// TestRedirect checks that nothing is sent where a response points to.
func TestRedirect(t *testing.T) {
	elsewhere := listen(t, func(_ http.ResponseWriter, r *http.Request) { t.Errorf("%s %s", r.Method, r.URL) })
	for _, status := range []int{301, 302, 303, 307, 308} {
		s := openServer(t, listen(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, elsewhere+r.URL.Path, status) }))
		_, get := s.Get(t.Context(), release.LiveKey, "e1")
		_, list := s.List(t.Context(), "")
		for _, err := range []error{get, list, s.Put(t.Context(), release.LiveKey, []byte("x")), s.Delete(t.Context(), release.LiveKey)} {
			if err == nil || !strings.Contains(err.Error(), fmt.Sprintf("HTTP %d", status)) {
				t.Errorf("%d: %v", status, err)
			}
		}
	}
}

// TestAnonymous checks that nothing is signed that has no keys, also if the machine has some.
func TestAnonymous(t *testing.T) {
	t.Setenv("AWS_ACCESS_KEY_ID", "access")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "hidden")
	s, err := Open(t.Context(), "s3://bucket?endpoint=storage.example&anonymous=true", Options{Transport: storage(func(r *http.Request) (*http.Response, error) {
		for name := range r.Header {
			if name == "Authorization" || strings.HasPrefix(name, "X-Amz-") {
				t.Errorf("%s: %s", name, r.Header[name])
			}
		}
		return object("x")
	})})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Get(t.Context(), release.LiveKey, ""); err != nil {
		t.Error(err)
	}
	if err := s.Put(t.Context(), release.LiveKey, []byte("x")); err != nil {
		t.Error(err)
	}
}

// TestWrite checks what is sent with a write: all of it at once, with its digest, and no
// checksum of which not every storage knows.
func TestWrite(t *testing.T) {
	for data, sum := range map[string]string{
		"":     "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
		"data": "3a6eb0790f39ac87c94f3856b2dd2c5d110e6811602261a9a923d3bb23adc8b7",
	} {
		sent := 0
		s := openServer(t, listen(t, func(w http.ResponseWriter, r *http.Request) {
			sent++
			body, err := io.ReadAll(r.Body)
			h := r.Header
			if err != nil || string(body) != data || r.ContentLength != int64(len(data)) || len(r.TransferEncoding) > 0 || len(r.Trailer) > 0 {
				t.Errorf("%q of %d bytes, %v, %v, %v", body, r.ContentLength, r.TransferEncoding, r.Trailer, err)
			}
			if h.Get("X-Amz-Content-Sha256") != sum || h.Get("Content-Type") != "application/octet-stream" || h.Get("User-Agent") != "nlgserver" {
				t.Error(h)
			}
			for _, name := range []string{"Content-Md5", "Content-Encoding", "X-Amz-Trailer", "X-Amz-Sdk-Checksum-Algorithm", "Expect", "If-Match", "If-None-Match"} {
				if h.Get(name) != "" {
					t.Errorf("%s: %s", name, h.Get(name))
				}
			}
			w.Header().Set("ETag", `"e1"`)
		}))
		if err := s.Put(t.Context(), release.LiveKey, []byte(data)); err != nil || sent != 1 {
			t.Errorf("%v, sent %d", err, sent)
		}
	}
}

// TestConditionsSent checks the headers with which a request has a condition: a revision is
// in quotes there, and signed.
func TestConditionsSent(t *testing.T) {
	var sent []string
	s := openFake(t, conditionsOf(func(r *http.Request) (*http.Response, error) {
		for _, name := range []string{"If-Match", "If-None-Match"} {
			if value := r.Header.Get(name); value != "" {
				sent = append(sent, r.Method+" "+name+": "+value)
				if !strings.Contains(r.Header.Get("Authorization"), strings.ToLower(name)+";") {
					t.Errorf("%s is not signed: %s", name, r.Header.Get("Authorization"))
				}
			}
		}
		return object("x")
	}))
	_, known := s.Get(t.Context(), release.LiveKey, "e0")
	_, unknown := s.Get(t.Context(), release.LiveKey, "")
	_, created := s.Set(t.Context(), release.LiveKey, nil, "")
	_, replaced := s.Set(t.Context(), release.LiveKey, nil, "e1")
	if err := errors.Join(known, unknown, created, replaced, s.Put(t.Context(), release.LiveKey, nil)); err != nil {
		t.Error(err)
	}
	if want := `GET If-None-Match: "e0", PUT If-None-Match: *, PUT If-Match: "e1"`; strings.Join(sent, ", ") != want {
		t.Errorf("sent %s, want %s", strings.Join(sent, ", "), want)
	}
}

// TestConnection checks that one connection is enough, whatever the storage says.
func TestConnection(t *testing.T) {
	var opened atomic.Int32
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"e1"`)
		w.Header().Set("Last-Modified", objectDate)
		switch {
		case strings.HasSuffix(r.URL.Path, probeKey):
			w.WriteHeader(http.StatusPreconditionFailed)
			_, _ = io.WriteString(w, "<Error><Code>PreconditionFailed</Code></Error>"+strings.Repeat(" ", 10_000))
		case r.Method == http.MethodPut: // without a length, which has a body of one chunk
			w.(http.Flusher).Flush()
			_, _ = io.WriteString(w, " ")
		case r.Method == http.MethodDelete:
			w.WriteHeader(http.StatusNoContent)
		case r.URL.Query().Has("list-type"):
			_, _ = io.WriteString(w, "<ListBucketResult></ListBucketResult>\n"+strings.Repeat(" ", 10_000))
		case r.Header.Get("If-None-Match") != "":
			w.WriteHeader(http.StatusNotModified)
		default:
			_, _ = io.WriteString(w, strings.Repeat("x", 100_000))
		}
	}))
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			opened.Add(1)
		}
	}
	server.Start()
	defer server.Close()
	s := openServer(t, server.URL)
	for range 3 {
		_, get := s.Get(t.Context(), release.LiveKey, "")
		_, held := s.Get(t.Context(), release.LiveKey, "e1")
		_, list := s.List(t.Context(), "")
		_, set := s.Set(t.Context(), release.LiveKey, nil, "e1")
		if err := errors.Join(get, held, list, set, s.Put(t.Context(), release.LiveKey, nil), s.Delete(t.Context(), release.LiveKey)); err != nil {
			t.Fatal(err)
		}
	}
	if opened.Load() != 1 {
		t.Errorf("%d connections", opened.Load())
	}
}

// TestCut checks responses that end too early: none is taken for a whole one, and none for
// an answer of the storage.
func TestCut(t *testing.T) {
	const head = "HTTP/1.1 200 OK\r\nDate: Mon, 02 Nov 2026 10:00:07 GMT\r\nLast-Modified: " + objectDate + "\r\nETag: \"e1\"\r\n"
	const listing = "<ListBucketResult><Contents><Key>a/live</Key><ETag>e1</ETag><LastModified>2026-11-02T10:00:00.500Z</LastModified></Contents>"
	for name, c := range map[string]struct {
		response string
		use      func(t *testing.T, s *Store) error
		want     string
	}{
		"an entry":         {head + "Content-Length: 10\r\n\r\nshort", getLive, "closed before the response"},
		"nothing of it":    {head + "Content-Length: 10\r\n\r\n", getLive, "closed before the response"},
		"a chunk":          {head + "Transfer-Encoding: chunked\r\n\r\n10\r\nshort", getLive, "closed before the response"},
		"the last chunk":   {head + "Transfer-Encoding: chunked\r\n\r\n5\r\nshort\r\n", getLive, "closed before the response"},
		"the header":       {head, getLive, "closed before the response"},
		"a listing":        {head + "Content-Length: 1000\r\n\r\n" + listing, listAll, "closed before the response"},
		"one of no length": {head + "Connection: close\r\n\r\n" + listing, listAll, "not that of an S3 storage"},
		"no such key": {
			"HTTP/1.1 404 Not Found\r\nContent-Length: 1000\r\n\r\n<Error><Code>NoSuchKey</Code></Error>", getLive,
			"closed before the response",
		},
		"an error of no length": {"HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n<Error><Code>NoSuchKey</Code>", getLive, "no S3 storage has written"},
		"a condition":           {"HTTP/1.1 412 Precondition Failed\r\nContent-Length: 1000\r\n\r\n<Error>", setLive, "closed before the response"},
	} {
		t.Run(name, func(t *testing.T) {
			s := openServer(t, listen(t, func(w http.ResponseWriter, r *http.Request) {
				if strings.HasSuffix(r.URL.Path, probeKey) {
					w.WriteHeader(http.StatusPreconditionFailed)
					return
				}
				connection, _, err := w.(http.Hijacker).Hijack()
				if err != nil {
					t.Error(err)
					return
				}
				_, _ = io.WriteString(connection, c.response)
				_ = connection.Close()
			}))
			if err := c.use(t, s); err == nil || !strings.Contains(err.Error(), c.want) || errors.Is(err, release.ErrNotFound) || errors.Is(err, release.ErrChanged) {
				t.Errorf("%v, want %q", err, c.want)
			}
		})
	}
}

// TestEndless checks that a response without an end has one.
func TestEndless(t *testing.T) {
	limited := &transport{stall: stall, base: storage(func(*http.Request) (*http.Response, error) {
		r, err := object("")
		r.ContentLength, r.Body = -1, io.NopCloser(endless{})
		return r, err
	})}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://storage.example", nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := limited.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	most := io.LimitReader(response.Body, 2*release.MaxEntry)
	if n, err := io.Copy(io.Discard, most); !errors.Is(err, errTooLong) || n > release.MaxEntry {
		t.Errorf("%d bytes, %v", n, err)
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

func getLive(t *testing.T, s *Store) error {
	_, err := s.Get(t.Context(), release.LiveKey, "")
	return err
}

func listAll(t *testing.T, s *Store) error {
	_, err := s.List(t.Context(), "")
	return err
}

func setLive(t *testing.T, s *Store) error {
	_, err := s.Set(t.Context(), release.LiveKey, nil, "e1")
	return err
}
