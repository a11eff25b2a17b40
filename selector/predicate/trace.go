package predicate

import (
	"nlgserver/internal/budget"
	"nlgserver/internal/python"
)

// Trace says how an evaluation came out and why.
type Trace struct {
	// Holds is what [Predicate.Eval] returns for the same slots.
	Holds bool
	// Rendered is the text that was evaluated, if it is not the source: what
	// Jinja made of it.
	Rendered string
	// Error says why the predicate is false if an error made it so. Rasa would
	// log one there.
	Error string
	// Steps are the parts of the predicate as a tree in the order written,
	// each part before the parts that it is made of. Literals are left out.
	Steps []Step
}

// Step is one part of a predicate and what it came to.
type Step struct {
	// Text is the part as written.
	Text string
	// Value is what it came to as Python prints it, or "undefined"; "error" if
	// it has no value; empty if it was skipped.
	Value string
	// Offset is the byte of the evaluated text at which the part begins.
	Offset int
	// Depth counts the parts that this one is a part of.
	Depth int
	// Skipped is true for a part that was not looked at because the parts
	// before it settled the matter, or had an error.
	Skipped bool
}

// Explain evaluates the predicate and says what each part of it came to.
func (p *Predicate) Explain(slots python.Mapping, work *budget.Budget) Trace {
	if slots == nil {
		slots = (*python.Dict)(nil)
	}
	var t Trace
	c := p.static
	if p.dynamic != nil {
		var err error
		if c, err = p.dynamic.render(slots, work); err != nil {
			t.Error = "jinja: " + err.Error()
			return t
		}
		t.Rendered = c.text
	}
	if c.root == nil {
		t.Error = "invalid: " + c.invalid
		return t
	}
	r := recorder{text: c.text}
	e := evaluator{slots: slots, budget: work, recorder: &r}
	t.Holds = e.truth(c.root) && e.fault == ""
	t.Error = string(e.fault)
	t.Steps = r.steps
	return t
}

// recorder notes the steps of one evaluation.
type recorder struct {
	text  string
	steps []Step
	depth int
}

// enter notes a step that begins and returns its index.
func (r *recorder) enter(n *node) int {
	r.steps = append(r.steps, r.step(n))
	r.depth++
	return len(r.steps) - 1
}

func (r *recorder) leave(index int, result *operand, why fault) {
	r.depth--
	r.steps[index].Value = "error"
	if why == "" {
		r.steps[index].Value = result.String()
	}
}

// skip notes a part that is not evaluated.
func (r *recorder) skip(n *node) {
	if n.op == opConstant {
		return
	}
	s := r.step(n)
	s.Skipped = true
	r.steps = append(r.steps, s)
}

func (r *recorder) step(n *node) Step {
	return Step{Text: r.text[n.start:n.end], Offset: n.start, Depth: r.depth}
}
