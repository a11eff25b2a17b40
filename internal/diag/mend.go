package diag

import "strings"

// Mend is a change that fixes a diagnostic for certain: what its author meant can be
// nothing else. It is about the variation in which the diagnostic is, and does one of
// what its fields say.
type Mend struct {
	// Label says in a few words what it does, such as: Change {nane} to {name}. Parts of
	// it are from the content.
	Label string
	// Texts are the texts that become others.
	Texts []MendedText
	// Put is the new value, as JSON, of what the diagnostic is at.
	Put string
	// Rename is the new name of the key that the diagnostic is at. Remove removes the
	// key that it is at, or whose value it is at.
	Rename string
	Remove bool
	// Add is a path in the map that the diagnostic is at, or with InVariation in the
	// variation, that gets the value Put.
	Add         string
	InVariation bool
	// Wrap makes a variation that is a bare text a map with it.
	Wrap bool
	// Channel is the name that a channel gets in all variations that have the one that
	// the diagnostic is at: it is reported once for all of them.
	Channel string
}

// MendedText is a text of a variation as it will be.
type MendedText struct {
	// Path and Language are those of the text, such as buttons[0].title and de; the
	// language is empty for the untranslated text.
	Path, Language string
	Text           string
}

// SetMend says what fixes a diagnostic for certain.
func SetMend(d *Diagnostic, m Mend) { d.mend = &m }

// MendOf returns what fixes a diagnostic for certain; nil if only its author can tell how.
func MendOf(d *Diagnostic) *Mend { return d.mend }

// longestLabeled is how much of a name or a text a label shows, in bytes.
const longestLabeled = 60

// Labeled returns a text of the content as a label shows it: on one line, and short.
func Labeled(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if len(text) > longestLabeled {
		text = strings.ToValidUTF8(text[:longestLabeled], "") + "…"
	}
	return text
}

// LabelChange is the label of changing one name into another.
func LabelChange(from, to string) string { return "Change " + Labeled(from) + " to " + Labeled(to) }
