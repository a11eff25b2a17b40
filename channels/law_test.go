package channels_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nlgserver/channels"
	"nlgserver/internal/python"
)

// anyChannel draws one of Rasa's channels.
func anyChannel(t *rapid.T) *channels.Channel {
	return rapid.SampledFrom(channels.Known().All()).Draw(t, "channel")
}

// anyReply draws a reply of the kinds that Rasa's client takes.
func anyReply(t *rapid.T) *python.Dict {
	text := rapid.StringOf(rapid.RuneFrom([]rune("ab \n\n{}é😀")))
	choice := rapid.Custom(func(t *rapid.T) python.Value {
		d := python.NewDict(2)
		for _, key := range []string{"title", "payload", "url"} {
			if rapid.Bool().Draw(t, key) {
				d.Set(key, python.Str(text.Draw(t, "value")))
			}
		}
		return python.OfDict(d)
	})
	list := rapid.Map(rapid.SliceOfN(choice, 0, 15), func(items []python.Value) python.Value { return python.List(items...) })
	reply := python.NewDict(4)
	for key, draw := range map[string]func() python.Value{
		"text":          func() python.Value { return python.Str(text.Draw(t, "text")) },
		"image":         func() python.Value { return python.Str(text.Draw(t, "image")) },
		"buttons":       func() python.Value { return list.Draw(t, "buttons") },
		"quick_replies": func() python.Value { return list.Draw(t, "quick replies") },
		"elements":      func() python.Value { return list.Draw(t, "elements") },
		"attachment":    func() python.Value { return choice.Draw(t, "attachment") },
		"custom":        func() python.Value { return choice.Draw(t, "custom") },
		"button_type": func() python.Value {
			return python.Str(rapid.SampledFrom([]string{"reply", "vertical", "x"}).Draw(t, "type"))
		},
	} {
		if rapid.Bool().Draw(t, "has "+key) {
			reply.Set(key, draw())
		}
	}
	return reply
}

// TestPictureLaws: whatever the reply, a picture has as many messages as the
// split counts, and what Rasa sends is not silently missing.
func TestPictureLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, reply := anyChannel(t), anyReply(t)
		p := channels.PictureOf(c, python.OfDict(reply))
		for _, f := range p.Findings {
			if f.Rule == channels.Bubbles && !p.Lost && len(p.Bubbles) < f.Actual {
				t.Fatalf("%d messages are found, and %d drawn", f.Actual, len(p.Bubbles))
			}
			if f.Effect == channels.Lost && !p.Lost && !strings.HasPrefix(f.Path, "elements[") {
				t.Fatalf("%s: %s, but the picture is whole", f.Path, f.Message)
			}
		}
		text, _ := reply.Get("text")
		if words := strings.Fields(strings.Map(noEmoji, text.Str())); text.Truth() && len(words) > 0 && len(p.Bubbles) > 0 && !p.Lost {
			if !strings.Contains(strings.Map(noEmoji, p.Bubbles[0].Text), words[0]) {
				t.Fatalf("the text %q does not begin the first message, %q", text.Str(), p.Bubbles[0].Text)
			}
		}
	})
}

func noEmoji(r rune) rune {
	if r == '😀' {
		return -1
	}
	return r
}

// TestCheckLaws: a shorter list or text never has more findings of its kind.
func TestCheckLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, reply := anyChannel(t), anyReply(t)
		buttons, _ := reply.Get("buttons")
		items := buttons.Items()
		if len(items) == 0 {
			return
		}
		before := tooMany(channels.Check(c, python.OfDict(reply), nil))
		reply.Set("buttons", python.List(items[:len(items)-1]...))
		if after := tooMany(channels.Check(c, python.OfDict(reply), nil)); after > before {
			t.Fatalf("%d findings with %d buttons, %d with one less", before, len(items), after)
		}
	})
}

func tooMany(found []channels.Finding) int {
	n := 0
	for _, f := range found {
		if f.Rule == channels.TooMany && f.Path == "buttons" {
			n++
		}
	}
	return n
}
