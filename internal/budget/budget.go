package budget

import (
	"time"
)

// The defaults of [Limits].
const (
	// DefaultMemory is the memory for what is made of one request's body.
	DefaultMemory = 64 << 20
	// DefaultWork is about 25 ms of processor time, and DefaultReading as much
	// again.
	DefaultWork    = 500_000
	DefaultReading = 500_000
)

// UnitNanoseconds is what a unit of work costs at most on a slow processor, in
// nanoseconds. Whoever spends work estimates with it.
const UnitNanoseconds = 50

// Limits bound one request. The zero value of a field means its default.
type Limits struct {
	// Memory bounds, in bytes, what is held for a request beside its body: decoded
	// values, indexes, and the reply.
	Memory int64
	// Work bounds the evaluation of conditions and templates, in units.
	Work int64
	// Reading bounds the decoding of slots and arguments, in units. It is apart from
	// Work, so that costly conditions do not make slots unreadable.
	Reading int64
}

func (l Limits) withDefaults() Limits {
	if l.Memory <= 0 {
		l.Memory = DefaultMemory
	}
	if l.Work <= 0 {
		l.Work = DefaultWork
	}
	if l.Reading <= 0 {
		l.Reading = DefaultReading
	}
	return l
}

// Reason is why a budget says no.
type Reason uint8

// The reasons.
const (
	// Within: the budget has not been exceeded.
	Within Reason = iota
	// Memory: the request needs more memory than one may have.
	Memory
	// Reading: decoding what the request needs takes more work than one may do.
	Reading
	// Work: conditions and templates take more work than one request may do.
	Work
	// Busy: the server has no memory left for it now.
	Busy
	// Gone: the client does not wait any more.
	Gone
)

// String returns the reason's name in logs and metrics.
func (r Reason) String() string {
	switch r {
	case Within:
		return "within"
	case Memory:
		return "memory"
	case Reading:
		return "reading"
	case Work:
		return "work"
	case Busy:
		return "busy"
	default:
		return "gone"
	}
}

// Refuses reports whether there can be no reply. After [Work] there is one: what
// was not evaluated counts as false, or goes out unfilled.
func (r Reason) Refuses() bool { return r != Within && r != Work }

// Budget is what one request may take. It is not safe for concurrent use: a
// request is served by one goroutine at a time.
type Budget struct {
	limits Limits
	pool   *Pool
	gate   *Gate
	done   <-chan struct{}
	// client supplies done when it is first needed: making the channel of a context
	// takes memory, which a short request saves.
	client Client

	// ready is memory that is reserved and not used yet, reserved all that is
	// reserved.
	ready, reserved int64
	// body is the memory of the body as it arrived, which limits.Memory does not
	// count.
	body int64
	// fuel is work that may be done before the next look; work and reading are what
	// is left after it.
	fuel, work, reading int64
	// begun is set once the request has passed the gate, at since. waited is how long
	// it has waited there in all.
	begun  bool
	turns  int
	since  time.Time
	waited time.Duration
	// breathed is when it last let others have the processor.
	breathed time.Time
	reason   Reason
	// cuts counts what was not evaluated to its end.
	cuts int
	// scratch is what an evaluation leaves for the next one of the request.
	scratch any
}

// Client is who waits for a reply.
type Client interface {
	// Done returns a channel that is closed when the client has gone.
	Done() <-chan struct{}
	// HasGone reports whether the client has gone in a way that Done does not tell.
	HasGone() bool
}

// New returns a budget under those limits. Memory comes from the pool, and whoever
// works for long passes the gate; both may be nil. done is closed when the client
// has gone; it may be nil.
func New(limits Limits, pool *Pool, gate *Gate, done <-chan struct{}) *Budget {
	b := &Budget{}
	Open(b, limits, pool, gate, done)
	return b
}

// Open begins a request. The budget may have been used for another one that is
// closed.
func Open(b *Budget, limits Limits, pool *Pool, gate *Gate, done <-chan struct{}) {
	limits = limits.withDefaults()
	*b = Budget{limits: limits, pool: pool, gate: gate, done: done, ready: memoryFree, reading: limits.Reading}
	// Short work needs no look.
	b.fuel = min(lookEvery, limits.Work)
	b.work = limits.Work - b.fuel
}

// OpenFor is [Open] for a client whose channel is made only if it is needed.
func OpenFor(b *Budget, client Client, limits Limits, pool *Pool, gate *Gate) {
	Open(b, limits, pool, gate, nil)
	b.client = client
}

// Close ends the request: it gives the memory back and leaves the gate. A closed
// budget may be closed again.
func (b *Budget) Close() {
	if b == nil {
		return
	}
	b.Rest()
	b.Shrink(0)
	b.client, b.done = nil, nil
}

// Cut notes that something was not evaluated to its end for a limit of its own,
// such as that of one regular expression.
func (b *Budget) Cut() {
	if b != nil {
		b.cuts++
	}
}

// WasCut reports whether something was not evaluated to its end.
func (b *Budget) WasCut() bool { return b.Cuts() > 0 }

// Cuts returns how often something was not evaluated to its end.
func (b *Budget) Cuts() int {
	if b == nil {
		return 0
	}
	return b.cuts
}

// Reason returns why the budget said no, [Within] if it did not.
func (b *Budget) Reason() Reason {
	if b == nil {
		return Within
	}
	return b.reason
}

// Pool returns the pool that the memory comes from, nil if there is none.
func (b *Budget) Pool() *Pool {
	if b == nil {
		return nil
	}
	return b.pool
}

// Limits returns the limits in force.
func (b *Budget) Limits() Limits {
	if b == nil {
		return Limits{}
	}
	return b.limits
}

func (b *Budget) refuse(why Reason) bool {
	// A request without a reply stays so; one with a shortened evaluation may still
	// lose its reply.
	if !b.reason.Refuses() {
		b.reason = why
	}
	return false
}
