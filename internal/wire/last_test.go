package wire

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nlgserver/internal/budget"
)

// TestAssistantID checks which assistant a request is for, however the body arrives.
func TestAssistantID(t *testing.T) {
	sent, err := os.ReadFile("../../testdata/bodies/body_10.json")
	if err != nil {
		t.Fatal(err)
	}
	tracker := func(fields string) string { return `{"response": "x", "tracker": {` + fields + `}}` }
	events := func(items string) string { return tracker(`"events": [` + items + `]`) }
	const a, b = `{"metadata": {"assistant_id": "a"}}`, `{"event": "b", "metadata": {"assistant_id": "b"}}`
	for _, tt := range []struct{ name, body, want string }{
		{"a real body", string(sent), "20231101-120000-quiet-river"},
		{"one event", events(a), "a"},
		{"the last of two", events(a + ", " + b), "b"},
		{"the last of many", events(strings.Repeat(b+",", 1000) + a), "a"},
		{"no white space", events(b + "," + a), "a"},
		{"white space around it", events(b + " ,\n\t " + a + " \n"), "a"},
		{"the last has none", events(a + `, {"event": "slot"}`), ""},
		{"no metadata in it", events(a + `, {}`), ""},
		{"it is a number", events(a + `, 5`), ""},
		{"it is a text", events(a + `, "metadata"`), ""},
		{"it is a list", events(`[` + a + `]`), ""},
		{"it is null", events(a + `, null`), ""},
		{"no events", events(``), ""},
		{"only white space", events(` `), ""},
		{"a null for the events", tracker(`"events": null`), ""},
		{"an object for the events", tracker(`"events": ` + a), ""},
		{"a text for the events", tracker(`"events": "[]"`), ""},
		{"a null for the metadata", events(`{"metadata": null}`), ""},
		{"a list for the metadata", events(`{"metadata": [{"assistant_id": "a"}]}`), ""},
		{"a null for the id", events(`{"metadata": {"assistant_id": null}}`), ""},
		{"a number for the id", events(`{"metadata": {"assistant_id": 5}}`), ""},
		{"an id outside of the metadata", events(`{"assistant_id": "a", "metadata": {}}`), ""},
		{"an id further in", events(`{"metadata": {"a": {"assistant_id": "a"}}}`), ""},
		{"escapes", events(`{"m\u0065tadata": {"assistant\u005fid": "\u00e9\""}}`), `é"`},
		{"the last id", events(`{"metadata": {"assistant_id": 1, "assistant_id": "b", "assistant_id": "a"}}`), "a"},
		{"the last id is none", events(`{"metadata": {"assistant_id": "a", "assistant_id": 1}}`), ""},
		{"the last metadata", events(`{"metadata": {"assistant_id": "b"}, "metadata": {"assistant_id": "a"}}`), "a"},
		{"the last metadata has none", events(`{"metadata": {"assistant_id": "a"}, "metadata": {}}`), ""},
		{"the last metadata is null", events(`{"metadata": {"assistant_id": "a"}, "metadata": null}`), ""},
		{"the last events", tracker(`"events": [` + b + `], "events": [` + a + `]`), "a"},
		{"the last events are none", tracker(`"events": [` + a + `], "events": []`), ""},
		{"the last events are null", tracker(`"events": [` + a + `], "events": null`), ""},
		{"the last tracker", `{"tracker": {"events": [` + b + `]}, "response": "x", "tracker": {"events": [` + a + `]}}`, "a"},
		{"the last tracker has none", `{"tracker": {"events": [` + a + `]}, "response": "x", "tracker": {}}`, ""},
		{"the last tracker is null", `{"tracker": {"events": [` + a + `]}, "response": "x", "tracker": null}`, ""},
		{"events elsewhere", `{"response": "x", "events": [` + a + `], "tracker": {"slots": {"events": [` + a + `]}}}`, ""},
		{"brackets and commas in texts", events(b + `, {"text": "],[{\\\"},{", "\\": ",\\\\", "metadata": {"assistant_id": "a"}, "n": ["}", {"]": ","}]}`), "a"},
		{"a comma in a list", events(b + `, {"metadata": {"assistant_id": "a"}, "l": [1, [2, 3], {"m": 4, "n": 5}]}`), "a"},
		{"backslashes", events(b + `, {"metadata": {"assistant_id": "a"}, "t": "` + strings.Repeat(`\\`, 500) + `"}`), "a"},
		{"escaped quotes", events(b + `, {"metadata": {"assistant_id": "a"}, "t": "` + strings.Repeat(`\",`, 500) + `"}`), "a"},
		{"a long event", events(a + `, {"metadata": {"assistant_id": "a"}, "l": [` + strings.Repeat(`"text, ", `, 5000) + `1]}`), "a"},
		{"a long text", events(a + `, {"text": "` + strings.Repeat("a", 50_000) + `", "metadata": {"assistant_id": "a"}}`), "a"},
		{"a fault in it", events(a + `, {"metadata": {"assistant_id": "a"}, b}`), ""},
		{"a text that is none", events(`{"metadata": {"assistant_id": "\q"}}`), ""},
	} {
		for _, piece := range []int{1, 7, 63, 1000, 1 << 20} {
			r := Request{WantAssistant: true}
			if _, err := r.ReadFrom(&drip{rest: tt.body, piece: piece}, make([]byte, 0, 16)); err != nil || r.Err() != nil || r.AssistantID != tt.want {
				t.Errorf("%s, in pieces of %d: %q, %v, %v; want %q", tt.name, piece, r.AssistantID, err, r.Err(), tt.want)
			}
		}
		r := Request{WantAssistant: true}
		if err := r.Read([]byte(tt.body)); err != nil || r.AssistantID != tt.want {
			t.Errorf("%s, whole: %q, %v; want %q", tt.name, r.AssistantID, err, tt.want)
		}
		if err := r.Read([]byte(`{"response": "x"}`)); err != nil || r.AssistantID != "" || !r.WantAssistant {
			t.Errorf("%s: it outlives its request: %q, %v", tt.name, r.AssistantID, err)
		}
		if r := read(t, tt.body); r.AssistantID != "" {
			t.Errorf("%s: nobody wants it, and it is %q", tt.name, r.AssistantID)
		}
	}
}

