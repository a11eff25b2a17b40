package channels

import (
	"strconv"
	"strings"

	"nlgserver/internal/python"
)

// partPhrases is what the parts are called in a sentence, where that is not
// their key.
var partPhrases = map[Part]string{
	Text:         "the text",
	Image:        "the image",
	Attachment:   "the attachment",
	QuickReplies: "the quick replies",
	Custom:       "the custom payload",
}

// phrase returns what a part is called in a sentence.
func (p Part) phrase() string {
	if phrase, ok := partPhrases[p]; ok {
		return phrase
	}
	return string(p)
}

// loss says what is lost where Rasa fails. Rasa: section 5.6.
func (c *Channel) loss() string {
	if c.Collects {
		return "the whole turn is lost"
	}
	return "the action fails, and nothing after it is sent"
}

// effectPhrases is what the effects are called in a sentence, where that is the
// same for all channels.
var effectPhrases = map[Effect]string{
	Dropped: "it is left out",
	Refused: "the platform rejects the message",
}

// phrase returns what an effect is called in a sentence.
func (c *Channel) phrase(e Effect) string {
	if e == Lost {
		return c.loss()
	}
	if phrase, ok := effectPhrases[e]; ok {
		return phrase
	}
	return string(e)
}

func quoteOr(words []string) string {
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = strconv.Quote(w)
	}
	return strings.Join(quoted, " or ")
}

func hasAny(d *python.Dict, keys []string) bool {
	for _, key := range keys {
		if _, ok := d.Get(key); ok {
			return true
		}
	}
	return false
}
