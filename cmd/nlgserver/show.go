package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"nlgserver/channels"
	"nlgserver/nlg"
	"nlgserver/selector"
)

// previewed is a preview's result.
type previewed struct {
	*nlg.Explanation
	request *nlg.Request
	// shown are the messages to show: one at random, or all.
	shown   []*nlg.Message
	explain bool
	style   channels.Style
	// rasaID is the id that Rasa would send, rasaWhy says why.
	rasaID, rasaWhy string
}

func (p *previewed) writeText(w io.Writer) error {
	var b strings.Builder
	if p.explain {
		p.explainText(&b)
	}
	for i, m := range p.shown {
		if i > 0 || p.explain {
			b.WriteString("\n")
		}
		p.messageText(&b, m)
	}
	if p.Outcome == nlg.Silence {
		fmt.Fprintf(&b, "no variation of %s is eligible: the bot says nothing\n", p.Response)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// messageText writes a message as a person would see it.
func (p *previewed) messageText(b *strings.Builder, m *nlg.Message) {
	fmt.Fprintf(b, "%s, variation %d", m.Response, m.Variation+1)
	if m.ID != "" {
		fmt.Fprintf(b, ", id %s", m.ID)
	}
	b.WriteString("\n")
	if p.explain {
		p.pictureText(b, m)
	} else {
		p.partsText(b, m)
	}
	for _, problem := range m.Problems {
		fmt.Fprintf(b, "  ! %s goes out as written: %s\n", problem.Path, problem.Message)
	}
}

// partsText writes what the message holds, part by part.
func (p *previewed) partsText(b *strings.Builder, m *nlg.Message) {
	for _, e := range m.Value().Dict().Entries() {
		key, _ := e.Key.Text()
		switch key {
		case "text":
			b.WriteString(indent(e.Value.Str()))
		case "buttons", "quick_replies":
			for _, button := range e.Value.Items() {
				b.WriteString(indent(buttonText(button)))
			}
		case "id":
		default:
			b.WriteString(indent(key + ": " + string(plainOrJSON(e.Value))))
		}
	}
}

func buttonText(button nlg.Value) string {
	title, _ := button.Dict().Get("title")
	payload, _ := button.Dict().Get("payload")
	return fmt.Sprintf("[%s] %s", title.Str(), payload.Str())
}

func plainOrJSON(v nlg.Value) []byte {
	if text, ok := v.Text(); ok {
		return []byte(text)
	}
	return v.AppendJSON(nil)
}

// margin is what is put before each line of a message.
const margin = "  "

func indent(text string) string {
	return margin + strings.ReplaceAll(strings.TrimSuffix(text, "\n"), "\n", "\n"+margin) + "\n"
}

// explainText says why, for every variation.
func (p *previewed) explainText(b *strings.Builder) {
	fmt.Fprintf(b, "%s (%s)\n", p.Response, p.Position)
	b.WriteString(p.cameOver() + "\n")
	if len(p.Languages) > 0 {
		fmt.Fprintf(b, "The language is %s.\n", strings.Join(p.Languages, ", else "))
	}
	b.WriteString("\n")
	for i := range p.Variations {
		p.variationText(b, i)
	}
	if p.Outcome == nlg.InternalError {
		fmt.Fprintf(b, "No variation fits, so that %s is said in its place.\n", p.Said)
	}
	if drawn := p.whyDrawn(); drawn != "" {
		b.WriteString(drawn + "\n")
	}
	b.WriteString("\n" + p.rasaWhy + "\n")
	for _, f := range p.fills() {
		b.WriteString(p.filledText(f) + "\n")
	}
}

// variationText says why one variation may be said or not.
func (p *previewed) variationText(b *strings.Builder, index int) {
	v := &p.Variations[index]
	mark := " "
	if v.Eligible {
		mark = "*"
	}
	fmt.Fprintf(b, "%s variation %d", mark, index+1)
	if v.ID != "" {
		fmt.Fprintf(b, ", id %s", v.ID)
	}
	fmt.Fprintf(b, ": %s\n", p.why(v))
	for _, r := range v.Reasons {
		fmt.Fprintf(b, "      %s\n", reasonText(r))
	}
}

// cameOver says which channel names count. Rasa's REST channel hides the name
// of its input (D6).
func (p *previewed) cameOver() string {
	if p.Channels[0] == "" {
		return "The request names no channel."
	}
	if len(p.Channels) < 2 {
		return fmt.Sprintf("The request came over channel %s.", p.Channels[0])
	}
	return fmt.Sprintf("The request came over channel %s, its input is %s: variations for either may be said, those for %s first.",
		p.Channels[0], p.Channels[1], p.Channels[0])
}

// reasonText writes a part of a condition: whether it holds, and what it met.
func reasonText(r nlg.Reason) string {
	margin := strings.Repeat("  ", r.Depth)
	holds := "no "
	if r.Holds {
		holds = "yes"
	}
	switch r.Role {
	case selector.IsTest:
		return fmt.Sprintf("%s  %s%s; the value is %s", holds, margin, r.Text, r.Actual)
	case selector.IsOutcome:
		if r.Actual == "True" || r.Actual == "False" {
			return fmt.Sprintf("%s  %s%s", holds, margin, r.Text)
		}
		return fmt.Sprintf("%s  %s%s: %s", holds, margin, r.Text, r.Actual)
	case selector.IsValue:
		return fmt.Sprintf("     %s%s: %s", margin, r.Text, r.Actual)
	default:
		return fmt.Sprintf("     %s%s: not looked at", margin, r.Text)
	}
}

// fills returns what filled the variables of the shown messages, each once.
func (p *previewed) fills() []nlg.Fill {
	var out []nlg.Fill
	for i, index := range p.Eligible {
		shown := slices.ContainsFunc(p.shown, func(m *nlg.Message) bool { return m.Variation == index })
		for _, f := range p.Fills[i] {
			if shown && !slices.Contains(out, f) {
				out = append(out, f)
			}
		}
	}
	return out
}
