package budget

const (
	// memoryStep is how much memory is reserved at once, so that small pieces do not
	// each touch the counter that all requests share.
	memoryStep = 16 << 10
	// memoryFree is what every request may have without asking: no more than an
	// open connection takes anyway.
	memoryFree = 4 << 10
)

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

// Reserved returns the memory that is reserved for what is made of the body, in
// bytes.
func (b *Budget) Reserved() int64 {
	if b == nil {
		return 0
	}
	return b.reserved
}

// Held returns all memory that is reserved for the request, in bytes, including
// its body.
func (b *Budget) Held() int64 {
	if b == nil {
		return 0
	}
	return b.reserved + b.body
}
