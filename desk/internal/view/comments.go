package view

import (
	"regexp"
	"strings"

	"nlgserver/responses"
)

// directive is a comment for validate, to its end.
var directive = regexp.MustCompile(`#\s*nlg:ignore.*$`)

// comment returns comments without their signs, and without those for validate.
func comment(lines []string) string {
	var out []string
	for _, line := range lines {
		cut := strings.TrimSpace(directive.ReplaceAllString(line, ""))
		if cut == "" && line != "" {
			continue
		}
		text := strings.TrimLeft(cut, "#")
		out = append(out, strings.TrimRight(strings.TrimPrefix(text, " "), " \t"))
	}
	return strings.Trim(strings.Join(out, "\n"), "\n")
}

// commentOfResponse returns the comments above a response and behind its name.
func commentOfResponse(w *responses.Response) string {
	return comment(append(w.Key.CommentAbove(), w.Key.CommentBehind()))
}

// commentOfVariation returns the comments above a variation and on its first line.
func commentOfVariation(v *responses.Variation) string {
	return comment(append(v.Value.CommentAbove(), behindFirstLine(v.Value)))
}

// behindFirstLine returns the comment at the end of the first line of a value.
func behindFirstLine(v responses.Value) string {
	line := v.Position().Line
	if v.EndPosition().Line == line {
		if c := v.CommentBehind(); c != "" {
			return c
		}
	}
	for e := range v.Entries() {
		if e.Key.Position().Line != line {
			continue
		}
		for _, at := range [...]responses.Value{e.Value, e.Key} {
			if at.Position().Line != line || at.EndPosition().Line != line && !at.IsBlock() {
				continue
			}
			if c := at.CommentBehind(); c != "" {
				return c
			}
		}
	}
	return ""
}
