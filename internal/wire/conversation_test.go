package wire

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"nlgserver/internal/budget"
)

// TestConversation checks which events are kept of a body, however it arrives.
func TestConversation(t *testing.T) {
	always := func(string) bool { return true }
	tracker := func(fields string) string { return `{"response": "x", "tracker": {` + fields + `}}` }
	events := func(items string) string { return tracker(`"events": [` + items + `]`) }
	const action = `{"event": "action", "name": "action_listen", "metadata": {"a": [1, {"text": "no"}]}}`
	user := func(text string) string {
		return `{"event": "user", "timestamp": 1.5, "metadata": {}, "text": "` + text + `", "parse_data": {"intent": {"name": "a"}, "text": "no", "commands": []}}`
	}
	failed := func(commands string) string {
		return `{"text": "a", "parse_data": {"commands": ` + commands + `}, "event": "user"}`
	}
	for _, tt := range []struct {
		name, body string
		want       []Event
		latest     string
		hasLatest  bool
	}{
		{name: "none", body: `{"response": "x"}`},
		{name: "no events", body: tracker(`"events": []`)},
		{name: "null", body: tracker(`"events": null`)},
		{name: "an object", body: tracker(`"events": {"event": "user", "text": "a"}`)},
		{
			name: "usual", body: events(action + "," + user("hi \\u00e9\\n") + `, {"event": "slot", "name": "n", "value": {"text": "b"}}, {"event": "bot", "text": "yes", "data": {"text": 5}}`),
			want: []Event{{Kind: ActionEvent}, {Kind: UserEvent, Text: "hi é\n"}, {Kind: BotEvent, Text: "yes"}},
		},
		{
			name: "no text", body: events(`{"event": "user", "text": null}, {"event": "bot"}, {"event": "bot", "text": ["a"]}`),
			want: []Event{{Kind: UserEvent}, {Kind: BotEvent}, {Kind: BotEvent}},
		},
		{name: "undo and rewind", body: events(`{"event": "undo"}, {"event": "rewind", "text": "a"}`), want: []Event{{Kind: UndoEvent}, {Kind: RewindEvent}}},
		{name: "a restart", body: events(user("old") + `, {"event": "restart"}, ` + user("new")), want: []Event{{Kind: UserEvent, Text: "new"}}},
		{name: "a session start", body: events(user("old") + `, {"event": "session_started"}`)},
		{
			name: "an error", body: events(failed(`[{"command": "start flow"}, {"error_type": "t", "command": "error"}, {"command": "error", "error_type": "later"}]`)),
			want: []Event{{Kind: UserEvent, Text: "a", Failed: true, Error: "t"}},
		},
		{name: "an error without a type", body: events(failed(`[{"command": "error"}]`)), want: []Event{{Kind: UserEvent, Text: "a", Failed: true}}},
		{name: "the last commands", body: events(`{"event": "user", "parse_data": {"commands": [{"command": "error"}], "commands": null}}`), want: []Event{{Kind: UserEvent}}},
		{name: "the last parse data", body: events(`{"event": "user", "parse_data": {"commands": [{"command": "error"}]}, "parse_data": 5}`), want: []Event{{Kind: UserEvent}}},
		{name: "odd commands", body: events(failed(`[1, "error", ["error"], {"command": ["error"]}]`)), want: []Event{{Kind: UserEvent, Text: "a"}}},
		{name: "odd events", body: events(`1, "user", null, [{"event": "user"}], {}, {"event": 5}, {"event": "USER"}`)},
		{name: "the last keys", body: events(`{"event": "bot", "text": "a", "text": "b", "event": "user"}`), want: []Event{{Kind: UserEvent, Text: "b"}}},
		{name: "the last events", body: tracker(`"events": [` + user("a") + `], "events": [` + user("b") + `]`), want: []Event{{Kind: UserEvent, Text: "b"}}},
		{name: "the last tracker", body: `{"response": "x", "tracker": {"events": [` + user("a") + `], "latest_message": {"text": "a"}}, "tracker": {}}`},
		{name: "the latest message", body: tracker(`"latest_message": {"intent": {"text": "no"}, "text": "where?", "metadata": {"text": "no"}}`), latest: "where?", hasLatest: true},
		{name: "an empty one", body: tracker(`"latest_message": {"text": ""}`), hasLatest: true},
		{name: "one without a text", body: tracker(`"latest_message": {"text": null}`)},
		{name: "none at all", body: tracker(`"latest_message": null`)},
		{name: "the last one", body: tracker(`"latest_message": {"text": "a"}, "latest_message": {"text": "b", "text": "c"}`), latest: "c", hasLatest: true},
		{name: "many", body: events(strings.Repeat(user("a")+","+action+",", 1000) + user("b")), want: func() (all []Event) {
			for range 1000 {
				all = append(all, Event{Kind: UserEvent, Text: "a"}, Event{Kind: ActionEvent})
			}
			return append(all, Event{Kind: UserEvent, Text: "b"})
		}()},
	} {
		r := Request{WantConversation: always}
		for _, size := range []int{len(tt.body) + 1, 1, 7, 100} {
			window := make([]byte, 0, 32)
			if size > len(tt.body) {
				window = []byte(tt.body)
			}
			if _, err := r.ReadFrom(&pieces{rest: []byte(tt.body)[len(window):], size: size}, window); err != nil {
				t.Fatalf("%s: %v", tt.name, err)
			}
			c := r.Conversation
			if len(c.Events)+len(tt.want) > 0 && !reflect.DeepEqual(c.Events, tt.want) || c.Latest != tt.latest || c.HasLatest != tt.hasLatest {
				t.Errorf("%s, in pieces of %d: %.300v, %q, %t", tt.name, size, c.Events, c.Latest, c.HasLatest)
			}
		}
		r.Detach()
		if c := r.Conversation; len(c.Events) != len(tt.want) || c.Latest != tt.latest {
			t.Errorf("%s, detached: %.300v", tt.name, c)
		}
	}
}

