package budget

import (
	"math"
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

// lookEvery is how much work is done between two looks at whether the client is
// still there: less than a millisecond.
const lookEvery = 10_000

const (
	// memoryStep is how much memory is reserved at once, so that small pieces do not
	// each touch the counter that all requests share.
	memoryStep = 16 << 10
	// memoryFree is what every request may have without asking: no more than an
	// open connection takes anyway.
	memoryFree = 4 << 10
)

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
	reason Reason
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

// gone returns the channel that is closed when the client has gone.
func (b *Budget) gone() <-chan struct{} {
	if b.done == nil && b.client != nil {
		b.done = b.client.Done()
	}
	return b.done
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

// Shrink gives all memory back except that many bytes: the reply's, once nothing
// else is needed any more.
func (b *Budget) Shrink(bytes int) {
	if b == nil {
		return
	}
	b.scratch = nil
	if more := b.Held() - int64(bytes); more > 0 {
		b.pool.Give(more)
		b.ready, b.reserved, b.body = 0, int64(bytes), 0
	}
}

// Body sets the memory of the body as it arrived to that many bytes. Raising it must
// be asked before they are allocated. The memory comes from the pool; the request's
// own limit is for what is made of the body.
func (b *Budget) Body(bytes int) bool {
	if b == nil {
		return true
	}
	more := int64(bytes) - b.body
	switch {
	case more > 0 && (b.reason.Refuses() || !b.take(more)):
		return false
	case more < 0:
		b.pool.Give(-more)
	}
	b.body = int64(bytes)
	return true
}

// take takes memory from the pool, or notes why it does not get it.
func (b *Budget) take(bytes int64) bool {
	own := b.Held()
	if b.pool.tryTake(own, bytes) {
		return true
	}
	b.Rest() // others may work while this one waits
	switch {
	case !b.pool.fits(own + bytes):
		return b.refuse(Memory)
	case b.pool.Take(b.gone(), own, bytes):
		return true
	case b.isGone():
		return b.refuse(Gone)
	default:
		return b.refuse(Busy)
	}
}

func (b *Budget) isGone() bool {
	select {
	case <-b.gone():
		return true
	default:
		return b.client != nil && b.client.HasGone()
	}
}

// Hold asks for that many bytes of memory until the end of the request. It must be
// asked before they are allocated.
func (b *Budget) Hold(bytes int) bool {
	if b == nil {
		return true
	}
	b.ready -= int64(bytes)
	return b.ready >= 0 || b.hold()
}

// hold reserves what ready lacks.
func (b *Budget) hold() bool {
	if b.reason.Refuses() {
		return false
	}
	missing := -b.ready
	if missing > b.limits.Memory-b.reserved {
		return b.refuse(Memory)
	}
	step := min(max(missing, memoryStep), b.limits.Memory-b.reserved)
	if !b.take(step) {
		return false
	}
	b.reserved += step
	b.ready += step
	return true
}

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

// look passes the gate the first time, lets others pass after that, and sees
// whether the client is still there.
func (b *Budget) look() bool {
	if b.isGone() {
		return b.refuse(Gone)
	}
	if b.gate == nil {
		return true
	}
	if b.begun {
		if !b.gate.wanted() || time.Since(b.since) < slice {
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

// Cut notes that something was not evaluated to its end for a limit of its own,
// such as that of one regular expression.
func (b *Budget) Cut() {
	if b != nil {
		b.cuts++
	}
}

// Scratch returns what [Budget.Leave] left, nil before.
func (b *Budget) Scratch() any {
	if b == nil {
		return nil
	}
	return b.scratch
}

// Leave leaves large working memory to the next evaluation of the same request, so
// that it is held once.
func (b *Budget) Leave(scratch any) {
	if b != nil {
		b.scratch = scratch
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

// Reserved returns the memory that is reserved for what is made of the body, in
// bytes.
func (b *Budget) Reserved() int64 {
	if b == nil {
		return 0
	}
	return b.reserved
}

// Spent returns how much work of evaluation was done, in units.
func (b *Budget) Spent() int64 {
	if b == nil {
		return 0
	}
	return b.limits.Work - b.work - max(b.fuel, 0)
}

// Held returns all memory that is reserved for the request, in bytes, including
// its body.
func (b *Budget) Held() int64 {
	if b == nil {
		return 0
	}
	return b.reserved + b.body
}

// ReadingLeft returns how many units of decoding are left.
func (b *Budget) ReadingLeft() int64 {
	if b == nil {
		return math.MaxInt64
	}
	return max(b.reading, 0)
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