// TestAssistantLaw compares the assistant of random events with what encoding/json reads.
func TestAssistantLaw(t *testing.T) {
	text := rapid.Map(rapid.SliceOfN(rapid.SampledFrom([]string{
		"a", ",", "]", "[", "{", "}", `\"`, `\\`, " ", ":", `\n`, "metadata", strings.Repeat("x", 70),
	}), 0, 8), func(parts []string) string { return `"` + strings.Join(parts, "") + `"` })
	space := rapid.SampledFrom([]string{"", "", " ", "\n", "  \t"})
	var value func(depth int) *rapid.Generator[string]
	object := func(depth int, id bool) *rapid.Generator[string] {
		return rapid.Custom(func(t *rapid.T) string {
			var fields []string
			for range rapid.IntRange(0, 3).Draw(t, "fields") {
				key := rapid.OneOf(text, rapid.Just(`"metadata"`), rapid.Just(`"assistant_id"`)).Draw(t, "key")
				of := value(depth - 1)
				if id && key == `"metadata"` {
					of = rapid.Custom(func(t *rapid.T) string {
						return `{"assistant_id":` + space.Draw(t, "space") + rapid.OneOf(text, value(0)).Draw(t, "id") + `}`
					})
				}
				fields = append(fields, space.Draw(t, "space")+key+space.Draw(t, "space")+":"+space.Draw(t, "space")+of.Draw(t, "value")+space.Draw(t, "space"))
			}
			return "{" + strings.Join(fields, ",") + "}"
		})
	}
	value = func(depth int) *rapid.Generator[string] {
		scalar := rapid.OneOf(text, rapid.SampledFrom([]string{"null", "true", "1.5e3", "0"}))
		if depth <= 0 {
			return scalar
		}
		list := rapid.Custom(func(t *rapid.T) string {
			return "[" + strings.Join(rapid.SliceOfN(value(depth-1), 0, 3).Draw(t, "items"), space.Draw(t, "space")+",") + space.Draw(t, "space") + "]"
		})
		return rapid.OneOf(scalar, list, object(depth, false))
	}
	rapid.Check(t, func(t *rapid.T) {
		items := rapid.SliceOfN(rapid.OneOf(object(2, true), object(2, true), value(2)), 0, 6).Draw(t, "events")
		body := `{"response": "x", "tracker": {"events":` + space.Draw(t, "space") + "[" + strings.Join(items, space.Draw(t, "space")+","+space.Draw(t, "space")) +
			space.Draw(t, "space") + `], "sender_id": "s"}, "channel": "c"}`
		var whole struct {
			Tracker struct{ Events []any }
		}
		if err := json.Unmarshal([]byte(body), &whole); err != nil {
			t.Fatalf("%s: %v", body, err)
		}
		want := ""
		if n := len(whole.Tracker.Events); n > 0 {
			event, _ := whole.Tracker.Events[n-1].(map[string]any)
			metadata, _ := event["metadata"].(map[string]any)
			want, _ = metadata["assistant_id"].(string)
		}
		r := Request{WantAssistant: true}
		window := make([]byte, 0, rapid.IntRange(0, 300).Draw(t, "window"))
		source := &drip{rest: body, piece: rapid.IntRange(1, 300).Draw(t, "piece")}
		if _, err := r.ReadFrom(source, window); err != nil || r.AssistantID != want || r.SenderID != "s" || r.Channel != "c" {
			t.Fatalf("%q, %v, want %q: %s", r.AssistantID, err, want, body)
		}
	})
}