// TestConversationIsNotRead checks that nothing is kept for a response that nobody rewords,
// and what decides where the tracker comes first.
func TestConversationIsNotRead(t *testing.T) {
	const tracker = `"tracker": {"latest_message": {"text": "a", "metadata": {"m": 1}}, "events": [{"event": "user", "text": "a", "metadata": {"assistant_id": "b"}}]}`
	for _, tt := range []struct {
		body  string
		wants []string
		kept  bool
	}{
		{`{"response": "x", ` + tracker + `}`, []string{"x"}, true},
		{`{"template": "x", ` + tracker + `}`, []string{"x"}, true},
		{`{"response": "y", ` + tracker + `}`, []string{"x", ""}, false},
		{`{` + tracker + `, "response": "x"}`, []string{"x", ""}, true},
		{`{` + tracker + `, "response": "x"}`, []string{"x"}, false},
	} {
		r := Request{
			WantMetadata: true, WantAssistant: true,
			WantConversation: func(name string) bool { return slices.Contains(tt.wants, name) },
		}
		if err := r.Read([]byte(tt.body)); err != nil {
			t.Fatal(err)
		}
		if kept := len(r.Conversation.Events) == 1 && r.Conversation.HasLatest; kept != tt.kept || !kept && (len(r.Conversation.Events) > 0 || r.Conversation.HasLatest) {
			t.Errorf("%s: %+v", tt.body, r.Conversation)
		}
		if m, ok := r.Metadata.Get("m"); !ok || r.AssistantID != "b" {
			t.Errorf("%s: metadata %v, assistant %q", tt.body, m, r.AssistantID)
		}
		r.WantConversation = nil
		if err := r.Read([]byte(tt.body)); err != nil || len(r.Conversation.Events) > 0 || r.Conversation.HasLatest {
			t.Errorf("read again: %v, %+v", err, r.Conversation)
		}
	}
}

