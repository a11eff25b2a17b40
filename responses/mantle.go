package responses

import (
	"slices"
	"strings"

	"nlgserver/internal/diag"
)

// Rasa's newer product Mantle has files of the same name, responses.yml, that
// mean other things: the first condition that is true wins, nothing is random,
// and placeholders name a session. Rasa: section 9.

// refuseMantle refuses a file of Mantle, with one diagnostic at the first thing
// that no other Rasa has.
func (f *File) refuseMantle(all Value) bool {
	marker := mantleMarker(all)
	if marker.IsMissing() {
		return false
	}
	f.error(marker, diag.MantleFile, "this is a responses file of Rasa's Mantle, whose conditions and placeholders mean other things than those of a Rasa domain",
		"nlgserver answers Rasa Open Source and Rasa Pro; write slots as {name}, and conditions over slots")
	return true
}

// mantleMarker returns the first value that only Mantle can have; none if
// there is none, or if the file has anything that Mantle does not know.
func mantleMarker(all Value) (marker Value) {
	for response := range all.Entries() {
		for variant := range response.Value.Items() {
			if !mayBeMantle(variant) {
				return Value{}
			}
			if marker.IsMissing() {
				marker = mantleVariant(variant)
			}
		}
	}
	return marker
}

// mayBeMantle reports whether a variant has no key that Mantle forbids.
func mayBeMantle(variant Value) bool {
	for field := range variant.Entries() {
		switch field.Key.String() {
		case "text", "buttons":
		case "condition":
			if !field.Value.IsScalar() {
				return false
			}
		default:
			return false
		}
	}
	return true
}

func mantleVariant(variant Value) Value {
	if isMantleText(variant) {
		return variant
	}
	for field := range variant.Entries() {
		switch v := field.Value; field.Key.String() {
		case "text":
			if isMantleText(v) {
				return v
			}
		case "condition":
			if namesSession(v.String()) {
				return v
			}
		case "buttons":
			for b := range v.Items() {
				if b.IsMap() && b.Len() == 1 && !b.Get("source").IsMissing() {
					return b
				}
			}
		}
	}
	return Value{}
}

// isMantleText reports whether a text has a placeholder such as
// {session.card.digits}.
func isMantleText(v Value) bool {
	text := v.String()
	_, rest, found := strings.Cut(text, "{session.")
	name, _, closed := strings.Cut(rest, "}")
	return found && closed && strings.Contains(name, ".") && !strings.ContainsAny(name, " {\n") && !strings.Contains(text, "{{session.")
}

// namesSession reports whether a condition is over session.…, as in
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
