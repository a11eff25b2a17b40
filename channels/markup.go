package channels

import "slices"

// Markup is a way to write bold text, links and the like in a text.
type Markup string

// The ways, and the platforms' own one. Entities are HTML's &amp; and the like.
const (
	HTML     Markup = "HTML"
	Entities Markup = "HTML entities"
	Markdown Markup = "Markdown"
)

// plainText are the channels whose texts users read as written, by the markup
// that they do not render. Rasa sends a text to Telegram without a parse_mode, to
// Webex as its text and not as its markdown, and to Slack and Google Chat, which
// know a markup of their own: *bold* and <url|text>. Slack decodes entities. A
// channel that is missing here may render anything.
var plainText = map[Markup][]string{
	HTML:     {"slack", "telegram", "facebook", "webexteams", "mattermost", "rocketchat", "hangouts", "twilio"},
	Entities: {"telegram", "facebook", "webexteams", "hangouts", "twilio"},
	Markdown: {"slack", "telegram", "facebook", "webexteams", "hangouts", "twilio"},
}

// ShowsAsWritten reports whether users of the channel certainly read a markup as
// written, signs included. Of a channel of the user's own, nothing is known.
func (c *Channel) ShowsAsWritten(m Markup) bool {
	if c.Own {
		return false
	}
	return slices.Contains(plainText[m], c.Name) || c.Family == Voice && m != HTML
}
