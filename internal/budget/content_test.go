package budget

import (
	"sync"
	"testing"
)

func TestNilContent(t *testing.T) {
	var c *Content
	m := c.Meter()
	if !m.Take(1<<40) || !m.Look() || m.IsEnded() || c.IsExceeded() || c.IsStopped() {
		t.Error("no content has a limit")
	}
	m.Step(1)
	m.Close()
}

// TestContent checks that the parts of all files count, whatever their order, and
// that every meter ends once there are too many.
func TestContent(t *testing.T) {
	for parts, exceeded := range map[int]bool{10_000: false, 10_001: true} {
		c := NewContent(10_000, nil)
		var group sync.WaitGroup
		for range 5_000 {
			group.Go(func() {
				m := c.Meter()
				m.Take(2)
				m.Step(3)
				m.Close()
			})
		}
		group.Wait()
		last := c.Meter()
		last.Take(parts - 10_000)
		last.Close()
		if c.IsExceeded() != exceeded || last.IsEnded() != exceeded || last.Take(1) == exceeded {
			t.Errorf("%d parts: exceeded is %v", parts, c.IsExceeded())
		}
		if last.Close(); c.Parts() != int64(parts)+1 || c.Steps() != 15_000 {
			t.Errorf("%d parts: %d and %d steps", parts, c.Parts(), c.Steps())
		}
	}
}

// TestContentStops checks that a meter notices within a step that nobody waits.
func TestContentStops(t *testing.T) {
	done := make(chan struct{})
	c := NewContent(0, done)
	m := c.Meter()
	if !m.Take(2*meterStep) || c.IsStopped() {
		t.Error("it ends although somebody waits")
	}
	close(done)
	taken := 0
	for m.Take(1) {
		taken++
	}
	if taken > meterStep || !m.IsEnded() || m.Look() || !c.IsStopped() || c.IsExceeded() {
		t.Errorf("it ends after %d parts", taken)
	}
}
