package httpapi

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"nlgserver/internal/loglines"
)

// lines returns the log as JSON objects.
func lines(t *testing.T, log *bytes.Buffer) (out []map[string]any) {
	t.Helper()
	for line := range strings.Lines(log.String()) {
		var fields map[string]any
		if err := json.Unmarshal([]byte(line), &fields); err != nil {
			t.Fatal(err)
		}
		out = append(out, fields)
	}
	return out
}

func loggingTo(log *bytes.Buffer, level slog.Level) *slog.Logger {
	return slog.New(slog.NewJSONHandler(log, &slog.HandlerOptions{Level: level}))
}

// TestRequestIDs checks that an id is returned as it was sent, and that one is
// made only if it is needed.
func TestRequestIDs(t *testing.T) {
	tests := []struct {
		name, sent, path string
		level            slog.Level
		status           int
		want             string // "made" for one of ours
	}{
		{"sent", "abc-123", "/nlg", slog.LevelInfo, 200, "abc-123"},
		{"sent with a problem", "abc-123", "/nowhere", slog.LevelInfo, 404, "abc-123"},
		{"sent to a probe", "abc-123", "/healthz", slog.LevelInfo, 405, "abc-123"},
		{"longest", strings.Repeat("x", 128), "/nlg", slog.LevelInfo, 200, strings.Repeat("x", 128)},
		{"none, nothing to tell", "", "/nlg", slog.LevelInfo, 200, ""},
		{"none, a problem", "", "/nowhere", slog.LevelInfo, 404, "made"},
		{"none, a line at debug", "", "/nlg", slog.LevelDebug, 200, "made"},
		{"too long", strings.Repeat("x", 129), "/nowhere", slog.LevelInfo, 404, "made"},
		{"a blank in it", "a b", "/nowhere", slog.LevelInfo, 404, "made"},
		{"not ASCII", "é", "/nowhere", slog.LevelInfo, 404, "made"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var log bytes.Buffer
			h := operated(t, func(c *setup) { c.Log = loggingTo(&log, tt.level) })
			headers := map[string]string{}
			if tt.sent != "" {
				headers["X-Request-ID"] = tt.sent
			}
			w := call{method: "POST", target: tt.path, headers: headers}.on(h)
			got := w.Header().Get("X-Request-ID")
			if w.Code != tt.status {
				t.Errorf("%d %s", w.Code, w.Body)
			}
			if tt.want == "made" && (len(got) < 10 || got == tt.sent) || tt.want != "made" && got != tt.want {
				t.Errorf("id %q, want %q", got, tt.want)
			}
			for _, line := range lines(t, &log) {
				if line["request_id"] != got {
					t.Errorf("the line has another id than %q: %v", got, line)
				}
			}
		})
	}
}

func TestMadeIDsDiffer(t *testing.T) {
	h := operated(t, nil)
	seen := map[string]bool{}
	for range 1000 {
		seen[call{method: "GET", target: "/nowhere"}.on(h).Header().Get("X-Request-ID")] = true
	}
	if len(seen) != 1000 {
		t.Errorf("%d different ids of 1000", len(seen))
	}
}

// TestOneLinePerRequest checks that at debug each request has one line with its
// id, status and duration.
func TestOneLinePerRequest(t *testing.T) {
	for _, tt := range []struct {
		method, path, message string
		status                float64
	}{
		{"POST", "/nlg", "said", 200},
		{"GET", "/healthz", "request", 200},
		{"GET", "/readyz", "request", 200},
		{"HEAD", "/readyz", "request", 200},
		{"DELETE", "/readyz", "request refused", 405},
		{"GET", "/api/v1/status", "request", 200},
		{"POST", "/-/reload", "request", 200},
		{"GET", "/nowhere", "request refused", 404},
		{"GET", "/nlg", "request refused", 405},
	} {
		var log bytes.Buffer
		h := operated(t, func(c *setup) { c.Log = loggingTo(&log, slog.LevelDebug) })
		call{method: tt.method, target: tt.path + "?token=S3CRET", headers: map[string]string{"X-Request-ID": "id-1"}}.on(h)
		got := lines(t, &log)
		if len(got) != 1 {
			t.Errorf("%s %s: %d lines: %s", tt.method, tt.path, len(got), log.String())
			continue
		}
		line := got[0]
		if line["msg"] != tt.message || line["status"] != tt.status || line["request_id"] != "id-1" {
			t.Errorf("%s %s: %v", tt.method, tt.path, line)
		}
		if _, timed := line["duration"]; !timed && tt.status == 200 {
			t.Errorf("%s %s: no duration: %v", tt.method, tt.path, line)
		}
		if strings.Contains(log.String(), "S3CRET") {
			t.Errorf("%s %s: the query is told: %v", tt.method, tt.path, line)
		}
	}
}

// TestSaidLine checks that the line about a reply names the content that it is from,
// as the reply's header does, and counts variations from 1.
func TestSaidLine(t *testing.T) {
	var log bytes.Buffer
	h := serverOf(t, func(c *setup) { c.Log = loggingTo(&log, slog.LevelDebug) })
	w := post(h, "/nlg", "", `{"response": "utter_greet", "tracker": {"slots": {"name": "Ann"}}}`)
	line := lines(t, &log)[0]
	if catalog := w.Header().Get("X-NLG-Catalog"); catalog == "" || line["msg"] != "said" || line["catalog"] != catalog || line["variation"] != 1.0 {
		t.Errorf("%v, of catalog %q", line, catalog)
	}
}

