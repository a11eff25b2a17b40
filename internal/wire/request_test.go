package wire

import (
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"nlgserver/internal/python"
)

func read(t testing.TB, body string) *Request {
	t.Helper()
	var r Request
	if err := r.Read([]byte(body)); err != nil {
		t.Fatalf("Read(%.80s): %v", body, err)
	}
	return &r
}

func TestReadFields(t *testing.T) {
	r := read(t, `{"response": "utter_x", "id": "greet_1", "arguments": {"n": 1},
		"tracker": {"sender_id": "s\u00e9", "slots": {"name": "Ann", "age": 42, "l": [1.0]},
			"latest_message": {"text": "}]\"\\"}, "events": [{"a": [1, {"b": "]"}]}, 2],
			"stack": [{"flow_id": "first"}, {"flow_id": "last", "step_": "x"}],
			"latest_input_channel": "rest", "paused": false},
		"channel": {"name": "collector", "more": null}}`)
	for _, f := range []struct{ name, got, want string }{
		{"response", r.Response, "utter_x"},
		{"id", r.ID, "greet_1"},
		{"channel", r.Channel, "collector"},
		{"sender", r.SenderID, "sé"},
		{"input channel", r.InputChannel, "rest"},
		{"slots", repr(&r.Slots), "{'name': 'Ann', 'age': 42, 'l': [1.0]}"},
		{"arguments", repr(&r.Arguments), "{'n': 1}"},
		{"context", repr(&r.Context), "{'flow_id': 'last', 'step': 'x'}"},
	} {
		if f.got != f.want {
			t.Errorf("%s: %q, want %q", f.name, f.got, f.want)
		}
	}
	if err := r.Err(); err != nil {
		t.Error(err)
	}
}

// repr formats an object as Python would.
func repr(o python.Mapping) string {
	d := &python.Dict{}
	o.Each(func(key string, v python.Value) bool {
		d.Set(key, v)
		return true
	})
	return python.OfDict(d).Repr()
}

func TestReadShapes(t *testing.T) {
	tests := []struct {
		name, body string
		check      func(r *Request) bool
	}{
		{"old name key", `{"template": "utter_old"}`, func(r *Request) bool { return r.Response == "utter_old" }},
		{"both name keys", `{"response": "new", "template": "old"}`, func(r *Request) bool { return r.Response == "new" }},
		{"null response, old key", `{"response": null, "template": "old"}`, func(r *Request) bool { return r.Response == "old" }},
		{"channel as text", `{"response": "x", "channel": "slack"}`, func(r *Request) bool { return r.Channel == "slack" }},
		{"channel null", `{"response": "x", "channel": null}`, func(r *Request) bool { return r.Channel == "" }},
		{"channel without name", `{"response": "x", "channel": {}}`, func(r *Request) bool { return r.Channel == "" }},
		{"ids", `{"response": "x", "ids": ["a", null, "b"]}`, func(r *Request) bool { return slices.Equal(r.IDs, []string{"a", "b"}) }},
		{"nulls", `{"response": "x", "id": null, "ids": null, "arguments": null, "tracker": null}`, func(r *Request) bool { return r.ID == "" && repr(&r.Slots) == "{}" }},
		{"null slots and stack", `{"response": "x", "tracker": {"slots": null, "stack": null}}`, func(r *Request) bool { return repr(&r.Slots) == "{}" && repr(&r.Context) == "{}" }},
		{"empty stack", `{"response": "x", "tracker": {"stack": []}}`, func(r *Request) bool { return repr(&r.Context) == "{}" }},
		{"last key wins", `{"response": "a", "response": "b"}`, func(r *Request) bool { return r.Response == "b" }},
		{
			"last tracker wins", `{"response": "a", "tracker": {"sender_id": "1", "slots": {"a": 1}}, "tracker": {"slots": {"b": 2}}}`,
			func(r *Request) bool { return r.SenderID == "" && repr(&r.Slots) == "{'b': 2}" },
		},
		{
			"last slot wins in the first's place", `{"response": "a", "tracker": {"slots": {"a": 1, "b": 2, "a": 3}}}`,
			func(r *Request) bool { return repr(&r.Slots) == "{'a': 3, 'b': 2}" },
		},
		{"escaped keys", `{"r\u0065sponse": "x", "tracker": {"slots": {"\u0061": 1}}}`, func(r *Request) bool { return r.Response == "x" && repr(&r.Slots) == "{'a': 1}" }},
		{
			"what Python writes", `{"response": "x", "tracker": {"slots": {"a": NaN, "b": -Infinity, "c": "\ud83d", "d": 123456789012345678901}}}`,
			func(r *Request) bool {
				return repr(&r.Slots) == `{'a': nan, 'b': -inf, 'c': '\ud83d', 'd': 123456789012345678901}`
			},
		},
		{"other literals elsewhere", `{"a": NaN, "b": [Infinity, true, false, null, -1.5e3], "response": "x"}`, func(r *Request) bool { return r.Response == "x" }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := read(t, tt.body)
			if !tt.check(r) || r.Err() != nil {
				t.Errorf("%s gave %+v, %v", tt.body, r, r.Err())
			}
		})
	}
}

