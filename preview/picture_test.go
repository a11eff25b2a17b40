package preview_test

import (
	"testing"

	"nlgserver/channels"
	"nlgserver/internal/golden"
	"nlgserver/internal/python"
	"nlgserver/preview"
)

// message reads a reply.
func message(t *testing.T, text string) python.Value {
	t.Helper()
	v, err := python.ParseJSON(text)
	if err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return v
}

// TestPictures draws each message of testdata/pictures for the channels that
// its file names.
func TestPictures(t *testing.T) {
	golden.Archives(t, "testdata/pictures/*.txtar", func(t *testing.T, a *golden.Archive) {
		m := message(t, string(a.Comment))
		for _, file := range a.Files {
			p := preview.PictureOf(channels.Known().Lookup(file.Name), m)
			a.Want(t, file.Name, p.Text(preview.Style{Width: 64}))
		}
	})
}

// TestFailure says in a sentence what a message does that Rasa fails on.
func TestFailure(t *testing.T) {
	const broken = `{"text": "a", "quick_replies": [], "elements": [{"title": "a", "buttons": [{"title": "b"}]}]}`
	for _, tt := range []struct{ channel, text, want string }{
		{"telegram", `{"text": "a"}`, ""},
		{"telegram", broken, "Rasa raises an error here: nothing after this is shown, no further action runs, and the turn is forgotten."},
	} {
		p := preview.PictureOf(channels.Known().Lookup(tt.channel), message(t, tt.text))
		if p.Failure != tt.want || p.Lost != (tt.want != "") {
			t.Errorf("%s: lost %v, failure %q, want %q", tt.text, p.Lost, p.Failure, tt.want)
		}
	}
}
