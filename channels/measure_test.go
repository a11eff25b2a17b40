package channels_test

import (
	"fmt"
	"strings"
	"testing"

	"nlgserver/channels"
	"nlgserver/internal/python"
)

func TestMeasure(t *testing.T) {
	open := channels.Unfilled{"text": {Text: "Hello ", Open: true}}
	tests := []struct {
		name, channel, message string
		unfilled               channels.Unfilled
		want                   string
	}{
		{"no limit", "collector", `{"text": "Hello"}`, nil, ""},
		{"a text", "facebook", `{"text": "Hello"}`, nil, "text 5/2000 characters"},
		{
			"beside buttons", "facebook", `{"text": "Hello", "buttons": [{"title": "Yes", "payload": "/y"}]}`, nil,
			"text 5/640 characters, buttons[0].title 3/20 characters, buttons[0].payload 2/1000 characters",
		},
		{
			"more buttons than Rasa sends", "facebook", `{"text": "Hello", "buttons": [{"title": "a"}, {"title": "b"}, {"title": "c"}, {"title": "d"}]}`, nil,
			"text 5/2000 characters, buttons[0].title 1/20 characters, buttons[1].title 1/20 characters, buttons[2].title 1/20 characters, buttons[3].title 1/20 characters",
		},
		{"UTF-16", "telegram", `{"text": "a😀"}`, nil, "text 3/4096 UTF-16 units"},
		{"bytes", "telegram", `{"text": "a", "buttons": [{"title": "é", "payload": "/é"}]}`, nil, "text 1/4096 UTF-16 units, buttons[0].payload 3/64 bytes"},
		{
			"quick replies sent as buttons", "slack", `{"text": "a", "quick_replies": [{"title": "Yes", "payload": "/y"}]}`, nil,
			"text 1/3000 characters, quick_replies[0].title 3/75 characters, quick_replies[0].payload 2/2000 characters",
		},
		{"the longest of several messages", "telegram", `{"text": "one\n\nthree\n\nsix"}`, nil, "text 5/4096 UTF-16 units"},
		{"variables", "twilio", `{"text": "Hello {name}"}`, open, "text 5+/1600 characters"},
		{"an empty text", "twilio", `{"text": ""}`, nil, "text 0/1600 characters"},
		{"no text", "twilio", `{"image": "https://a.b"}`, nil, ""},
		{"no reply", "twilio", `"Hello"`, nil, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			message, err := python.ParseJSON(test.message)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, m := range channels.Measure(channels.Known().Lookup(test.channel), message, test.unfilled) {
				plus := ""
				if m.Open {
					plus = "+"
				}
				got = append(got, fmt.Sprintf("%s %d%s/%d %s", m.Path, m.Length, plus, m.Max, m.Unit))
			}
			if all := strings.Join(got, ", "); all != test.want {
				t.Errorf("got  %s\nwant %s", all, test.want)
			}
		})
	}
}

// What is measured as too long is found too long, and the other way round.
func TestMeasureAgreesWithCheck(t *testing.T) {
	long := strings.Repeat("x", 70)
	for _, c := range channels.Known().All() {
		for _, text := range []string{"short", strings.Repeat("é😀 ", 900), strings.Repeat("word ", 9000)} {
			for _, buttons := range []string{"", `, "buttons": [{"title": "` + long + `", "payload": "/` + long + `"}]`, `, "quick_replies": [{"title": "` + long + `", "payload": "/a"}]`} {
				message, err := python.ParseJSON(`{"text": "` + text + `"` + buttons + `}`)
				if err != nil {
					t.Fatal(err)
				}
				measured, found := map[string]bool{}, map[string]bool{}
				for _, m := range channels.Measure(c, message, nil) {
					if m.Length > m.Max {
						measured[m.Path] = true
					}
				}
				for _, f := range channels.Check(c, message, nil) {
					if f.Rule == channels.TooLong {
						found[f.Path] = true
					}
				}
				if fmt.Sprint(measured) != fmt.Sprint(found) {
					t.Errorf("%s, %d characters%.20s: measured %v, found %v", c.Name, len(text), buttons, measured, found)
				}
			}
		}
	}
}
