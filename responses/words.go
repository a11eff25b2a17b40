package responses

import (
	"strings"
	"unicode"
)

// IsVariableName reports whether a variable can have that name. Rasa takes whatever is
// in braces for the name of a variable, such as a format, an attribute, an index or
// JSON.
func IsVariableName(name string) bool {
	return strings.TrimSpace(name) == name && !strings.ContainsAny(name, "\"':[]!{}(),=.")
}

// IsJSONInBraces reports whether what is in braces is the inside of a JSON object, as
// in the payload /pay{"amount": 5}.
func IsJSONInBraces(name string) bool { return strings.ContainsAny(name, `"'`) }

// HasWords reports whether there is anything to translate in the text: letters outside
// of its variables and tags.
func (t *Text) HasWords() bool {
	at := 0
	for _, end := range t.codes() {
		if strings.ContainsFunc(t.Source[at:end[0]], unicode.IsLetter) {
			return true
		}
		at = end[1]
	}
	return strings.ContainsFunc(t.Source[at:], unicode.IsLetter)
}

// codes returns where the variables and tags are, in order.
func (t *Text) codes() (all [][2]int) {
	switch {
	case t.Format != nil:
		for s := range t.Format.Spans() {
			if IsVariableName(s.Name) {
				all = append(all, [2]int{s.Start, s.End})
			}
		}
	case t.Jinja != nil:
		for tag := range t.Jinja.Tags() {
			all = append(all, [2]int{tag.Start, tag.End})
		}
	}
	return all
}
