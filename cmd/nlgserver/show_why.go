package main

import (
	"fmt"
	"slices"
	"strings"

	"nlgserver/nlg"
	"nlgserver/selector"
)

// holds reports whether a variation's condition holds; so does none at all.
func holds(v *nlg.Verdict) bool {
	return !slices.ContainsFunc(v.Reasons, func(r nlg.Reason) bool { return r.Depth == 0 && !r.Holds })
}

// why says why a variation may be said or not.
func (p *previewed) why(v *nlg.Verdict) string {
	switch {
	case v.Group == selector.NoGroup:
		return fmt.Sprintf("this variation is for channel %s; the request came over %s", v.Channel, strings.Join(p.Channels, ", from "))
	case !holds(v):
		return "its condition does not hold"
	case v.Eligible:
		return p.whyEligible(v)
	case v.Group != p.Group:
		return fmt.Sprintf("it would do, but %s", before(p.Group))
	case v.HasChannel && !p.said(func(other *nlg.Verdict) bool { return other.Channel == v.Channel }):
		return fmt.Sprintf("it would do, but variations for channel %s come before those for %s", p.Channels[0], v.Channel)
	default:
		return "it would do, but others are translated into the language of the conversation"
	}
}

// said reports whether a variation of a kind may be said.
func (p *previewed) said(is func(*nlg.Verdict) bool) bool {
	return slices.ContainsFunc(p.Variations, func(v nlg.Verdict) bool { return v.Eligible && is(&v) })
}

// whyEligible says why a variation may be said. Rasa: section 3.1.
func (p *previewed) whyEligible(v *nlg.Verdict) string {
	switch v.Group {
	case selector.ConditionAndChannel:
		return fmt.Sprintf("it is for channel %s and its condition holds: nothing comes before that", v.Channel)
	case selector.Channel:
		return fmt.Sprintf("it is for channel %s, and no variation for that channel has a condition that holds", v.Channel)
	case selector.Condition:
		return "its condition holds, and none of the variations for this channel may be said"
	default:
		return "it has no condition and no channel, and nothing more particular may be said"
	}
}

// before says that a group comes before the others.
func before(g nlg.Group) string {
	switch g {
	case selector.ConditionAndChannel:
		return "a variation for this channel whose condition holds comes first"
	case selector.Channel:
		return "a variation for this channel comes first"
	case selector.Condition:
		return "a variation whose condition holds comes first"
	default:
		return "another comes first"
	}
}

// whyDrawn says how one of the variations that may be said is chosen.
func (p *previewed) whyDrawn() string {
	named := p.request.IDs
	if p.request.ID != "" {
		named = append([]string{p.request.ID}, named...)
	}
	ids := 0
	for _, i := range p.Eligible {
		if v := p.Messages[slices.Index(p.Eligible, i)]; v.ID != "" && slices.Contains(named, v.ID) {
			ids++
		}
	}
	switch {
	case len(p.Eligible) == 0:
		return ""
	case len(named) > 0 && ids == 0:
		return fmt.Sprintf("The request asks for id %s, which none that may be said has: that is ignored.", strings.Join(named, " or "))
	case len(named) > 0:
		return fmt.Sprintf("The request asks for id %s, and gets it.", strings.Join(named, " or "))
	case len(p.Eligible) > 1:
		return fmt.Sprintf("One of these %d is drawn at random.", len(p.Eligible))
	default:
		return ""
	}
}

// rasaID returns the id that Rasa would send with this request if its domain
// were this content, and a sentence that says why: it is that of the first
// variation that it may say, whichever it draws. Rasa: section 3.4.
func rasaID(catalog *nlg.Catalog, request *nlg.Request) (id, why string) {
	// Rasa does not look at the input channel (our deviation D6), and not yet
	// at the language.
	alone := *request
	alone.InputChannel = ""
	e, err := catalog.Explain(&alone)
	if err != nil {
		return "", err.Error()
	}
	var first *nlg.Verdict
	seen := map[string]bool{}
	for i := range e.Variations {
		v := &e.Variations[i]
		if v.Group == selector.NoGroup || v.Group != e.Group || !holds(v) {
			continue
		}
		if v.ID != "" && seen[v.ID] {
			return "", fmt.Sprintf("Rasa would send no id: two variations that it may say share the id %s.", v.ID)
		}
		seen[v.ID] = true
		if first == nil {
			first = v
		}
	}
	switch {
	case first == nil:
		return "", "Rasa would send no id: with this content it has no variation for the request."
	case first.ID == "":
		return "", "Rasa would send no id: the first variation that it may say has none."
	default:
		return first.ID, fmt.Sprintf("Rasa would send id %s: that of the first variation that it may say, whichever it draws.", first.ID)
	}
}

// filledText says what filled a variable, and from where.
func (p *previewed) filledText(f nlg.Fill) string {
	switch f.Source {
	case "":
		return fmt.Sprintf("{%s} has no value: no slot and no argument is called %s.", f.Name, f.Name)
	case "argument":
		if p.request.Slots != nil {
			if hidden, ok := p.request.Slots.Get(f.Name); ok {
				return fmt.Sprintf("{%s} is %s, from the argument, which hides the slot with %s.", f.Name, f.Value, hidden.Str())
			}
		}
		return fmt.Sprintf("{%s} is %s, from the argument.", f.Name, f.Value)
	case "context":
		return fmt.Sprintf("{%s} is %s, from the dialogue frame.", f.Name, f.Value)
	default:
		if f.Value == "None" {
			return fmt.Sprintf("{%s} is None, from the slot: it is empty.", f.Name)
		}
		return fmt.Sprintf("{%s} is %s, from the slot.", f.Name, f.Value)
	}
}
