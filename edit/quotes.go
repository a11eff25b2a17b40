package edit

import (
	"strings"

	"nlgserver/internal/document"
)

// quotesIn returns how a text is written that is added to a map: as the text that it
// translates, or as its neighbors, or as those around the map.
func (e *emitter) quotesIn(n *node, around func() document.Style, inFlow bool) document.Style {
	for _, beside := range [...]string{"text", "title", "payload"} {
		for _, c := range n.entries {
			if c.key == beside && !c.src.IsMissing() && isInline(c.src.Value) {
				return c.src.Value.Style()
			}
		}
	}
	for _, c := range n.entries {
		if !c.src.IsMissing() && c.key != "id" && c.key != "channel" && isQuotedByChoice(c.src.Value, inFlow) {
			return c.src.Value.Style()
		}
	}
	if around != nil {
		return around()
	}
	return e.file.look().quotes
}

// isInline reports whether a value is a text in quotes or without any.
func isInline(v document.Value) bool {
	_, isText := v.Text()
	return isText && !v.IsBlock()
}

// isQuotedByChoice reports whether an author chose how a text is written, quotes or none.
// Those that the text needs say nothing about how others are to be written.
func isQuotedByChoice(v document.Value, inFlow bool) bool {
	if !isInline(v) {
		return false
	}
	text, _ := v.Text()
	return v.Style() == document.Plain ||
		!strings.ContainsAny(text, `"'\`) && document.WriteText(text, document.Plain, inFlow) == text
}
