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
	u := readUnit(File{Path: "built-in patterns", Data: []byte(patternTexts), Direct: true}, Options{})
	for _, d := range u.definitions {
		if c.responses[d.name] == nil {
			c.responses[d.name] = d.compiled()
			c.names = append(c.names, d.name)
		}
	}
}
