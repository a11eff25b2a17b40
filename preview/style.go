package preview

import "cmp"

// Style is how a preview is written as text.
type Style struct {
	// Width is the largest number of columns of a picture; 0 means 72.
	Width int
	// ASCII draws frames with - | + only.
	ASCII bool
	// Paint emphasizes a line, as with a terminal's colors. It must not change
	// the width of the text. Nil leaves text plain.
	Paint func(Tone, string) string
}

// Tone is why a line is emphasized.
type Tone uint8

// The tones.
const (
	// Plain text is not emphasized.
	Plain Tone = iota
	// Muted text is less important.
	Muted
	// Caution is for what is shown otherwise than written.
	Caution
	// Alarm is for what is not shown at all, because Rasa or the platform fails.
	Alarm
)

// defaultWidth and leastWidth are in columns.
const (
	defaultWidth = 72
	leastWidth   = 20
)

// columns returns the largest width of a line.
func (s Style) columns() int { return max(leastWidth, cmp.Or(s.Width, defaultWidth)) }

func (s Style) paint(tone Tone, text string) string {
	if s.Paint == nil || tone == Plain || text == "" {
		return text
	}
	return s.Paint(tone, text)
}
