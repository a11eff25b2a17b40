package channels

import (
	"slices"

	"nlgserver/internal/python"
)

// Measured is how long a text of a reply is, as its channel counts it.
type Measured struct {
	// Path is where the text is, such as text or buttons[0].title.
	Path string
	// Length and Max are counted in Unit. Of a text that is sent as several messages,
	// Length is that of the longest.
	Length, Max int
	Unit        Unit
	Effect      Effect
	// Open is set if the text has variables, which are not counted.
	Open bool
}

// Measure returns the length of each text of a reply that the channel limits: against the
// strictest of its limits, as [Check] finds it too long. The message is as for [Check].
func Measure(c *Channel, message python.Value, unfilled Unfilled) []Measured {
	if message.Dict() == nil {
		return nil
	}
	k := checker{channel: c, reply: readReply(c, message), unfilled: unfilled}
	if k.reply.untyped() {
		return nil
	}
	var out []Measured
	add := func(m Measured) {
		for i := range out {
			if out[i].Path == m.Path {
				if m.Max < out[i].Max {
					out[i] = m
				}
				return
			}
		}
		out = append(out, m)
	}
	for i := range c.Limits {
		switch l := &c.Limits[i]; {
		case l.Unit == Items || l.Max == 0:
		case l.Of == "text":
			if k.reply.hasText && (l.Beside == "" || l.Beside == k.reply.beside) {
				add(k.measureText(l))
			}
		default:
			k.measure(l, add)
		}
	}
	return out
}

// measureText measures the text, whose messages are limited one by one.
func (k *checker) measureText(l *Limit) Measured {
	fixed, open := k.fixed(string(Text), k.reply.text)
	m := Measured{Path: string(Text), Max: l.Max, Unit: l.Unit, Effect: l.Effect, Open: open}
	for _, piece := range k.reply.bubbles(fixed) {
		m.Length = max(m.Length, length(piece, l.Unit))
	}
	return m
}

// measure measures the values that a limit is about.
func (k *checker) measure(l *Limit, add func(Measured)) {
	for place := range k.reply.places(l.Of) {
		value, isText := place.value.Text()
		if !isText || l.ButtonTypes != nil && !slices.Contains(l.ButtonTypes, k.reply.buttonType(place.path)) {
			continue
		}
		if l.Effect != Cut && k.unread(place.path) {
			continue
		}
		fixed, open := k.fixed(place.path, value)
		add(Measured{Path: place.path, Length: length(fixed, l.Unit), Max: l.Max, Unit: l.Unit, Effect: l.Effect, Open: open})
	}
}
