package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"nlgserver/internal/python"
)

// FuzzRead compares the reader with encoding/json. An object that encoding/json
// accepts, with fields of the right types, is read to the same fields. A body that
// the reader rejects as malformed is rejected by encoding/json too, except for
// syntax that only Python reads.
func FuzzRead(f *testing.F) {
	if body, err := os.ReadFile("../../testdata/bodies/body_1.json"); err == nil {
		f.Add(body)
	}
	for _, seed := range []string{
		`{"response": "x", "id": null, "arguments": {"a": [1, "}"]}, "tracker": {"slots": {"n": 1.5, "n": 2}, "stack": [{}, {"a": 1}], "sender_id": "s", "latest_input_channel": null, "latest_message": {"text": "a", "metadata": {"k": 1}}, "events": [{"x": "\\\""}]}, "channel": {"name": "slack"}}`,
		`{"response": "x", "tracker": {"events": [{"metadata": {"assistant_id": "a"}}, {"a": "]}\\\",", "metadata": {"assistant_id": "b\u0041"}, "b": [1, {}]} ]}}`,
		`{"response": "x", "tracker": {"events": [1, [{}]], "events": [{"metadata": {"assistant_id": "a", "assistant_id": 5}}]}}`,
		`{"response": "x", "tracker": {"latest_message": {"text": "\u0041"}, "events": [{"event": "user", "text": "a", "parse_data": {"commands": [{"command": "error", "error_type": "t"}]}}, {"event": "restart"}]}}`,
		`{"template": "x", "channel": "c", "ids": ["a"]}`, `{"response": "\ud83d\u0041"}`, `{"a": NaN, "response": "x"}`, `[`, `{"response": "x", "tracker": 5}`,
		`{"response": "x", "tracker": {"stack": [{"a": 1, "type": "user"}, {"type": "pattern_collect_information", "a_": 2, "b": 3}, {"type": "pattern_collect_information", "c": [{}]}]}}`,
		`{"response": "x", "tracker": {"stack": [{"a": 1, "type": "user", "__": 2}, {"type": "pattern_collect_information", "c": [{}]}]}}`,
		`{"response": "x", "tracker": {"stack": [null, {"a": 1}, null, {"type_": "pattern_collect_informatio\u006e", "type": 1, "type": "pattern_collect_information"}]}}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		kept := bytes.Clone(body)
		r := Request{WantMetadata: len(body)%2 == 0, WantAssistant: len(body)%4 < 2}
		if len(body)%8 < 4 {
			r.WantConversation = func(string) bool { return true }
		}
		err := r.Read(body)
		if !bytes.Equal(kept, body) {
			t.Fatal("the body was written to")
		}
		for _, size := range []int{1, 5, 64, 200} {
			samePiecewise(t, body, size, &r, err)
		}
		valid := json.Valid(body) && utf8.Valid(body)
		var e *Error
		if err != nil {
			if !errors.As(err, &e) || e.Offset < 0 || e.Offset > len(body) {
				t.Fatalf("a bad error: %#v", err)
			}
			if valid && (e.Kind == Syntax || e.Kind == Truncated) {
				t.Fatalf("rejected, but it is JSON: %v", err)
			}
			return
		}
		if !valid {
			return // skipped parts need only be balanced
		}
		compare(t, body, &r)
	})
}

// pieces is a body that arrives in pieces, as over a slow connection.
type pieces struct {
	rest []byte
	size int
}

func (p *pieces) More(window []byte) ([]byte, error) {
	if len(p.rest) == 0 {
		return window, io.EOF
	}
	n := min(p.size, len(p.rest))
	window = append(window, p.rest[:n]...)
	p.rest = p.rest[n:]
	return window, nil
}

// samePiecewise reads the body in pieces, which must give the same result.
func samePiecewise(t *testing.T, body []byte, size int, whole *Request, wholeErr error) {
	t.Helper()
	r := Request{WantMetadata: whole.WantMetadata, WantAssistant: whole.WantAssistant, WantConversation: whole.WantConversation}
	_, err := r.ReadFrom(&pieces{rest: body, size: size}, make([]byte, 0, 16))
	if (err == nil) != (wholeErr == nil) || err != nil && err.Error() != wholeErr.Error() {
		t.Fatalf("in pieces of %d: %v, whole: %v", size, err, wholeErr)
	}
	if err != nil {
		return
	}
	for _, c := range []struct{ field, got, want string }{
		{"response", r.Response, whole.Response},
		{"id", r.ID, whole.ID},
		{"channel", r.Channel, whole.Channel},
		{"sender", r.SenderID, whole.SenderID},
		{"input channel", r.InputChannel, whole.InputChannel},
		{"slots", repr(&r.Slots), repr(&whole.Slots)},
		{"arguments", repr(&r.Arguments), repr(&whole.Arguments)},
		{"context", repr(&r.Context), repr(&whole.Context)},
		{"metadata", repr(&r.Metadata), repr(&whole.Metadata)},
		{"conversation", fmt.Sprintf("%+v", r.Conversation), fmt.Sprintf("%+v", whole.Conversation)},
		{"ids", fmt.Sprintf("%q", r.IDs), fmt.Sprintf("%q", whole.IDs)},
	} {
		if c.got != c.want {
			t.Fatalf("in pieces of %d %s is %q, whole it is %q", size, c.field, c.got, c.want)
		}
	}
	// Which item of a malformed list is the last depends on where it is cut.
	if r.AssistantID != whole.AssistantID && json.Valid(body) {
		t.Fatalf("in pieces of %d the assistant is %q, whole it is %q", size, r.AssistantID, whole.AssistantID)
	}
	if fmt.Sprint(r.Err()) != fmt.Sprint(whole.Err()) {
		t.Fatalf("in pieces of %d: %v, whole: %v", size, r.Err(), whole.Err())
	}
}

// compare reads the body with python's reader, whose own tests compare it with
// encoding/json, and compares every field.
func compare(t *testing.T, body []byte, r *Request) {
	whole, err := python.ParseJSON(string(body))
	if err != nil {
		return // beyond the limits on depth and digits
	}
	top := whole.Dict()
	tracker, _ := top.Get("tracker")
	channel, _ := top.Get("channel")
	if channel.Dict() != nil {
		channel, _ = channel.Dict().Get("name")
	}
	response := textOf(top, "response")
	if response == "" {
		response = textOf(top, "template")
	}
	name, _ := channel.Text()
	stack, _ := tracker.Dict().Get("stack")
	slots, _ := tracker.Dict().Get("slots")
	arguments, _ := top.Get("arguments")
	for _, c := range []struct{ field, got, want string }{
		{"response", r.Response, response},
		{"id", r.ID, textOf(top, "id")},
		{"channel", r.Channel, name},
		{"sender", r.SenderID, textOf(tracker.Dict(), "sender_id")},
		{"input channel", r.InputChannel, textOf(tracker.Dict(), "latest_input_channel")},
		{"assistant", r.AssistantID, assistantOf(tracker.Dict(), r.WantAssistant)},
		{"slots", repr(&r.Slots), python.OfDict(slots.Dict()).Repr()},
		{"arguments", repr(&r.Arguments), python.OfDict(arguments.Dict()).Repr()},
		{"context", repr(&r.Context), python.OfDict(contextOf(stack.Items())).Repr()},
		{"context as JSON", jsonRepr(r.Context.JSON()), python.OfDict(contextOf(stack.Items())).Repr()},
	} {
		if c.got != c.want {
			t.Fatalf("%s is %q, want %q", c.field, c.got, c.want)
		}
	}
	if err := r.Err(); err != nil {
		t.Fatalf("a fault in JSON: %v", err)
	}
}

// assistantOf returns the assistant's id in the last event.
func assistantOf(tracker *python.Dict, wanted bool) string {
	events, _ := tracker.Get("events")
	items := events.Items()
	if !wanted || len(items) == 0 {
		return ""
	}
	metadata, _ := items[len(items)-1].Dict().Get("metadata")
	return textOf(metadata.Dict(), "assistant_id")
}

// contextOf is Rasa's own way to the context of a stack: by recursion.
func contextOf(stack []python.Value) *python.Dict {
	out := &python.Dict{}
	if len(stack) == 0 {
		return out
	}
	top := stack[len(stack)-1].Dict()
	for _, e := range top.Entries() {
		out.Set(strings.TrimSuffix(e.Key.Str(), "_"), e.Value)
	}
	if textOf(out, "type") == "pattern_collect_information" {
		for _, e := range contextOf(stack[:len(stack)-1]).Entries() {
			out.SetKey(e.Key, e.Value)
		}
	}
	return out
}

// jsonRepr returns a context's JSON as Python prints it, less the underscores.
func jsonRepr(text string) string {
	if text == "" {
		return "{}"
	}
	v, err := python.ParseJSON(text)
	if err != nil {
		return err.Error()
	}
	return python.OfDict(contextOf([]python.Value{v})).Repr()
}

func textOf(d *python.Dict, key string) string {
	v, _ := d.Get(key)
	s, _ := v.Text()
	return s
}

func BenchmarkRead(b *testing.B) {
	for _, name := range []string{"body_1", "body_10", "body_100", "body_1000"} {
		body, err := os.ReadFile("../../testdata/bodies/" + name + ".json")
		if err != nil {
			if body, err = os.ReadFile("../../../shared/bodies/" + name + ".json"); err != nil {
				continue
			}
		}
		for _, assistant := range []bool{false, true} {
			b.Run(fmt.Sprintf("%s/assistant=%v", name, assistant), func(b *testing.B) {
				b.SetBytes(int64(len(body)))
				b.ReportAllocs()
				r := Request{WantAssistant: assistant}
				for b.Loop() {
					if err := r.Read(body); err != nil {
						b.Fatal(err)
					}
					if _, ok := r.Slots.Get("name"); !ok || assistant != (r.AssistantID != "") {
						b.Fatalf("no slot, or the assistant is %q", r.AssistantID)
					}
				}
			})
		}
	}
}

// BenchmarkReadArriving is BenchmarkRead for a body that arrives in pieces.
func BenchmarkReadArriving(b *testing.B) {
	event := `{"event": "slot", "timestamp": 1700000022.84, "metadata": {"assistant_id": "20231101-120000-quiet-river", "model_id": "c5b1f7a2e4d84c0f"}, "name": "name", "value": "Ann"}`
	body := []byte(`{"response": "utter_x", "tracker": {"slots": {"name": "Ann"}, "events": [` + strings.Repeat(event+", ", 20_000) + event + `]}}`)
	for _, assistant := range []bool{false, true} {
		b.Run(fmt.Sprintf("assistant=%v", assistant), func(b *testing.B) {
			b.SetBytes(int64(len(body)))
			r := Request{WantAssistant: assistant}
			window := make([]byte, 0, 64<<10)
			for b.Loop() {
				if _, err := r.ReadFrom(&pieces{rest: body, size: 16 << 10}, window[:0]); err != nil || assistant != (r.AssistantID != "") {
					b.Fatalf("%v, the assistant is %q", err, r.AssistantID)
				}
			}
		})
	}
}
