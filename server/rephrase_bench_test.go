package server

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nlgserver/httpapi"
	"nlgserver/rephrase"
	"nlgserver/rephrase/llm"
)

// talk is a conversation of ten turns, whose events only rewording reads.
const talk = "../testdata/bodies/body_10.json"

// unaskedContents are contents with a response that does not ask for rewording.
var unaskedContents = map[string]string{
	"nothing asks": "responses:\n  utter_greet:\n  - text: \"Hello {name}, welcome to {city}.\"\n",
	"another asks": "responses:\n  utter_greet:\n  - text: \"Hello {name}, welcome to {city}.\"\n  utter_x:\n  - text: Bye.\n    metadata: {rephrase: true}\n",
}

// repeated returns a request for a response that does not ask for rewording, without
// net/http, to a server with a model or without.
func repeated(t testing.TB, content string, model bool) (say func()) {
	t.Helper()
	body, err := os.ReadFile(talk)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "responses.yml")
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	opts := Options{Paths: []string{file}, Listen: "127.0.0.1:0", Poll: -1, Log: logTo(io.Discard)}
	if model {
		opts.Rephrase = &RephraseOptions{Options: rephrase.DefaultOptions()}
		opts.Rephrase.Model.Deployments = []llm.Deployment{{Provider: llm.SelfHosted, Model: "m", BaseURL: "http://127.0.0.1:1/v1"}}
	}
	a, err := New(opts)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Stop(context.Background()); err != nil {
			t.Error(err)
		}
	})
	h := httpapi.New(a.routes())
	const target = "http://127.0.0.1/nlg"
	if reply := postTo(h, target, "application/json", string(body)); reply.Code != http.StatusOK || !strings.Contains(reply.Body.String(), "Hello") {
		t.Fatalf("the reply is %d %s", reply.Code, reply.Body)
	}
	r := httptest.NewRequest(http.MethodPost, target, nil)
	r.Header.Set("Content-Type", "application/json")
	r.ContentLength = int64(len(body))
	in, w := rewound{bytes.NewReader(body)}, discarded{http.Header{}}
	return func() {
		_, _ = in.Seek(0, io.SeekStart)
		r.Body = in
		clear(w.header)
		h.ServeHTTP(w, r)
	}
}

// BenchmarkRephraseUnused measures a request for a response that does not ask for rewording:
// of a server without a model, and of one with a model.
func BenchmarkRephraseUnused(b *testing.B) {
	for name, content := range unaskedContents {
		for kind, model := range map[string]bool{"without": false, "with": true} {
			b.Run(name+"/"+kind, func(b *testing.B) {
				say := repeated(b, content, model)
				b.ReportAllocs()
				for b.Loop() {
					say()
				}
			})
		}
	}
}
