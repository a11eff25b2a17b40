package preview

import (
	"fmt"
	"io"
	"strings"

	"nlgserver/internal/width"
	"nlgserver/nlg"
	"nlgserver/selector"
)

// WriteText writes the preview for a terminal, with the given messages. With
// explain it says why, and draws what the channel shows.
func (p *Preview) WriteText(w io.Writer, shown []*nlg.Message, explain bool, style Style) error {
	var b strings.Builder
	if explain {
		p.explainText(&b, shown)
	}
	for i, m := range shown {
		if i > 0 || explain {
			b.WriteString("\n")
		}
		p.messageText(&b, m, explain, style)
	}
	if p.Silent() && !explain {
		fmt.Fprintf(&b, "no variation of %s is eligible: the bot says nothing\n", p.explanation.Response)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// explainText says why, for every variation.
func (p *Preview) explainText(b *strings.Builder, shown []*nlg.Message) {
	e := p.Explain(shown)
	fmt.Fprintf(b, "%s (%s)\n", p.explanation.Response, e.Position)
	writeLines(b, e.sentences(AboutRequest, AboutLanguage))
	b.WriteString("\n")
	e.variationsText(b)
	writeLines(b, e.sentences(AboutFallback, AboutPick))
	b.WriteString("\n")
	writeLines(b, e.sentences(AboutRasaID, AboutVariable))
}

// Why returns the explanation in short: the request, the variations, and what
// filled the variables of all messages.
func (p *Preview) Why() string {
	var b strings.Builder
	e := p.Explain(p.Messages())
	writeLines(&b, e.sentences(AboutRequest))
	e.variationsText(&b)
	writeLines(&b, e.sentences(AboutVariable))
	return b.String()
}

func writeLines(b *strings.Builder, lines []string) {
	for _, line := range lines {
		b.WriteString(line + "\n")
	}
}

// variationsText says of each variation why it may be picked or not.
func (e *Explanation) variationsText(b *strings.Builder) {
	for _, v := range e.Variations {
		mark := " "
		if v.Eligible {
			mark = "*"
		}
		fmt.Fprintf(b, "%s variation %d", mark, v.Number)
		if v.ID != "" {
			fmt.Fprintf(b, ", id %s", v.ID)
		}
		fmt.Fprintf(b, ": %s\n", v.Why)
		for _, c := range v.Conditions {
			fmt.Fprintf(b, "      %-3s  %s%s\n", c.verdict(), strings.Repeat("  ", c.Depth), c.Sentence)
		}
	}
}

// verdict is "yes" or "no", or empty for a part that is neither.
func (c *Condition) verdict() string {
	switch {
	case c.Role != selector.IsTest.String() && c.Role != selector.IsOutcome.String():
		return ""
	case c.Holds:
		return "yes"
	default:
		return "no"
	}
}

// messageText writes a message as a user would see it.
func (p *Preview) messageText(b *strings.Builder, m *nlg.Message, explain bool, style Style) {
	fmt.Fprintf(b, "%s, variation %d", m.Response, m.Variation+1)
	if m.ID != "" {
		fmt.Fprintf(b, ", id %s", m.ID)
	}
	b.WriteString("\n")
	p.bodyText(b, m, explain, style)
	for _, problem := range m.Problems {
		fmt.Fprintf(b, "  ! %s is sent as written: %s\n", problem.Path, problem.Message)
	}
	p.rephrasingText(b, m, explain, style)
}

// bodyText writes what a message says: as a picture with explain.
func (p *Preview) bodyText(b *strings.Builder, m *nlg.Message, explain bool, style Style) {
	if explain {
		picture := p.Picture(m)
		b.WriteString(picture.Heading + "\n")
		style.Width = style.columns() - len(margin)
		b.WriteString(indent(picture.Text(style)))
	} else {
		partsText(b, m)
	}
}

// partsText writes the parts of a message.
func partsText(b *strings.Builder, m *nlg.Message) {
	write := func(text string) { b.WriteString(indent(width.Printable(text))) }
	for _, e := range m.Value().Dict().Entries() {
		key, _ := e.Key.Text()
		switch key {
		case "text":
			write(e.Value.Str())
		case "buttons", "quick_replies":
			for _, button := range e.Value.Items() {
				write(buttonText(button))
			}
		case "id":
		default:
			write(key + ": " + plainOrJSON(e.Value))
		}
	}
}

func buttonText(button nlg.Value) string {
	title, _ := button.Dict().Get("title")
	payload, _ := button.Dict().Get("payload")
	return fmt.Sprintf("[%s] %s", title.Str(), payload.Str())
}

func plainOrJSON(v nlg.Value) string {
	if text, ok := v.Text(); ok {
		return text
	}
	return string(v.AppendJSON(nil))
}

// margin is written before each line of a message.
const margin = "  "

func indent(text string) string {
	return margin + strings.ReplaceAll(strings.TrimSuffix(text, "\n"), "\n", "\n"+margin) + "\n"
}
