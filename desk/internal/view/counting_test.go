package view_test

import (
	"fmt"
	"strings"
	"testing"

	"nlgserver/desk/internal/view"
	"nlgserver/nlg"
)

func TestCount(t *testing.T) {
	content := `version: "3.1"
responses:
  utter_a:
  - text: "Hello {name}"
    translation: {de: "Grüezi"}
  - text: "Hi"
    channel: facebook
    buttons:
    - {title: "Yes", payload: /y, translation: {de: {title: "Jawohl"}}}
`
	c, found := view.Open(t.Context(), view.Sources{Files: []nlg.File{{Path: "a.yml", Data: []byte(content)}}}, view.Options{})
	if c == nil {
		t.Fatal(found)
	}
	const facebook = " | 2 text 2/640 characters on Facebook Messenger | 2 buttons[0].title 3/20 characters on Facebook Messenger cut | 2 buttons[0].title de 6/20 characters on Facebook Messenger cut"
	tests := []struct{ channel, want string }{
		{"", strings.TrimPrefix(facebook, " | ")},
		{"collector", strings.TrimPrefix(facebook, " | ")},
		{"no such channel", strings.TrimPrefix(facebook, " | ")},
		{"twilio", "1 text 5+/1600 characters on Twilio | 1 text de 6/1600 characters on Twilio" + facebook},
		{"webexteams", "1 text 5+/7439 bytes on Cisco Webex | 1 text de 7/7439 bytes on Cisco Webex" + facebook},
	}
	for _, test := range tests {
		t.Run(test.channel, func(t *testing.T) {
			r, _ := c.Response("utter_a")
			c.Count(r, test.channel)
			var got []string
			for _, number := range []int{1, 2} {
				for _, v := range r.Variations {
					if v.Number != number {
						continue
					}
					list := v.Texts
					for _, b := range v.Buttons {
						list = append(list, b.Titles...)
					}
					for _, text := range list {
						if n := text.Count; n != nil {
							got = append(got, counted(v.Number, text, n))
						}
					}
				}
			}
			if all := strings.Join(got, " | "); all != test.want {
				t.Errorf("got  %s\nwant %s", all, test.want)
			}
		})
	}
}

func counted(number int, text view.Text, n *view.Count) string {
	where, plus, cut := text.Path, "", ""
	if text.Language != "" {
		where += " " + text.Language
	}
	if n.Open {
		plus = "+"
	}
	if n.Cut {
		cut = " cut"
	}
	return fmt.Sprintf("%d %s %d%s/%d %s on %s%s", number, where, n.Count, plus, n.Limit, n.Unit, n.Channel, cut)
}
