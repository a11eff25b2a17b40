package server

import (
	"context"
	"errors"
	"testing"

	"nlgserver/nlg"
)

// TestCompileAsideRests checks that large content may rest after each of its parts, and that
// a rest in which it is canceled is its end.
func TestCompileAsideRests(t *testing.T) {
	files := []nlg.File{
		{Path: "a.yml", Name: "a.yml", Data: []byte("responses:\n  utter_a:\n    - text: a\n  utter_b:\n    - text: b\n")},
		{Path: "b.yml", Name: "b.yml", Data: []byte("responses:\n  utter_c:\n    - text: c\n")},
	}
	rests := 0
	catalog, _, err := compileAside(t.Context(), files, nlg.Options{}, func(context.Context) { rests++ })
	if err != nil || catalog.Len() != 3 {
		t.Fatal(catalog, err)
	}
	if want := len(files) + 3; rests != want {
		t.Errorf("%d rests, not %d", rests, want)
	}
	ctx, cancel := context.WithCancel(t.Context())
	catalog, _, err = compileAside(ctx, files, nlg.Options{}, func(context.Context) { cancel() })
	if catalog != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("canceled: %v, %v", catalog, err)
	}
}
