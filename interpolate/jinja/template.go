package jinja

import (
	"errors"
	"strings"

	"nlgserver/internal/budget"
	"nlgserver/internal/python"
)

// Template is a compiled template. It is immutable and may be rendered by many
// goroutines at once.
type Template struct {
	src  source
	body []stmt
	// slots and entry are those of the template's own unit; self is the slot of
	// the variable self, -1 if it is not used.
	slots int
	entry []entry
	self  int
	names []string
	// library is what the template finds by name. A filter that takes the name
	// of another looks here: it is in that table itself.
	library *library
	// blocks holds the template's blocks by name.
	blocks map[string]*blockStmt
	// mutators is set if the template may change a list or a dict; it then works
	// on a copy of its data.
	mutators bool
	doubts   []SyntaxError
}

// Compile reads a template. The error is a *[SyntaxError]: bad syntax, a filter
// or a test that does not exist, or a statement that needs other templates.
func Compile(text string) (*Template, error) {
	t := &Template{src: newSource(text)}
	p, body, err := parse(t.src)
	if err != nil {
		return nil, explained(text, err)
	}
	c := &compiler{src: &t.src, free: map[string]bool{}, hasBlocks: len(p.declared) > 0, given: map[string]bool{}}
	if t.slots, t.entry, t.self, err = c.template(body); err != nil {
		return nil, explained(text, err)
	}
	t.doubts = c.doubts
	t.body, t.blocks, t.mutators, t.names, t.library = body, p.declared, p.mutators, c.names(), standard
	return t, nil
}

// explained adds to a syntax error what its author probably meant.
func explained(text string, err error) error {
	if e, ok := errors.AsType[*SyntaxError](err); ok {
		return mended(text, e)
	}
	return err
}

// Doubts returns the filters and tests that do not exist and that Jinja2 minds only
// when it reaches them: those within an if. Rendering then fails.
func (t *Template) Doubts() []SyntaxError { return t.doubts }

// Append renders the template with the given variables, under [DefaultLimits] and
// within the budget, and appends the result to dst. With an error it returns dst as
// it was.
func (t *Template) Append(dst []byte, vars python.Mapping, work *budget.Budget) ([]byte, *Error) {
	return t.AppendLimited(dst, vars, DefaultLimits(), work)
}

// AppendLimited is [Template.Append] under other limits.
func (t *Template) AppendLimited(dst []byte, vars python.Mapping, limits Limits, work *budget.Budget) ([]byte, *Error) {
	r := &render{template: t, vars: vars, limits: limits, budget: work, out: dst, base: len(dst)}
	r.begin()
	err := r.run()
	r.settle()
	if err != nil {
		return dst, t.located(err)
	}
	return r.out, nil
}

// located turns an error's place into one in the source as it was written.
func (t *Template) located(err error) *Error {
	e, ok := errors.AsType[*Error](err)
	if !ok {
		e = &Error{Kind: Raised, Message: err.Error()}
	}
	pos := max(e.Offset, 0)
	return &Error{Kind: e.Kind, Message: e.Message, Offset: t.src.original(pos), Line: t.src.line(pos)}
}

// Static returns the text of a template that has no expressions and no
// statements and therefore always renders the same.
func (t *Template) Static() (text string, ok bool) {
	var b strings.Builder
	for _, st := range t.body {
		s, ok := st.(*textStmt)
		if !ok {
			return "", false
		}
		b.WriteString(s.text)
	}
	return b.String(), true
}

// Variables returns, sorted, the names of the variables that the template may
// read. Jinja2's own, such as range, are not among them.
func (t *Template) Variables() []string { return append([]string(nil), t.names...) }
