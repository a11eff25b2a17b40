package tracing

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	tracepb "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
)

// silent is the status of a request that a collector does not answer.
const silent = 0

// collector is an OTLP collector that answers with the statuses it is given,
// then with 200, and keeps what it got.
type collector struct {
	mu       sync.Mutex
	statuses []int
	requests []*http.Request
	spans    []*tracepb.ResourceSpans
}

func (c *collector) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.requests = append(c.requests, r)
	status := http.StatusOK
	if len(c.statuses) > 0 {
		status, c.statuses = c.statuses[0], c.statuses[1:]
	}
	if status == silent {
		_, _ = io.Copy(io.Discard, r.Body) // only then the server sees that the client leaves
		<-r.Context().Done()
		return
	}
	if status == http.StatusOK {
		body, err := io.ReadAll(r.Body)
		if err == nil && r.Header.Get("Content-Encoding") == "gzip" {
			body, err = inflate(body)
		}
		if err == nil {
			err = c.decode(body)
		}
		if err != nil {
			status = http.StatusBadRequest
		}
	}
	w.WriteHeader(status)
}

func inflate(body []byte) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

// decode reads the message ExportTraceServiceRequest.
func (c *collector) decode(body []byte) error {
	for len(body) > 0 {
		number, kind, n := protowire.ConsumeTag(body)
		if n < 0 || number != 1 || kind != protowire.BytesType {
			return fmt.Errorf("field %d of kind %d", number, kind)
		}
		body = body[n:]
		message, n := protowire.ConsumeBytes(body)
		if n < 0 {
			return protowire.ParseError(n)
		}
		body = body[n:]
		spans := &tracepb.ResourceSpans{}
		if err := proto.Unmarshal(message, spans); err != nil {
			return err
		}
		c.spans = append(c.spans, spans)
	}
	return nil
}

func startCollector(t *testing.T, statuses ...int) (*collector, string) {
	t.Helper()
	c := &collector{statuses: statuses}
	server := httptest.NewServer(c)
	t.Cleanup(server.Close)
	return c, server.URL
}

func clientOf(t *testing.T, env environment) *client {
	t.Helper()
	s, err := env.settings()
	if err != nil {
		t.Fatal(err)
	}
	c := newClient(s)
	c.firstWait = time.Millisecond
	return c
}

func TestUpload(t *testing.T) {
	spans := []*tracepb.ResourceSpans{{SchemaUrl: "one"}, {SchemaUrl: "two"}}
	tests := []struct {
		name     string
		statuses []int
		env      []string
		err      string
		requests int
	}{
		{"taken", nil, nil, "", 1},
		{"zipped", nil, []string{"OTEL_EXPORTER_OTLP_COMPRESSION", "gzip"}, "", 1},
		{"the third time", []int{503, 429}, nil, "", 3},
		{"refused", []int{400}, nil, "the collector replied 400 Bad Request", 1},
		{"the wrong path", []int{404}, nil, "the collector replied 404 Not Found", 1},
		{"never", []int{502, 502, 502, 502, 502, 502, 502, 502, 502, 502}, []string{"OTEL_EXPORTER_OTLP_TIMEOUT", "250"}, "the collector replied 502 Bad Gateway", 0},
		{"never, and then not at all", []int{502, silent}, []string{"OTEL_EXPORTER_OTLP_TIMEOUT", "250"}, "the collector replied 502 Bad Gateway", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, url := startCollector(t, tt.statuses...)
			client := clientOf(t, of(append(tt.env, "OTEL_EXPORTER_OTLP_ENDPOINT", url, "OTEL_EXPORTER_OTLP_HEADERS", "api-key=k")...))
			err := client.UploadTraces(t.Context(), spans)
			c.mu.Lock() // a request that was given up may still be served
			defer c.mu.Unlock()
			if text(err) != tt.err || tt.requests > 0 && len(c.requests) != tt.requests {
				t.Errorf("%v after %d requests", err, len(c.requests))
			}
			if r := c.requests[0]; r.URL.Path != "/v1/traces" || r.Header.Get("Content-Type") != "application/x-protobuf" || r.Header.Get("Api-Key") != "k" {
				t.Errorf("%s %v", r.URL, r.Header)
			}
			if tt.err != "" {
				return
			}
			if diff := cmp.Diff(spans, c.spans, cmp.Comparer(proto.Equal)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestUploadWithoutCollector(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	server.Close()
	client := clientOf(t, of("OTEL_EXPORTER_OTLP_ENDPOINT", server.URL, "OTEL_EXPORTER_OTLP_TIMEOUT", "30"))
	began := time.Now()
	if err := client.UploadTraces(t.Context(), nil); err == nil || time.Since(began) > 5*time.Second {
		t.Errorf("%v after %v", err, time.Since(began))
	}
}

// TestToCollector checks that the spans arrive when the tracer is shut down,
// under the names that the variables give.
func TestToCollector(t *testing.T) {
	c, url := startCollector(t)
	t.Setenv("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment=test")
	t.Setenv("OTEL_SERVICE_NAME", "bank-bot-nlg")
	var log strings.Builder
	tracer, err := FromEnv(t.Context(), of("OTEL_EXPORTER_OTLP_ENDPOINT", url), "1.2.3", slog.New(slog.NewTextHandler(&log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	say(t, tracer, httptest.NewRequest(http.MethodPost, "/nlg", nil))
	if err := tracer.Shutdown(t.Context()); err != nil {
		t.Fatal(err)
	}
	if len(c.spans) != 1 || log.Len() > 0 {
		t.Fatalf("%d batches\n%s", len(c.spans), log.String())
	}
	about := map[string]string{}
	for _, a := range c.spans[0].Resource.Attributes {
		about[a.Key] = a.Value.GetStringValue()
	}
	if about["service.name"] != "bank-bot-nlg" || about["service.version"] != "1.2.3" || about["deployment.environment"] != "test" {
		t.Errorf("%v", about)
	}
	var names []string
	for _, s := range c.spans[0].ScopeSpans[0].Spans {
		names = append(names, s.Name)
	}
	if diff := cmp.Diff([]string{"select", "render", "POST /nlg"}, names); diff != "" {
		t.Error(diff)
	}
}

// TestFailureIsLoggedOnce checks that an unreachable collector is one line in the
// log, and another one when it is back.
func TestFailureIsLoggedOnce(t *testing.T) {
	_, url := startCollector(t, 400, 400, 400)
	var log strings.Builder
	client := clientOf(t, of("OTEL_EXPORTER_OTLP_ENDPOINT", url))
	tracer, err := start(context.Background(), client, "1", slog.New(slog.NewTextHandler(&log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	for range 5 {
		say(t, tracer, httptest.NewRequest(http.MethodPost, "/nlg", nil))
		if err := tracer.provider.ForceFlush(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if err := tracer.Shutdown(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := log.String(); strings.Count(got, "\n") != 2 || !strings.Contains(got, "400 Bad Request") || !strings.Contains(got, "sending traces again") {
		t.Errorf("%s", got)
	}
}

func TestOff(t *testing.T) {
	if tracer, err := FromEnv(t.Context(), of(), "1", slog.Default()); tracer != nil || err != nil {
		t.Errorf("%v, %v", tracer, err)
	}
	if tracer, err := FromEnv(t.Context(), of("OTEL_TRACES_EXPORTER", "otlp", "OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"), "1", slog.Default()); tracer != nil || err == nil {
		t.Errorf("%v, %v", tracer, err)
	}
	var none *Tracer
	if err := none.Shutdown(t.Context()); err != nil {
		t.Error(err)
	}
}
