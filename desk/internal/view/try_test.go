package view_test

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"nlgserver/channels"
	"nlgserver/desk/internal/view"
	"nlgserver/lint"
	"nlgserver/nlg"
)

// values makes JSON values of pairs of a name and JSON.
func values(pairs ...string) map[string]json.RawMessage {
	m := map[string]json.RawMessage{}
	for i := 0; i < len(pairs); i += 2 {
		m[pairs[i]] = json.RawMessage(pairs[i+1])
	}
	return m
}

const tried = `
responses:
  utter_a:
  - text: "default {x}"
    translation: {de: "Standard {x}"}
  - text: "true"
    condition: slots.x is true
  - text: kiosk
    channel: kiosk
  - text: web
    channel: web
  utter_many:
  - text: one
  - text: two
    id: second
  - text: three
  utter_silent:
  - text: never
    channel: kiosk
  utter_jinja:
  - text: "{{ context.a }} {{ b }}"
    metadata: {template: jinja}
`

// said returns the text of the message that was drawn.
func said(t *testing.T, r *view.Tried) string {
	t.Helper()
	if r.Drawn < 0 {
		return ""
	}
	var m struct{ Text string }
	if err := json.Unmarshal(r.Preview.Messages[r.Drawn].Message, &m); err != nil {
		t.Fatal(err)
	}
	return m.Text
}

