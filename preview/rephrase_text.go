package preview

import (
	"fmt"
	"strings"

	"nlgserver/internal/width"
	"nlgserver/nlg"
)

// rephrasingText writes what a model makes of a message; nothing if none was to.
func (p *Preview) rephrasingText(b *strings.Builder, m *nlg.Message, explain bool, style Style) {
	r := p.rephrasings[m.Variation]
	if r == nil {
		return
	}
	for i := range r.Calls {
		r.Calls[i].text(b)
	}
	b.WriteString("\n")
	for _, sentence := range r.Sentences {
		b.WriteString(width.Printable(sentence) + "\n")
	}
	if r.Outcome == NotAsked {
		return
	}
	if len(r.Calls) > 0 {
		fmt.Fprintf(b, "It took %d ms%s.\n", r.DurationMS, r.tokens())
	}
	b.WriteString("\nFinal message:\n")
	p.bodyText(b, r.message, explain, style)
}

// text writes a prompt and what came back.
func (c *Call) text(b *strings.Builder) {
	asked, answered := "Prompt:", "Answer:"
	if c.Summary {
		asked, answered = "Prompt for a summary of the conversation:", "Summary:"
	}
	b.WriteString("\n" + asked + "\n" + indentBlock(c.Prompt) + "\n")
	if c.Error != "" {
		b.WriteString(width.Printable("No answer: "+c.Error) + "\n")
		return
	}
	b.WriteString(answered + "\n" + indentBlock(c.Answer))
}

// indentBlock indents a text of somebody else's, with no spaces on empty lines.
func indentBlock(text string) string {
	var b strings.Builder
	for line := range strings.SplitSeq(strings.TrimRight(width.Printable(text), "\n"), "\n") {
		b.WriteString(strings.TrimRight(margin+line, " ") + "\n")
	}
	return b.String()
}

// tokens says how many tokens all calls had, as the end of a sentence; empty if the model
// does not say.
func (r *Rephrasing) tokens() string {
	prompt, completion := 0, 0
	for i := range r.Calls {
		prompt += r.Calls[i].PromptTokens
		completion += r.Calls[i].CompletionTokens
	}
	if prompt == 0 && completion == 0 {
		return ""
	}
	return fmt.Sprintf(", with %d tokens sent and %d received", prompt, completion)
}
