package view

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"nlgserver/preview"
	"nlgserver/responses"
)

// inPlainWords says why a request gets what it gets in the words of the page: with the
// titles of channels and the names of languages, and with slots as their names alone. What
// each part was written as, and met, stays beside them.
func (c *Content) inPlainWords(e *preview.Explanation) {
	if e == nil {
		return
	}
	for i := range e.Sentences {
		switch s := &e.Sentences[i]; s.Role {
		case preview.AboutRequest:
			s.Text = c.cameOver(e.Channels)
		case preview.AboutLanguage:
			s.Text = "The language is " + namedLanguages(e.Languages) + "."
		default: // they name no channel, and no language
		}
	}
	for i := range e.Variations {
		v := &e.Variations[i]
		v.Why = c.whyOf(v, e.Variations)
		v.Conditions = plainParts(v.Conditions)
	}
}

// cameOver says which channel a request came over. Rasa's REST channel hides the name of
// its input, which is mostly the same.
func (c *Content) cameOver(names []string) string {
	switch {
	case len(names) == 0 || names[0] == "":
		return "The request names no channel."
	case len(names) == 1, isREST(names[0]) && names[1] == restInput:
		return fmt.Sprintf("The request came over %s.", c.channel(names[0]).Title)
	default:
		title := c.channel(names[0]).Title
		return fmt.Sprintf("The request came over %s, and its input channel is %s: variations for either match, those for %s first.", title, c.channel(names[1]).Title, title)
	}
}

// namedLanguages are languages by their names, the best first.
func namedLanguages(codes []string) string {
	var names []string
	for _, code := range codes {
		if name := languageName(code); name != code {
			code = fmt.Sprintf("%s (%s)", name, code)
		}
		names = append(names, code)
	}
	return strings.Join(names, ", else ")
}

// lowerPriority is how the reason begins of a variation whose turn does not come.
const lowerPriority = "eligible, but lower priority: "

// whyOf says why one of all variations may be said, or why not.
func (c *Content) whyOf(v *preview.Variation, all []preview.Variation) string {
	on := ""
	if v.Channel != nil {
		on = c.channel(*v.Channel).Title
	}
	switch {
	case v.Group == "none" && v.Channel != nil:
		return "only on " + on
	case !v.Eligible && strings.HasPrefix(v.Why, lowerPriority+"variations for channel "):
		return "variations for the channel itself come before those for its input channel"
	case !v.Eligible:
		return strings.TrimPrefix(v.Why, lowerPriority)
	case v.Group == "condition+channel":
		return fmt.Sprintf("it is for %s, and its condition holds", on)
	case v.Group == "channel":
		return fmt.Sprintf("it is for %s, and no variation for %s has a condition that holds", on, on)
	case v.Group == "condition":
		return "its condition holds, and no variation for this channel applies"
	case len(all) == 1:
		return "it is the only one, whatever the slots and the channel are"
	case !slices.ContainsFunc(all, func(v preview.Variation) bool { return v.Channel != nil || len(v.Conditions) > 0 }):
		return "no variation has a condition or a channel"
	default:
		return "no variation with a condition or for this channel applies"
	}
}

// plainParts are the parts of a condition in plain words. A slot by itself is only there to
// say its value, unless its comparison has just said the same.
func plainParts(parts []preview.Condition) []preview.Condition {
	var out []preview.Condition
	for _, p := range parts {
		words, met := responses.PartWords(p.Text), plainValue(p.Actual)
		slot := "slots."+words == p.Text && !strings.ContainsFunc(words, isNoName)
		switch {
		case p.Role == "skipped":
			p.Sentence = words + ": not needed"
		case slot && p.Depth > 0:
			p.Role, p.Sentence = "value", fmt.Sprintf("%s is %s", words, met)
		case p.Role == "test":
			p.Sentence = fmt.Sprintf("%s; the value is %s", words, met)
		case p.Role == "outcome" && (p.Actual == "True" || p.Actual == "False"):
			p.Sentence = words
		default:
			p.Sentence = fmt.Sprintf("%s: %s", words, met)
		}
		if n := len(out); n > 0 && slot && p.Sentence == out[n-1].Sentence {
			continue // such as that x is true, below x is true
		}
		out = append(out, p)
	}
	return out
}

// isNoName reports whether a character is in no name of a slot that needs no quotes.
func isNoName(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' && r != '-' && r != '.'
}

// plainValue returns a value that a condition met, as people write it.
func plainValue(actual string) string {
	switch actual {
	case "True":
		return "true"
	case "False":
		return "false"
	case "None", "undefined", "null", "None (no such slot in the request)":
		return "not set"
	default:
		return actual
	}
}
