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
		if t.Language == language || t.Language == "" {
			fixed, open := t.Fixed()
			unfilled[t.Path] = channels.Fixed{Text: fixed, Open: open}
		}
	}
	if language == "" {
		return v.Message(), unfilled
	}
	return v.Message(language), unfilled
}
