package llmtest

import (
	"crypto/tls"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// Server is a model's server. It is safe for concurrent use.
type Server struct {
	// URL is the base URL of the API, as OpenAI has it, and Root that of the server, as Azure
	// has it.
	URL, Root string
	// CA is the certificate, in PEM, that has signed the server's own; nil without TLS.
	CA []byte

	http   *http.Server
	served chan struct{}

	conns atomic.Int64

	mu         sync.Mutex
	answer     func(prompt string) string
	fault      Fault
	next       []Fault
	requests   []Request
	violations []string
}

// Request is a request as the server got it.
type Request struct {
	// Proto is HTTP/1.1 or HTTP/2.0.
	Proto  string
	URL    *url.URL
	Header http.Header
	// Body is the JSON object, and Prompt the content of its one message.
	Body   map[string]any
	Prompt string
}

// New returns a server that is closed when the test ends. Violations of the API are errors
// of the test.
func New(t testing.TB) *Server {
	t.Helper()
	return forTest(t, Start)
}

// NewTLS returns a server with TLS and HTTP/2, whose certificate is signed by a CA of its
// own.
func NewTLS(t testing.TB) *Server {
	t.Helper()
	return forTest(t, StartTLS)
}

func forTest(t testing.TB, start func() (*Server, error)) *Server {
	t.Helper()
	s, err := start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		s.Close()
		for _, v := range s.Violations() {
			t.Error(v)
		}
	})
	return s
}

// Start returns a server for a program that is no test.
func Start() (*Server, error) { return start(nil) }

// StartTLS returns a server with TLS and HTTP/2 for a program that is no test.
func StartTLS() (*Server, error) {
	pair, ca, err := certificate()
	if err != nil {
		return nil, err
	}
	s, err := start(&tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{pair}})
	if err != nil {
		return nil, err
	}
	s.CA = ca
	return s, nil
}

func start(cfg *tls.Config) (*Server, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // it does not wait
	if err != nil {
		return nil, err
	}
	s := &Server{served: make(chan struct{}), Root: "http://" + l.Addr().String()}
	s.answer = func(string) string { return "An answer." }
	s.http = &http.Server{Handler: http.HandlerFunc(s.serve), TLSConfig: cfg, ErrorLog: log.New(io.Discard, "", 0)} //nolint:gosec // the clients are our own
	s.http.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			s.conns.Add(1)
		}
	}
	serve := s.http.Serve
	if cfg != nil {
		s.Root = "https://" + l.Addr().String()
		serve = func(l net.Listener) error { return s.http.ServeTLS(l, "", "") }
	}
	s.URL = s.Root + "/v1"
	go func() {
		defer close(s.served)
		_ = serve(l) // it ends when it is closed
	}()
	return s, nil
}

// Close ends the server, and all connections.
func (s *Server) Close() {
	_ = s.http.Close() // the listener was our own
	<-s.served
}

// CAFile writes the certificate that has signed the server's own to a file of the test.
func (s *Server) CAFile(t testing.TB) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(path, s.CA, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// Answer sets what is answered to a prompt. It is called by many goroutines at once.
func (s *Server) Answer(answer func(prompt string) string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answer = answer
}

// Fail has each request fail in a way; nil for none any more.
func (s *Server) Fail(f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fault = f
}

// FailNext has the next requests fail, each in a way of its own; nil for one that does not.
func (s *Server) FailNext(f ...Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.next = append(s.next, f...)
}

// Requests returns the requests that came, in their order.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.requests)
}

// Connections returns how many connections there have been.
func (s *Server) Connections() int { return int(s.conns.Load()) }

// Violations returns what was wrong with requests.
func (s *Server) Violations() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.violations)
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	text, err := io.ReadAll(r.Body)
	if err != nil {
		return // the client is gone
	}
	got := Request{Proto: r.Proto, URL: r.URL, Header: r.Header.Clone()}
	problems := got.read(r.Method, text)
	answer, fault := s.note(got, problems)
	if len(problems) > 0 {
		refusal := map[string]any{"error": map[string]any{"message": strings.Join(problems, "; "), "type": "invalid_request_error", "code": nil}}
		respond(w, http.StatusBadRequest, encode(refusal))
		return
	}
	e := &Exchange{w: w, r: r, prompt: got.Prompt, model: got.model()}
	if fault == nil {
		fault = answerOf
	}
	e.body = completion(e.model, got.Prompt, answer(got.Prompt))
	fault(e)
}

// note keeps a request, and returns how it is to be answered.
func (s *Server) note(got Request, problems []string) (func(string) string, Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests = append(s.requests, got)
	for _, p := range problems {
		s.violations = append(s.violations, fmt.Sprintf("request %d, %s: %s", len(s.requests), got.URL.Path, p))
	}
	fault := s.fault
	if len(s.next) > 0 {
		fault = s.next[0]
		s.next = s.next[1:]
	}
	return s.answer, fault
}

// completion returns the body of a chat completion. A word counts as a token.
func completion(model, prompt, text string) []byte {
	sent, got := len(strings.Fields(prompt)), len(strings.Fields(text))
	return encode(map[string]any{
		"id": "chatcmpl-1", "object": "chat.completion", "created": 1767225600, "model": model,
		"choices": []any{map[string]any{
			"index": 0, "finish_reason": "stop", "logprobs": nil,
			"message": map[string]any{"role": "assistant", "content": text, "refusal": nil},
		}},
		"usage": map[string]any{"prompt_tokens": sent, "completion_tokens": got, "total_tokens": sent + got},
	})
}

func encode(v any) []byte {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err) // there are texts and numbers only
	}
	return text
}

func respond(w http.ResponseWriter, status int, body []byte) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(body) // the client may be gone
}