func TestReadErrors(t *testing.T) {
	tests := []struct {
		body    string
		kind    Kind
		offset  int
		field   string
		message string
	}{
		{``, Truncated, 0, "", "the body is empty"},
		{`  `, Truncated, 2, "", "the body is not JSON: the body ends too early"},
		{`hello`, Syntax, 0, "", "the body is not JSON: expected a value"},
		{`[]`, WrongType, 0, "", "the body must be a JSON object"},
		{`null`, WrongType, 0, "", "the body must be a JSON object"},
		{`{}`, Missing, 0, "response", `"response" is missing or empty: it must name a response`},
		{`{"response": ""}`, Missing, 0, "response", `"response" is missing or empty: it must name a response`},
		{`{"response": 5}`, WrongType, 13, "response", "response must be a string or null"},
		{`{"response": ["x"]}`, WrongType, 13, "response", "response must be a string or null"},
		{`{"response": "x", "id": 5}`, WrongType, 24, "id", "id must be a string or null"},
		{`{"response": "x", "ids": "a"}`, WrongType, 25, "ids", "ids must be a list of strings"},
		{`{"response": "x", "arguments": []}`, WrongType, 31, "arguments", "arguments must be an object"},
		{`{"response": "x", "channel": 5}`, WrongType, 29, "channel", "channel must be a string or null"},
		{`{"response": "x", "channel": {"name": 5}}`, WrongType, 38, "channel.name", "channel.name must be a string or null"},
		{`{"response": "x", "tracker": []}`, WrongType, 29, "tracker", "tracker must be an object"},
		{`{"response": "x", "tracker": {"slots": []}}`, WrongType, 39, "tracker.slots", "tracker.slots must be an object"},
		{`{"response": "x", "tracker": {"stack": {}}}`, WrongType, 39, "tracker.stack", "tracker.stack must be a list"},
		{`{"response": "x", "tracker": {"stack": [1]}}`, WrongType, 40, "an item of tracker.stack", "an item of tracker.stack must be an object"},
		{`{"response": "x", "tracker": {"sender_id": 1}}`, WrongType, 43, "tracker.sender_id", "tracker.sender_id must be a string or null"},
		{`{"response": "x"`, Truncated, 16, "", "the body ends too early"},
		{`{"response": "x`, Truncated, 15, "response", "the body ends too early"},
		{`{"response": "x",}`, Syntax, 17, "", "expected a key in double quotes"},
		{`{"response" "x"}`, Syntax, 12, "", "expected ':'"},
		{`{"response": "x" "id": null}`, Syntax, 17, "", "expected ',' or '}'"},
		{`{"response": "x"} x`, Syntax, 18, "", "unexpected text after the request"},
		{`{"response": "x", "events": [1}`, Syntax, 30, "", "mismatched brackets"},
		{`{"response": "x", "events": [1}}`, Syntax, 30, "", "mismatched brackets"},
		{`{"response": "x", "events": [1}` + strings.Repeat(" ", 100) + `}`, Syntax, 30, "", "mismatched brackets"},
		{`{"response": "x", "events": }`, Syntax, 28, "", "expected a value"},
		{`{"response": "x", "a": tru`, Truncated, 26, "", "the body ends too early"},
		{"{\"response\": \"x\xff\"}", Syntax, 15, "response", "bad UTF-8 in a string"},
		{`{"response": "x\q"}`, Syntax, 16, "response", "unknown escape in a string"},
	}
	for _, tt := range tests {
		var r Request
		err := r.Read([]byte(tt.body))
		var e *Error
		if !errors.As(err, &e) {
			t.Errorf("Read(%s): %v, want an Error", tt.body, err)
			continue
		}
		if want := (Error{Kind: tt.kind, Offset: tt.offset, Field: tt.field, Message: tt.message}); *e != want {
			t.Errorf("Read(%s):\n got  %+v\n want %+v", tt.body, *e, want)
		}
	}
}