// TestConversationIsShort checks that only the end of a long conversation is read, however the
// body arrives, and that neither its size nor anything odd in it costs the request its reply.
func TestConversationIsShort(t *testing.T) {
	events := func(items string) string {
		return `{"response": "x", "tracker": {"events": [` + items + `], "latest_message": {"text": "a"}}}`
	}
	const last = `{"event": "user", "text": "last\u00e9", "metadata": {"assistant_id": "b"}}`
	long := strings.Repeat(`é\n`, conversationTail)
	for _, tt := range []struct {
		name, body string
		// count is how many events are kept, and text that of the last one.
		count        int
		text, latest string
	}{
		{"many", events(strings.Repeat(`{"event": "bot", "text": "aaaa\u00e9"}, `, 200_000) + last), mostEvents, "lasté", "a"},
		{"much text", events(strings.Repeat(`{"event": "bot", "text": "`+strings.Repeat("word ", 50_000)+`"}, `, 100) + last), 2, "lasté", "a"},
		{"strings that look like events", events(strings.Repeat(`{"event": "bot", "text": "\\\"}, {\"\\"}, `, 20_000) + last), mostEvents, "lasté", "a"},
		{"a long one before", events(`{"event": "bot", "text": "` + long + `"}, ` + last), 1, "lasté", "a"},
		{"a long one at the end", events(`{"event": "user", "text": "a"}, {"event": "bot", "text": "` + long + `", "metadata": {"assistant_id": "b"}}`), 0, "", "a"},
		{"nothing but a long one", events(`{"event": "bot", "text": "` + long + `", "metadata": {"assistant_id": "b"}}`), 0, "", "a"},
		{"no colon", events(`{"event": "user", "text": "a"}, {"event" "user"}, ` + last), 2, "lasté", "a"},
		{"a wrong escape", events(`{"event": "us\er", "text": "a"}, {"event": "user", "text": "\x"},` + last), 1, "lasté", "a"},
		{"a control character", events("{\"event\": \"user\", \"text\": \"\n\"}, " + last), 1, "lasté", "a"},
		{"a long latest message", strings.Replace(events(last), `"text": "a"}`, `"text": "`+long+`"}`, 1), 1, "lasté", ""},
		{"a latest message with a wrong escape", strings.Replace(events(last), `"text": "a"}`, `"text": "\x"}`, 1), 1, "lasté", ""},
	} {
		for i, size := range []int{len(tt.body), 64 << 10, 300_000, len(tt.body), 64 << 10, 300_000} {
			b := budget.New(budget.Limits{Memory: 16 << 10}, nil, nil, nil)
			r := Request{WantConversation: func(string) bool { return true }, WantAssistant: i < 3, Budget: b}
			var window []byte
			if size == len(tt.body) {
				window = []byte(tt.body)
			}
			window, err := r.ReadFrom(&pieces{rest: []byte(tt.body)[len(window):], size: size}, window)
			if err == nil {
				err = r.Err()
			}
			if err != nil {
				t.Errorf("%s, in pieces of %d: %v", tt.name, size, err)
				continue
			}
			c, n := r.Conversation, len(r.Conversation.Events)
			if n != tt.count || n > 0 && c.Events[n-1].Text != tt.text || c.Latest != tt.latest || (r.AssistantID == "b") != r.WantAssistant {
				t.Errorf("%s, in pieces of %d: %d events, %q, %q", tt.name, size, n, c.Latest, r.AssistantID)
			}
			if most := 6 * conversationTail; size < len(tt.body) && !r.WantAssistant && len(window) > most {
				t.Errorf("%s, in pieces of %d: the window has %d bytes", tt.name, size, len(window))
			}
		}
	}
	r := Request{WantConversation: func(string) bool { return true }}
	var e *Error
	if err := r.Read([]byte(`{"response": "x", "tracker": {"events": [{"event": "user"`)); !errors.As(err, &e) || e.Kind != Truncated {
		t.Errorf("a body that ends in an event: %v", err)
	}
}
