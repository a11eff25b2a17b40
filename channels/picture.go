package channels

import (
	"cmp"
	"slices"
	"strings"

	"nlgserver/internal/python"
)

// Picture is what a user of a channel sees or hears.
type Picture struct {
	Channel *Channel
	// Bubbles are the messages in the order in which Rasa sends them.
	Bubbles []Bubble
	// Lost is set if Rasa fails. Bubbles are then what was sent before.
	Lost bool
	// Forgotten is set if Rasa then runs no further action, and forgets the turn:
	// the user's message, slots, and events.
	Forgotten bool
	// Findings are about what is not shown as written: see [Check] and
	// [CheckReply].
	Findings []Finding
}

// Bubble is one message.
type Bubble struct {
	// Text is the text that is shown or spoken.
	Text string
	// Cut is set if the platform shows only the beginning. Text is then that
	// beginning.
	Cut bool
	// Image is the address of a picture; empty if there is none.
	Image string
	// Raw is the JSON of a part that the channel passes on in the platform's own
	// form; RawPart is its key.
	Raw     string
	RawPart Part
	Buttons []Button
	Layout  Layout
	// Cards are the parts of a message that has several. It has nothing else.
	Cards []Bubble
	// Refused is set if the platform rejects the message.
	Refused bool
}

// Button is a button or a quick reply.
type Button struct {
	// Title is the part of the title that is shown; Cut is set if that is not
	// all.
	Title string
	Cut   bool
	// Payload is what a press sends to Rasa.
	Payload string
}

// PictureOf returns a finished message as a channel shows it.
func PictureOf(c *Channel, message python.Value) Picture {
	p := Picture{Channel: c, Findings: slices.Concat(CheckReply(message), Check(c, message, nil))}
	if slices.ContainsFunc(p.Findings, func(f Finding) bool { return f.Rule == WrongType }) {
		p.Lost = true
		return p
	}
	d := drawer{picture: &p, reply: readReply(c, message), channel: c}
	for _, step := range [...]struct {
		part Part
		draw func()
	}{
		{cmp.Or(d.reply.choices, Text), d.drawText},
		{Custom, d.drawCustom},
		{Image, d.drawImage},
		{Attachment, d.drawAttachment},
		{Elements, d.drawElements},
	} {
		if d.raisesAt(string(step.part)) {
			d.fail()
			break
		}
		before := len(p.Bubbles)
		step.draw()
		if d.refusedFor(step.part, before); p.Lost {
			break
		}
	}
	if c.OneMessage {
		p.Bubbles = oneMessage(p.Bubbles, true)
	}
	if slices.ContainsFunc(p.Findings, func(f Finding) bool { return f.Effect == Unsent }) {
		p.Lost = true
	}
	if p.Lost && c.Collects {
		p.Bubbles = nil
	}
	return p
}

// oneMessage joins messages to a single one: a card for each or, if joinTexts is
// set and all are texts, the texts in a row.
func oneMessage(all []Bubble, joinTexts bool) []Bubble {
	if len(all) < 2 {
		return all
	}
	one := Bubble{}
	var texts []string
	for _, b := range all {
		one.Refused = one.Refused || b.Refused
		b.Refused = false
		one.Cards = append(one.Cards, b)
		if b.Image == "" && b.Raw == "" && b.Buttons == nil {
			texts = append(texts, b.Text)
		}
	}
	if joinTexts && len(texts) == len(all) {
		one.Text, one.Cards = strings.Join(texts, " "), nil
	}
	return []Bubble{one}
}