// TestSlotErrors checks that an error in a slot is found only if the slot is used.
func TestSlotErrors(t *testing.T) {
	r := read(t, `{"response": "x", "tracker": {"slots": {"good": 1, "bad": 01, "worse": "\q"}}}`)
	if v, ok := r.Slots.Get("good"); !ok || v.Repr() != "1" || r.Err() != nil {
		t.Fatalf("good: %s, %v", v.Repr(), r.Err())
	}
	if _, ok := r.Slots.Get("bad"); ok {
		t.Error("a malformed slot has a value")
	}
	var e *Error
	if !errors.As(r.Err(), &e) || e.Offset != 59 || e.Field != "tracker.slots" {
		t.Errorf("error of a malformed slot: %+v", e)
	}
	if _, ok := r.Slots.Get("worse"); ok || !errors.As(r.Err(), &e) || e.Offset != 59 {
		t.Errorf("the first fault is not kept: %+v", e)
	}
	if err := r.Read([]byte(`{"response": "y"}`)); err != nil || r.Err() != nil {
		t.Errorf("a fault outlives its request: %v, %v", err, r.Err())
	}
}

// TestTruncatedEverywhere cuts a real body at every byte: each cut is rejected, and
// always as truncated.
func TestTruncatedEverywhere(t *testing.T) {
	body, err := os.ReadFile("../../testdata/bodies/body_1.json")
	if err != nil {
		t.Fatal(err)
	}
	body = []byte(strings.TrimSpace(string(body)))
	var r Request
	for n := range body {
		var e *Error
		if err := r.Read(body[:n]); !errors.As(err, &e) || e.Kind != Truncated {
			t.Fatalf("cut after %d of %d bytes: %v", n, len(body), err)
		}
		if err := Validate(body[:n], MaxDepth); !errors.As(err, &e) || e.Kind != Truncated {
			t.Fatalf("cut after %d of %d bytes, validated: %v", n, len(body), err)
		}
	}
	if err := r.Read(body); err != nil {
		t.Fatal(err)
	}
	if err := Validate(body, MaxDepth); err != nil {
		t.Fatal(err)
	}
}

// TestWindowForgets checks that only the necessary part of a long conversation stays
// in memory.
func TestWindowForgets(t *testing.T) {
	body := `{"response": "utter_x", "tracker": {"slots": {"name": "Ann"}, "events": [` +
		strings.Repeat(`{"event": "user", "text": "a \"b\" [c]"}, `, 100_000) + `1], "latest_input_channel": "rest"}, "channel": {"name": "c"}}`
	var r Request
	window, err := r.ReadFrom(&pieces{rest: []byte(body), size: 1 << 10}, make([]byte, 0, 4<<10))
	if err != nil {
		t.Fatal(err)
	}
	if cap(window) > 8<<10 {
		t.Errorf("the window has grown to %d bytes of a body of %d", cap(window), len(body))
	}
	if r.Response != "utter_x" || r.InputChannel != "rest" || r.Channel != "c" || repr(&r.Slots) != "{'name': 'Ann'}" {
		t.Errorf("%+v", r)
	}
}

// broken is a body whose connection ends.
type broken struct{}

var errBroken = errors.New("the connection is gone")

func (broken) More(window []byte) ([]byte, error) {
	return append(window, `{"response": "x", "a": [`...), errBroken
}

func TestBrokenSource(t *testing.T) {
	var r Request
	if _, err := r.ReadFrom(broken{}, nil); !errors.Is(err, errBroken) {
		t.Errorf("%v", err)
	}
}

func TestManySlots(t *testing.T) {
	var b strings.Builder
	b.WriteString(`{"response": "x", "tracker": {"slots": {`)
	for i := range 200_000 {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(`"s` + strings.Repeat("x", i%7) + python.Int(int64(i)).Str() + `":1`)
	}
	b.WriteString(`,"s0":2,"last":3}}}`)
	r := read(t, b.String())
	start := time.Now()
	if v, _ := r.Slots.Get("s0"); v.Repr() != "2" {
		t.Errorf("s0 is %s", v.Repr())
	}
	if v, _ := r.Slots.Get("last"); v.Repr() != "3" {
		t.Errorf("last is %s", v.Repr())
	}
	// Quadratic work would take minutes.
	if took := time.Since(start); took > 10*time.Second {
		t.Errorf("finding a slot took %v", took)
	}
}

// TestPlainEnd checks that reading eight bytes at a time finds the same end of a
// string as reading one.
func TestPlainEnd(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.SampledFrom([]rune("aaaaaaaaaaaaaaa bcdefgh{}[]!#~\"\\\x00\x1f\x20\x7fé\u2028"))).Draw(t, "text")
		want := -1
		for i := range len(text) {
			if c := text[i]; c == '"' || c == '\\' || c < ' ' || c >= 0x80 {
				if c == '"' {
					want = i
				}
				break
			}
		}
		if got := plainEnd(text, 0); got != want {
			t.Fatalf("%q ends at %d, want %d", text, got, want)
		}
	})
}
