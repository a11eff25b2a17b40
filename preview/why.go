package preview

import (
	"fmt"
	"slices"
	"strings"

	"nlgserver/nlg"
	"nlgserver/selector"
)

// why says why a variation may be picked or not.
func (p *Preview) why(v *nlg.Verdict) string {
	e := p.explanation
	switch {
	case v.Group == selector.NoGroup:
		return fmt.Sprintf("for channel %s, but the request %s", v.Channel, over(e.Channels))
	case !v.Holds:
		return "its condition does not hold"
	case v.Eligible:
		return whyEligible(v)
	case v.Group != e.Group:
		return "eligible, but lower priority: " + precedes[e.Group]
	case v.HasChannel && !p.eligibleFor(v.Channel):
		return fmt.Sprintf("eligible, but lower priority: variations for channel %s come before those for %s", e.Channels[0], v.Channel)
	default:
		return "eligible, but lower priority: other variations are translated into the language of the conversation"
	}
}

// precedes says what comes before all other groups of variations.
var precedes = map[nlg.Group]string{
	selector.ConditionAndChannel: "a variation for this channel whose condition holds comes first",
	selector.Channel:             "a variation for this channel comes first",
	selector.Condition:           "a variation whose condition holds comes first",
	selector.Default:             "another variation comes first",
}

// eligibleFor reports whether a variation for a channel is eligible.
func (p *Preview) eligibleFor(channel string) bool {
	return slices.ContainsFunc(p.explanation.Variations, func(v nlg.Verdict) bool { return v.Eligible && v.Channel == channel })
}

// whyEligible says why a variation may be picked. Rasa: section 3.1.
func whyEligible(v *nlg.Verdict) string {
	switch v.Group {
	case selector.ConditionAndChannel:
		return fmt.Sprintf("for channel %s, and its condition holds; this has the highest priority", v.Channel)
	case selector.Channel:
		return fmt.Sprintf("for channel %s; no variation for %s has a condition that holds", v.Channel, v.Channel)
	case selector.Condition:
		return "its condition holds; no variation for this channel is eligible"
	default:
		return "default variation; no conditional or channel-specific variation is eligible"
	}
}

// over says which channel a request came over, and names that of its input.
func over(names []string) string {
	switch {
	case names[0] == "" && len(names) == 1:
		return "names no channel"
	case len(names) == 1:
		return "came over channel " + names[0]
	default:
		return fmt.Sprintf("came over channel %s (input channel %s)", names[0], names[1])
	}
}

// whyRequest says which channel names count. Rasa's REST channel hides the name
// of its input (deviation D6).
func (p *Preview) whyRequest() string {
	names := p.explanation.Channels
	if len(names) == 1 {
		return fmt.Sprintf("The request %s.", over(names))
	}
	return fmt.Sprintf("The request %s: variations for either match, those for %s first.", over(names), names[0])
}

// whyPicked says how one of the eligible variations is picked.
func (p *Preview) whyPicked() string {
	e := p.explanation
	asked := p.request.IDs
	if p.request.ID != "" {
		asked = append([]string{p.request.ID}, asked...)
	}
	switch {
	case p.recorded != nil && p.repeated() == nil:
		return fmt.Sprintf("The request was recorded with %s, which is not eligible here.", p.recorded)
	case len(e.Eligible) == 0:
		return ""
	case p.recorded != nil:
		return fmt.Sprintf("The request was recorded with %s, which is shown again.", p.recorded)
	case len(asked) > 0 && !p.isAsked(e.Drawn, asked):
		return fmt.Sprintf("The request asks for id %s. It is ignored, because no eligible variation has it.", strings.Join(asked, " or "))
	case len(asked) > 0 && len(e.Drawn) > 1:
		return fmt.Sprintf("The request asks for id %s. One of the %d eligible variations with it is picked at random.", strings.Join(asked, " or "), len(e.Drawn))
	case len(asked) > 0:
		return fmt.Sprintf("The request asks for id %s, and gets it.", strings.Join(asked, " or "))
	case len(e.Eligible) > 1:
		return fmt.Sprintf("One of the %d eligible variations is picked at random.", len(e.Eligible))
	default:
		return ""
	}
}

// isAsked reports whether the variations among which the draw is made are those
// that the request asks for: one eligible variation has the id, or none has.
func (p *Preview) isAsked(drawn []int, asked []string) bool {
	e := p.explanation
	at := slices.Index(e.Eligible, drawn[0])
	return slices.Contains(asked, e.Messages[at].ID)
}

// whyFilled says what filled a variable.
func (p *Preview) whyFilled(f nlg.Fill) string {
	switch f.Source {
	case "":
		return fmt.Sprintf("{%s} has no value: no slot or argument has this name.", f.Name)
	case "argument":
		if p.request.Slots != nil {
			if hidden, ok := p.request.Slots.Get(f.Name); ok {
				return fmt.Sprintf("{%s} is %s, from the argument. It hides the slot, which is %s.", f.Name, orEmpty(f.Value), orEmpty(hidden.Str()))
			}
		}
		return fmt.Sprintf("{%s} is %s, from the argument.", f.Name, orEmpty(f.Value))
	case "context":
		return fmt.Sprintf("{%s} is %s, from the dialogue frame.", f.Name, orEmpty(f.Value))
	default:
		if f.Value == "None" {
			return fmt.Sprintf("{%s} is None, because the slot is empty.", f.Name)
		}
		return fmt.Sprintf("{%s} is %s, from the slot.", f.Name, orEmpty(f.Value))
	}
}

// orEmpty returns a value as sentences have it: a text without characters would leave a
// gap.
func orEmpty(value string) string {
	if strings.TrimSpace(value) == "" {
		return "empty"
	}
	return value
}

// whyHolds says what a part of a condition met.
func whyHolds(r nlg.Reason) string {
	switch r.Role {
	case selector.IsTest:
		return fmt.Sprintf("%s; the value is %s", r.Text, r.Actual)
	case selector.IsOutcome:
		if r.Actual == "True" || r.Actual == "False" {
			return r.Text
		}
		return fmt.Sprintf("%s: %s", r.Text, r.Actual)
	case selector.IsValue:
		return fmt.Sprintf("%s: %s", r.Text, r.Actual)
	default:
		return r.Text + ": not evaluated"
	}
}
