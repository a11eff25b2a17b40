package llmtest

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
)

const right = `{"model": "gpt-4o", "messages": [{"role": "user", "content": "Hi"}], "max_completion_tokens": 5}`

// TestRephraseViolations checks that what a real server would refuse is noticed.
func TestRephraseViolations(t *testing.T) {
	for _, c := range []struct{ method, path, kind, body, want string }{
		{"POST", "/v1/chat/completions", "application/json", right, ""},
		{"POST", "/openai/deployments/a/chat/completions?api-version=1", "application/json", strings.Replace(right, `"model": "gpt-4o", `, "", 1), ""},
		{"POST", "/v1/chat/completions", "application/json", strings.Replace(right, "gpt-4o", "gpt-5.1", 1), ""},
		{"POST", "/openai/deployments/a/chat/completions", "application/json", right, "there is no api-version"},
		{"POST", "/v1/completions", "application/json", right, "nothing is at this path"},
		{"PUT", "/v1/chat/completions", "application/json", right, "the method is PUT"},
		{"POST", "/v1/chat/completions", "text/plain", right, `the content type is "text/plain"`},
		{"POST", "/v1/chat/completions", "application/json", `[1]`, "the body is no JSON object"},
		{"POST", "/v1/chat/completions", "application/json", `null`, "the body is no JSON object"},
		{"POST", "/v1/chat/completions", "application/json", strings.Replace(right, "gpt-4o", "", 1), "there is no model"},
		{"POST", "/v1/chat/completions", "application/json", strings.Replace(right, "}],", "}], \"stream\": true,", 1), `key "stream" is unknown`},
		{"POST", "/v1/chat/completions", "application/json", strings.Replace(right, "}],", "}, {}],", 1), "there are 2 messages, want 1"},
		{"POST", "/v1/chat/completions", "application/json", strings.Replace(right, "user", "system", 1), "the message has not the role user and a content"},
		{"POST", "/v1/chat/completions", "application/json", strings.Replace(right, ": 5", ": 0", 1), "max_completion_tokens is 0"},
		{"POST", "/v1/chat/completions", "application/json", strings.Replace(right, ": 5", `: 5, "max_tokens": 5`, 1), "there are 2 limits of tokens, want 1"},
		{"POST", "/v1/chat/completions", "application/json", strings.Replace(right, ": 5", `: 5, "temperature": 3`, 1), "temperature is 3"},
		{"POST", "/v1/chat/completions", "application/json", strings.Replace(right, ": 5", `: 5, "reasoning_effort": ""`, 1), "reasoning_effort is "},
		{"POST", "/v1/chat/completions", "application/json", `{"model": "gpt-5", "messages": [{"role": "user", "content": "Hi"}], "max_tokens": 5}`, "model gpt-5 refuses a temperature and max_tokens"},
	} {
		s, err := Start() // with New, the violations would be errors of this test
		if err != nil {
			t.Fatal(err)
		}
		r, err := http.NewRequestWithContext(t.Context(), c.method, s.Root+c.path, strings.NewReader(c.body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", c.kind)
		reply, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, reply.Body)
		reply.Body.Close()
		http.DefaultClient.CloseIdleConnections()
		s.Close()
		var want []string
		status := http.StatusOK
		if c.want != "" {
			path, _, _ := strings.Cut(c.path, "?")
			want, status = []string{fmt.Sprintf("request 1, %s: %s", path, c.want)}, http.StatusBadRequest
		}
		if got := s.Violations(); !slices.Equal(got, want) || reply.StatusCode != status || len(s.Requests()) != 1 {
			t.Errorf("%s %s %s: %d, %q, want %q", c.method, c.path, c.body, reply.StatusCode, got, want)
		}
	}
}

// TestRephraseAnswer checks what the server answers, and that faults come in turn.
func TestRephraseAnswer(t *testing.T) {
	s := New(t)
	s.Answer(strings.ToUpper)
	s.FailNext(Status(503, http.Header{"Retry-After": {"7"}}), nil)
	s.Fail(Empty)
	for _, want := range []string{
		`503 7 {"error":{"code":"code_503","message":"cannot answer: Hi","type":"fault"}}`,
		`"message":{"content":"HI","refusal":null,"role":"assistant"}`,
		`"message":{"content":"","refusal":null,"role":"assistant"}`,
	} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.URL+"/chat/completions", strings.NewReader(right))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/json")
		reply, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(reply.Body)
		reply.Body.Close()
		if got := fmt.Sprint(reply.StatusCode, " ", reply.Header.Get("Retry-After"), " ", string(body)); err != nil || !strings.Contains(got, want) {
			t.Errorf("%s, %v, want %s", got, err, want)
		}
	}
	http.DefaultClient.CloseIdleConnections()
}
