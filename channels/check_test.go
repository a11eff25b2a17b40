package channels_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"nlgserver/channels"
	"nlgserver/internal/python"
)

// message reads a reply.
func message(t *testing.T, text string) python.Value {
	t.Helper()
	v, err := python.ParseJSON(text)
	if err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return v
}

// buttons writes n buttons.
func buttons(n int) string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprintf(`{"title": "b%d", "payload": "/p%d"}`, i, i)
	}
	return "[" + strings.Join(all, ", ") + "]"
}

// short writes a finding in a line: rule, place, effect and numbers.
func short(f channels.Finding) string {
	s := fmt.Sprintf("%s %s: %s", f.Rule, f.Path, f.Effect)
	if f.Unit != "" {
		s += fmt.Sprintf(", %d > %d %s", f.Actual, f.Limit, f.Unit)
	}
	if f.AtLeast {
		s += " at least"
	}
	if !f.Certain {
		s += ", unsure"
	}
	return s
}

func TestCheck(t *testing.T) {
	long := strings.Repeat("x", 70)
	tests := []struct {
		name, channel, message string
		want                   []string
	}{
		// Numbers of buttons.
		{"slack's five", "slack", `{"text": "t", "buttons": ` + buttons(5) + `}`, nil},
		{"six on slack", "slack", `{"text": "t", "buttons": ` + buttons(6) + `}`, []string{"too-many buttons: dropped, 6 > 5 items"}},
		{"facebook's three", "facebook", `{"text": "t", "buttons": ` + buttons(3) + `}`, nil},
		{"four on facebook", "facebook", `{"text": "t", "buttons": ` + buttons(4) + `}`, []string{"too-many buttons: dropped, 4 > 3 items"}},
		{"quick replies are real on facebook", "facebook", `{"text": "t", "quick_replies": ` + buttons(11) + `}`, nil},
		{"twelve of them", "facebook", `{"text": "t", "quick_replies": ` + buttons(12) + `}`, []string{"too-many quick_replies: lost, 12 > 11 items"}},
		{"and are buttons on slack", "slack", `{"text": "t", "quick_replies": ` + buttons(6) + `}`, []string{"too-many quick_replies: dropped, 6 > 5 items"}},
		{"they hide buttons", "facebook", `{"text": "t", "quick_replies": ` + buttons(1) + `, "buttons": ` + buttons(9) + `}`, []string{"hides-buttons buttons: dropped"}},
		{"empty lists are none", "facebook", `{"text": "t", "quick_replies": [], "buttons": []}`, nil},
		{"telegram's row", "telegram", `{"text": "t", "buttons": ` + buttons(9) + `}`, []string{"too-many buttons: cut, 9 > 8 items, unsure"}},
		{"a column holds more", "telegram", `{"text": "t", "button_type": "vertical", "buttons": ` + buttons(9) + `}`, nil},
		{"buttons of elements", "slack", `{"elements": [{"title": "e", "buttons": ` + buttons(6) + `}]}`, []string{
			"not-shown elements: written out", "too-many elements[0].buttons: dropped, 6 > 5 items",
		}},

		// Lengths, each in its platform's unit.
		{"twenty letters", "facebook", `{"text": "t", "buttons": [{"title": "12345678901234567890", "payload": "/p"}]}`, nil},
		{"twenty-one", "facebook", `{"text": "t", "buttons": [{"title": "123456789012345678901", "payload": "/p"}]}`, []string{"too-long buttons[0].title: cut, 21 > 20 characters"}},
		{"twenty letters of more bytes", "facebook", `{"text": "t", "buttons": [{"title": "አማርኛአማርኛአማርኛአማርኛአማርኛ", "payload": "/p"}]}`, nil},
		{"64 bytes", "telegram", `{"text": "t", "buttons": [{"title": "t", "payload": "` + long[:64] + `"}]}`, nil},
		{"65 bytes", "telegram", `{"text": "t", "buttons": [{"title": "t", "payload": "` + long[:65] + `"}]}`, []string{"too-long buttons[0].payload: refused, 65 > 64 bytes"}},
		{"33 letters of two bytes", "telegram", `{"text": "t", "buttons": [{"title": "t", "payload": "` + strings.Repeat("é", 33) + `"}]}`, []string{"too-long buttons[0].payload: refused, 66 > 64 bytes"}},
		{"no byte at all", "telegram", `{"text": "t", "buttons": [{"title": "t", "payload": ""}]}`, []string{"wrong-form buttons[0].payload: refused"}},
		{"a reply keyboard sends titles", "telegram", `{"text": "t", "button_type": "reply", "buttons": [{"title": "t", "payload": "` + long + `"}, {"title": "u"}]}`, nil},
		{"UTF-16 units", "telegram", `{"text": "` + strings.Repeat("😀", 2049) + `"}`, []string{"too-long text: refused, 4098 > 4096 UTF-16 units"}},
		{"each message counts alone", "telegram", `{"text": "` + strings.Repeat("a", 4096) + `\n\n` + strings.Repeat("b", 4096) + `"}`, []string{"bubbles text: separated, 2 > 1 items"}},
		{"bytes on webex", "webexteams", `{"text": "` + strings.Repeat("é", 3720) + `"}`, []string{"too-long text: refused, 7440 > 7439 bytes"}},
		{"text beside buttons", "facebook", `{"text": "` + strings.Repeat("a", 641) + `", "buttons": ` + buttons(1) + `}`, []string{"too-long text: refused, 641 > 640 characters"}},
		{"text beside none", "facebook", `{"text": "` + strings.Repeat("a", 641) + `"}`, nil},
		{"text beside buttons that are dropped", "facebook", `{"text": "` + strings.Repeat("a", 641) + `", "buttons": ` + buttons(4) + `}`, []string{"too-many buttons: dropped, 4 > 3 items"}},

		// Blank lines.
		{"one message", "slack", `{"text": "\n\na\nb\n\n"}`, nil},
		{"three", "slack", `{"text": "a\n\nb\n\nc"}`, []string{"bubbles text: separated, 3 > 1 items"}},
		{"whole beside buttons", "slack", `{"text": "a\n\nb", "buttons": ` + buttons(1) + `}`, nil},
		{"not where they are dropped", "slack", `{"text": "a\n\nb", "buttons": ` + buttons(6) + `}`, []string{"bubbles text: separated, 2 > 1 items", "too-many buttons: dropped, 6 > 5 items"}},
		{"nor on socketio", "socketio", `{"text": "a\n\nb", "buttons": ` + buttons(1) + `}`, []string{"bubbles text: separated, 2 > 1 items"}},
		{"never on hangouts", "hangouts", `{"text": "a\n\nb"}`, nil},

		// What breaks Rasa.
		{"attachment by voice", "twilio_voice", `{"text": "t", "attachment": {"type": "image"}}`, []string{"not-shown attachment: unsent"}},
		{"custom by voice", "twilio_voice", `{"text": "t", "custom": {"a": 1}}`, []string{"not-shown custom: unsent"}},
		{"image by voice", "twilio_voice", `{"text": "t", "image": "u"}`, []string{"not-shown image: dropped"}},
		{"buttons by voice", "twilio_voice", `{"text": "t", "buttons": [{"title": "a"}]}`, []string{"not-shown buttons: written out"}},
		{"emoji by voice", "twilio_voice", `{"text": "Hi 👋"}`, []string{"emoji text: written out"}},
		{"elements on hangouts", "hangouts", `{"text": "t", "elements": [{"title": "e"}]}`, []string{"not-shown elements: lost"}},
		{"half a button on hangouts", "hangouts", `{"text": "t", "buttons": [{"title": "a"}]}`, []string{"wrong-form buttons[0]: lost"}},
		{"half a button on slack", "slack", `{"text": "t", "buttons": [{"payload": "/a"}]}`, []string{"wrong-form buttons[0]: lost"}},
		{"half a button over REST", "collector", `{"text": "t", "buttons": [{"title": "a", "url": "u"}]}`, nil},
		{"a hero card's button", "botframework", `{"text": "t", "buttons": [{"title": "a", "payload": "/a"}]}`, []string{"wrong-form buttons[0]: dropped, unsure"}},
		{"as it should be", "botframework", `{"text": "t", "buttons": [{"type": "imBack", "title": "a", "value": "/a"}]}`, nil},
		{"half a button that is dropped", "slack", `{"text": "t", "buttons": [{}, {}, {}, {}, {}, {}]}`, []string{"too-many buttons: dropped, 6 > 5 items"}},
		{"a button_type that is none", "telegram", `{"text": "t", "button_type": "grid", "buttons": ` + buttons(1) + `}`, []string{"wrong-form button_type: dropped"}},
		{"which nobody reads", "telegram", `{"text": "t", "button_type": "grid"}`, nil},
		{"custom without text", "rocketchat", `{"custom": {"emoji": ":x:"}}`, []string{"wrong-form custom: lost"}},
		{"custom that telegram cannot place", "telegram", `{"custom": {"foo": 1}}`, []string{"wrong-form custom: dropped"}},
		{"custom that it can", "telegram", `{"custom": {"photo": "u"}}`, nil},
		{"channel beside an attachment", "slack", `{"text": "t", "attachment": {"a": 1}, "channel": "slack"}`, []string{"wrong-form attachment: lost"}},
		{"channel beside none", "slack", `{"text": "t", "channel": "slack"}`, nil},
		{"buttons without text", "twilio", `{"custom": {"body": "b"}, "buttons": ` + buttons(1) + `}`, []string{"not-shown buttons: written out", "no-text buttons: lost"}},
		{"and over REST", "collector", `{"custom": {"body": "b"}, "buttons": ` + buttons(1) + `}`, nil},
		{"an empty text on telegram", "telegram", `{"text": "", "buttons": ` + buttons(1) + `}`, []string{"no-text buttons: refused, unsure"}},
		{"attachment on telegram", "telegram", `{"attachment": {"type": "file"}}`, []string{"not-shown attachment: written out"}},
		{"what was not read is unsure", "chirp", `{"text": "t", "image": "u"}`, []string{"not-shown image: written out, unsure"}},

		// Replies that are none.
		{"silence", "slack", `{}`, nil},
		{"a list", "slack", `[]`, nil},
		{"lists of other things", "slack", `{"text": 1, "buttons": ["a", null, [1]], "elements": 3}`, []string{"no-text buttons: refused, unsure", "not-shown elements: written out"}},
	}
	for _, tt := range tests {
		t.Run(tt.channel+"/"+tt.name, func(t *testing.T) {
			var got []string
			for _, f := range channels.Check(channels.Known().Lookup(tt.channel), message(t, tt.message), nil) {
				got = append(got, short(f))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestCheckUnfilled counts only the part of a text with variables that is
// certain to be there.
func TestCheckUnfilled(t *testing.T) {
	tests := []struct {
		name, title string
		fixed       channels.Fixed
		want        []string
	}{
		{"within", "{name}, {city}, {street}!", channels.Fixed{Text: ", , !", Open: true}, nil},
		{
			"beyond whatever the variable is", "Tell me about {name} and others",
			channels.Fixed{Text: "Tell me about  and others", Open: true},
			[]string{"too-long buttons[0].title: cut, 25 > 20 characters at least"},
		},
		{
			"doubled braces are braces", "{{{{{{{{{{{{{{{{{{{{ten of them",
			channels.Fixed{Text: "{{{{{{{{{{ten of them"},
			[]string{"too-long buttons[0].title: cut, 21 > 20 characters"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := python.OfDict(python.DictOf("text", python.Str("t"), "buttons", python.List(python.OfDict(python.DictOf("title", python.Str(tt.title))))))
			var got []string
			for _, f := range channels.Check(channels.Known().Lookup("facebook"), m, channels.Unfilled{"buttons[0].title": tt.fixed}) {
				got = append(got, short(f))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestCheckReply(t *testing.T) {
	tests := []struct {
		message string
		want    []string
	}{
		{`{}`, nil},
		{`{"text": "t", "buttons": null, "image": null, "attachment": null, "id": null, "metadata": 7}`, nil},
		{`null`, []string{"wrong-type : lost"}},
		{`["t"]`, []string{"wrong-type : lost"}},
		{`{"text": null}`, []string{"wrong-type text: lost"}},
		{`{"custom": null}`, []string{"wrong-type custom: lost"}},
		{`{"custom": [1]}`, []string{"wrong-type custom: lost"}},
		{`{"attachment": "https://example.com/a.png"}`, []string{"wrong-type attachment: lost"}},
		{`{"buttons": [{"title": "a"}, "b"]}`, []string{"wrong-type buttons[1]: lost"}},
		{`{"elements": {"title": "a"}}`, []string{"wrong-type elements: lost"}},
		{`{"text": "t", "recipient_id": "x"}`, []string{"reserved recipient_id: lost"}},
		{`{"text": "t", "json_message": "x"}`, nil},
		{`{"custom": {"a": 1}, "json_message": "x"}`, []string{"reserved json_message: lost"}},
	}
	for _, tt := range tests {
		t.Run(tt.message, func(t *testing.T) {
			var got []string
			for _, f := range channels.CheckReply(message(t, tt.message)) {
				got = append(got, short(f))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
