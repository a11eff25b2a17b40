package httpapi

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"nlgserver/nlg"
)

// fakeRephraser rewords as a test says.
type fakeRephraser struct {
	prepare func(m *nlg.Message, req *nlg.Request) Rewording
}

func (fakeRephraser) Wants(string) bool { return true }
func (f fakeRephraser) Prepare(_ *nlg.Catalog, m *nlg.Message, req *nlg.Request) Rewording {
	return f.prepare(m, req)
}

type doing func() Reworded

func (d doing) Do(context.Context) Reworded { return d() }

// TestRephrase checks what becomes of a message that is reworded, and that neither a panic
// nor an odd answer loses it.
func TestRephrase(t *testing.T) {
	catalog, diags := nlg.Compile([]nlg.File{{Path: "a.yml", Data: []byte("version: '3.1'\nresponses: {utter_x: [{text: 'Hello {name}'}], utter_y: [{custom: {a: 1}}]}")}}, nlg.Options{})
	if catalog == nil {
		t.Fatal(diags)
	}
	const said, instead = `{"text":"Hello Ann"}`, `{"text":"Hi \"Ann\""}`
	reworded := func(r Reworded) func(*nlg.Message, *nlg.Request) Rewording {
		return func(*nlg.Message, *nlg.Request) Rewording { return doing(func() Reworded { return r }) }
	}
	for _, tt := range []struct {
		name         string
		response     string
		prepare      func(*nlg.Message, *nlg.Request) Rewording
		body, header string
		log          string
	}{
		{name: "not asked", prepare: func(*nlg.Message, *nlg.Request) Rewording { return nil }, body: said},
		{name: "reworded", prepare: reworded(Reworded{Text: `Hi "Ann"`}), body: instead, header: "yes"},
		{name: "kept", prepare: reworded(Reworded{Kept: "timeout", Text: "no"}), body: said, header: "kept:timeout", log: "reason=timeout"},
		{name: "without a text", response: "utter_y", prepare: reworded(Reworded{Text: "no"}), body: `{"custom":{"a":1}}`, header: "kept:"},
		{name: "a long answer", prepare: reworded(Reworded{Text: strings.Repeat("a", 100_000)}), body: `{"text":"` + strings.Repeat("a", 100_000) + `"}`, header: "yes"},
		{name: "the conversation", prepare: func(_ *nlg.Message, req *nlg.Request) Rewording {
			text := req.Conversation.Latest + "/" + req.Conversation.Events[0].Text
			return doing(func() Reworded { return Reworded{Text: text} })
		}, body: `{"text":"b/a"}`, header: "yes"},
		{name: "a panic before", prepare: func(*nlg.Message, *nlg.Request) Rewording { panic("oh") }, body: said, log: "panic while rephrasing"},
		{name: "a panic while it waits", prepare: func(*nlg.Message, *nlg.Request) Rewording { return doing(func() Reworded { panic("oh") }) }, body: said, header: "kept:panic", log: "panic while rephrasing"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if tt.response == "" {
				tt.response = "utter_x"
			}
			var log bytes.Buffer
			recorded := ""
			only := OneAssistant(&Assistant{
				Name: "a", Catalog: func() *nlg.Catalog { return catalog }, Rephraser: fakeRephraser{tt.prepare},
				Record: func(_ *nlg.Catalog, _ *nlg.Request, m *nlg.Message) { recorded = string(m.JSON) },
			})
			handler := New(Config{
				Assistants: func() *Assistants { return only },
				Log:        slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})),
			})
			const tracker = `"tracker": {"slots": {"name": "Ann"}, "latest_message": {"text": "b"}, "events": [{"event": "user", "text": "a"}]}`
			for range 2 { // the second one uses the memory of the first
				req := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/nlg", strings.NewReader(`{"response": "`+tt.response+`", `+tracker+`}`))
				req.Header.Set("Content-Type", "application/json")
				w := httptest.NewRecorder()
				handler.ServeHTTP(w, req)
				if w.Code != http.StatusOK || w.Body.String() != tt.body || w.Header().Get("X-NLG-Rephrased") != tt.header {
					t.Errorf("%d %.300s, %q\n%.2000s", w.Code, w.Body, w.Header().Get("X-NLG-Rephrased"), &log)
				}
			}
			if !strings.Contains(log.String(), tt.log) {
				t.Errorf("the log lacks %q:\n%s", tt.log, &log)
			}
			if tt.response == "utter_x" && recorded != said {
				t.Errorf("recorded %s, want the message as written", recorded)
			}
		})
	}
}

// TestRephraseNotInstead checks that what stands in for an unknown response is not reworded.
func TestRephraseNotInstead(t *testing.T) {
	catalog, _ := nlg.Compile([]nlg.File{{Path: "a.yml", Data: []byte("version: '3.1'\nresponses: {utter_x: [{text: Hello, metadata: {rephrase: true}}]}")}}, nlg.Options{})
	only := OneAssistant(&Assistant{Name: "a", Catalog: func() *nlg.Catalog { return catalog }, OnUnknown: "utter_x", Rephraser: fakeRephraser{
		func(*nlg.Message, *nlg.Request) Rewording { t.Error("asked"); return nil },
	}})
	handler := New(Config{Assistants: func() *Assistants { return only }})
	req := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/nlg", strings.NewReader(`{"response": "utter_unknown"}`))
	req.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, req)
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "Hello") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

// TestRephraseGone checks that a client that is taken for gone still gets the message: one
// that has only closed its own side of the connection reads it.
func TestRephraseGone(t *testing.T) {
	catalog, _ := nlg.Compile([]nlg.File{{Path: "a.yml", Data: []byte("version: '3.1'\nresponses: {utter_x: [{text: Hello}]}")}}, nlg.Options{})
	ctx, cancel := context.WithCancel(t.Context())
	only := OneAssistant(&Assistant{Name: "a", Catalog: func() *nlg.Catalog { return catalog }, Rephraser: fakeRephraser{
		func(*nlg.Message, *nlg.Request) Rewording {
			return doing(func() Reworded { cancel(); return Reworded{Kept: "gone"} })
		},
	}})
	req := httptest.NewRequestWithContext(ctx, http.MethodPost, "/nlg", strings.NewReader(`{"response": "utter_x"}`))
	req.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	New(Config{Assistants: func() *Assistants { return only }}).ServeHTTP(w, req)
	if w.Body.String() != `{"text":"Hello"}` || w.Header().Get("X-NLG-Rephrased") != "kept:gone" {
		t.Errorf("%d %q, %v", w.Code, w.Body, w.Header())
	}
}
