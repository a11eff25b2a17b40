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
	marker, fits := mantleMarker(all)
	if fits && f.mantle.IsMissing() {
		f.mantle = all
	}
	if marker.IsMissing() {
		return false
	}
	f.error(marker, diag.MantleFile, "this is a response file for Rasa Mantle, where conditions and placeholders have other meanings than in a Rasa domain",
		"nlgserver supports Rasa Open Source and Rasa Pro: write slots as `{name}`, and conditions over slots")
	return true
}

// Mantle is what a file tells about whether it was written for Mantle.
type Mantle struct {
	// Fits is set if the file has responses, and nothing that Mantle rejects.
	Fits bool
	// BareText is set if a variant is a bare text, which Rasa rejects.
	BareText bool
	// At is where the responses start.
	At diag.Diagnostic
}

// Mantle returns what the file tells about Mantle, once [File.Responses] has been
// read to its end. Many files of Rasa's fit too: only their neighbors tell.
func (f *File) Mantle() Mantle {
	if f.mantle.IsMissing() {
		return Mantle{}
	}
	m := Mantle{Fits: true, At: f.mantle.Diagnose(diag.Error, diag.MantleFile, "", "")}
	for response := range f.mantle.Entries() {
		for variant := range response.Value.Items() {
			m.BareText = m.BareText || variant.IsScalar()
		}
	}
	return m
}

// mantleMarker returns the first value that only Mantle can have; none if fits is
// false, that is, if the file has anything that Mantle rejects.
func mantleMarker(all Value) (marker Value, fits bool) {
	for response := range all.Entries() {
		for variant := range response.Value.Items() {
			if !mayBeMantle(variant) {
				return Value{}, false
			}
			if marker.IsMissing() {
				marker = mantleVariant(variant)
			}
		}
	}
	return marker, all.Len() > 0
}

// mayBeMantle reports whether a variant has only keys that Mantle allows.
func mayBeMantle(variant Value) bool {
	for field := range variant.Entries() {
		switch field.Key.String() {
		case "text", "buttons":
		case "metadata":
			if !field.Value.IsMap() {
				return false
			}
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
				if isMantleButton(b) {
					return b
				}
			}
		}
	}
	return Value{}
}

// isMantleButton reports whether a button comes from a tool, names the session, or
// sets one of its entries.
func isMantleButton(b Value) bool {
	return b.IsMap() && b.Len() == 1 && !b.Get("source").IsMissing() ||
		isMantleText(b.Get("title")) || isMantleText(b.Get("payload")) || strings.HasPrefix(b.Get("payload").String(), "set:session.")
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
	if !strings.Contains(condition, "session.") || len(condition) > maxPredicate {
		return false
	}
	for i, part := range strings.FieldsFunc(condition, func(r rune) bool { return r == '"' || r == '\'' }) {
		if i%2 == 0 && slices.ContainsFunc(strings.FieldsFunc(part, func(r rune) bool {
			return strings.ContainsRune(" \t\n()=!<>", r)
		}), func(word string) bool { return strings.HasPrefix(word, "session.") }) {
			return true
		}
	}
	return false
}
