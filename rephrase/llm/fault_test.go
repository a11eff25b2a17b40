package llm

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"nlgserver/rephrase"
	"nlgserver/rephrase/llm/llmtest"
)

// secretPrompt and the other secrets must be in no error.
const (
	secretPrompt = "Say this: zebra_crossing 4711"
	secretKey    = "sk-lion_king"
	secretHeader = "tiger_balm"
)

func noSecrets(t *testing.T, err error) {
	t.Helper()
	for ; err != nil; err = errors.Unwrap(err) {
		text := fmt.Sprintf("%v %+v %#v", err, err, err)
		for _, secret := range []string{"Say this", "zebra", "4711", "sk-", "lion", "tiger", "?", "api-version"} {
			if strings.Contains(text, secret) {
				t.Errorf("%q is in an error: %s", secret, text)
			}
		}
	}
}

var faults = []struct {
	name   string
	fault  llmtest.Fault
	want   rephrase.Outcome
	status int
}{
	{"none", nil, rephrase.Reworded, 0},
	{"a little slow", llmtest.Slow(budget / 20), rephrase.Reworded, 0},
	{"slow", llmtest.Slow(10 * far), rephrase.Timeout, 0},
	{"never", llmtest.Never, rephrase.Timeout, 0},
	{"drip", llmtest.Drip, rephrase.Timeout, 0},
	{"drip of an error", llmtest.DripStatus(500), rephrase.Refused, 500},
	{"400", llmtest.Status(400, nil), rephrase.Refused, 400},
	{"401", llmtest.Status(401, nil), rephrase.Refused, 401},
	{"403", llmtest.Status(403, nil), rephrase.Refused, 403},
	{"404", llmtest.Status(404, nil), rephrase.Refused, 404},
	{"429", llmtest.Status(429, http.Header{"Retry-After": {"20"}}), rephrase.Refused, 429},
	{"500", llmtest.Status(500, nil), rephrase.Refused, 500},
	{"503", llmtest.Status(503, nil), rephrase.Refused, 503},
	{"redirect", llmtest.Redirect("/v1/elsewhere"), rephrase.Refused, 307},
	{"broken JSON", llmtest.Broken, rephrase.Malformed, 0},
	{"HTML", llmtest.Body("text/html", "<p>Log in, please"), rephrase.Malformed, 0},
	{"no body", llmtest.Body("application/json", ""), rephrase.Malformed, 0},
	{"another JSON", llmtest.Body("application/json", `{"error": {"message": "zebra"}}`), rephrase.Malformed, 0},
	{"events", llmtest.Body("text/event-stream; charset=utf-8", "data: {}\n\n"), rephrase.Malformed, 0},
	{"endless", llmtest.Endless, rephrase.Malformed, 0},
	{"10 MB", llmtest.Large, rephrase.Malformed, 0},
	{"a MB of white space", llmtest.Padded(340_000), rephrase.Malformed, 0},
	{"gzip bomb", llmtest.Bomb, rephrase.Malformed, 0},
	{"empty", llmtest.Empty, rephrase.Reworded, 0},
	{"no content", llmtest.NoContent, rephrase.Reworded, 0},
	{"cut", llmtest.Cut, rephrase.Unreachable, 0},
	{"hung up", llmtest.HangUp, rephrase.Unreachable, 0},
}

func TestRephraseFaults(t *testing.T) {
	for _, version := range []string{"HTTP/1.1", "HTTP/2.0"} {
		for _, c := range faults {
			t.Run(version+" "+c.name, func(t *testing.T) {
				var d Deployment
				var s *llmtest.Server
				if version == "HTTP/1.1" {
					s = llmtest.New(t)
				} else {
					s = llmtest.NewTLS(t)
					d.CAFile = s.CAFile(t)
				}
				s.Answer(func(string) string { return " Hello. \n" })
				d.Model, d.BaseURL, d.Key, d.Headers = "gpt-4o", s.URL, secretKey, Headers{"X-Team": secretHeader}
				client := open(t, Options{Deployments: []Deployment{d}})
				for range 2 { // the second call may have a connection
					s.FailNext(c.fault)
					allowed := budget
					if c.want != rephrase.Timeout {
						allowed = ample
					}
					got, err := complete(t, client, secretPrompt, allowed)
					if reason := reasonOf(t, err); reason != c.want {
						t.Fatalf("%v: %v, want %v", reason, err, c.want)
					}
					noSecrets(t, err)
					if e, ok := errors.AsType[*rephrase.ModelError](err); ok && e.Status != c.status {
						t.Errorf("status %d, want %d", e.Status, c.status)
					}
					if c.fault == nil && got.Text != " Hello. \n" || err != nil && got != (rephrase.Completion{}) {
						t.Errorf("got %+v", got)
					}
					client.targets[0].breaker = breaker{} // it has tests of its own
				}
				// What failed leaves nothing that disturbs the next call.
				got, err := complete(t, client, "And again", ample)
				if err != nil || got.Text != " Hello. \n" || got.Model != "gpt-4o" || got.PromptTokens != 2 || got.CompletionTokens != 1 || got.Truncated {
					t.Errorf("after the fault: %+v, %v", got, err)
				}
				for _, r := range s.Requests() {
					if r.Proto != version {
						t.Errorf("a request with %s", r.Proto)
					}
				}
			})
		}
	}
}

