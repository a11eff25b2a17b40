package reload

import (
	"fmt"
	"time"
)

// Result is how an attempt ended.
type Result uint8

const (
	// Changed means that a new value is live.
	Changed Result = iota + 1
	// Unchanged means that the content is what the live value was made from.
	Unchanged
	// Rejected means that the content cannot be served; the live value stays.
	Rejected
)

// String returns the result as logs and metrics spell it.
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

// MarshalText spells the result in JSON.
func (r Result) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// Attempt is one pass of the loop over the content.
type Attempt[D any] struct {
	// Triggers are what asked for it, in the order of asking, each once.
	Triggers []string
	// Started is when the content began to be read.
	Started time.Time
	// Duration is how long reading, compiling and publishing took.
	Duration time.Duration
	Result   Result
	// Version is that of the content that was read; empty if it has none,
	// because it could not be read.
	Version string
	// Details are what fetching or compiling had to say, errors or not.
	Details D
	// Err is why the content was rejected; nil unless it was.
	Err error
}

// Status is what the loop knows about itself.
type Status[D any] struct {
	// Version is that of the live value; empty before the first.
	Version string
	// Since is when the live value was published.
	Since time.Time
	// Last is the latest attempt; its Result is 0 before the first.
	Last Attempt[D]
	// Stale says that the content is not what is live: the last attempt was
	// rejected.
	Stale bool
	// Changed, Unchanged and Rejected count the attempts by their result.
	Changed, Unchanged, Rejected uint64
}

// PanicError is a panic while fetching or compiling.
type PanicError struct {
	Value any
	Stack []byte
}

// Error returns the value of the panic, without the stack.
func (e *PanicError) Error() string { return fmt.Sprintf("panic: %v", e.Value) }
