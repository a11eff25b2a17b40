package release

import (
	"math"
	"time"
)

// mostAhead is how far the clock of a file server may be ahead of the reader's.
const mostAhead = time.Minute

// AgeAt is the [Entry.Age] of what was written at a time. What is from the future has been
// written before a clock was set back, so nobody knows its age: it counts as being as old as
// it seems to be young, so that it cannot be taken for new until the clock is there again. A
// little of that is only the difference between two clocks.
func AgeAt(written, now time.Time) time.Duration {
	age := now.Sub(written)
	switch {
	case age >= 0:
		return age
	case age >= -mostAhead:
		return 0
	}
	return -max(age, -math.MaxInt64) // the least duration has no opposite
}
