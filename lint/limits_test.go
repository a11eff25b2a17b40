package lint_test

import (
	"slices"
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
}

// TestLostTurns: what makes Rasa forget a turn is an error on a channel that is
// named, and the message says so. What is merely not shown is a warning.
func TestLostTurns(t *testing.T) {
	buttons := "buttons: [" + strings.TrimSuffix(strings.Repeat("{title: a, payload: /a}, ", 6), ", ") + "]"
	on := func(names ...string) lint.Options { return lint.Options{For: names} }
	for _, tt := range []struct {
		name, variation string
		opts            lint.Options
		severity        diag.Severity
		says, hint      string
	}{
		{"an image on jambonz", "text: a, image: u, channel: jambonz", lint.Options{}, diag.Defect, "forgets the turn (the user's message, slots, and events)", "change it to what jambonz supports"},
		{"where it may be sent", "text: a, image: u", on("jambonz"), diag.Defect, "forgets the turn", "change it to what jambonz supports"},
		{"where it may be sent, among others", "text: a, image: u", on("jambonz", "genesys"), diag.Defect, "forgets the turn", "add a variation with `channel: jambonz` that fits"},
		{"an image that is spoken", "text: a, image: u, channel: genesys", lint.Options{}, diag.Warning, "reads out the address of the image", ""},
		{"an attachment by phone", "text: a, attachment: {type: image}, channel: twilio_voice", lint.Options{}, diag.Defect, "nothing of the turn is said", ""},
		{"an image by phone", "text: a, image: u, channel: twilio_voice", lint.Options{}, diag.Warning, "does not show the image", ""},
		{"too many buttons", "text: a, " + buttons, on("slack"), diag.Warning, "drops all 6", ""},
		{"and no text", "custom: {text: a}, channel: slack, " + buttons, lint.Options{}, diag.Defect, "forgets the turn", "add `text"},
		{"too many quick replies", "text: a, quick_" + strings.Replace(strings.Repeat(buttons, 1), "buttons: [", "replies: ["+strings.Repeat("{title: a, payload: /a}, ", 6), 1), on("facebook"), diag.Defect, "fails on more than 11 quick replies (there are 12)", ""},
		{"a key of custom", "channel: twilio, custom: {body: a, color: red}", lint.Options{}, diag.Defect, "does not know color", "remove `color` from `custom`"},
		{"of a custom for another channel", "custom: {body: a, color: red}", on("twilio"), diag.Defect, "does not know color", "change it to what twilio supports"},
		{"channel in custom", "channel: slack, custom: {channel: C1, text: a}", lint.Options{}, diag.Defect, "has the key \"channel\"", "remove `channel` from `custom`"},
		{"a lone latitude", "channel: telegram, custom: {latitude: 1}", lint.Options{}, diag.Warning, "lacks longitude", ""},
		{"custom without text", "channel: rocketchat, custom: {emoji: a}", lint.Options{}, diag.Defect, "it has no text", ""},
		{"null buttons", "text: a, elements: [{title: b, buttons: null}]", on("slack"), diag.Defect, "a list, not null", "remove `buttons` from this element"},
		{"a content type", "text: a, quick_replies: [{title: b, payload: /b, content_type: phone}]", on("facebook"), diag.Defect, "neither text nor location", "write `content_type: text`"},
		{"a place without a title", "text: a, quick_replies: [{content_type: location}]", on("facebook"), diag.Defect, "has no title and no payload", ""},
		{"a link on a channel that reads the payload", "text: a, buttons: [{title: b, url: u}]", on("slack"), diag.Defect, "has no payload", ""},
		{"a button of an element", "text: a, elements: [{title: b, buttons: [{title: c, url: u}]}]", on("slack"), diag.Defect, "has no payload", ""},
		{"what the platform rejects", "text: a, buttons: [{title: b, payload: /" + strings.Repeat("x", 64) + "}]", on("telegram"), diag.Defect, "this one has 65); then Rasa raises an error", ""},
		{"what one of several fails on", "text: a, " + buttons + ", attachment: {type: file}", on("hangouts", "slack"), diag.Warning, "drops all 6", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			found := find(t, response(tt.variation, "text: b"), tt.opts)
			i := slices.IndexFunc(found, func(d diag.Diagnostic) bool { return strings.Contains(d.Message, tt.says) })
			if i < 0 {
				t.Fatalf("not found: %v", found)
			}
			if found[i].Severity != tt.severity || !strings.Contains(found[i].Hint, tt.hint) {
				t.Errorf("a %v: %s (%s)", found[i].Severity, found[i].Message, found[i].Hint)
			}
			if lost := strings.Contains(found[i].Message, "forgets the turn") || strings.Contains(found[i].Message, "nothing of the turn"); lost != (tt.severity == diag.Defect) {
				t.Errorf("a %v: %s", found[i].Severity, found[i].Message)
			}
		})
	}
}
