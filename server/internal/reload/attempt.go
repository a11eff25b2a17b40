package reload

import (
	"fmt"
	"time"
)

// Result says how an attempt ended.
type Result uint8

const (
	// Changed means that a new value is live.
	Changed Result = iota + 1
	// Unchanged means that the live value was compiled from the same content.
	Unchanged
	// Rejected means that the content cannot be served. The live value stays.
	Rejected
)

// String returns the result as in logs and metrics.
func (r Result) String() string {
	switch r {
	case Changed:
		return "changed"
	case Unchanged:
		return "unchanged"
	case Rejected:
		return "rejected"
	default:
		return "none"
	}
}

// MarshalText returns the result as in JSON.
func (r Result) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// Attempt is one pass of the loop over the content.
type Attempt[C, D any] struct {
	// Triggers are the reasons for it, in the order in which they came, each
	// once.
	Triggers []string
	// Started is when the loop began to read the content.
	Started time.Time
	// Duration is how long reading, compiling and publishing took.
	Duration time.Duration
	Result   Result
	// Content is what was fetched. [Loop.Status] does not keep it, or rejected
	// content would stay in memory.
	Content C
	// Version is that of Content; empty if there is none because it could not be
	// read.
	Version string
	// Details are what fetching and compiling reported, errors or not.
	Details D
	// Err is why the content was rejected; nil unless it was.
	Err error
}

// WithoutContent returns the attempt for those who keep it.
func (a Attempt[C, D]) WithoutContent() Attempt[C, D] {
	var none C
	a.Content = none
	return a
}

// Status is the state of the loop.
type Status[C, D any] struct {
	// Version is that of the live value; empty before the first.
	Version string
	// Since is when the live value was published.
	Since time.Time
	// Last is the latest attempt, without its content. Its Result is 0 before
	// the first.
	Last Attempt[C, D]
	// Stale is set if the content is not what is live, because the last attempt
	// was rejected.
	Stale bool
	// Held is content that waits to go live; nil if none does.
	Held *Held
	// Changed, Unchanged and Rejected count the attempts by their result.
	Changed, Unchanged, Rejected uint64
}

// PanicError is a panic while fetching or compiling.
type PanicError struct {
	Value any
	Stack []byte
}

// Error returns the value of the panic without the stack.
func (e *PanicError) Error() string { return fmt.Sprintf("panic: %v", e.Value) }
