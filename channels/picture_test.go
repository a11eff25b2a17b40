package channels_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"nlgserver/channels"
)

// drawn writes a picture, a line for each message, and what becomes of the turn.
func drawn(p *channels.Picture) []string {
	var lines []string
	for i := range p.Bubbles {
		lines = append(lines, bubble(&p.Bubbles[i]))
	}
	switch {
	case p.Forgotten:
		lines = append(lines, "!! the turn is forgotten")
	case p.Lost:
		lines = append(lines, "!! lost")
	}
	return lines
}

func bubble(b *channels.Bubble) string {
	var parts []string
	if b.Image != "" {
		parts = append(parts, "image "+b.Image)
	}
	if b.Raw != "" {
		parts = append(parts, string(b.RawPart)+" "+b.Raw)
	}
	if b.Text != "" || len(parts) == 0 && b.Cards == nil {
		parts = append(parts, "'"+b.Text+"'")
	}
	for i := range b.Cards {
		parts = append(parts, "card: "+bubble(&b.Cards[i]))
	}
	for _, button := range b.Buttons {
		parts = append(parts, "["+button.Title+"]")
	}
	if b.Buttons != nil {
		parts = append(parts, b.Layout.String())
	}
	if b.Refused {
		parts = append(parts, "(rejected)")
	}
	return strings.Join(parts, " ")
}

const forgotten = "!! the turn is forgotten"

