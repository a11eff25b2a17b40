package nlg

import (
	_ "embed" // for the texts
)

//go:embed patterns.yml
var patternTexts string

// addPatterns puts our own wording of Rasa Pro's built-in responses under the
// content's: an assistant whose server lacks them is silent in every repair.
// They answer by name only; the internal error fallback and the question
// whether there is anything to serve look at the content alone. Rasa: section
// 1.5.
func (c *Catalog) addPatterns() {
	u := unit{file: File{Path: "built-in patterns", Data: []byte(patternTexts), Direct: true}}
	for range u.read(Options{}) {
	}
	for _, r := range u.compiled {
		if c.responses[r.name] == nil {
			c.responses[r.name] = r
			c.names = append(c.names, r.name)
		}
	}
}
