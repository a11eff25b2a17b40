package channels_test

import (
	"testing"

	"nlgserver/channels"
)

func TestShowsAsWritten(t *testing.T) {
	known := channels.Known()
	for _, tt := range []struct {
		channel                  string
		html, entities, markdown bool
	}{
		{"slack", true, false, true},
		{"telegram", true, true, true},
		{"facebook", true, true, true},
		{"webexteams", true, true, true},
		{"mattermost", true, false, false},
		{"rocketchat", true, false, false},
		{"botframework", false, false, false},
		{"hangouts", true, true, true},
		{"twilio", true, true, true},
		{"twilio_voice", false, true, true}, // tags may be SSML
		{"socketio", false, false, false},
	} {
		c := known.Lookup(tt.channel)
		if c == nil {
			t.Fatalf("no channel %s", tt.channel)
		}
		if c.ShowsAsWritten(channels.HTML) != tt.html || c.ShowsAsWritten(channels.Entities) != tt.entities || c.ShowsAsWritten(channels.Markdown) != tt.markdown {
			t.Errorf("%s differs", tt.channel)
		}
	}
	if channels.Declared("slack", channels.Chat).ShowsAsWritten(channels.HTML) {
		t.Error("a channel of the user's own is judged")
	}
}