// TestLogContent checks that personal data is in the log if, and only if, the
// operator asks for it.
func TestLogContent(t *testing.T) {
	for _, want := range []bool{false, true} {
		var log bytes.Buffer
		h := serverOf(t, func(c *setup) { c.Log, c.LogContent = loggingTo(&log, slog.LevelDebug), want })
		w := post(h, "/nlg", "", `{"response": "utter_greet", "arguments": {"x": "ARG"}, "tracker": {"slots": {"name": "ANN"}}}`)
		if w.Code != http.StatusOK {
			t.Fatal(w.Body)
		}
		for _, word := range []string{"Hello ANN", `{\"x\": \"ARG\"}`, `{\"name\": \"ANN\"}`} {
			if strings.Contains(log.String(), word) != want {
				t.Errorf("LogContent=%v, %s: %s", want, word, log.String())
			}
		}
	}
}

// TestStopping checks that a client that calls while the server stops is told
// to connect again, to another server.
func TestStopping(t *testing.T) {
	ready := true
	h := operated(t, func(c *setup) { c.Ready = func() bool { return ready } })
	if w := (call{method: "POST", target: "/nlg"}).on(h); w.Header().Get("Connection") != "" {
		t.Errorf("%v", w.Header())
	}
	ready = false
	if w := (call{method: "POST", target: "/nlg"}).on(h); w.Code != 200 || w.Header().Get("Connection") != "close" {
		t.Errorf("%d %v", w.Code, w.Header())
	}
}

func TestPanicIsLogged(t *testing.T) {
	var log bytes.Buffer
	h := serverOf(t, func(c *setup) { c.Rand, c.Log = explosive{}, loggingTo(&log, slog.LevelInfo) })
	post(h, "/nlg", "", `{"response": "utter_two"}`)
	got := lines(t, &log)
	if len(got) != 1 || !strings.Contains(got[0]["stack"].(string), "IntN") || got[0]["request_id"] == "" {
		t.Errorf("%s", log.String())
	}
}

// refusals counts problems.
type refusals struct {
	noMeter
	counts map[string]int
}

func (r *refusals) Refused(code string, _ int) { r.counts[code]++ }

// TestLogFlood checks that clients cannot fill the disk with refusals and warnings, and
// that the metrics count all the same.
func TestLogFlood(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		meter := &refusals{counts: map[string]int{}}
		h := operated(t, func(c *setup) { c.Log, c.Meter, c.OnUnknown = loggingTo(&log, slog.LevelInfo), meter, OnUnknownEmpty })
		const requests = 3000
		for range requests {
			call{method: "POST", target: "/nowhere"}.on(h)
			call{method: "POST", target: "/nlg", headers: map[string]string{"Content-Type": "text/plain"}}.on(h)
			for _, name := range []string{"utter_nobody", "utter_greet", "utter_slack_only"} {
				post(h, "/nlg", "", `{"response": "`+name+`"}`)
			}
		}
		time.Sleep(loglines.Period)
		synctest.Wait()
		written, leftOut := map[string]int{}, map[string]float64{}
		for _, line := range lines(t, &log) {
			kind, _ := line["msg"].(string)
			if code, ok := line["code"].(string); ok {
				kind = code
			}
			written[kind]++
			if kind == "more lines of this kind were left out" {
				leftOut[line["kind"].(string)] += line["lines"].(float64)
			}
		}
		for _, kind := range []string{"unknown_route", "unsupported_content_type", linesUnknown, linesUnfilled, linesIneligible} {
			if written[kind] != loglines.Burst || leftOut[kind] != requests-loglines.Burst {
				t.Errorf("%s: %d lines, %v left out", kind, written[kind], leftOut[kind])
			}
		}
		if meter.counts["unknown_route"] != requests || meter.counts["unsupported_content_type"] != requests {
			t.Errorf("counted %v", meter.counts)
		}
	})
}

// TestLogIsCut checks that no line holds more of what a client sent than fits.
func TestLogIsCut(t *testing.T) {
	var log bytes.Buffer
	h := operated(t, func(c *setup) { c.Log, c.LogContent = loggingTo(&log, slog.LevelDebug), true })
	long := strings.Repeat("é", 1<<20)
	post(h, "/nlg", "", `{"response": "utter_slack_only", "channel": {"name": "`+long+`"}, "tracker": {"slots": {"x": "`+long+`"}}, "arguments": {"y": "`+long+`"}}`)
	call{method: "POST", target: "/" + long}.on(h)
	call{method: strings.Repeat("M", 1<<20), target: "/nlg"}.on(h)
	call{method: "GET", target: "/api/v1/status", host: long, headers: map[string]string{"Origin": "http://x"}}.on(h)
	post(h, "/nlg", "", `{"response": "`+long+`"}`)
	for line := range strings.Lines(log.String()) {
		if len(line) > 3*longestContent {
			t.Errorf("%d bytes: %.100s…", len(line), line)
		}
	}
	for _, line := range lines(t, &log) {
		for field, value := range line {
			if text, ok := value.(string); ok && len(text) > longestContent+len("…") {
				t.Errorf("%s has %d bytes", field, len(text))
			}
		}
	}
	if n := strings.Count(log.String(), "…"); n < 6 {
		t.Errorf("%d fields are cut", n)
	}
}
