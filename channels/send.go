package channels

import (
	"strconv"
	"strings"

	"nlgserver/internal/python"
	"nlgserver/internal/python/text"
)

// choices is a text with buttons or quick replies, as Rasa hands it to a
// channel.
type choices struct {
	text  string
	path  string
	items []python.Value
	// sentAs is Buttons or QuickReplies.
	sentAs Part
}

// sendText draws a text that is sent without buttons: split, if the channel
// splits.
func (d *drawer) sendText(s string) {
	for _, piece := range d.channel.split(s) {
		d.add(d.say(piece, ""))
	}
}

// sendChoices draws a text with buttons.
func (d *drawer) sendChoices(c choices) {
	ch := d.channel
	switch h := ch.Handling(c.sentAs); {
	case d.reply.tooMany(c.sentAs, python.List(c.items...)):
		d.sendText(c.text)
	case h == AsText:
		d.sendText(c.text)
		for i, item := range c.items {
			d.sendText(line(i, item))
		}
	case h == Spoken && ch.Concise:
		d.sendText(c.concise())
	case h == Spoken:
		d.add(d.say(c.text, c.sentAs))
		for _, item := range c.items {
			d.add(d.say(textOf(item, "title"), ""))
		}
	default:
		pieces := []string{c.text}
		if ch.SplitsBesideButtons {
			pieces = ch.split(c.text)
		}
		for i, piece := range pieces {
			b := d.say(piece, c.sentAs)
			if i == len(pieces)-1 {
				b.Buttons, b.Layout = d.buttons(c.path, c.items), d.layout(c)
				b.Refused = b.Refused || d.refused(c.path)
			}
			d.add(b)
		}
	}
}

// split returns the messages that a text without buttons becomes. Rasa strips
// it, and splits it at two line ends in a row.
func (c *Channel) split(s string) []string {
	if c.Handling(Text) != Split {
		return []string{s}
	}
	return strings.Split(text.TrimSpace(s), "\n\n")
}

// say returns a bubble with a text that stands beside a part, or beside none.
func (d *drawer) say(s string, beside Part) Bubble {
	if d.channel.NoEmoji == Dropped {
		s = withoutEmoji(s)
	}
	b := Bubble{Text: s}
	for _, l := range d.channel.Limits {
		if l.Of != "text" || l.Beside != "" && l.Beside != beside || length(s, l.Unit) <= l.Max {
			continue
		}
		if l.Effect == Cut {
			b.Text, b.Cut = cut(s, l.Max, l.Unit), true
		} else {
			b.Refused = true
		}
	}
	return b
}

func withoutEmoji(s string) string {
	return strings.Map(func(c rune) rune {
		if isEmoji(c) {
			return -1
		}
		return c
	}, s)
}

func (d *drawer) layout(c choices) Layout {
	switch {
	case c.sentAs == QuickReplies:
		return Below
	case d.channel.ButtonTypes != nil:
		return d.channel.ButtonTypes[d.reply.buttonType(c.path)]
	default:
		return d.channel.Layout
	}
}

// buttons returns the buttons of the list at a path.
func (d *drawer) buttons(path string, items []python.Value) []Button {
	var all []Button
	for i, item := range items {
		b := Button{Payload: textOf(item, "payload")}
		b.Title, b.Cut = d.shown(path+"["+strconv.Itoa(i)+"].title", textOf(item, "title"))
		all = append(all, b)
	}
	return all
}

// concise returns the text that Rasa Pro's voice channels say for buttons.
func (c *choices) concise() string {
	titles := make([]string, len(c.items))
	for i, item := range c.items {
		titles[i] = textOf(item, "title")
	}
	stop := ""
	if trimmed := text.TrimSpace(c.text); trimmed != "" && !strings.Contains(".!?:", trimmed[len(trimmed)-1:]) {
		stop = "."
	}
	return c.text + stop + " " + strings.Join(titles, ", ")
}

// line returns the line of text that Rasa makes of a button. Its other keys
// follow as JSON.
func line(i int, button python.Value) string {
	rest := python.NewDict(0)
	for _, e := range button.Dict().Entries() {
		if key, _ := e.Key.Text(); key != "title" && key != "payload" {
			rest.SetKey(e.Key, e.Value)
		}
	}
	s := strconv.Itoa(i+1) + ": " + textOf(button, "title")
	if payload, there := button.Dict().Get("payload"); there {
		s += " (" + payload.Str() + ")"
	}
	if rest.Len() > 0 {
		s += " - " + dumps(python.OfDict(rest), true)
	}
	return s
}
