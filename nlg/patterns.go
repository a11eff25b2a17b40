package nlg

import (
	_ "embed" // for patternTexts
)

//go:embed patterns.yml
var patternTexts string

// addPatterns adds nlgserver's own wording of Rasa Pro's built-in responses for
// names that the content does not define. Without them, an assistant sends
// nothing in every repair pattern. They are found only by name: the internal
// error fallback, and the check that there is anything to serve, consider only
// the content. Rasa: section 1.5.
func (c *Catalog) addPatterns() {
	u := unit{file: File{Path: "built-in patterns", Data: []byte(patternTexts), Direct: true}}
	for range u.read(Options{}, nil) {
	}
	for _, r := range u.compiled {
		if c.responses[r.name] == nil {
			r.builtIn = true
			c.responses[r.name] = r
			c.names = append(c.names, r.name)
		}
	}
}
