package channels_test

import (
	"testing"

	"nlgserver/channels"
	"nlgserver/internal/golden"
)

// TestPictures draws each message of testdata/pictures for the channels that
// its file names.
func TestPictures(t *testing.T) {
	golden.Archives(t, "testdata/pictures/*.txtar", func(t *testing.T, a *golden.Archive) {
		m := message(t, string(a.Comment))
		for _, file := range a.Files {
			p := channels.PictureOf(channels.Known().Lookup(file.Name), m)
			a.Want(t, file.Name, p.Text(channels.Style{Width: 64}))
		}
	})
}
