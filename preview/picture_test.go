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
