package rephrase

import "strings"

// The tags that fence data in our own prompts.
const (
	conversationTag = "conversation"
	latestTag       = "last_message"
	valueTag        = "value"
	responseTag     = "response"
)

var tags = [...]string{conversationTag, latestTag, valueTag, responseTag}

// fence writes data between tags that it cannot close: what comes from users and slots is
// data in a prompt, and never instruction.
func fence(b *strings.Builder, tag, data string) {
	b.WriteString("<" + tag + ">\n")
	b.WriteString(tame(data))
	b.WriteString("\n</" + tag + ">\n")
}

// tame returns data in which nothing reads as one of the tags.
func tame(data string) string {
	if !strings.Contains(data, "<") {
		return data
	}
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(data, "<")
		b.WriteString(before)
		if !ok {
			return b.String()
		}
		b.WriteByte('<')
		if isTag(rest) {
			b.WriteByte(' ')
		}
		data = rest
	}
}

// isTag reports whether the text after an angle bracket reads as one of the tags.
func isTag(text string) bool {
	name := strings.TrimLeft(text, "/ \t\n\r\\")
	for _, tag := range tags {
		if len(name) >= len(tag) && strings.EqualFold(name[:len(tag)], tag) {
			return text[0] != ' '
		}
	}
	return false
}
