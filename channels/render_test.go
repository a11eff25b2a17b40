package channels_test

import (
	"strings"
	"testing"

	"nlgserver/channels"
)

// TestColour: colour is added, and nothing else changes.
func TestColour(t *testing.T) {
	p := channels.PictureOf(channels.Known().Lookup("telegram"), message(t, `{"text": "a\n\nb", "image": "u", "attachment": {"a": 1}, "custom": {"c": 1}}`))
	bare, coloured := p.Text(channels.Style{}), p.Text(channels.Style{Colour: true})
	if strings.Contains(bare, "\x1b") || !strings.Contains(coloured, "\x1b[33m! custom") {
		t.Errorf("%s\n%s", bare, coloured)
	}
	for _, code := range []string{"\x1b[31m", "\x1b[33m", "\x1b[2m", "\x1b[0m"} {
		coloured = strings.ReplaceAll(coloured, code, "")
	}
	if bare != coloured {
		t.Errorf("without colour it is\n%s\nnot\n%s", coloured, bare)
	}
}

// TestNoEscapes: what a text holds does not reach the terminal's controls.
func TestNoEscapes(t *testing.T) {
	p := channels.PictureOf(channels.Known().Lookup("telegram"), message(t, `{"text": "\u001b[31mred\u0007\r", "buttons": [{"title": "\u001b[2J\n", "payload": "/p"}]}`))
	if text := p.Text(channels.Style{}); strings.ContainsAny(text, "\x1b\x07\r") {
		t.Errorf("%q", text)
	}
}
