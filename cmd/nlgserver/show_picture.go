package main

import (
	"fmt"
	"strings"

	"github.com/spf13/pflag"

	"nlgserver/channels"
	"nlgserver/nlg"
)

// pictureFlags are how a picture is drawn.
type pictureFlags struct {
	style channels.Style
	color string
}

func (f *pictureFlags) register(flags *pflag.FlagSet) {
	flags.IntVar(&f.style.Width, "width", 72, "how many columns the picture of --explain may take")
	registerColor(flags, &f.color)
	flags.BoolVar(&f.style.ASCII, "ascii", false, "draw the picture with - | + alone")
}

// channelOf returns the channel that a request came over; one that is none of
// Rasa's is taken to show all that it is sent.
func channelOf(request *nlg.Request) *channels.Channel {
	if c := channels.Known().Lookup(request.Channel); c != nil {
		return c
	}
	return channels.Declared(request.Channel, channels.Web)
}

// pictureText draws what the channel shows of a message.
func (p *previewed) pictureText(b *strings.Builder, m *nlg.Message) {
	c := channelOf(p.request)
	picture := channels.PictureOf(c, m.Value())
	switch {
	case c.Name == "":
		b.WriteString("What a channel shows that shows all that it is sent:\n")
	case !c.Own:
		fmt.Fprintf(b, "What %s (%s) shows:\n", c.Name, c.Title)
	default:
		fmt.Fprintf(b, "%q is none of Rasa's channels%s; if it shows all that it is sent:\n", c.Name, meant(c.Name))
	}
	style := p.style
	style.Width -= len(margin)
	b.WriteString(indent(picture.Text(style)))
}

// meant names the channel that somebody may have meant.
func meant(name string) string {
	if suggestion := channels.Known().Suggest(name); suggestion != "" {
		return fmt.Sprintf(" (did you mean %q?)", suggestion)
	}
	return ""
}

// The JSON of a picture.
type (
	pictureJSON struct {
		Channel  string        `json:"channel"`
		Title    string        `json:"title"`
		Family   string        `json:"family"`
		Known    bool          `json:"known"`
		Bubbles  []bubbleJSON  `json:"bubbles"`
		Lost     bool          `json:"lost"`
		Findings []findingJSON `json:"findings"`
	}
	bubbleJSON struct {
		Text    string       `json:"text,omitempty"`
		Cut     bool         `json:"cut,omitempty"`
		Image   string       `json:"image,omitempty"`
		Part    string       `json:"part,omitempty"`
		Raw     string       `json:"raw,omitempty"`
		Buttons []buttonJSON `json:"buttons,omitempty"`
		Layout  string       `json:"layout,omitempty"`
		Refused bool         `json:"refused,omitempty"`
	}
	buttonJSON struct {
		Title   string `json:"title"`
		Cut     bool   `json:"cut,omitempty"`
		Payload string `json:"payload"`
	}
	findingJSON struct {
		Path    string `json:"path"`
		Rule    string `json:"rule"`
		Effect  string `json:"effect"`
		Limit   int    `json:"limit,omitempty"`
		Actual  int    `json:"actual,omitempty"`
		Unit    string `json:"unit,omitempty"`
		Certain bool   `json:"certain"`
		Message string `json:"message"`
	}
)

func (p *previewed) pictureJSON(m *nlg.Message) *pictureJSON {
	c := channelOf(p.request)
	picture := channels.PictureOf(c, m.Value())
	out := &pictureJSON{
		Channel: c.Name, Title: c.Title, Family: string(c.Family), Known: !c.Own, Lost: picture.Lost,
		Bubbles: []bubbleJSON{}, Findings: []findingJSON{},
	}
	for _, b := range picture.Bubbles {
		one := bubbleJSON{Text: b.Text, Cut: b.Cut, Image: b.Image, Part: string(b.RawPart), Raw: b.Raw, Refused: b.Refused}
		for _, button := range b.Buttons {
			one.Buttons = append(one.Buttons, buttonJSON(button))
			one.Layout = b.Layout.String()
		}
		out.Bubbles = append(out.Bubbles, one)
	}
	for _, f := range picture.Findings {
		out.Findings = append(out.Findings, findingJSON{
			f.Path, string(f.Rule), string(f.Effect), f.Limit, f.Actual, string(f.Unit), f.Certain, f.Message,
		})
	}
	return out
}
