package lint_test

import (
	"strings"
	"testing"

	"nlgserver/channels"
	"nlgserver/internal/diag"
	"nlgserver/lint"
)

func TestLimits(t *testing.T) {
	buttons := func(n int, title string) string {
		return "buttons: [" + strings.TrimSuffix(strings.Repeat("{title: "+title+", payload: /a}, ", n), ", ") + "]"
	}
	known := func(names ...string) lint.Options { return lint.Options{Connected: names} }
	on := func(names ...string) lint.Options { return lint.Options{For: names} }
	long := strings.Repeat("x", 21)
	runCases(t, []findCase{
		{name: "three", text: response("text: a, " + buttons(3, "b"))},
		{name: "four", text: response("text: a, " + buttons(4, "b")), opts: known("facebook"), want: "3:24 070", says: "Facebook Messenger allows 3 buttons, so Rasa drops all 4"},
		{name: "four, and no channel is named", text: response("text: a, " + buttons(4, "b"))},
		{name: "four, where slack is known", text: response("text: a, " + buttons(4, "b")), opts: known("slack", "rest", "mychannel.MyInput")},
		{name: "four, and another response is for facebook", text: response("text: a, "+buttons(4, "b")) + "  utter_y:\n  - {text: a, channel: facebook}\n  - {text: b}\n", want: "3:24 070"},
		{name: "four, and credentials.yml has facebook", text: response("text: a, "+buttons(4, "b")) + "# file: a/credentials.yml\nrest:\nfacebook: {secret: abc}\n", want: "3:24 070"},
		{name: "six, once for all", text: response("text: a, " + buttons(6, "b")), opts: known("facebook", "slack"), want: "3:24 070", says: "Slack allows 5 buttons"},
		{name: "six, on slack alone", text: response("text: a, " + buttons(6, "b")), opts: on("slack"), want: "3:24 070", says: "Slack allows 5"},
		{name: "four, on slack alone", text: response("text: a, " + buttons(4, "b")), opts: on("slack")},
		{name: "four, for slack", text: response("text: a, channel: slack, "+buttons(4, "b"), "text: b")},
		{name: "four, for facebook", text: response("text: a, channel: facebook, "+buttons(4, "b"), "text: b"), want: "3:43 070"},
		{name: "four, with an own for facebook", text: response("text: a, "+buttons(4, "b"), "text: b, channel: facebook")},
		{name: "long titles, nobody asked", text: response("text: a, " + buttons(2, long))},
		{name: "long titles", text: response("text: a, " + buttons(2, long)), opts: on("facebook"), want: "3:33 071", says: "also affects 1 other item here"},
		{name: "long text of variables", text: response("text: '{a}" + strings.Repeat("é", 600) + "', " + buttons(1, "b"))},
		{name: "blank line, nobody asked", text: response(`text: "a\n\nb"`)},
		{name: "blank line", text: response(`text: "a\n\nb"`), opts: lint.Options{Enabled: lint.Optional()}, want: "3:12 068", says: "arrives as 2 messages"},
		{name: "attachment nobody hears of", text: response("text: a, attachment: {type: image}")},
		{name: "attachment that ends a call", text: response("text: a, attachment: {type: image}, channel: twilio_voice", "text: b"), want: "3:27 070"},
		{name: "buttons without text", text: response("custom: {a: b}, " + buttons(1, "c")), want: "3:31 070", says: "the buttons have no text, and most channels"},
		{name: "both kinds of buttons", text: response("text: a, " + buttons(1, "c") + ", quick_" + strings.Replace(buttons(1, "c"), "buttons", "replies", 1)), want: "3:24 070", says: "most channels show either"},
		{name: "key of Rasa's own", text: response("text: a, recipient_id: b"), want: "3:15 024, 3:29 070"},
		{
			name: "an own channel takes all", text: response("text: a, " + buttons(9, "b")),
			opts: lint.Options{For: []string{"fax"}, Channels: channels.Known().With(channels.Declared("fax", channels.Chat))},
		},
	})
	found := find(t, response("text: a, attachment: {type: image}, channel: twilio_voice", "text: b"), lint.Options{})
	if found[0].Severity != diag.Defect {
		t.Errorf("a turn that is lost for certain is a %v", found[0].Severity)
	}
}
