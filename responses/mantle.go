package responses

import (
	"slices"
	"strings"

	"nlgserver/internal/diag"
)

// Rasa's newer product Mantle also has files named responses.yml, with another
// meaning: the first condition that is true wins, nothing is random, and
// placeholders refer to a session. Rasa: section 9.

// refuseMantle rejects a file for Mantle, with one diagnostic at the first
// value that only Mantle has.
func (f *File) refuseMantle(all Value) bool {
	marker := mantleMarker(all)
	if marker.IsMissing() {
		return false
	}
	f.error(marker, diag.MantleFile, "this is a response file for Rasa Mantle, where conditions and placeholders have other meanings than in a Rasa domain",
		"nlgserver supports Rasa Open Source and Rasa Pro: write slots as `{name}`, and conditions over slots")
	return true
}

// mantleMarker returns the first value that only Mantle can have. It returns no
// value if there is none, or if the file has anything that Mantle rejects.
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

// mayBeMantle reports whether a variant has only keys that Mantle allows.
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

// namesSession reports whether a condition refers to session.… outside quotes,
// as in session.card.reason == "lost".
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
