package responses

import (
	"fmt"
	"strings"

	"nlgserver/internal/diag"
)

// Placeholder returns the text of a response in a domain that is written for
// Rasa to train with, as export-domain does. Content that has it is rejected:
// users would read it. It has no braces, so that neither Rasa nor validate
// takes a name for a variable or for Jinja.
func Placeholder(name string) string {
	return placeholderStart + strings.NewReplacer("{", "(", "}", ")").Replace(name) + placeholderEnd
}

// placeholderStart and placeholderEnd are what every placeholder has in common.
const placeholderStart, placeholderEnd = "(text from nlgserver: ", ")"

// countPlaceholder notes a text that is a placeholder.
func (f *File) countPlaceholder(v *Variation) {
	text := strings.TrimSpace(v.parts.text.String())
	if !strings.HasPrefix(text, placeholderStart) || !strings.HasSuffix(text, placeholderEnd) {
		return
	}
	if f.placeholders++; f.placeholders == 1 {
		f.placeholder = v.parts.text.Place()
	}
}

// refusePlaceholders rejects a file with placeholders: once, however many there
// are.
func (f *File) refusePlaceholders() {
	if f.placeholders == 0 {
		return
	}
	message := "this text is a placeholder that `export-domain` wrote for Rasa, and users would read it"
	if more := f.placeholders - 1; more > 0 {
		message += fmt.Sprintf("; this file has %d more", more)
	}
	hint := "serve the responses from which the domain was written, and keep the domain where only Rasa reads it"
	if !f.source.Direct {
		hint += "; or leave this file out: " + f.exclusion()
	}
	f.report(f.placeholder.Diagnose(diag.Error, diag.Placeholder, message, hint))
}
