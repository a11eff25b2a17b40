package rephrase

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nlgserver/internal/laws"
	"nlgserver/nlg"
)

// conversation makes a conversation of lines such as "user: text", "bot: text", "action" and
// "user!type: text" for a message with an error.
func conversation(lines ...string) *nlg.Conversation {
	kinds := map[string]nlg.EventKind{
		"user": nlg.UserEvent, "bot": nlg.BotEvent, "action": nlg.ActionEvent, "undo": nlg.UndoEvent, "rewind": nlg.RewindEvent,
	}
	c := &nlg.Conversation{}
	for _, l := range lines {
		kind, text, _ := strings.Cut(l, ": ")
		kind, fault, failed := strings.Cut(kind, "!")
		c.Events = append(c.Events, nlg.Event{Kind: kinds[kind], Text: text, Failed: failed, Error: fault})
	}
	return c
}

// TestRephraseTranscript checks transcripts against tables of what Rasa does. Rasa: section 8.
func TestRephraseTranscript(t *testing.T) {
	usual := []string{"action", "user: hi", "action", "bot: Hello!", "bot: What now?", "action", "user: order: tea"}
	for _, tt := range []struct {
		name   string
		events []string
		lines  int
		apart  bool
		want   string
	}{
		{name: "nothing", lines: 5},
		{name: "merged", events: usual, lines: 5, want: "USER: hi\nAI: Hello! What now?\nUSER: order: tea"},
		{name: "apart", events: usual, lines: 5, apart: true, want: "USER: hi\nAI: Hello!\nAI: What now?\nUSER: order: tea"},
		{name: "the last lines", events: usual, lines: 2, want: "AI: Hello! What now?\nUSER: order: tea"},
		{name: "the last lines apart", events: usual, lines: 2, apart: true, want: "AI: What now?\nUSER: order: tea"},
		{name: "no lines count as one", events: usual, lines: 0, want: "USER: order: tea"},
		{name: "less than none", events: usual, lines: -3, want: "USER: order: tea"},
		{
			name: "an empty text is joined too", events: []string{"bot: a", "bot: b", "user: hi: there", "user: ", "bot: x"}, lines: 5,
			want: "AI: a b\nUSER: hi: there \nAI: x",
		},
		{name: "new lines", events: []string{"user: a\nb\n", "bot: c\r\nd"}, lines: 5, want: "USER: a b \nAI: c\r d"},
		{name: "errors", events: []string{
			"user!rasa.pattern_internal_error.user_input_too_long: aaa", "bot: 1", "user!rasa.pattern_internal_error.user_input_empty: bbb", "bot: 2",
			"user!rasa.pattern_internal_error.default: ccc", "bot: 3", "user!: ddd",
		}, lines: 9, want: "USER: [User sent really long message]\nAI: 1\nUSER: \nAI: 2\nUSER: [User input triggered an error]\nAI: 3\nUSER: [User input triggered an error]"},
		{name: "undo reverts up to the last action", events: []string{"action", "user: a", "action", "bot: b", "undo"}, lines: 5, want: "USER: a"},
		{name: "undo twice", events: []string{"action", "user: a", "action", "bot: b", "undo", "undo", "user: c"}, lines: 5, want: "USER: c"},
		{name: "undo without an action", events: []string{"user: a", "bot: b", "undo"}, lines: 5},
		{
			name:   "rewind reverts the user's message and the action before it",
			events: []string{"action", "user: a", "action", "bot: b", "action", "user: c", "action", "bot: d", "rewind"}, lines: 5, want: "USER: a\nAI: b",
		},
		{name: "rewind without a message", events: []string{"action", "bot: b", "rewind"}, lines: 5},
		{name: "what comes after it stays", events: []string{"action", "user: a", "rewind", "user: b"}, lines: 5, want: "USER: b"},
	} {
		if got := transcript(conversation(tt.events...), tt.lines, !tt.apart); got != tt.want {
			t.Errorf("%s:\n%s\nwant:\n%s", tt.name, got, tt.want)
		}
	}
	if got := transcript(nil, 5, true); got != "" {
		t.Errorf("no conversation: %q", got)
	}
	for _, tt := range []struct {
		c    *nlg.Conversation
		want string
	}{
		{nil, ""}, {&nlg.Conversation{}, ""}, {&nlg.Conversation{HasLatest: true}, "USER: "}, {&nlg.Conversation{Latest: "a\nb", HasLatest: true}, "USER: a\nb"},
	} {
		if got := latest(tt.c); got != tt.want {
			t.Errorf("%+v: %q, want %q", tt.c, got, tt.want)
		}
	}
}

// TestRephraseTranscriptLaw checks that the end of a transcript is that of the whole one.
func TestRephraseTranscriptLaw(t *testing.T) {
	events := rapid.SampledFrom([]string{"user: a", "user: b\nc", "user: ", "bot: d", "bot: ", "action", "undo", "rewind", "user!x: e"})
	laws.Check(t, func(t *rapid.T) {
		c := conversation(rapid.SliceOfN(events, 0, 20).Draw(t, "events")...)
		lines, merge := rapid.IntRange(-1, 8).Draw(t, "lines"), rapid.Bool().Draw(t, "merge")
		all := linesOf(applied(c.Events))
		if merge {
			all = merged(all)
		}
		var want []string
		for _, l := range all[max(0, len(all)-max(lines, 1)):] {
			want = append(want, l.label+l.text)
		}
		if got := transcript(c, lines, merge); got != strings.Join(want, "\n") {
			t.Fatalf("%q, want %q", got, want)
		}
	})
}