// TestPictures holds what Rasa's channels really send. Each group is a fact of
// Rasa's source or of its client libraries, in the words of docs/channels.md.
func TestPictures(t *testing.T) {
	const (
		image      = `"image": "https://x.org/a.png"`
		attachment = `"attachment": {"type": "file", "payload": {"src": "u"}}`
		card       = `{"title": "A", "subtitle": "b"}`
		spokenDict = "'Attachment: {'type': 'file', 'payload': {'src': 'u'}}'"
	)
	type row struct {
		channels, message string
		picture           []string
		// findings is what the findings of the first channel are.
		findings []string
	}
	for _, group := range []struct {
		fact string
		rows []row
	}{
		{"audiocodes and jambonz raise on images and attachments", []row{
			{"jambonz audiocodes", `{"text": "Hello", ` + image + `}`, []string{"'Hello'", forgotten}, []string{"not-shown image: lost"}},
			{"jambonz audiocodes", `{"text": "Hello", ` + attachment + `}`, []string{"'Hello'", forgotten}, []string{"not-shown attachment: lost"}},
			{"jambonz audiocodes", `{"text": "Hello", "image": "", "attachment": null}`, []string{"'Hello'"}, nil},
			{"audiocodes", `{"text": "Hi", "custom": {"type": "event", "name": "hangup"}}`, []string{"'Hi'", `custom {"type":"event","name":"hangup"}`}, nil},
			{"jambonz", `{"text": "Hi", "custom": {"text": "Bye", "a": 1}}`, []string{"'Hi'", "'Bye'"}, []string{"not-shown custom: written out"}},
			{"jambonz", `{"text": "Hi", "custom": {"a": 1}}`, []string{"'Hi'"}, []string{"wrong-form custom: dropped"}},
		}},
		{"streaming voice channels speak what has no form of its own", []row{
			{
				"browser_audio genesys jambonz_stream audiocodes_stream twilio_media_streams signalwire", `{"text": "Hello", ` + image + `}`,
				[]string{"'Hello'", "'Image: https://x.org/a.png'"},
				[]string{"not-shown image: written out"},
			},
			{"genesys", `{"text": "Hello", ` + attachment + `}`, []string{"'Hello'", spokenDict}, []string{"not-shown attachment: written out"}},
			{"genesys", `{"text": "Hi", "custom": {"b": [1, true, null], "a": "é"}}`, []string{"'Hi'", `'{"b": [1, true, null], "a": "\u00e9"}'`}, []string{"not-shown custom: written out"}},
			{"genesys", `{"text": "a\n\nb "}`, []string{"'a\n\nb '"}, nil},
			{"chirp", `{"text": "Hi", ` + image + `}`, []string{"'Hi'", "'Image: https://x.org/a.png'"}, []string{"not-shown image: written out, unsure"}},
		}},
		{"voice channels of Rasa Pro speak elements and titles, with a full stop only where no sentence ends", []row{
			{"jambonz audiocodes genesys", `{"text": "Cards", "elements": [` + card + `]}`, []string{"'Cards'", "'A : b. '"}, []string{"not-shown elements: written out"}},
			{"jambonz", `{"elements": [{"title": "A", "subtitle": "b!", "buttons": ` + buttons(2) + `}]}`, []string{"'A : b! b0, b1'"}, []string{"not-shown elements: written out"}},
			{"jambonz audiocodes genesys", `{"text": "Really?", "buttons": ` + buttons(2) + `}`, []string{"'Really? b0, b1'"}, []string{"not-shown buttons: written out"}},
			{"jambonz", `{"text": "Pick", "quick_replies": ` + buttons(2) + `}`, []string{"'Pick. b0, b1'"}, []string{"not-shown quick_replies: written out"}},
			{"jambonz", `{"text": "Pick. ", "buttons": ` + buttons(1) + `}`, []string{"'Pick.  b0'"}, []string{"not-shown buttons: written out"}},
			{"jambonz", `{"text": "Pick:", "buttons": ` + buttons(1) + `}`, []string{"'Pick: b0'"}, []string{"not-shown buttons: written out"}},
			{"jambonz", `{"text": "Wait…", "buttons": ` + buttons(1) + `}`, []string{"'Wait…. b0'"}, []string{"not-shown buttons: written out"}},
			{"jambonz", `{"text": "选择。", "buttons": ` + buttons(1) + `}`, []string{"'选择。. b0'"}, []string{"not-shown buttons: written out"}},
			// The full stop comes before the emoji is taken out.
			{"jambonz", `{"text": "Pick 👋", "buttons": ` + buttons(1) + `}`, []string{"'Pick . b0'"}, []string{"emoji text: dropped", "not-shown buttons: written out"}},
			{"jambonz", `{"text": " ", "buttons": ` + buttons(1) + `}`, []string{forgotten}, []string{"not-shown buttons: written out", "no-text buttons: lost"}},
			{"jambonz twilio_voice", `{"text": "Pick", "buttons": [{"title": null, "payload": "/a"}]}`, []string{forgotten}, []string{"not-shown buttons: written out", "wrong-form buttons[0]: lost"}},
			{"jambonz", `{"text": "Pick", "buttons": [{"payload": "/a"}]}`, []string{forgotten}, []string{"not-shown buttons: written out", "wrong-form buttons[0]: lost"}},
		}},
		{"twilio_voice fails at the end of the turn on what has no text", []row{
			{"twilio_voice", `{"text": "Hello", ` + attachment + `}`, []string{"!! lost"}, []string{"not-shown attachment: unsent"}},
			{"twilio_voice", `{"text": "Hello", "custom": {"a": 1}}`, []string{"!! lost"}, []string{"not-shown custom: unsent"}},
			{"twilio_voice", `{"text": "Hello", "buttons": [{"payload": "/a"}]}`, []string{forgotten}, []string{"not-shown buttons: written out", "wrong-form buttons[0]: lost"}},
			{"twilio_voice", `{"text": "a\n\nb", "buttons": ` + buttons(1) + `}`, []string{"'a\n\nb'", "'b0'"}, []string{"not-shown buttons: written out"}},
			{"twilio_voice", `{"text": "a\n\nb", ` + image + `}`, []string{"'a'", "'b'"}, []string{"bubbles text: separated, 2 > 1 items", "not-shown image: dropped"}},
		}},
		{"slack raises on channel in custom", []row{
			{"slack", `{"custom": {"channel": "C024BE91L", "text": "Hello"}}`, []string{forgotten}, []string{"wrong-form custom: lost"}},
			{"slack", `{"text": "Hi", "custom": {"channel": null, "text": "Hello"}, ` + image + `}`, []string{"'Hi'", forgotten}, []string{"wrong-form custom: lost"}},
			{"slack", `{"custom": {"text": "Hello", "unfurl_links": false}}`, []string{`custom {"text":"Hello","unfurl_links":false}`}, nil},
		}},
		{"twilio raises on keys of custom that its library does not know", []row{
			{"twilio", `{"custom": {"text": "hi"}}`, []string{forgotten}, []string{"wrong-form custom.text: lost"}},
			{"twilio", `{"text": "Hi", "custom": {"body": "hi", "from": "+1", "Body": "x"}}`, []string{"'Hi'", forgotten}, []string{"wrong-form custom.from: lost"}},
			{"twilio", `{"custom": {"body": "hi", "media_url": ["u"], "from_": "+1", "content_sid": "s"}}`, []string{`custom {"body":"hi","media_url":["u"],"from_":"+1","content_sid":"s"}`}, nil},
		}},
		{"socketio raises on keys of custom that emit does not take", []row{
			{"socketio", `{"custom": {"data": {"k": 1}, "more": 2}}`, []string{forgotten}, []string{"wrong-form custom.more: lost"}},
			{"socketio", `{"custom": {"data": {"k": 1}, "event": "x"}}`, []string{forgotten}, []string{"wrong-form custom.event: lost"}},
			{"socketio", `{"custom": {"data": {"k": 1}, "namespace": "/x", "to": "r"}}`, []string{`custom {"data":{"k":1},"namespace":"/x","to":"r"}`}, nil},
			{"socketio", `{"text": "a", "custom": {"namespace": "/x"}}`, []string{"'a'"}, []string{"wrong-form custom: dropped"}},
		}},
		{"telegram raises on keys of custom that its library does not know", []row{
			{"telegram", `{"custom": {"text": "hi", "color": "red"}}`, []string{forgotten}, []string{"wrong-form custom.color: lost"}},
			{"telegram", `{"custom": {"text": "hi", "photo": "u"}}`, []string{forgotten}, []string{"wrong-form custom.photo: lost"}},
			{"telegram", `{"custom": {"latitude": 1, "longitude": 2, "title": "t"}}`, []string{forgotten}, []string{"wrong-form custom.title: lost"}},
			{"telegram", `{"custom": {"latitude": 1, "longitude": 2, "title": "t", "address": "a"}}`, []string{`custom {"latitude":1,"longitude":2,"title":"t","address":"a"}`}, nil},
			{"telegram", `{"custom": {"photo": "u", "caption": "c", "parse_mode": "HTML", "chat_id": 7}}`, []string{`custom {"photo":"u","caption":"c","parse_mode":"HTML","chat_id":7}`}, nil},
			{"telegram", `{"custom": {"media": [], "caption": "c"}}`, []string{forgotten}, []string{"wrong-form custom.caption: lost"}},
		}},
		{"telegram sends nothing for a custom of which it makes no call", []row{
			{"telegram", `{"text": "a", "custom": {"latitude": 1.5}}`, []string{"'a'"}, []string{"wrong-form custom: dropped"}},
			{"telegram", `{"custom": {"phone_number": "1"}}`, nil, []string{"wrong-form custom: dropped"}},
			{"telegram", `{"custom": {"text": null}}`, nil, []string{"wrong-form custom: dropped"}},
			{"telegram", `{"custom": {"title": "t", "description": "d", "payload": "p", "provider_token": "x", "start_parameter": "s", "currency": "EUR", "prices": []}}`, nil, []string{"wrong-form custom: dropped"}},
			{"telegram", `{"custom": {"title": "t", "decription": "d", "payload": "p", "provider_token": "x", "start_parameter": "s", "currency": "EUR", "prices": []}}`, []string{
				`custom {"title":"t","decription":"d","payload":"p","provider_token":"x","start_parameter":"s","currency":"EUR","prices":[]}`,
			}, nil},
		}},
		{"telegram reads button_type of buttons only", []row{
			{"telegram", `{"text": "Pick", "button_type": "reply", "quick_replies": ` + buttons(2) + `}`, []string{"'Pick' [b0] [b1] row"}, nil},
			{"telegram", `{"text": "Pick", "button_type": "inline_url", "quick_replies": ` + buttons(2) + `}`, []string{"'Pick' [b0] [b1] row"}, nil},
			{"telegram", `{"text": "Pick", "button_type": "reply", "buttons": ` + buttons(2) + `}`, []string{"'Pick' [b0] [b1] keyboard"}, nil},
			{"telegram", `{"text": "Pick", "button_type": "vertical", "elements": [{"title": "t", "buttons": ` + buttons(2) + `}]}`, []string{"'Pick'", "'t : ' [b0] [b1] row"}, []string{"not-shown elements: written out"}},
			{"telegram", `{"text": "Pick", "button_type": "inline_url", ` + image + `, "buttons": [{"title": "More", "url": "u"}]}`, []string{"image https://x.org/a.png"}, []string{"wrong-form button_type: dropped"}},
			{"telegram", `{"text": "a\n\nb", "button_type": "", "buttons": ` + buttons(2) + `}`, nil, []string{"wrong-form button_type: dropped"}},
			{"telegram", `{"text": "Pick", "button_type": null, "buttons": ` + buttons(2) + `}`, nil, []string{"wrong-form button_type: dropped"}},
			{"telegram", `{"text": "Pick", "button_type": "reply", "buttons": [{"payload": "/a"}]}`, []string{forgotten}, []string{"wrong-form buttons[0]: lost"}},
			{"telegram", `{"text": "Pick", "button_type": "reply", "buttons": [{"title": "A"}]}`, []string{"'Pick' [A] keyboard"}, nil},
		}},
		{"hangouts makes the turn one message", []row{
			{"hangouts", `{"text": "Here\n\nit is", ` + attachment + `}`, []string{"'Here\n\nit is'", forgotten}, []string{"wrong-form attachment: lost"}},
			{"hangouts", `{"text": "", ` + attachment + `}`, []string{`attachment {"type":"file","payload":{"src":"u"}} (rejected)`}, []string{"wrong-form attachment: refused, unsure"}},
			{"hangouts", `{"text": "a", "custom": {"text": "b"}}`, []string{"'a b'"}, nil},
			{"hangouts", `{"text": "a", "custom": {"text": "b"}, ` + attachment + `}`, []string{"'a b'", forgotten}, []string{"wrong-form attachment: lost"}},
			{"hangouts", `{"text": "a", ` + image + `}`, []string{"card: 'a' card: image https://x.org/a.png"}, nil},
			{"hangouts", `{"text": "a", ` + image + `, "elements": [` + card + `]}`, []string{"card: 'a' card: image https://x.org/a.png", forgotten}, []string{"not-shown elements: lost"}},
			{"hangouts", `{"text": "a", "buttons": ` + buttons(1) + `, "custom": {"cards": [1]}}`, []string{`card: 'a' [b0] row card: custom {"cards":[1]}`}, nil},
			{"hangouts", `{"text": "a", "custom": {"text": "", "cards": []}}`, []string{"'a'", forgotten}, []string{"wrong-form custom: lost"}},
			{"hangouts", `{"text": "a", "buttons": [{"title": "b"}]}`, []string{forgotten}, []string{"wrong-form buttons[0]: lost"}},
		}},
		{"facebook's library raises on quick replies", []row{
			{"facebook", `{"text": "Pick", "quick_replies": ` + buttons(12) + `}`, []string{forgotten}, []string{"too-many quick_replies: lost, 12 > 11 items"}},
			{"facebook", `{"text": "Pick", "quick_replies": [{"title": "A", "payload": "` + strings.Repeat("p", 1000) + `"}]}`, []string{"'Pick' [A] below"}, nil},
			{"facebook", `{"text": "Pick", "quick_replies": [{"title": "A", "payload": "` + strings.Repeat("p", 1001) + `"}]}`, []string{forgotten}, []string{"too-long quick_replies[0].payload: lost, 1001 > 1000 characters"}},
			{"facebook", `{"text": "Pick", "quick_replies": [{"title": "A", "payload": "/a", "content_type": "phone"}]}`, []string{forgotten}, []string{"wrong-form quick_replies[0].content_type: lost"}},
			{"facebook", `{"text": "Pick", "quick_replies": [{"title": "A", "payload": "/a", "content_type": "location"}, {"title": "B", "payload": "/b", "content_type": null}]}`, []string{"'Pick' [A] [B] below"}, nil},
			{"facebook", `{"text": "Pick", "quick_replies": [{"title": "A"}]}`, []string{forgotten}, []string{"wrong-form quick_replies[0]: lost"}},
		}},
		{"all elements are one message on facebook and rocketchat", []row{
			{"facebook", `{"elements": [` + card + `, {"title": "B", "buttons": ` + buttons(1) + `}]}`, []string{"card: 'A\nb' card: 'B' [b0] column"}, nil},
			{"facebook", `{"elements": [` + card + `, ` + card + `]}`, []string{"card: 'A\nb' card: 'A\nb'"}, nil},
			{"facebook", `{"elements": [` + card + `]}`, []string{"'A\nb'"}, nil},
			{"rocketchat", `{"elements": [{"title": "A"}, {"title": "B"}]}`, []string{`elements [{"title":"A"},{"title":"B"}]`}, nil},
			{"botframework socketio", `{"elements": [{"text": "A"}, {"text": "B"}]}`, []string{`elements {"text":"A"}`, `elements {"text":"B"}`}, nil},
		}},
		{"elements take the way of buttons, neither split nor stripped", []row{
			{"slack telegram mattermost collector", `{"elements": [{"title": " A\n\nB", "subtitle": "c "}]}`, []string{"' A\n\nB : c '"}, []string{"not-shown elements: written out"}},
			{"twilio_voice", `{"elements": [{"title": " A\n\nB", "subtitle": "c "}]}`, []string{"' A\n\nB : c '"}, []string{"not-shown elements: written out"}},
			{"twilio webexteams", `{"elements": [{"title": " A\n\nB", "subtitle": "c "}]}`, []string{"'A'", "'B : c'"}, []string{"not-shown elements: written out"}},
			{"slack", `{"elements": [{"title": "A\n\nB", "buttons": ` + buttons(6) + `}]}`, []string{"'A'", "'B :'"}, []string{"not-shown elements: written out", "too-many elements[0].buttons: dropped, 6 > 5 items"}},
			{"slack", `{"elements": [{"title": null}]}`, []string{"'None : '"}, []string{"not-shown elements: written out"}},
		}},
		{"null buttons of an element raise", []row{
			{"slack telegram mattermost", `{"elements": [` + card + `, {"title": "B", "buttons": null}, ` + card + `]}`, []string{"'A : b'", forgotten}, []string{"not-shown elements: written out", "wrong-form elements[1].buttons: lost"}},
			{"jambonz genesys", `{"elements": [{"title": "B", "buttons": null}]}`, []string{forgotten}, []string{"not-shown elements: written out", "wrong-form elements[0].buttons: lost"}},
			{"slack", `{"elements": [{"title": "B", "buttons": {"title": "C"}}]}`, []string{forgotten}, []string{"not-shown elements: written out", "wrong-form elements[0].buttons: lost"}},
			{"twilio webexteams", `{"elements": [{"title": "B", "subtitle": "c", "buttons": null}, ` + card + `]}`, []string{"'B : c'", forgotten}, []string{"not-shown elements: written out", "wrong-form elements[0].buttons: lost"}},
			{"facebook twilio_voice", `{"elements": [` + card + `, {"title": "B", "buttons": null}]}`, []string{forgotten}, []string{"wrong-form elements[1].buttons: lost"}},
			{"collector", `{"elements": [{"title": "B", "buttons": null}]}`, []string{"'B : '"}, []string{"not-shown elements: written out"}},
			{"rocketchat", `{"elements": [{"title": "B", "buttons": null}]}`, []string{`elements [{"title":"B","buttons":null}]`}, nil},
		}},
		{"too many buttons without a text raise", []row{
			{"slack", `{"custom": {"text": "c"}, "buttons": ` + buttons(6) + `}`, []string{forgotten}, []string{"no-text buttons: lost", "too-many buttons: dropped, 6 > 5 items"}},
			{"slack", `{"custom": {"text": "c"}, "quick_replies": ` + buttons(6) + `}`, []string{forgotten}, []string{"no-text quick_replies: lost", "too-many quick_replies: dropped, 6 > 5 items"}},
			{"facebook", `{"buttons": ` + buttons(4) + `}`, []string{forgotten}, []string{"no-text buttons: lost", "too-many buttons: dropped, 4 > 3 items"}},
			{"facebook", `{"buttons": ` + buttons(3) + `}`, []string{"'' [b0] [b1] [b2] column (rejected)"}, []string{"no-text buttons: refused, unsure"}},
			{"socketio twilio", `{"buttons": ` + buttons(1) + `}`, []string{forgotten}, []string{"no-text buttons: lost"}},
		}},
		{"buttons as lines of text are what Python's json.dumps makes of them", []row{
			{"twilio webexteams", `{"text": " Pick ", "buttons": [{"title": "A", "payload": "", "d": {"z": 1, "a": [1, 2]}, "n": "é"}]}`, []string{
				"'Pick'", `'1: A () - {"d": {"a": [1, 2], "z": 1}, "n": "\u00e9"}'`,
			}, []string{"not-shown buttons: written out"}},
			{"twilio", `{"text": "Pick", "buttons": [{"payload": "/a"}, {"title": "B "}, {"title": " C\n\nD", "payload": null}]}`, []string{
				"'Pick'", "'1:  (/a)'", "'2: B'", "'3:  C'", "'D (None)'",
			}, []string{"not-shown buttons: written out"}},
			{"twilio", `{"text": "Pick", "quick_replies": [{"title": "A", "x": "😀\u0007\"/\\\u007f", "f": 1.0, "t": true, "e": {}, "l": []}]}`, []string{
				"'Pick'", `'1: A - {"e": {}, "f": 1.0, "l": [], "t": true, "x": "\ud83d\ude00\u0007\"/\\\u007f"}'`,
			}, []string{"not-shown quick_replies: written out"}},
		}},
		{"webex needs a room of its own spelling", []row{
			{"webexteams", `{"custom": {"markdown": "**a**"}}`, []string{`custom {"markdown":"**a**"} (rejected)`}, []string{"wrong-form custom: refused, unsure"}},
			{"webexteams", `{"custom": {"markdown": "**a**", "toPersonId": "x"}}`, []string{`custom {"markdown":"**a**","toPersonId":"x"}`}, nil},
		}},
		{"a client library that raises when the platform rejects a message", []row{
			{"telegram", `{"text": "t", "buttons": [{"title": "t", "payload": "` + strings.Repeat("x", 65) + `"}], ` + image + `}`, []string{"'t' [t] row (rejected)", forgotten}, []string{"too-long buttons[0].payload: refused, 65 > 64 bytes"}},
			{"slack", `{"text": "` + strings.Repeat("x", 3001) + `", "buttons": ` + buttons(1) + `, ` + image + `}`, []string{"'" + strings.Repeat("x", 3001) + "' [b0] row (rejected)", forgotten}, []string{"too-long text: refused, 3001 > 3000 characters"}},
			{"twilio", `{"text": "` + strings.Repeat("x", 1601) + `", ` + image + `}`, []string{"'" + strings.Repeat("x", 1601) + "' (rejected)", "image https://x.org/a.png"}, []string{"too-long text: refused, 1601 > 1600 characters"}},
		}},
		{"keys that are arguments already raise", []row{
			{"slack collector", `{"text": "t", "recipient_id": "x"}`, []string{forgotten}, []string{"reserved recipient_id: lost"}},
			{"collector", `{"text": "t", "custom": {"a": 1}, "json_message": 1}`, []string{"'t'", forgotten}, []string{"reserved json_message: lost"}},
		}},
		{"what Rasa's client rejects is silence, and the turn goes on", []row{
			{"slack", `{"text": "t", "attachment": "https://x.org/a.pdf"}`, []string{"!! lost"}, []string{"wrong-type attachment: lost"}},
		}},
	} {
		t.Run(group.fact, func(t *testing.T) {
			for _, r := range group.rows {
				for i, name := range strings.Fields(r.channels) {
					p := channels.PictureOf(channels.Known().Lookup(name), message(t, r.message))
					var found []string
					for _, f := range p.Findings {
						found = append(found, short(f))
					}
					if diff := cmp.Diff(r.findings, found); diff != "" && i == 0 {
						t.Errorf("%s: %s: findings (-want +got):\n%s", name, r.message, diff)
					}
					if diff := cmp.Diff(r.picture, drawn(&p)); diff != "" {
						t.Errorf("%s: %s: picture (-want +got):\n%s", name, r.message, diff)
					}
				}
			}
		})
	}
}
