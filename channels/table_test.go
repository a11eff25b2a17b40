package channels_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"nlgserver/channels"
)

// TestKnown holds every entry of the table to its own words.
func TestKnown(t *testing.T) {
	table := channels.Known()
	if n := len(table.All()); n < 25 {
		t.Errorf("%d channels, want all of Rasa's", n)
	}
	seen := map[string]string{}
	for _, c := range table.All() {
		if c.Name != strings.ToLower(c.Name) || c.Title == "" || table.Lookup(c.Name) != c {
			t.Errorf("%q (%s) is not found under its name", c.Name, c.Title)
		}
		if c.Source == "" || c.Verified == strings.HasPrefix(c.Source, "inferred") {
			t.Errorf("%s: read in %q, and verified: %v", c.Name, c.Source, c.Verified)
		}
		if _, err := channels.ParseFamily(string(c.Family)); err != nil {
			t.Errorf("%s: %v", c.Name, err)
		}
		for _, name := range append([]string{c.Name}, c.Aliases...) {
			if other, taken := seen[name]; taken && table.Lookup(name) == nil {
				t.Errorf("%s and %s are both called %s", c.Name, other, name)
			}
			seen[name] = c.Name
		}
		for _, l := range c.Limits {
			checkLimit(t, c, &l)
		}
		for _, f := range c.Forms {
			if f.Effect == "" || f.Why == "" || len(f.Keys)+len(f.Values) == 0 {
				t.Errorf("%s: the form of %s is not complete: %+v", c.Name, f.Of, f)
			}
		}
	}
}

// TestKnownIsACopy: whoever changes a channel changes only its own table.
func TestKnownIsACopy(t *testing.T) {
	c := channels.Known().Lookup("telegram")
	c.Title = "changed"
	c.Handles[channels.Image] = channels.Breaks
	c.ButtonTypes["inline"] = channels.Keyboard
	c.Limits[0].Max = 1
	for i := range c.Limits {
		for j := range c.Limits[i].ButtonTypes {
			c.Limits[i].ButtonTypes[j] = "changed"
		}
	}
	for i := range c.Forms {
		c.Forms[i].Keys[0] = "changed"
	}
	c.Calls[0].Needs[0], c.Calls[0].Knows[0] = "changed", "changed"
	channels.Known().Lookup("facebook").Aliases[0] = "changed"
	if table := channels.Known(); strings.Contains(fmt.Sprintf("%+v %+v", *table.Lookup("telegram"), *table.Lookup("facebook")), "changed") ||
		table.Lookup("telegram").Handling(channels.Image) != channels.Shown || table.Lookup("telegram").Limits[0].Max == 1 {
		t.Error("another table was changed")
	}
}

func checkLimit(t *testing.T, c *channels.Channel, l *channels.Limit) {
	t.Helper()
	if l.Max <= 0 || l.Unit == "" || l.Effect == "" || l.Source == "" {
		t.Errorf("%s: the limit of %s is not complete: %+v", c.Name, l.Of, l)
	}
	if l.Verified && strings.HasPrefix(l.Source, "general knowledge") {
		t.Errorf("%s: the limit of %s is verified by %q", c.Name, l.Of, l.Source)
	}
	isList := !slices.Contains([]string{"text", "title", "subtitle", "payload"}, string(l.Of[strings.LastIndexByte(string(l.Of), '.')+1:]))
	if isList != (l.Unit == channels.Items) {
		t.Errorf("%s: %s is counted in %s", c.Name, l.Of, l.Unit)
	}
}

func TestSuggest(t *testing.T) {
	tests := []struct{ name, want string }{
		{"slak", "slack"},
		{"Slack", "slack"},
		{"Rocket.Chat", "rocketchat"},
		{"twilio-voice", "twilio_voice"},
		{"facebo", "facebook"},
		{"messenger", "facebook"},
		{"whatsapp", "twilio"},
		{"whatsap", "twilio"},
		{"msteams", "botframework"},
		{"telegramm", "telegram"},
		{"websocket", "socketio"},
		{"web", "collector"},
		// Nothing is near.
		{"custom_telegram", ""},
		{"my_channel", ""},
		{"ios", ""},
		{"", ""},
		{"...", ""},
	}
	for _, tt := range tests {
		if got := channels.Known().Suggest(tt.name); got != tt.want {
			t.Errorf("Suggest(%q) = %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestDeclared(t *testing.T) {
	known := channels.Known()
	table := known.With(channels.Declared("kiosk", channels.Web), channels.Declared("phone", channels.Voice), channels.Declared("slack", channels.SMS))
	if known.Lookup("kiosk") != nil || known.Lookup("slack").Own {
		t.Error("a table was changed")
	}
	if len(table.All()) != len(known.All())+2 {
		t.Errorf("%d channels, want two more than %d", len(table.All()), len(known.All()))
	}
	if c := table.Lookup("slack"); !c.Own || c.Family != channels.SMS {
		t.Errorf("the user's own does not take the place of Rasa's: %+v", c)
	}
	if got := table.Suggest("kiosc"); got != "kiosk" {
		t.Errorf("Suggest(kiosc) = %q", got)
	}
	m := message(t, `{"text": "t", "image": "u", "attachment": {"a": 1}, "buttons": `+buttons(30)+`}`)
	if found := channels.Check(table.Lookup("kiosk"), m, nil); len(found) > 0 {
		t.Errorf("nothing is known of a channel of one's own, but %v", found)
	}
	if found := channels.Check(table.Lookup("phone"), m, nil); len(found) != 3 {
		t.Errorf("a voice has no image, buttons or attachment: %v", found)
	}
}

func TestParseFamily(t *testing.T) {
	if _, err := channels.ParseFamily("mail"); err == nil || !strings.Contains(err.Error(), "chat, sms, voice or web") {
		t.Errorf("ParseFamily(mail) = %v", err)
	}
}
