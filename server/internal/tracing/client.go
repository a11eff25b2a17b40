package tracing

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"sync/atomic"
	"time"

	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	tracepb "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
)

// client posts spans to a collector: OTLP over HTTP, in protobuf. OpenTelemetry's
// own client links gRPC, which would double the size of this program.
type client struct {
	settings settings
	http     *http.Client
	// firstWait is how long the client waits before it tries again; each wait
	// is twice as long as the previous one.
	firstWait time.Duration
}

func newClient(s settings) *client {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.TLSClientConfig = s.tls
	return &client{settings: s, http: &http.Client{Transport: transport}, firstWait: time.Second}
}

// Start implements otlptrace.Client; there is nothing to connect.
func (c *client) Start(context.Context) error { return nil }

// Stop implements otlptrace.Client.
func (c *client) Stop(context.Context) error {
	c.http.CloseIdleConnections()
	return nil
}

// UploadTraces implements otlptrace.Client. It retries temporary failures within
// the timeout. The error is that of the last attempt that the timeout did not cut off.
func (c *client) UploadTraces(ctx context.Context, spans []*tracepb.ResourceSpans) error {
	body, err := encode(spans, c.settings.gzip)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, c.settings.timeout)
	defer cancel()
	var last error
	for wait := c.firstWait; ; wait *= 2 {
		again, after, err := c.post(ctx, body)
		if err == nil || !again {
			return err
		}
		if ctx.Err() != nil && last != nil {
			return last // it says more than that the time is over
		}
		last = err
		timer := time.NewTimer(max(wait, after))
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return err
		}
	}
}

// encode returns the body of a request: the message ExportTraceServiceRequest,
// whose only field, 1, holds the spans.
func encode(spans []*tracepb.ResourceSpans, zipped bool) ([]byte, error) {
	var body []byte
	for _, s := range spans {
		message, err := proto.Marshal(s)
		if err != nil {
			return nil, err
		}
		body = protowire.AppendTag(body, 1, protowire.BytesType)
		body = protowire.AppendBytes(body, message)
	}
	if !zipped {
		return body, nil
	}
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write(body); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// post sends the body once. It returns whether to try again, and how long to wait
// at least.
func (c *client) post(ctx context.Context, body []byte) (again bool, after time.Duration, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.settings.endpoint, bytes.NewReader(body))
	if err != nil {
		return false, 0, err
	}
	for name, value := range c.settings.headers {
		req.Header.Set(name, value)
	}
	req.Header.Set("Content-Type", "application/x-protobuf")
	if c.settings.gzip {
		req.Header.Set("Content-Encoding", "gzip")
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return true, 0, err
	}
	// A connection is reused only if its reply is read to the end.
	_, _ = io.CopyN(io.Discard, resp.Body, 64<<10)
	if err := resp.Body.Close(); err != nil {
		return false, 0, err
	}
	switch resp.StatusCode {
	case http.StatusOK, http.StatusAccepted, http.StatusNoContent:
		return false, 0, nil
	case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		again = true
		if seconds, err := strconv.Atoi(resp.Header.Get("Retry-After")); err == nil && seconds > 0 {
			after = time.Duration(seconds) * time.Second
		}
	}
	return again, after, fmt.Errorf("the collector replied %s", resp.Status)
}

// exporter logs when sending spans begins to fail and when it works again,
// instead of a line for every batch. Spans that cannot be sent are dropped.
type exporter struct {
	sdktrace.SpanExporter
	log     *slog.Logger
	failing atomic.Bool
}

// ExportSpans implements [sdktrace.SpanExporter].
func (e *exporter) ExportSpans(ctx context.Context, spans []sdktrace.ReadOnlySpan) error {
	err := e.SpanExporter.ExportSpans(ctx, spans)
	switch {
	case err != nil && !e.failing.Swap(true):
		e.log.Warn("cannot send traces; dropping them", "error", err)
	case err == nil && e.failing.Swap(false):
		e.log.Info("sending traces again")
	}
	return nil
}
