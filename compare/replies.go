package compare

import (
	"fmt"
	"slices"
	"strings"

	"nlgserver/internal/diag"
	"nlgserver/nlg"
	"nlgserver/responses"
)

// Reply is an expected reply that is different now.
type Reply struct {
	// Case is the name of the case that expects it, and Position where it is.
	Case     string        `json:"case"`
	Position diag.Position `json:"position"`
	Response string        `json:"response"`
	// Passes is set if the case passes with the new content.
	Passes bool `json:"passes"`
	// Before and After are the possible replies, sorted: texts, or whole
	// messages if the texts are the same. No reply is an empty list.
	Before []string `json:"before"`
	After  []string `json:"after"`
}

// Case is a case that was run on both sides.
type Case struct {
	Name     string
	Position diag.Position
	Response string
	// Passes is set if it passes with the new content.
	Passes bool
	// Before and After explain the replies to its request; nil for an unknown
	// name.
	Before, After *nlg.Explanation
}

// Differs reports whether the request gets a different reply now.
func (c *Case) Differs() bool { return !slices.Equal(messages(c.Before), messages(c.After)) }

// AddCase adds a case if its request gets a different reply now.
func (d *Diff) AddCase(c Case) {
	if c.Differs() {
		d.Replies = append(d.Replies, ReplyOf(c))
	}
}

// ReplyOf returns the replies to a case.
func ReplyOf(c Case) Reply {
	before, after := messages(c.Before), messages(c.After)
	if x, y := texts(c.Before), texts(c.After); !slices.Equal(x, y) {
		before, after = x, y
	}
	return Reply{Case: c.Name, Position: c.Position, Response: c.Response, Passes: c.Passes, Before: before, After: after}
}

// messages returns the possible messages as canonical JSON, sorted.
func messages(e *nlg.Explanation) []string {
	return spell(e, func(m *nlg.Message) string { return responses.Canonical(m.Value()) })
}

func texts(e *nlg.Explanation) []string {
	return spell(e, func(m *nlg.Message) string {
		if text, ok := m.Value().Dict().Get("text"); ok {
			return text.Str()
		}
		return string(m.JSON)
	})
}

func spell(e *nlg.Explanation, how func(*nlg.Message) string) []string {
	out := []string{}
	if e == nil {
		return append(out, "no such response")
	}
	for _, m := range e.Messages {
		out = append(out, how(m))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// describe describes a changed reply in one line.
func (r *Reply) describe(m marks) string {
	change := Change{Path: r.Case, Kind: Changed, Before: sayings(r.Before), After: sayings(r.After)}
	if len(r.Before) == 1 && len(r.After) == 1 {
		change.Words = words(change.Before, change.After)
	}
	verdict := "the test still passes"
	if !r.Passes {
		verdict = "the test now fails"
	}
	return fmt.Sprintf("%s (%s)", change.describe(m), verdict)
}

func sayings(list []string) string {
	if len(list) == 0 {
		return "no reply"
	}
	return strings.Join(list, " | ")
}
