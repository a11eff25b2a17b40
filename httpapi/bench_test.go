package httpapi

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
)

// nowhere is a reply that nobody reads.
type nowhere struct{ header http.Header }

func (n nowhere) Header() http.Header         { return n.header }
func (n nowhere) Write(b []byte) (int, error) { return len(b), nil }
func (n nowhere) WriteHeader(int)             {}

// again is a body that can be read again.
type again struct{ *bytes.Reader }

func (again) Close() error { return nil }

// repeat answers the same request again and again.
func repeat(h http.Handler, body []byte) func() {
	r := httptest.NewRequest(http.MethodPost, "/nlg", nil)
	r.Header.Set("Content-Type", "application/json")
	r.ContentLength = int64(len(body))
	in := again{bytes.NewReader(body)}
	w := nowhere{http.Header{}}
	return func() {
		_, _ = in.Seek(0, io.SeekStart)
		r.Body = in
		clear(w.header)
		h.ServeHTTP(w, r)
	}
}

// BenchmarkCallback measures a request from its header on, without net/http and
// without a meter; package server measures it with meter and traces.
func BenchmarkCallback(b *testing.B) {
	body := []byte(`{"response": "utter_greet", "arguments": {}, "tracker": {"slots": {"name": "Ann"}}, "channel": {"name": "collector"}}`)
	b.Run("plain", func(b *testing.B) {
		say := repeat(serverOf(b, nil), body)
		b.ReportAllocs()
		for b.Loop() {
			say()
		}
	})
}
