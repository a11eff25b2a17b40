package server

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// withoutOnly leaves the label of the only assistant out of series.
func withoutOnly(text string) string {
	return strings.NewReplacer(`{assistant="default"}`, "", `assistant="default",`, "").Replace(text)
}

// metric returns what /metrics shows for a series; empty if it is not there. The label
// of the only assistant is left out.
func (r *running) metric(series string) string {
	r.t.Helper()
	resp, err := http.Get("http://" + r.Addr() + "/metrics")
	if err != nil {
		r.t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	for line := range strings.Lines(withoutOnly(string(text))) {
		if value, ok := strings.CutPrefix(line, series+" "); ok {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

// TestReloadMetrics checks that a rejected reload changes neither the version
// nor the time of the last success, and that undoing the change is a success.
func TestReloadMetrics(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "responses.yml")
	write(t, name, responses("good"))
	r := start(t, dir)
	info := func() string { return fmt.Sprintf(`nlg_catalog_info{version="%s"}`, r.Catalog().ShortVersion()) }
	const (
		success = "nlg_config_last_reload_successful"
		at      = "nlg_config_last_reload_success_timestamp_seconds"
	)
	good, since := info(), r.metric(at)
	if r.metric(good) != "1" || r.metric(success) != "1" || since == "" || since == "0" || r.metric("nlg_catalog_responses") != "1" ||
		r.metric(`nlg_config_reloads_total{result="changed",trigger="start"}`) != "1" {
		t.Fatalf("at the start: %s since %s", good, since)
	}

	// The watch may have read the good content again in the meantime; once the
	// content is bad, nothing can change the time.
	write(t, name, "responses:\n  utter_x: 5\n")
	r.post("/-/reload", "")
	since = r.metric(at)
	r.post("/-/reload", "")
	if r.metric(good) != "1" || r.metric(success) != "0" || r.metric(at) != since || r.metric(`nlg_config_reloads_total{result="rejected",trigger="http"}`) == "" {
		t.Errorf("rejected: success %s at %s, was %s", r.metric(success), r.metric(at), since)
	}

	write(t, name, responses("good"))
	r.post("/-/reload", "")
	if undone := r.metric(at); r.metric(success) != "1" || r.metric(good) != "1" || undone == since {
		t.Errorf("undone: success %s at %s", r.metric(success), undone)
	}

	write(t, name, responses("better { "))
	r.post("/-/reload", "")
	if r.metric(info()) != "1" || r.metric(good) != "" || r.metric(`nlg_catalog_diagnostics{severity="defect"}`) != "1" {
		t.Errorf("changed: %s, defects %s", r.metric(info()), r.metric(`nlg_catalog_diagnostics{severity="defect"}`))
	}
}

// TestResponseMetrics checks that the counts per response continue from one
// catalog to the next.
func TestResponseMetrics(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "responses.yml")
	write(t, name, responses("good")+"  utter_y:\n    - text: y\n")
	a, err := New(Options{Paths: []string{dir}, Listen: "127.0.0.1:0", Poll: -1, MetricsResponses: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := a.Stop(context.Background()); err != nil {
			t.Error(err)
		}
	}()
	r := &running{App: a, t: t}
	r.say()
	write(t, name, responses("better"))
	r.post("/-/reload", "")
	r.say()
	if x, y := r.metric(`nlg_response_requests_total{response="utter_x"}`), r.metric(`nlg_response_requests_total{response="utter_y"}`); x != "2" || y != "" {
		t.Errorf("utter_x %s, utter_y %q", x, y)
	}
	if v := r.metric(`nlg_variation_selections_total{response="utter_x",variation="1"}`); v != "2" {
		t.Errorf("its variation %s", v)
	}
}

// TestTracesAreFlushed checks that the spans of the last requests reach the
// collector before the server has stopped, and that a collector that does not
// answer delays the stop no longer than the drain time.
func TestTracesAreFlushed(t *testing.T) {
	for _, answers := range []bool{true, false} {
		t.Run(fmt.Sprint("the collector answers: ", answers), func(t *testing.T) {
			var mu sync.Mutex
			var got []byte
			release := make(chan struct{})
			collector := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
				body, err := io.ReadAll(r.Body)
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				got = append(got, body...)
				mu.Unlock()
				if !answers {
					<-release
				}
			}))
			defer collector.Close()
			defer close(release)
			t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.URL)
			dir := t.TempDir()
			write(t, filepath.Join(dir, "responses.yml"), responses("good"))
			a, err := New(Options{Paths: []string{dir}, Listen: "127.0.0.1:0", Poll: -1, Drain: 500 * time.Millisecond})
			if err != nil {
				t.Fatal(err)
			}
			if err := a.Start(t.Context()); err != nil {
				t.Fatal(err)
			}
			r := &running{App: a, t: t}
			r.say()
			http.DefaultClient.CloseIdleConnections()
			began := time.Now()
			if err := a.Stop(context.Background()); err != nil {
				t.Error(err)
			}
			if took := time.Since(began); took > 5*time.Second {
				t.Errorf("the stop takes %v", took)
			}
			mu.Lock()
			defer mu.Unlock()
			for _, word := range []string{"utter_x", "select", "render", "POST /nlg", a.Catalog().ShortVersion()} {
				if !bytes.Contains(got, []byte(word)) {
					t.Errorf("the collector has no %s", word)
				}
			}
			if bytes.Contains(got, []byte("Ann")) {
				t.Error("a slot's value is in a trace")
			}
		})
	}
}

// TestWrongTraceVariable checks that a mistake in the variables for traces does
// not stop the bot.
func TestWrongTraceVariable(t *testing.T) {
	t.Setenv("OTEL_TRACES_EXPORTER", "zipkin")
	dir := t.TempDir()
	write(t, filepath.Join(dir, "responses.yml"), responses("good"))
	r := start(t, dir)
	if got := r.say(); got != `{"text":"good Ann"}` || !strings.Contains(r.log.String(), "tracing is off") {
		t.Errorf("%s\n%s", got, r.log)
	}
}
