package nlg

import (
	"slices"
	"strings"

	"nlgserver/internal/diag"
	"nlgserver/internal/yamlsrc"
)

// Rasa's newer product Mantle has files of the same name, responses.yml, that
// mean other things: the first condition that is true wins, nothing is random,
// and placeholders name a session. Rasa: section 9.

// refuseMantle refuses a file of Mantle, with one diagnostic at the first thing
// that no other Rasa has.
func (u *unit) refuseMantle(responses *yamlsrc.Node) bool {
	marker := mantleMarker(responses)
	if marker == nil {
		return false
	}
	u.error(marker, diag.MantleFile, "this is a responses file of Rasa's Mantle, whose conditions and placeholders mean other things than those of a Rasa domain",
		"nlgserver answers Rasa Open Source and Rasa Pro; write slots as {name}, and conditions over slots")
	return true
}

// mantleMarker returns the first node that only Mantle can have, nil if there
// is none, or if the file has anything that Mantle does not know.
func mantleMarker(responses *yamlsrc.Node) *yamlsrc.Node {
	var marker *yamlsrc.Node
	for _, pair := range responses.Pairs {
		for _, variant := range pair.Value.Items {
			if !mayBeMantle(variant) {
				return nil
			}
			if marker == nil {
				marker = mantleVariant(variant)
			}
		}
	}
	return marker
}

// mayBeMantle reports a variant with no key that Mantle forbids.
func mayBeMantle(variant *yamlsrc.Node) bool {
	for _, pair := range variant.Pairs {
		switch keyText(pair.Key) {
		case "text", "buttons":
		case "condition":
			if pair.Value.Kind != yamlsrc.Scalar {
				return false
			}
		default:
			return false
		}
	}
	return true
}

func mantleVariant(variant *yamlsrc.Node) *yamlsrc.Node {
	if isMantleText(variant) {
		return variant
	}
	for _, pair := range variant.Pairs {
		switch n := pair.Value; keyText(pair.Key) {
		case "text":
			if isMantleText(n) {
				return n
			}
		case "condition":
			if text, ok := n.Value.Text(); ok && n.Kind == yamlsrc.Scalar && namesSession(text) {
				return n
			}
		case "buttons":
			for _, b := range n.Items {
				if b.Kind == yamlsrc.Mapping && len(b.Pairs) == 1 && b.Get("source") != nil {
					return b
				}
			}
		}
	}
	return nil
}

// isMantleText reports a text with a placeholder such as {session.card.digits}.
func isMantleText(n *yamlsrc.Node) bool {
	text, ok := n.Value.Text()
	if !ok || n.Kind != yamlsrc.Scalar {
		return false
	}
	_, rest, found := strings.Cut(text, "{session.")
	name, _, closed := strings.Cut(rest, "}")
	return found && closed && strings.Contains(name, ".") && !strings.ContainsAny(name, " {\n") && !strings.Contains(text, "{{session.")
}

// namesSession reports a condition over session.…, as in
// session.card.reason == "lost", outside of quotes.
func namesSession(condition string) bool {
	for i, part := range strings.FieldsFunc(condition, func(r rune) bool { return r == '"' || r == '\'' }) {
		if i%2 == 0 && slices.ContainsFunc(strings.FieldsFunc(part, func(r rune) bool {
			return strings.ContainsRune(" \t\n()=!<>", r)
		}), func(word string) bool { return strings.HasPrefix(word, "session.") }) {
			return true
		}
	}
	return false
}
