package channels

import (
	"strconv"
	"strings"

	"nlgserver/internal/python"
)

// phrase is a part in a sentence.
func (p Part) phrase() string {
	switch p {
	case Image, Attachment, Text:
		return "the " + string(p)
	case QuickReplies:
		return "the quick replies"
	case Custom:
		return "the custom payload"
	default:
		return string(p)
	}
}

// loss is what is lost where Rasa fails. Rasa: section 5.6.
func (c *Channel) loss() string {
	if c.Collects {
		return "the whole turn is lost"
	}
	return "the action fails, and what comes after is not sent"
}

// phrase is an effect in a sentence.
func (c *Channel) phrase(e Effect) string {
	switch e {
	case Dropped:
		return "it is left out"
	case Refused:
		return "the platform refuses the message"
	case Lost:
		return c.loss()
	default:
		return string(e)
	}
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
