package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"nlgserver/nlg"
	"nlgserver/selector"
)

// previewed is a preview's result.
type previewed struct {
	*nlg.Explanation
	// shown are the messages to show: one at random, or all.
	shown   []*nlg.Message
	explain bool
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
	for _, problem := range m.Problems {
		fmt.Fprintf(b, "  ! %s goes out as written: %s\n", problem.Path, problem.Message)
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

func indent(text string) string {
	return "  " + strings.ReplaceAll(strings.TrimSuffix(text, "\n"), "\n", "\n  ") + "\n"
}

// explainText says why, for every variation.
func (p *previewed) explainText(b *strings.Builder) {
	fmt.Fprintf(b, "%s (%s)\n", p.Response, p.Position)
	fmt.Fprintf(b, "channel: %s\n", strings.Join(p.Channels, ", then "))
	if len(p.Languages) > 0 {
		fmt.Fprintf(b, "language: %s\n", strings.Join(p.Languages, ", then "))
	}
	for i, v := range p.Variations {
		mark := " "
		if v.Eligible {
			mark = "*"
		}
		fmt.Fprintf(b, "%s variation %d", mark, i+1)
		if v.ID != "" {
			fmt.Fprintf(b, ", id %s", v.ID)
		}
		fmt.Fprintf(b, ": %s\n", v.Why)
		for _, r := range v.Reasons {
			fmt.Fprintf(b, "      %s\n", reasonText(r))
		}
	}
	for _, f := range p.fills() {
		if f.Source == "" {
			fmt.Fprintf(b, "  {%s}: no slot or argument has this name\n", f.Name)
			continue
		}
		fmt.Fprintf(b, "  {%s}: %s, from the %s\n", f.Name, f.Value, f.Source)
	}
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