// TestTry tries requests.
func TestTry(t *testing.T) {
	c := content(t, tried)
	for name, tt := range map[string]struct {
		try  view.Try
		want string
	}{
		"a slot":                   {view.Try{Response: "utter_a", Slots: values("x", `"Ann"`)}, "default Ann"},
		"a float":                  {view.Try{Response: "utter_a", Slots: values("x", `10.0`)}, "default 10.0"},
		"an int":                   {view.Try{Response: "utter_a", Slots: values("x", `10`)}, "default 10"},
		"a large int":              {view.Try{Response: "utter_a", Slots: values("x", `12345678901234567890123`)}, "default 12345678901234567890123"},
		"null":                     {view.Try{Response: "utter_a", Slots: values("x", `null`)}, "default None"},
		"a condition":              {view.Try{Response: "utter_a", Slots: values("x", `true`)}, "true"},
		"an argument hides it":     {view.Try{Response: "utter_a", Slots: values("x", `2`), Arguments: values("x", `"arg"`)}, "default arg"},
		"nothing for a variable":   {view.Try{Response: "utter_a"}, "default {x}"},
		"a language":               {view.Try{Response: "utter_a", Language: "de", Slots: values("x", `2`)}, "Standard 2"},
		"a channel":                {view.Try{Response: "utter_a", Channel: "kiosk"}, "kiosk"},
		"the REST channel":         {view.Try{Response: "utter_a", Channel: "collector", Slots: values("x", `2`)}, "default 2"},
		"its input":                {view.Try{Response: "utter_a", Channel: "rest", Slots: values("x", `2`)}, "default 2"},
		"the context":              {view.Try{Response: "utter_jinja", Context: values("a", `"A"`, "b", `"B"`)}, "A "},
		"silence":                  {view.Try{Response: "utter_silent"}, ""},
		"a value with white space": {view.Try{Response: "utter_a", Slots: values("x", ` "Ann" `)}, "default Ann"},
	} {
		got, err := c.Try(t.Context(), tt.try)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if text := said(t, got); text != tt.want {
			t.Errorf("%s: got %q, want %q", name, text, tt.want)
		}
		if got.Preview.Explanation == nil || got.Version != c.Version() {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// TestTryDraws checks that each number draws the same again, that all variations are
// drawn, and that chances add up.
func TestTryDraws(t *testing.T) {
	c := content(t, tried)
	seen := map[string]bool{}
	for draw := range uint64(40) {
		var first string
		for range 2 {
			got, err := c.Try(t.Context(), view.Try{Response: "utter_many", Draw: draw})
			if err != nil {
				t.Fatal(err)
			}
			sum := 0.0
			for _, chance := range got.Chances {
				sum += chance
			}
			if math.Abs(sum-1) > 1e-9 || len(got.Preview.Messages) != 3 {
				t.Fatalf("chances %v", got.Chances)
			}
			text := said(t, got)
			if seen[text] = true; first != "" && first != text {
				t.Errorf("draw %d says %q and %q", draw, first, text)
			}
			first = text
		}
	}
	if len(seen) != 3 {
		t.Errorf("drawn: %q", slices.Sorted(maps.Keys(seen)))
	}
}

// TestTryErrors checks the types of errors.
func TestTryErrors(t *testing.T) {
	c := content(t, tried)
	var unknown *nlg.UnknownResponseError
	if _, err := c.Try(t.Context(), view.Try{Response: "utter_mani"}); !errors.As(err, &unknown) || unknown.Name != "utter_mani" || !slices.Equal(unknown.Suggestions, c.Suggest("utter_mani")) {
		t.Errorf("unknown response: %v", err)
	}
	var recording *view.UnknownRecordingError
	if _, err := c.Try(t.Context(), view.Try{Response: "utter_a", Recording: "x"}); !errors.As(err, &recording) || err.Error() != `unknown recording "x"` {
		t.Errorf("unknown recording: %v", err)
	}
	for _, text := range []string{"", "Ann", "'a'", "{", "1 2", strings.Repeat("[", 2000)} {
		var value *view.ValueError
		_, err := c.Try(t.Context(), view.Try{Response: "utter_a", Slots: values("y", "1", "x", text)})
		if !errors.As(err, &value) || value.Field != "slots" || value.Name != "x" || errors.Unwrap(err) == nil || !strings.HasPrefix(err.Error(), "the value of slots.x is not JSON: ") {
			t.Errorf("%q: %v", text, err)
		}
	}
	done, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.Try(done, view.Try{Response: "utter_a"}); !errors.Is(err, context.Canceled) {
		t.Errorf("canceled: %v", err)
	}
}

// TestTryEveryChannel shows every channel, and those of the content.
func TestTryEveryChannel(t *testing.T) {
	s := view.Sources{
		Files:   []nlg.File{{Path: "domain.yml", Data: []byte(tried), Direct: true}},
		Domains: []nlg.File{{Path: "credentials.yml", Data: []byte("facebook: {verify: x}\nrest:\n")}},
	}
	c, found := view.Open(t.Context(), s, view.Options{Lint: lint.Options{Channels: channels.Known().With(channels.Declared("booth", channels.Voice)), For: []string{"slack"}}})
	if c == nil {
		t.Fatal(found)
	}
	got, err := c.Try(t.Context(), view.Try{Response: "utter_a", AllChannels: true})
	if err != nil {
		t.Fatal(err)
	}
	var shown, used []string
	for _, p := range got.Pictures {
		shown = append(shown, p.Channel)
	}
	for _, ch := range c.Summary().Channels {
		if ch.Used {
			used = append(used, ch.Name)
		}
	}
	if want := []string{"collector", "facebook", "kiosk", "slack", "web"}; !slices.Equal(used, want) || !slices.Equal(shown[:5], want) || !slices.Contains(shown, "booth") || !slices.Contains(shown, "twilio") || slices.Contains(shown, "rest") {
		t.Errorf("used %q, shown %q", used, shown)
	}
}

// TestTryHostile tries content that is made to exhaust a server: each ends with its
// context.
func TestTryHostile(t *testing.T) {
	c := content(t, "responses:\n  utter_a:\n  - text: '{% for a in range(99999) %}{% for b in range(99999) %}{{ a * b }}{% endfor %}{% endfor %}'\n    metadata: {template: jinja}\n")
	got, err := c.Try(t.Context(), view.Try{Response: "utter_a"})
	if err != nil || len(got.Preview.Messages[0].Problems) != 1 {
		t.Errorf("%+v, %v", got, err)
	}
}

// TestRecording fills the form with a recorded request, and repeats it.
func TestRecording(t *testing.T) {
	const body = `{"response": "utter_many", "id": "second", "arguments": {"a": 1.0}, "channel": {"name": "collector"},
		"tracker": {"slots": {"x": 10.0, "language": "de"}, "latest_input_channel": "web", "sender_id": "s"},
		"recorded": {"at": "2026-11-27T09:10:11.5Z", "number": 3}}`
	const older = `{"response": "utter_many", "channel": {"name": "slack"}, "tracker": {"slots": {}}, "recorded": {"variation": 2, "variation_id": "second"}}`
	s := view.Sources{
		Files: []nlg.File{{Path: "domain.yml", Data: []byte(tried), Direct: true}},
		Recordings: []view.Recording{
			{ID: "old", Time: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), Body: []byte(older)},
			{ID: "new", Body: []byte(body)},
			{ID: "plain", Body: []byte(`{"response": "utter_a", "tracker": {"slots": {"x": 5}}}`)},
			{ID: "broken", Body: []byte(`{"response": 5}`)},
			{ID: "gone", Body: []byte(`{"response": "utter_gone", "tracker": {}}`)},
		},
	}
	c := open(t, s)
	r, _ := c.Response("utter_many")
	var got []string
	for _, one := range r.Recordings {
		got = append(got, strings.Join([]string{one.ID, one.Time, one.Channel, one.Words}, "|"))
	}
	if want := []string{`new|2026-11-27T09:10:11Z|web|a 1.0, x 10.0, language "de"`, "old|2026-01-02T03:04:05Z|slack|"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if r.Recordings[0].Number != 3 || r.Recordings[1].Number != 2 || c.Summary().Recordings != 4 || c.List(view.Query{Words: "utter_many"}).Rows[0].Recorded != 2 {
		t.Errorf("%+v, %+v", r.Recordings, c.Summary())
	}
	v, ok := c.Recording("new")
	if !ok || string(v.Slots["x"]) != "10.0" || string(v.Arguments["a"]) != "1.0" || v.Channel != "web" || v.Language != "de" || v.Context == nil {
		t.Errorf("%+v", v)
	}
	for _, id := range []string{"", "broken", "none"} {
		if _, ok := c.Recording(id); ok {
			t.Errorf("%q is a recording", id)
		}
	}
	for _, tt := range []struct {
		try  view.Try
		want string
	}{
		{view.Try{Response: "utter_many", Recording: "new"}, "three"},
		{view.Try{Response: "utter_many", Recording: "new", Channel: "web"}, "three"},
		{view.Try{Response: "utter_many", Recording: "new", Draw: 7}, "two"}, // the id of the request settles it
		{view.Try{Response: "utter_many", Recording: "old"}, "two"},
		{view.Try{Response: "utter_a", Recording: "new"}, "web"},
		{view.Try{Response: "utter_a", Recording: "new", Channel: "slack"}, "Standard 10.0"},
		{view.Try{Response: "utter_a", Recording: "new", Channel: "rest", Language: "en"}, "default 10.0"},
		{view.Try{Response: "utter_a", Recording: "new", Channel: "slack", Slots: values("x", `"y"`)}, "Standard y"},
		{view.Try{Response: "utter_a", Recording: "plain"}, "default 5"},
	} {
		result, err := c.Try(t.Context(), tt.try)
		if err != nil {
			t.Fatal(err)
		}
		if text := said(t, result); text != tt.want {
			t.Errorf("%+v: got %q, want %q", tt.try, text, tt.want)
		}
	}
}
