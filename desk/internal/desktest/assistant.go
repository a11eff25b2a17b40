package desktest

import (
	"context"
	"io/fs"
	"testing"

	"nlgserver/desk"
	"nlgserver/internal/source/demo"
	"nlgserver/nlg"
)

// Assistant is the demo assistant, with its tests.
func Assistant(t *testing.T) (*Content, desk.Options) {
	t.Helper()
	src, err := demo.Source()
	if err != nil {
		t.Fatal(err)
	}
	files, found := src.Fetch(t.Context())
	if len(found) > 0 {
		t.Fatal(found)
	}
	all, err := demo.Assistant()
	if err != nil {
		t.Fatal(err)
	}
	tests, err := fs.ReadFile(all, "demo.nlgtest.yml")
	if err != nil {
		t.Fatal(err)
	}
	return NewContent(files...), desk.Options{
		Beside: func(context.Context) desk.Beside {
			return desk.Beside{Tests: []nlg.File{Raw("demo/demo.nlgtest.yml", string(tests))}}
		},
	}
}

// Demo serves a desk of the demo assistant.
func (b *Browser) Demo(t *testing.T) *Site {
	t.Helper()
	c, options := Assistant(t)
	return b.Site(t, c, options)
}
