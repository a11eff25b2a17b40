package server

import (
	"runtime/debug"
	"strings"
	"testing"

	"nlgserver/release/memory"
)

// TestUnpackAside checks that the replica of a server opens large bundles beside requests as
// long as there are requests, and small ones where they are.
func TestUnpackAside(t *testing.T) {
	r := follows(t, memory.New(), "a", nil)
	room := r.byDefault().following.config(nil).Room
	if room == nil {
		t.Fatal("the replica has no room")
	}
	aside := func(bundle int64) bool {
		var stack string
		room(bundle, func() { stack = string(debug.Stack()) })
		if stack == "" {
			t.Fatal("the work was not done")
		}
		return strings.Contains(stack, "background.(*Room).Do")
	}
	if aside(largeBundle) {
		t.Error("a large bundle gives way to requests, and nothing is served")
	}
	first := filesOf(responses("first"))
	r.switchTo(liveOf(1, 1, first), first, nil)
	if !aside(largeBundle) {
		t.Error("a large bundle does not give way to requests")
	}
	if aside(largeBundle - 1) {
		t.Error("a small bundle makes room")
	}
}
