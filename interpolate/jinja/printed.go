package jinja

import (
	"nlgserver/internal/budget"
	"nlgserver/internal/python"
)

// Printed renders the template as [Template.Append] does, and returns what each {{ }} has
// printed, in order: the values that a text got from its variables. What an expression
// prints by way of others, such as the call of a macro, is not among them, but theirs are.
func (t *Template) Printed(vars python.Mapping, work *budget.Budget) ([]string, *Error) {
	r := &render{template: t, vars: vars, limits: DefaultLimits(), budget: work, printed: &[]string{}}
	r.begin()
	err := r.run()
	r.settle()
	if err != nil {
		return nil, t.located(err)
	}
	return *r.printed, nil
}

// note notes what a statement has printed since the output was that long, unless others
// have printed on its behalf.
func (r *render) note(from, printed int) {
	if r.printed != nil && len(*r.printed) == printed && len(r.out) > from {
		*r.printed = append(*r.printed, string(r.out[from:]))
	}
}

// noted returns how much is noted so far.
func (r *render) noted() int {
	if r.printed == nil {
		return 0
	}
	return len(*r.printed)
}
