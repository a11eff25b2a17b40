package exchange

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"nlgserver/channels"
	"nlgserver/internal/diag"
	"nlgserver/responses"
)

// Document is what one translator gets: all units of one language.
type Document struct {
	// SourceLanguage and Language are the codes of the languages to translate from
	// and into.
	SourceLanguage, Language string
	Units                    []Unit
	// QuickReplies counts the quick replies that are left out: Rasa translates only
	// buttons.
	QuickReplies int
}

// Unit is one text to translate.
type Unit struct {
	// ID names the unit in files: the response, the variation by its id or number,
	// and the path, as in utter_greet#2.text.
	ID string
	// Response and Number name the variation of the content; Number counts from 1.
	Response string
	Number   int
	// Path is the field, as in an edit: text or buttons[0].title.
	Path string
	// Source is the text as written; Target is its translation, empty if there is
	// none.
	Source, Target string
	State          State
	Engine         responses.Engine
	// Notes say where and how the text is used, each in one line.
	Notes []Note
	// Limit is the strictest limit of the variation's channel; nil if there is none.
	Limit *Limit
	// Position is where the source is written.
	Position diag.Position
	// Edition is set if the translation is in a file of its own language, and
	// Absent if that file has the response and lacks the variation or the button, so
	// that nothing can be set there.
	Edition, Absent bool
	// Odd is set if the content has something other than a text where the translation
	// belongs, such as a number or a list.
	Odd bool

	// added is set if the files of the language lack the response.
	added *added
}

// Note is what a translator should know about a unit.
type Note struct {
	// Kind is response, condition, channel, limit, place, comment or variables.
	Kind, Text string
}

// Limit is the length that a channel allows.
type Limit struct {
	Max  int
	Unit channels.Unit
	// Channel is the title of the channel.
	Channel string
}

// State says how far a unit is translated.
type State string

// The states. Nothing in the content says whether a translation was reviewed, or
// whether it is older than its source.
const (
	// Missing: there is no translation. Empty: there is one without any text.
	Missing State = "missing"
	Empty   State = "empty"
	// Differs: its variables are not those of the source.
	Differs State = "differs"
	// Same: it equals the source, in letters.
	Same       State = "same"
	Translated State = "translated"
)

// States returns the states, from what is most urgent.
func States() []State { return []State{Missing, Empty, Differs, Same, Translated} }

// stateOf compares a translation with its source.
func stateOf(u *Unit, exists bool) State {
	switch {
	case !exists:
		return Missing
	case strings.TrimSpace(u.Target) == "":
		return Empty
	case u.Target == u.Source:
		return Same
	}
	source, target := namesIn(u.Source, u.Engine), namesIn(u.Target, u.Engine)
	if len(without(source, target))+len(without(target, source)) > 0 {
		return Differs
	}
	return Translated
}

// hashLength is how many digits of a hash a file has: enough to notice a change.
const hashLength = 16

// hashOf identifies a text.
func hashOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])[:hashLength]
}

// idOf returns the name of a unit.
func idOf(response, variation, path string) string {
	return escapeID(response, "%#@") + variation + "." + escapeID(path, "%")
}

// escapeID writes the characters that separate the parts of an id, blanks and
// control characters as %XX.
func escapeID(name, special string) string {
	const digits = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(name) {
		if c := name[i]; c <= ' ' || c == 0x7f || strings.IndexByte(special, c) >= 0 {
			b.WriteByte('%')
			b.WriteByte(digits[c>>4])
			b.WriteByte(digits[c&15])
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}
