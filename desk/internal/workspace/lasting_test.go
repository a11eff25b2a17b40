package workspace

import (
	"context"
	"errors"
	"testing"
)

// TestLasting: what has begun does not end with the request, and what has ended before never
// begins, however little before.
func TestLasting(t *testing.T) {
	w := &Workspaces{done: t.Context()}
	for range 1000 {
		ctx, cancel := context.WithCancel(t.Context())
		_, begin, end := w.lasting(ctx)
		cancel()
		if err := begin(); !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
		end()
	}
	ctx, cancel := context.WithCancel(t.Context())
	lasting, begin, end := w.lasting(ctx)
	defer end()
	if err := begin(); err != nil {
		t.Fatal(err)
	}
	cancel()
	if err := lasting.Err(); err != nil || begin() != nil {
		t.Error(err)
	}
}
