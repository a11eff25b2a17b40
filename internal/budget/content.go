package budget

import "sync/atomic"

// DefaultParts is how many parts content may have in all its files: values of YAML,
// variables and conditions. It takes a few seconds to compile so many, and a few
// hundred megabytes.
const DefaultParts = 1_500_000

// Content is what compiling one version of the content may take. It is safe for
// concurrent use; nil has no limits.
type Content struct {
	most int64
	done <-chan struct{}

	parts, steps atomic.Int64
}

// NewContent returns what compiling content may take: that many parts, 0 for the
// default, until done is closed. done may be nil.
func NewContent(parts int, done <-chan struct{}) *Content {
	if parts <= 0 {
		parts = DefaultParts
	}
	return &Content{most: int64(parts), done: done}
}

// IsExceeded reports whether the content has more parts than it may have. Once all
// meters are closed, it does not depend on their order.
func (c *Content) IsExceeded() bool { return c != nil && c.parts.Load() > c.most }

// IsStopped reports whether nobody waits for the result any more.
func (c *Content) IsStopped() bool {
	if c == nil || c.done == nil {
		return false
	}
	select {
	case <-c.done:
		return true
	default:
		return false
	}
}

// Most returns how many parts the content may have.
func (c *Content) Most() int { return int(c.most) }

// Parts returns how many parts the closed meters have counted.
func (c *Content) Parts() int64 { return c.parts.Load() }

// Steps returns how much work the closed meters have counted: a number to compare
// with the size of the content. It is no limit.
func (c *Content) Steps() int64 { return c.steps.Load() }

// Meter returns a meter for one file.
func (c *Content) Meter() *Meter {
	if c == nil {
		return nil
	}
	return &Meter{of: c}
}

// meterStep is how many parts a meter counts before it looks at those of all files,
// and whether to go on. It takes about a millisecond to make so many.
const meterStep = 1024

// Meter counts the parts of one file. It is not safe for concurrent use; nil has no
// limits.
type Meter struct {
	of           *Content
	parts, steps int
	ended        bool
}

// Take counts parts, and reports whether to go on.
func (m *Meter) Take(parts int) bool {
	if m == nil {
		return true
	}
	m.parts += parts
	return m.parts < meterStep && !m.ended || m.flush()
}

// Step counts work that makes no parts, such as reading a line again.
func (m *Meter) Step(steps int) {
	if m != nil {
		m.steps += steps
	}
}

// Look reports whether to go on, for work that makes no parts.
func (m *Meter) Look() bool { return m == nil || !m.ended && m.flush() }

// IsEnded reports whether the meter has said no.
func (m *Meter) IsEnded() bool { return m != nil && m.ended }

// Close adds what is not counted yet.
func (m *Meter) Close() {
	if m != nil {
		m.flush()
	}
}

func (m *Meter) flush() bool {
	m.of.parts.Add(int64(m.parts))
	m.of.steps.Add(int64(m.steps))
	m.parts, m.steps = 0, 0
	m.ended = m.ended || m.of.IsExceeded() || m.of.IsStopped()
	return !m.ended
}
