package preview

import (
	"fmt"
	"strings"

	"nlgserver/nlg"
)

// Explain says why the request gets what it gets. Of the variables it explains
// those of the given messages.
func (p *Preview) Explain(shown []*nlg.Message) *Explanation {
	e := p.explanation
	out := &Explanation{Position: e.Position, Channels: e.Channels, Languages: e.Languages, RasaIDWhy: p.rasa.why}
	if p.rasa.id != "" {
		out.RasaID = &p.rasa.id
	}
	say := func(role Role, text string) {
		if text != "" {
			out.Sentences = append(out.Sentences, Sentence{role, text})
		}
	}
	say(AboutRequest, p.whyRequest())
	if len(e.Languages) > 0 {
		say(AboutLanguage, fmt.Sprintf("The language is %s.", strings.Join(e.Languages, ", else ")))
	}
	switch e.Outcome {
	case nlg.InternalError:
		say(AboutFallback, fmt.Sprintf("No variation is eligible: %s is used instead.", e.Said))
	case nlg.Silence:
		say(AboutFallback, "No variation is eligible: the bot says nothing.")
	default: // the response itself
	}
	say(AboutPick, p.whyPicked())
	say(AboutRasaID, p.rasa.why)
	for i := range e.Variations {
		out.Variations = append(out.Variations, p.variation(i, &e.Variations[i]))
	}
	for _, f := range p.fills(shown) {
		v := Variable{f.Name, f.Value, f.Source, p.whyFilled(f)}
		out.Variables = append(out.Variables, v)
		say(AboutVariable, v.Sentence)
	}
	return out
}

// variation explains the variation with that index.
func (p *Preview) variation(index int, v *nlg.Verdict) Variation {
	out := Variation{Number: index + 1, ID: v.ID, Group: v.Group.String(), Eligible: v.Eligible, Why: p.why(v), Position: v.Position}
	if v.HasChannel {
		out.Channel = &v.Channel
	}
	for _, r := range v.Reasons {
		out.Conditions = append(out.Conditions, Condition{r.Text, r.Actual, r.Holds, r.Role.String(), r.Depth, whyHolds(r)})
	}
	return out
}

// sentences returns the sentences of some roles.
func (e *Explanation) sentences(roles ...Role) []string {
	var out []string
	for _, role := range roles {
		for _, s := range e.Sentences {
			if s.Role == role {
				out = append(out, s.Text)
			}
		}
	}
	return out
}