// TestRephraseSlowError checks that an error whose body does not end is not waited for.
func TestRephraseSlowError(t *testing.T) {
	s := llmtest.New(t)
	s.Fail(llmtest.DripStatus(500))
	client := open(t, one(s.URL))
	start := time.Now()
	_, err := client.Complete(t.Context(), "Hi")
	if took := time.Since(start); reasonOf(t, err) != rephrase.Refused || took > far {
		t.Errorf("%v after %v", err, took)
	}
}

func TestRephraseTruncatedAnswer(t *testing.T) {
	s := llmtest.New(t)
	s.Fail(llmtest.CutOff)
	got, err := complete(t, open(t, one(s.URL)), "Hi", ample)
	if err != nil || !got.Truncated || got.Text != "An answer." {
		t.Errorf("got %+v, %v", got, err)
	}
}

// TestRephraseErrorCode checks that the code of an error is shown, unless it repeats what was
// sent.
func TestRephraseErrorCode(t *testing.T) {
	s := llmtest.New(t)
	d := at(s.URL)
	d.Key, d.Headers = secretKey, Headers{"X-Team": secretHeader}
	client := open(t, Options{Deployments: []Deployment{d}})
	for _, c := range []struct{ body, want string }{
		{`{"error": {"code": "rate_limit_exceeded", "type": "requests"}}`, "HTTP status 400, rate_limit_exceeded"},
		{`{"error": {"code": null, "type": "invalid_request_error"}}`, "HTTP status 400, invalid_request_error"},
		{`{"error": {"code": 17, "type": "server_error"}}`, "HTTP status 400, server_error"},
		{`{"error": {"code": "zebra_crossing"}}`, "HTTP status 400"},
		{`{"error": {"code": "lion_king"}}`, "HTTP status 400"},
		{`{"error": {"code": "tiger_balm"}}`, "HTTP status 400"},
		{`{"error": {"code": "Say this"}}`, "HTTP status 400"},
		{`{"error": {"code": "a code of nobody"}}`, "HTTP status 400"},
		{`{"error": {"code": "` + strings.Repeat("a", maxCode+1) + `"}}`, "HTTP status 400"},
		{`{"error": "zebra"}`, "HTTP status 400"},
		{`<html>`, "HTTP status 400"},
		{``, "HTTP status 400"},
	} {
		s.Fail(llmtest.StatusBody(400, c.body))
		_, err := complete(t, client, secretPrompt, ample)
		noSecrets(t, err)
		if want := "refused: gpt-4o at " + s.Root + ": " + c.want; err == nil || err.Error() != want {
			t.Errorf("%s: %v, want %s", c.body, err, want)
		}
	}
}

func TestRephraseKeysAreRedacted(t *testing.T) {
	d := at("https://example.com/v1")
	d.Key, d.Headers = secretKey, Headers{"X-Team": secretHeader}
	c := open(t, Options{Deployments: []Deployment{d}})
	var log strings.Builder
	slog.New(slog.NewTextHandler(&log, nil)).Info("text", "deployment", d, "key", d.Key, "headers", d.Headers, "client", c)
	slog.New(slog.NewJSONHandler(&log, nil)).Info("json", "deployment", d, "key", d.Key, "headers", d.Headers)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		fmt.Fprintf(&log, verb+verb+verb+verb+verb, d, &d, d.Key, d.Headers, c)
	}
	for _, secret := range []string{"lion", "tiger", fmt.Sprintf("%x", secretKey), fmt.Sprintf("%x", secretHeader)} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("%q is in %s", secret, log.String())
		}
	}
	for _, want := range []string{redacted, "X-Team", "gpt-4o"} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("%q is not in %s", want, log.String())
		}
	}
	if Key("").String() != "" {
		t.Error("an empty key looks like one")
	}
}

// TestRephraseRedirect checks that a redirect is not followed: it would take the prompt and
// the key elsewhere.
func TestRephraseRedirect(t *testing.T) {
	elsewhere, s := llmtest.New(t), llmtest.New(t)
	s.Fail(llmtest.Redirect(elsewhere.URL + "/chat/completions"))
	_, err := complete(t, open(t, one(s.URL)), "Hi", ample)
	if reasonOf(t, err) != rephrase.Refused || len(elsewhere.Requests()) != 0 || len(s.Requests()) != 1 {
		t.Errorf("%v; %d requests elsewhere", err, len(elsewhere.Requests()))
	}
}

// TestRephraseExplain checks that an unknown error is not shown.
func TestRephraseExplain(t *testing.T) {
	for err, want := range map[error]string{
		errors.New("zebra"):                      "the exchange over HTTP failed",
		fmt.Errorf("zebra: %w", io.EOF):          "the connection was closed before the end of the answer",
		fmt.Errorf("zebra: %w", errTimeout{}):    "no connection in time",
		fmt.Errorf("lion: %w", io.ErrShortWrite): "the exchange over HTTP failed",
	} {
		if got := explain(err); got != want {
			t.Errorf("%v: %q, want %q", err, got, want)
		}
	}
}

type errTimeout struct{}

func (errTimeout) Error() string   { return "tiger" }
func (errTimeout) Timeout() bool   { return true }
func (errTimeout) Temporary() bool { return false }
