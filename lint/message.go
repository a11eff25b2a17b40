package lint

import (
	"nlgserver/channels"
	"nlgserver/internal/python"
	"nlgserver/responses"
)

// messageOf returns the reply of a variation before its texts are filled, and
// the texts that are still to be filled. An empty language means untranslated.
func messageOf(v *responses.Variation, language string) (python.Value, channels.Unfilled) {
	unfilled := channels.Unfilled{}
	for _, t := range v.Texts {
		if len(t.Variables()) == 0 || t.Language != language && t.Language != "" {
			continue
		}
		unfilled[t.Path] = channels.Format
		if t.Engine == responses.Jinja {
			unfilled[t.Path] = channels.Jinja
		}
	}
	if language == "" {
		return v.Message(), unfilled
	}
	return v.Message(language), unfilled
}
