package intake

import (
	"time"

	"nlgserver/internal/budget"
)

// Window is the time over which the progress of a body is measured.
const Window = 10 * time.Second

// Limits bound bodies.
type Limits struct {
	// Body is the largest body in bytes, before and after inflating.
	Body int64
	// ReadTimeout bounds the time that a whole body takes.
	ReadTimeout time.Duration
	// MinReadRate is the least that a body must bring over each [Window], in
	// bytes per second; less than 0 lifts the limit.
	MinReadRate int64
	// WriteTimeout is how long the reply has once the body is read.
	WriteTimeout time.Duration
}

// keepShare is the part of the memory for all requests that may be kept for later
// ones, and keepMost the most of it in bytes.
const (
	keepShare = 16
	keepMost  = 16 << 20
)

// Intake is what the bodies of all requests share.
type Intake struct {
	limit     int64
	pace      paceLimits
	shelf     *shelf
	inflaters inflaters
}

// New returns an intake with those limits. The pool is what the budgets of the
// requests take their memory from, or what their pools are shares of.
func New(l Limits, pool *budget.Pool) *Intake {
	return &Intake{
		limit: l.Body, pace: newPaceLimits(l),
		shelf: newShelf(min(keepMost, pool.Limit()/keepShare)), inflaters: newInflaters(),
	}
}

// NewBody returns a body to open. It can be opened again after it is closed.
func (i *Intake) NewBody() *Body { return &Body{intake: i} }

// Reason is why a body is refused.
type Reason uint8

// The reasons.
const (
	// Unreadable is any failure of the connection that has no reason of its own.
	Unreadable Reason = iota
	// Truncated is a connection that ended before the body did.
	Truncated
	// TooLarge is a body above the limit, plain or inflated.
	TooLarge
	// TooSlow is a body below the required rate, or above the total time.
	TooSlow
	// UnknownEncoding is a compression that is not supported here.
	UnknownEncoding
	// BrokenEncoding is a body that is not compressed as its header says.
	BrokenEncoding
	// Refused is a body that its request's budget refuses; the budget says why.
	Refused
)

// Error is a refused body. Its text may be shown to the client.
type Error struct {
	Reason Reason
	text   string
}

func (e *Error) Error() string { return e.text }
