package budget

import (
	"math"
	"time"
)

// lookEvery is how much work is done between two looks at whether the client is
// still there: less than a millisecond.
const lookEvery = 10_000

// Spend asks for that many units of evaluation.
func (b *Budget) Spend(units int) bool {
	if b == nil {
		return true
	}
	b.fuel -= int64(units)
	return b.fuel >= 0 || b.spend()
}

// spend refills the fuel from the work that is left.
func (b *Budget) spend() bool {
	if b.reason != Within || !b.look() {
		if b.reason == Work {
			b.cuts++
		}
		return false
	}
	missing := -b.fuel
	if missing > b.work {
		b.cuts++
		return b.refuse(Work)
	}
	step := min(max(missing, lookEvery), b.work)
	b.work -= step
	b.fuel += step
	return true
}

// Read asks for that many units of decoding.
func (b *Budget) Read(units int) bool {
	if b == nil {
		return true
	}
	before := (b.reading - 1) / lookEvery
	b.reading -= int64(units)
	switch {
	case b.reason.Refuses():
		return false
	case b.reading < 0:
		return b.refuse(Reading)
	case (b.reading-1)/lookEvery != before:
		return b.look()
	default:
		return true
	}
}

// Look asks whether to go on with work that is paid for otherwise, such as
// reading the body.
func (b *Budget) Look() bool { return b == nil || !b.reason.Refuses() && b.look() }

// slice is how long a request may work past the gate while others wait there.
const slice = 5 * time.Millisecond

// breath is how long a request may work until it lets others have the processor for a
// moment, and asks whether its client has gone. Both may take a system call.
const breath = 300 * time.Microsecond

// look passes the gate the first time, lets others pass after that, and sees
// whether the client is still there.
func (b *Budget) look() bool {
	now := time.Now()
	if now.Sub(b.breathed) >= breath {
		b.breathed = now
		if b.begun {
			breathe()
		}
		if b.isGone() {
			return b.refuse(Gone)
		}
	}
	if b.gate == nil {
		return true
	}
	if b.begun {
		if !b.gate.wanted() || now.Sub(b.since) < slice {
			return true
		}
		b.Rest()
	}
	return b.pass()
}

// pass passes the gate.
func (b *Budget) pass() bool {
	if !b.gate.tryEnter() {
		came := time.Now()
		entered := b.gate.Enter(b.gone(), b.turns > 0, b.isGone)
		b.waited += time.Since(came)
		if !entered {
			if b.isGone() {
				return b.refuse(Gone)
			}
			return b.refuse(Busy)
		}
		if b.isGone() {
			b.gate.Leave()
			return b.refuse(Gone)
		}
	}
	b.begun, b.since = true, time.Now()
	b.breathed = b.since
	b.turns++
	return true
}

// Waited returns how long the request has waited at the gate. Whoever measures
// how fast the client is leaves that out.
func (b *Budget) Waited() time.Duration {
	if b == nil {
		return 0
	}
	return b.waited
}

// Rest leaves the gate while the request waits for something, such as the rest of
// its body. The next look passes it again.
func (b *Budget) Rest() {
	if b != nil && b.begun {
		b.begun = false
		b.gate.Leave()
	}
}

// Spent returns how much work of evaluation was done, in units.
func (b *Budget) Spent() int64 {
	if b == nil {
		return 0
	}
	return b.limits.Work - b.work - max(b.fuel, 0)
}

// ReadingLeft returns how many units of decoding are left.
func (b *Budget) ReadingLeft() int64 {
	if b == nil {
		return math.MaxInt64
	}
	return max(b.reading, 0)
}

func (b *Budget) isGone() bool {
	select {
	case <-b.gone():
		return true
	default:
		return b.client != nil && b.client.HasGone()
	}
}

// gone returns the channel that is closed when the client has gone.
func (b *Budget) gone() <-chan struct{} {
	if b.done == nil && b.client != nil {
		b.done = b.client.Done()
	}
	return b.done
}
