package jinja

import (
	"nlgserver/internal/budget"
	"nlgserver/internal/python"
)

// render is one rendering of a template.
type render struct {
	template *Template
	vars     python.Mapping
	// out is what is being written, from base on: the result, or the text of a
	// macro or a block.
	out  []byte
	base int
	// frame holds the variables of the running unit.
	frame *activation
	// autoescape is what macros, blocks and some filters ask for.
	autoescape bool

	// copies holds the variables that a template may change.
	copies map[string]python.Value

	// contexts holds those of the outermost activations, if the template has
	// blocks.
	contexts map[*activation]*context

	limits Limits
	// budget is the request's, nil if there is none; own stands in for it.
	budget, own *budget.Budget
	// steps are left of those that are paid for, more may be paid for, and owed are
	// to be paid for later.
	steps, more, owed int
	depth             int
	// printed collects what is printed; nil if nobody asks.
	printed *[]string
}

// activation holds the variables of one run of a unit.
type activation struct {
	slots []python.Value
	outer *activation
}

func (r *render) run() error {
	r.frame = &activation{slots: make([]python.Value, r.template.slots)}
	if len(r.template.blocks) > 0 {
		r.contexts = map[*activation]*context{r.frame: newContext()}
	}
	if r.template.self >= 0 {
		r.frame.slots[r.template.self] = python.OfObject(&selfReference{context: r.contexts[r.frame]})
	}
	r.open(r.template.entry)
	return r.exec(r.template.body)
}

func (r *render) exec(body []stmt) error {
	for _, st := range body {
		if err := st.exec(r); err != nil {
			return err
		}
	}
	return nil
}

// open enters a scope.
func (r *render) open(entries []entry) {
	for i := range entries {
		e := &entries[i]
		switch e.load {
		case loadContext:
			r.frame.slots[e.slot] = python.OfObject(pending)
		case loadOuter:
			r.frame.slots[e.slot] = *r.slot(e.from)
		case loadMissing:
			r.frame.slots[e.slot] = python.OfObject(missing)
		}
	}
}

// shut leaves a scope. Only a macro that outlives it can tell.
func (r *render) shut(entries []entry) {
	for i := range entries {
		r.frame.slots[entries[i].slot] = python.OfObject(missing)
	}
}

func (r *render) slot(p place) *python.Value {
	frame := r.frame
	for range p.hops {
		frame = frame.outer
	}
	return &frame.slots[p.slot]
}

// write appends text to what is being written.
func (r *render) write(s string) error {
	if len(r.out)-r.base+len(s) > r.limits.Output {
		return limitError("output limit: the text is longer than %d bytes", r.limits.Output)
	}
	r.out = append(r.out, s...)
	return r.charge(1 + len(s)/bytesPerStep)
}

// capture returns what run writes instead of writing it.
func (r *render) capture(run func() error) (string, error) {
	out, base := r.out, r.base
	r.out, r.base = nil, 0
	err := run()
	text := string(r.out)
	r.out, r.base = out, base
	return text, err
}

// within runs something in another unit.
func (r *render) within(frame *activation, run func() error) error {
	outer := r.frame
	r.frame = frame
	err := run()
	r.frame = outer
	return err
}

// lookup returns a variable that was passed in, or one of Jinja2's own.
func (r *render) lookup(name string) (python.Value, error) {
	if c := r.context(); c != nil {
		if v, ok := c.vars.Get(name); ok {
			return v, nil
		}
	}
	if r.vars != nil {
		v, ok := r.vars.Get(name)
		if r.budget.Reason() != budget.Within {
			return v, limitError("work limit: the template takes more work or memory than one request may")
		}
		if ok {
			if r.template.mutators {
				return r.thawed(name, v)
			}
			return v, nil
		}
	}
	if v, ok := globals[name]; ok {
		return v, nil
	}
	return python.OfObject(missing), nil
}

// marker is what a slot holds that has no value.
type marker uint8

const (
	// missing has no value: to read it gives Undefined.
	missing marker = iota
	// pending is a variable from outside that nobody has asked for yet.
	pending
	// absent is an argument that was not given.
	absent
)

func (marker) TypeName() string              { return "Undefined" }
func (marker) AppendRepr(dst []byte) []byte  { return append(dst, "missing"...) }
func (marker) Truth() bool                   { return false }
func (m marker) EqualTo(v python.Value) bool { o, ok := v.Object(); return ok && o == m }

// isMarker reports whether a value marks a missing one, and which mark it is.
func isMarker(v python.Value) (marker, bool) {
	if v.Kind() != python.KindObject {
		return 0, false
	}
	o, _ := v.Object()
	m, ok := o.(marker)
	return m, ok
}
