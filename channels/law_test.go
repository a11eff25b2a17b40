package channels_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nlgserver/channels"
	"nlgserver/internal/python"
)

// anyChannel draws one of Rasa's channels.
func anyChannel(t *rapid.T) *channels.Channel {
	var names []string
	for _, c := range channels.Known().All() {
		names = append(names, c.Name)
	}
	return channels.Known().Lookup(rapid.SampledFrom(names).Draw(t, "channel"))
}

// anyReply draws a reply of the kinds that Rasa's client takes.
func anyReply(t *rapid.T) *python.Dict {
	text := rapid.StringOf(rapid.RuneFrom([]rune("ab \n\n{}é😀")))
	choice := rapid.Custom(func(t *rapid.T) python.Value {
		d := python.NewDict(2)
		for _, key := range []string{"title", "payload", "url", "text", "content_type"} {
			if rapid.Bool().Draw(t, key) {
				d.Set(key, python.Str(text.Draw(t, "value")))
			}
		}
		if rapid.IntRange(0, 9).Draw(t, "buttons of an element") == 0 {
			d.Set("buttons", python.None())
		}
		return python.OfDict(d)
	})
	list := rapid.Map(rapid.SliceOfN(choice, 0, 15), func(items []python.Value) python.Value { return python.List(items...) })
	reply := python.NewDict(4)
	for _, part := range []struct {
		key  string
		draw func() python.Value
	}{
		{"text", func() python.Value { return python.Str(text.Draw(t, "text")) }},
		{"image", func() python.Value { return python.Str(text.Draw(t, "image")) }},
		{"buttons", func() python.Value { return list.Draw(t, "buttons") }},
		{"quick_replies", func() python.Value { return list.Draw(t, "quick replies") }},
		{"elements", func() python.Value { return list.Draw(t, "elements") }},
		{"attachment", func() python.Value { return choice.Draw(t, "attachment") }},
		{"custom", func() python.Value { return choice.Draw(t, "custom") }},
		{"button_type", func() python.Value {
			return python.Str(rapid.SampledFrom([]string{"reply", "vertical", "x", ""}).Draw(t, "type"))
		}},
	} {
		if rapid.Bool().Draw(t, "has "+part.key) {
			reply.Set(part.key, part.draw())
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
			if f.Forgets != strings.Contains(f.Message, "forgets the turn") {
				t.Fatalf("%s: Rasa forgets the turn: %v, but: %s", f.Path, f.Forgets, f.Message)
			}
			if f.Effect == channels.Lost && !p.Forgotten || f.Effect == channels.Unsent && !p.Lost {
				t.Fatalf("%s: %s, but the picture is whole", f.Path, f.Message)
			}
		}
		if p.Forgotten && (!p.Lost || !slices.ContainsFunc(p.Findings, func(f channels.Finding) bool { return f.Forgets })) {
			t.Fatal("the turn is forgotten, and nothing says why")
		}
		if c.OneMessage && len(p.Bubbles) > 1 {
			t.Fatalf("%d messages where there is one", len(p.Bubbles))
		}
		if slices.ContainsFunc(p.Findings, func(f channels.Finding) bool { return f.Path == "button_type" }) {
			return // the text is not sent
		}
		text, _ := reply.Get("text")
		if words := strings.Fields(strings.Map(noEmoji, text.Str())); text.Truth() && len(words) > 0 && len(p.Bubbles) > 0 && !p.Lost {
			all := ""
			for _, b := range slices.Concat(p.Bubbles, p.Bubbles[0].Cards) {
				all += b.Text + "\n"
			}
			if !strings.Contains(strings.Map(noEmoji, all), words[0]) {
				t.Fatalf("no message has the beginning of the text %q: %q", text.Str(), all)
			}
		}
	})
}

// TestSpokenJSON: a custom payload that is spoken is ASCII, and still the same
// value; a button's line of text holds its other keys likewise.
func TestSpokenJSON(t *testing.T) {
	text := rapid.StringOf(rapid.RuneFrom([]rune("ab\"\\\n\t\u007f\u2028é😀")))
	rapid.Check(t, func(t *rapid.T) {
		d := python.NewDict(2)
		for range rapid.IntRange(1, 4).Draw(t, "keys") {
			d.Set(text.Draw(t, "key"), python.List(python.Str(text.Draw(t, "value")), python.None(), python.Float(1.5)))
		}
		spoken := channels.PictureOf(channels.Known().Lookup("genesys"), python.OfDict(python.DictOf("custom", python.OfDict(d)))).Bubbles[0].Text
		read, err := python.ParseJSON(spoken)
		if err != nil || !python.Equal(read, python.OfDict(d)) {
			t.Fatalf("%s is %s (%v)", python.OfDict(d).Str(), spoken, err)
		}
		if strings.ContainsFunc(spoken, func(r rune) bool { return r < ' ' || r > '~' }) {
			t.Fatalf("not ASCII: %q", spoken)
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
