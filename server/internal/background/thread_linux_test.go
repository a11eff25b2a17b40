package background

import (
	"testing"

	"golang.org/x/sys/unix"
)

// TestThread checks that only the thread of the work has the low priority.
func TestThread(t *testing.T) {
	usual := niceOf(t)
	new(Room).Do(func() {
		if got, want := niceOf(t), min(usual+niceness, 19); got != want {
			t.Errorf("niceness %d, want %d", got, want)
		}
	})
	if now := niceOf(t); now != usual {
		t.Errorf("niceness %d afterwards, want %d", now, usual)
	}
}

func niceOf(t *testing.T) int32 {
	t.Helper()
	attr, err := unix.SchedGetAttr(0, 0)
	if err != nil {
		t.Fatal(err)
	}
	return attr.Nice
}
