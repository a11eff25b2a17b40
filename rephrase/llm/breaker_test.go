package llm

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"nlgserver/internal/laws"
)

// fail has a call fail, and reports whether it was let through.
func (b *breaker) fail(now time.Time, after time.Duration) bool {
	permit, ok := b.enter(now)
	if ok {
		b.leave(permit, failed, now, after)
	}
	return ok
}

func TestRephraseBreaker(t *testing.T) {
	var b breaker
	now := time.Unix(1000, 0)
	for i := range mostFailures {
		if b.isOpen() || !b.fail(now, 0) {
			t.Fatalf("open after %d failures", i)
		}
	}
	// The pauses double up to the longest.
	for _, pause := range []time.Duration{1, 2, 4, 8, 16, 32, 60, 60, 60} {
		now = now.Add(pause*time.Second - 1)
		if _, ok := b.enter(now); ok || !b.isOpen() {
			t.Fatalf("called before %v s are over", int(pause))
		}
		now = now.Add(1)
		if !b.fail(now, 0) {
			t.Fatalf("no probe after %v s", int(pause))
		}
	}
	now = now.Add(maxPause)
	probe, ok := b.enter(now)
	if _, second := b.enter(now); !ok || second {
		t.Fatalf("the probe: %v, a second one beside it: %v", ok, second)
	}
	// A probe that says nothing leaves its place to another one.
	b.leave(probe, undecided, now, 0)
	if probe, ok = b.enter(now); !ok || !b.isOpen() {
		t.Fatal("no probe after one that said nothing")
	}
	b.leave(probe, worked, now, 0)
	if b.isOpen() {
		t.Fatal("open after a probe that worked")
	}
	// After it, everything is as at the beginning.
	for range mostFailures {
		b.fail(now, 0)
	}
	if _, ok := b.enter(now.Add(firstPause)); !ok {
		t.Error("the first pause is longer the second time")
	}
}

func TestRephraseBreakerRow(t *testing.T) {
	var b breaker
	now := time.Unix(1000, 0)
	for range 3 {
		for range mostFailures - 1 {
			b.fail(now, 0)
		}
		permit, ok := b.enter(now)
		if !ok {
			t.Fatal("open without failures in a row")
		}
		b.leave(permit, worked, now, 0)
	}
}

func TestRephraseBreakerRetryAfter(t *testing.T) {
	for after, want := range map[time.Duration]time.Duration{
		time.Millisecond: firstPause, 20 * time.Second: 20 * time.Second, 100 * time.Hour: maxPause,
	} {
		var b breaker
		now := time.Unix(1000, 0)
		b.fail(now, after)
		if _, ok := b.enter(now.Add(want - 1)); ok {
			t.Errorf("%v: called before %v", after, want)
		}
		if _, ok := b.enter(now.Add(want)); !ok {
			t.Errorf("%v: not called after %v", after, want)
		}
	}
}

// TestRephraseBreakerLate checks that calls which began before the breaker opened do not
// decide how long it is open.
func TestRephraseBreakerLate(t *testing.T) {
	for _, r := range []result{undecided, worked, failed} {
		var b breaker
		now := time.Unix(1000, 0)
		late, _ := b.enter(now)
		for range mostFailures {
			b.fail(now, 0)
		}
		b.leave(late, r, now.Add(time.Second/2), 0)
		if _, ok := b.enter(now.Add(firstPause - 1)); ok {
			t.Errorf("%d: closed by a late call", r)
		}
		if _, ok := b.enter(now.Add(firstPause)); !ok {
			t.Errorf("%d: kept open by a late call", r)
		}
	}
}

// TestRephraseBreakerLaw compares with a list of what has happened, from which everything is
// computed anew.
func TestRephraseBreakerLaw(t *testing.T) {
	type event struct {
		result result
		at     time.Time
		after  time.Duration
	}
	// state returns until when the deployment is left alone (zero for closed), after events
	// of calls that each began and ended before the next one.
	state := func(events []event) time.Time {
		var until time.Time
		row, pause := 0, firstPause
		for _, e := range events {
			switch e.result {
			case worked:
				until, row, pause = time.Time{}, 0, firstPause
			case failed:
				row++
				if !until.IsZero() || row == mostFailures || e.after > 0 {
					until, row = e.at.Add(min(max(pause, e.after), time.Minute)), 0
					pause = min(2*pause, time.Minute)
				}
			}
		}
		return until
	}
	laws.Check(t, func(t *rapid.T) {
		var b breaker
		var events []event
		now := time.Unix(1000, 0)
		for range rapid.IntRange(1, 60).Draw(t, "calls") {
			now = now.Add(time.Duration(rapid.IntRange(0, 40_000).Draw(t, "ms")) * time.Millisecond)
			until := state(events)
			permit, ok := b.enter(now)
			if want := !now.Before(until); ok != want || b.isOpen() != !until.IsZero() {
				t.Fatalf("called: %v, want %v; open: %v, until %v", ok, want, b.isOpen(), until)
			}
			if !ok {
				continue
			}
			if _, second := b.enter(now); second != until.IsZero() {
				t.Fatalf("a second call: %v", second)
			}
			e := event{result: rapid.SampledFrom([]result{undecided, worked, failed, failed, failed, failed}).Draw(t, "result"), at: now}
			if e.result == failed && rapid.IntRange(0, 9).Draw(t, "asks") == 0 {
				e.after = time.Duration(rapid.IntRange(1, 100).Draw(t, "seconds")) * time.Second
			}
			b.leave(permit, e.result, now, e.after)
			events = append(events, e)
		}
	})
}
