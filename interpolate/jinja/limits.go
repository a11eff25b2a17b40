package jinja

import "nlgserver/internal/budget"

// Limits bound one rendering.
type Limits struct {
	// Steps bounds the work: about one for each part of the template that is
	// evaluated, for each item that a loop or a filter touches, and for every 32
	// bytes of text that is made or searched.
	Steps int
	// Output bounds, in bytes, the result and every text made on the way to it.
	Output int
	// Depth bounds how deep macros, call blocks and recursive loops may nest.
	Depth int
}

// DefaultLimits returns the limits of [Template.Append]: far more than a message
// needs, and little enough to end within milliseconds.
func DefaultLimits() Limits { return Limits{Steps: 30_000, Output: 1 << 18, Depth: 100} }

const (
	// bytesPerStep is how much text a step pays for, charsPerStep how much of it
	// where each character is looked at, sameBytesPerStep how much where two are
	// compared.
	bytesPerStep     = 32
	charsPerStep     = 8
	sameBytesPerStep = 1024
	// stepsPerPower is what a power of floats costs.
	stepsPerPower = 300
	// maxIntBits bounds ints; Python itself prints none of more than about
	// 14,300 bits.
	maxIntBits = 1 << 15
	// maxDataDepth bounds how deep lists and dicts nest where they are printed
	// or compared; it is a little more than JSON may bring.
	maxDataDepth = 1000
	// maxNesting bounds how deep expressions nest in a template, as Python's
	// own parser does, and maxBlocks how deep statements do.
	maxNesting = 200
	maxBlocks  = 100
)

const (
	// unitsPerStep is what a step costs the budget of the request at most, in units
	// of work, and heldPerStep the memory that it takes, in bytes.
	unitsPerStep = 7
	heldPerStep  = 128
	// stepsAtOnce are paid together.
	stepsAtOnce = 64
)

// charge pays for n steps.
func (r *render) charge(n int) error {
	if n > r.steps {
		return r.refill(n)
	}
	r.steps -= n
	return nil
}

// refill pays for n steps that are more than what is paid for, and for some more.
func (r *render) refill(n int) error {
	if n > r.steps+r.more {
		r.steps, r.more = 0, 0
		return limitError("step limit: the template takes more than %d steps", r.limits.Steps)
	}
	more := min(max(n-r.steps, stepsAtOnce), r.more)
	if !r.budget.Spend((more+r.owed)*unitsPerStep) || !r.budget.Hold(more*heldPerStep) {
		r.steps, r.more, r.owed = 0, 0, 0
		return limitError("work limit: the template takes more work or memory than one request may")
	}
	r.more -= more
	r.steps += more - n
	r.owed = 0
	return nil
}

// begin gives a rendering its steps. Those of a usual template are paid for at its
// end.
func (r *render) begin() {
	r.steps = min(stepsAtOnce, r.limits.Steps)
	r.owed = r.steps
	r.more = r.limits.Steps - r.steps
}

// settle pays for what is owed.
func (r *render) settle() { r.budget.Spend(max(r.owed-r.steps, 0) * unitsPerStep) }

// work returns the budget for what is done in one go. Without one, a rendering has
// that of a single template.
func (r *render) work() *budget.Budget {
	if r.budget == nil && r.own == nil {
		r.own = budget.New(budget.Limits{Work: int64(r.limits.Steps) * unitsPerStep}, nil, nil, nil)
	}
	if r.budget == nil {
		return r.own
	}
	return r.budget
}

// reserve pays for a text of n bytes and refuses one that is too long. It is to
// be asked before the text is made.
func (r *render) reserve(n int) error {
	if n < 0 || n > r.limits.Output {
		return limitError("output limit: a text is longer than %d bytes", r.limits.Output)
	}
	return r.charge(1 + n/bytesPerStep)
}

// enter opens one level of a macro, a call block or a recursive loop.
func (r *render) enter() error {
	if r.depth >= r.limits.Depth {
		return limitError("depth limit: calls nest deeper than %d", r.limits.Depth)
	}
	r.depth++
	return nil
}

func (r *render) leave() { r.depth-- }