// TestWindowKeepsLastEvent checks that no more than one event stays in memory.
func TestWindowKeepsLastEvent(t *testing.T) {
	longest := map[string]int{"one long": 2_500_000, "one with many": 2_500_000}
	const event = `{"event": "user", "text": "a \"b\" [c]", "metadata": {"assistant_id": "%d"}}, `
	for name, items := range map[string]string{
		"many":          numbered(50_000, event[:len(event)-2]),
		"one long":      fmt.Sprintf(event, 1) + `{"text": "` + strings.Repeat(`a, \"`, 500_000) + `"}, ` + fmt.Sprintf(event[:len(event)-2], 49_999),
		"one with many": fmt.Sprintf(event, 1) + `{"list": [` + strings.Repeat(`"a", `, 500_000) + `1]}, ` + fmt.Sprintf(event[:len(event)-2], 49_999),
	} {
		body := `{"response": "utter_x", "tracker": {"slots": {"name": "Ann"}, "events": [` + items + `], "latest_input_channel": "rest", "padding": "` +
			strings.Repeat("a", 3_000_000) + `"}, "channel": {"name": "c"}}`
		r := Request{WantAssistant: true}
		window, err := r.ReadFrom(&pieces{rest: []byte(body), size: 1 << 10}, make([]byte, 0, 4<<10))
		if err != nil {
			t.Fatal(err)
		}
		if most := 8<<10 + 2*longest[name]; cap(window) > most {
			t.Errorf("%s: the window has grown to %d bytes of a body of %d", name, cap(window), len(body))
		}
		if r.AssistantID != "49999" || r.Response != "utter_x" || r.InputChannel != "rest" || r.Channel != "c" || repr(&r.Slots) != "{'name': 'Ann'}" {
			t.Errorf("%s: %+v", name, r)
		}
	}
}

// TestLongEventIsPaid checks that a long event costs no more than it pays for, however
// many pieces it arrives in.
func TestLongEventIsPaid(t *testing.T) {
	const n = 1 << 20
	for name, text := range map[string]string{
		"a text":      strings.Repeat("a", n),
		"backslashes": strings.Repeat(`\\`, n/2),
		"quotes":      strings.Repeat(`\"`, n/2),
	} {
		body := `{"response": "x", "tracker": {"events": [{"text": "` + text + `", "list": [` + strings.Repeat("[],", n/3) + `1]}]}}`
		b := limited(0, 0)
		r := Request{WantAssistant: true, Budget: b}
		if _, err := r.ReadFrom(&drip{rest: body, piece: 500}, nil); err != nil {
			t.Fatal(err)
		}
		// Once backwards, and once to read the event.
		if paid, most := plenty-b.ReadingLeft(), int64(3*len(body)/budget.UnitNanoseconds); paid < most/4 || paid > most {
			t.Errorf("%s: %d units are paid, at most %d expected", name, paid, most)
		}
		poor := limited(0, n/budget.UnitNanoseconds/2)
		r = Request{WantAssistant: true, Budget: poor}
		_, err := r.ReadFrom(&drip{rest: body, piece: 500}, nil)
		if e, _ := errors.AsType[*Error](err); e == nil || e.Kind != TooExpensive || e.Reason != budget.Reading {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestPlaceOfID checks that an id that takes too much memory has its place in the body,
// also if the window has forgotten what was before it.
func TestPlaceOfID(t *testing.T) {
	id := `"` + strings.Repeat(`\n`, 10_000) + `"`
	body := `{"response": "x", "tracker": {"events": [` + strings.Repeat(`{"a": 1}, `, 5000) + `{"metadata": {"assistant_id": ` + id + `}}]}}`
	for _, piece := range []int{100, len(body)} {
		r := Request{WantAssistant: true, Budget: limited(5<<10, 0)}
		_, err := r.ReadFrom(&drip{rest: body, piece: piece}, nil)
		e, _ := errors.AsType[*Error](err)
		if e == nil || e.Kind != TooExpensive || e.Reason != budget.Memory || e.Field != "tracker.events" || e.Offset != strings.Index(body, id) {
			t.Errorf("in pieces of %d: %+v, want one at %d", piece, e, strings.Index(body, id))
		}
	}
}

// TestDetachAssistant checks that a detached request keeps nothing of the body.
func TestDetachAssistant(t *testing.T) {
	body := []byte(`{"response": "x", "tracker": {"events": [{"metadata": {"assistant_id": "a"}}]}}`)
	r := Request{WantAssistant: true}
	if err := r.Read(body); err != nil {
		t.Fatal(err)
	}
	r.Detach()
	clear(body)
	if r.AssistantID != "a" || r.Response != "x" {
		t.Errorf("%q", r.AssistantID)
	}
}
