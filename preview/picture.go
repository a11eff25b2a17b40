package preview

import (
	"fmt"

	"nlgserver/channels"
	"nlgserver/nlg"
)

// Picture is what a channel shows of a message.
type Picture struct {
	// Channel is the channel's name, Title the platform's, Family the kind of
	// channel.
	Channel string `json:"channel"`
	Title   string `json:"title"`
	Family  string `json:"family"`
	// Heading says in words whose picture it is.
	Heading string `json:"heading"`
	// Known is set if it is one of Rasa's channels. Any other is assumed to show
	// everything it is sent.
	Known bool `json:"known"`
	// Bubbles are the messages in the order in which Rasa sends them.
	Bubbles []Bubble `json:"bubbles"`
	// Lost is set if Rasa fails. Bubbles are then what was sent before.
	Lost bool `json:"lost"`
	// Forgotten is set if Rasa then runs no further action, and forgets the turn:
	// the user's message, slots, and events.
	Forgotten bool `json:"forgotten,omitempty"`
	// Failure says so, and what becomes of the turn, in a sentence; empty if Rasa
	// does not fail.
	Failure string `json:"failure,omitempty"`
	// Findings are what is not shown as written.
	Findings []Finding `json:"findings"`
}

// Bubble is one message on a channel.
type Bubble struct {
	Text string `json:"text,omitempty"`
	// Cut is set if the platform shows only the beginning of the text.
	Cut bool `json:"cut,omitempty"`
	// Image is the address of an image.
	Image string `json:"image,omitempty"`
	// Raw is the JSON of a part in the platform's own form; Part is its key.
	Part    string   `json:"part,omitempty"`
	Raw     string   `json:"raw,omitempty"`
	Buttons []Button `json:"buttons,omitempty"`
	// Layout is where the buttons are: "row", "column", "below" or "keyboard".
	Layout string `json:"layout,omitempty"`
	// Cards are the parts of a message that has several. It has nothing else.
	Cards []Bubble `json:"cards,omitempty"`
	// Refused is set if the platform rejects the message.
	Refused bool `json:"refused,omitempty"`
}

// Button is a button or a quick reply.
type Button struct {
	Title string `json:"title"`
	// Cut is set if the platform shows only the beginning of the title.
	Cut     bool   `json:"cut,omitempty"`
	Payload string `json:"payload"`
}

// Finding is one thing that is not shown as written. Its fields are those of
// [channels.Finding].
type Finding struct {
	Path   string `json:"path"`
	Rule   string `json:"rule"`
	Effect string `json:"effect"`
	// Forgets is set if Rasa then forgets the turn.
	Forgets bool   `json:"forgets,omitempty"`
	Limit   int    `json:"limit,omitempty"`
	Actual  int    `json:"actual,omitempty"`
	Unit    string `json:"unit,omitempty"`
	Certain bool   `json:"certain"`
	Message string `json:"message"`
}

// Picture returns what the request's channel shows of a message.
func (p *Preview) Picture(m *nlg.Message) *Picture {
	out := PictureOf(p.channel, m.Value())
	out.Heading = p.heading()
	return out
}

// PictureOf returns what a channel shows of a finished message.
func PictureOf(c *channels.Channel, message nlg.Value) *Picture {
	drawn := channels.PictureOf(c, message)
	out := &Picture{
		Channel: c.Name, Title: c.Title, Family: string(c.Family), Heading: headingOf(c), Known: !c.Own, Lost: drawn.Lost, Forgotten: drawn.Forgotten,
		Bubbles: []Bubble{}, Findings: []Finding{},
	}
	for i := range drawn.Bubbles {
		out.Bubbles = append(out.Bubbles, bubbleOf(&drawn.Bubbles[i]))
	}
	if out.Lost {
		out.Failure = out.failure()
	}
	for _, f := range drawn.Findings {
		out.Findings = append(out.Findings, Finding{
			f.Path, string(f.Rule), string(f.Effect), f.Forgets, f.Limit, f.Actual, string(f.Unit), f.Certain, f.Message,
		})
	}
	return out
}

func bubbleOf(b *channels.Bubble) Bubble {
	one := Bubble{Text: b.Text, Cut: b.Cut, Image: b.Image, Part: string(b.RawPart), Raw: b.Raw, Refused: b.Refused}
	for _, button := range b.Buttons {
		one.Buttons = append(one.Buttons, Button(button))
		one.Layout = b.Layout.String()
	}
	for i := range b.Cards {
		one.Cards = append(one.Cards, bubbleOf(&b.Cards[i]))
	}
	return one
}

// headingOf names the channel of a picture.
func headingOf(c *channels.Channel) string {
	if c.Title == c.Name {
		return c.Name + " shows:"
	}
	return fmt.Sprintf("%s (%s) shows:", c.Name, c.Title)
}

// heading says which channel the request's pictures are of.
func (p *Preview) heading() string {
	c := p.channel
	switch {
	case c.Name == "":
		return "A channel without limits shows:"
	case !c.Own:
		return headingOf(c)
	case p.suggestion != "":
		return fmt.Sprintf("%q is not one of Rasa's channels (did you mean %q?); a channel without limits shows:", c.Name, p.suggestion)
	default:
		return fmt.Sprintf("%q is not one of Rasa's channels; a channel without limits shows:", c.Name)
	}
}
