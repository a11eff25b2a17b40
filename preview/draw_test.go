package preview_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nlgserver/channels"
	"nlgserver/internal/python"
	"nlgserver/internal/width"
	"nlgserver/preview"
)

// TestPaint: each line is painted in its tone, and nothing else changes.
func TestPaint(t *testing.T) {
	p := preview.PictureOf(channels.Known().Lookup("telegram"), message(t, `{"text": "a\n\nb", "image": "u", "attachment": {"a": 1}, "custom": {"c": 1}}`))
	marks := map[preview.Tone]string{preview.Muted: "<muted>", preview.Caution: "<caution>", preview.Alarm: "<alarm>"}
	bare, painted := p.Text(preview.Style{}), p.Text(preview.Style{Paint: func(tone preview.Tone, line string) string { return marks[tone] + line }})
	if !strings.Contains(painted, "<caution>! custom") {
		t.Errorf("not painted:\n%s", painted)
	}
	for _, mark := range marks {
		painted = strings.ReplaceAll(painted, mark, "")
	}
	if bare != painted {
		t.Errorf("without paint it is\n%s\nnot\n%s", painted, bare)
	}
}

// TestNoEscapes: no control character of a text reaches the terminal.
func TestNoEscapes(t *testing.T) {
	p := preview.PictureOf(channels.Known().Lookup("telegram"), message(t, `{"text": "\u001b[31mred\u0007\r", "buttons": [{"title": "\u001b[2J\n", "payload": "/p"}]}`))
	if text := p.Text(preview.Style{}); strings.ContainsAny(text, "\x1b\x07\r") {
		t.Errorf("%q", text)
	}
}

// TestWidthLaw: no line is wider than asked for, and every box is closed at the
// same column.
func TestWidthLaw(t *testing.T) {
	text := rapid.StringOf(rapid.RuneFrom([]rune("ab \n\té\u0301你😀👍🏽\u200d🇩🇪❤\ufe0f")))
	rapid.Check(t, func(t *rapid.T) {
		c := rapid.SampledFrom(channels.Known().All()).Draw(t, "channel")
		reply := python.DictOf("text", python.Str(text.Draw(t, "text")))
		var buttons []python.Value
		for _, title := range rapid.SliceOfN(text, 0, 5).Draw(t, "titles") {
			buttons = append(buttons, python.OfDict(python.DictOf("title", python.Str(title), "payload", python.Str("/p"))))
		}
		reply.Set("buttons", python.List(buttons...))
		columns := rapid.IntRange(20, 60).Draw(t, "columns")
		edge := 0
		for line := range strings.SplitSeq(preview.PictureOf(c, python.OfDict(reply)).Text(preview.Style{Width: columns, ASCII: true}), "\n") {
			line = strings.TrimSuffix(line, " rejected by the platform")
			n := width.Of(line)
			if n > columns {
				t.Fatalf("a line of %d columns, not %d: %q", n, columns, line)
			}
			if strings.HasPrefix(line, "+-") {
				edge = n
			}
			if strings.HasPrefix(line, "| ") && n != edge {
				t.Fatalf("a line of %d columns in a box of %d: %q", n, edge, line)
			}
		}
	})
}
