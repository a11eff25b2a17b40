package channels

import (
	"cmp"
	"slices"

	"nlgserver/internal/python"
)

// Picture is what a user of a channel sees or hears.
type Picture struct {
	Channel *Channel
	// Bubbles are the messages in the order in which Rasa sends them.
	Bubbles []Bubble
	// Lost is set if Rasa fails. Bubbles are then what was sent before.
	Lost bool
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
		if d.lostAt(step.part) {
			p.Lost = true
			break
		}
		step.draw()
	}
	if p.Lost && c.Collects {
		p.Bubbles = nil
	}
	return p
}
