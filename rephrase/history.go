package rephrase

import (
	"slices"
	"strings"

	"nlgserver/nlg"
)

// The speakers of a transcript. Rasa: section 8.
const (
	userLabel      = "USER: "
	assistantLabel = "AI: "
)

// What stands for a user's message that Rasa could not process. Rasa: section 8.
const (
	tooLongError   = "rasa.pattern_internal_error.user_input_too_long"
	emptyError     = "rasa.pattern_internal_error.user_input_empty"
	tooLongText    = "[User sent really long message]"
	otherErrorText = "[User input triggered an error]"
)

// line is a line of a transcript.
type line struct{ label, text string }

// transcript returns the last lines of a conversation, one below the other: of each speaker
// in turn if merge is set, and else one for each message. Rasa: section 8.
func transcript(c *nlg.Conversation, lines int, merge bool) string {
	if c == nil {
		return ""
	}
	all := linesOf(end(applied(c.Events), max(lines, 1), merge))
	if merge {
		all = merged(all)
	}
	var b strings.Builder
	for i, l := range all {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(l.label)
		b.WriteString(l.text)
	}
	return b.String()
}

// end returns the last events, from which a number of lines is made: conversations can have
// thousands, and a prompt has the last few.
func end(events []nlg.Event, lines int, merge bool) []nlg.Event {
	first := len(events)
	var speaker nlg.EventKind
	for i, e := range slices.Backward(events) {
		if e.Kind != nlg.UserEvent && e.Kind != nlg.BotEvent {
			continue
		}
		if !merge || e.Kind != speaker {
			if lines == 0 {
				break
			}
			lines--
		}
		first, speaker = i, e.Kind
	}
	return events[first:]
}

// linesOf returns a line for each message.
func linesOf(events []nlg.Event) []line {
	var lines []line
	for _, e := range events {
		switch e.Kind {
		case nlg.UserEvent:
			lines = append(lines, line{userLabel, onOneLine(said(e))})
		case nlg.BotEvent:
			lines = append(lines, line{assistantLabel, onOneLine(e.Text)})
		}
	}
	return lines
}

// applied returns the events without those that others revert. Rasa: section 8.
func applied(events []nlg.Event) []nlg.Event {
	reverts := func(e nlg.Event) bool { return e.Kind == nlg.UndoEvent || e.Kind == nlg.RewindEvent }
	if !slices.ContainsFunc(events, reverts) {
		return events
	}
	left := make([]nlg.Event, 0, len(events))
	for _, e := range events {
		switch e.Kind {
		case nlg.UndoEvent:
			left = before(left, nlg.ActionEvent)
		case nlg.RewindEvent:
			// The action before the message is the one that has waited for it.
			left = before(before(left, nlg.UserEvent), nlg.ActionEvent)
		default:
			left = append(left, e)
		}
	}
	return left
}

// before returns the events before the last one of a kind; none if there is no such event.
func before(events []nlg.Event, kind nlg.EventKind) []nlg.Event {
	for i, e := range slices.Backward(events) {
		if e.Kind == kind {
			return events[:i]
		}
	}
	return events[:0]
}

// said returns what stands in a transcript for a user's message.
func said(e nlg.Event) string {
	switch {
	case !e.Failed:
		return e.Text
	case e.Error == tooLongError:
		return tooLongText
	case e.Error == emptyError:
		return ""
	default:
		return otherErrorText
	}
}

// merged joins neighboring lines of one speaker.
func merged(lines []line) []line {
	var out []line
	for i := 0; i < len(lines); {
		first := i
		var texts []string
		for ; i < len(lines) && lines[i].label == lines[first].label; i++ {
			texts = append(texts, lines[i].text)
		}
		out = append(out, line{lines[first].label, strings.Join(texts, " ")})
	}
	return out
}

func onOneLine(text string) string { return strings.ReplaceAll(text, "\n", " ") }

// latest returns the last thing that the user has said, as a line of a transcript; empty if
// there is none.
func latest(c *nlg.Conversation) string {
	if c == nil || !c.HasLatest {
		return ""
	}
	return userLabel + c.Latest
}
