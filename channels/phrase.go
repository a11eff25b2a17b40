package channels

import (
	"strconv"
	"strings"
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

// forgets says what follows where Rasa raises an error while it sends a message.
// Rasa: section 12a.
const forgets = "Rasa raises an error, runs no further action, and forgets the turn (the user's message, slots, and events)"

// undelivered says what follows where Rasa fails to deliver a turn that it has
// saved.
const undelivered = "Rasa raises an error at the end of the turn, and nothing of the turn is said"

// effectPhrases is what the effects are called in a sentence.
var effectPhrases = map[Effect]string{
	Dropped: "it is left out",
	Refused: "the platform rejects the message",
	Unsent:  undelivered,
	Lost:    forgets,
}

// phrase returns what an effect is called in a sentence.
func (e Effect) phrase() string {
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

// list writes words as a list: a, b, and c.
func list(words []string) string {
	switch n := len(words); n {
	case 0, 1:
		return strings.Join(words, "")
	case 2:
		return words[0] + " and " + words[1]
	default:
		return strings.Join(words[:n-1], ", ") + ", and " + words[n-1]
	}
}

// removal says which keys to take out of a part.
func removal(keys []string, from Part) string {
	quoted := make([]string, len(keys))
	for i, key := range keys {
		quoted[i] = "`" + key + "`"
	}
	return "remove " + list(quoted) + " from `" + string(from) + "`"
}
