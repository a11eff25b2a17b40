package jinja

import (
	"slices"
)

// postfix reads attributes, items and calls after a value.
func (p *parser) postfix(value expr) (expr, error) {
	for {
		var err error
		switch {
		case p.cur.is("."):
			value, err = p.attribute(value)
		case p.cur.is("["):
			value, err = p.subscript(value)
		case p.cur.is("("):
			value, err = p.call(value)
		default:
			return value, nil
		}
		if err != nil {
			return nil, err
		}
		// The chain nests to the left; the caller restores the level.
		if err := p.deeper(); err != nil {
			return nil, err
		}
	}
}

// filters reads filters, tests and calls after a value.
func (p *parser) filters(value expr) (expr, error) {
	for {
		var err error
		switch {
		case p.cur.is("|"):
			if err = p.advance(); err == nil {
				value, err = p.filter(value)
			}
		case p.cur.named("is"):
			value, err = p.test(value)
		case p.cur.is("("):
			value, err = p.call(value)
		default:
			return value, nil
		}
		if err != nil {
			return nil, err
		}
		if err := p.deeper(); err != nil {
			return nil, err
		}
	}
}

// attribute reads .name or .0.
func (p *parser) attribute(value expr) (expr, error) {
	pos := p.cur.pos
	if err := p.advance(); err != nil {
		return nil, err
	}
	tok := p.cur
	switch tok.kind {
	case tokenName:
		p.mention(tok.text)
		return &attrExpr{value: value, name: tok.text, pos: pos}, p.advance()
	case tokenInt:
		return &itemExpr{value: value, index: constant(tok.value), pos: pos}, p.advance()
	}
	return nil, p.unexpected("a name or a number")
}

// subscript reads [index], [a, b] or [start:stop:step].
func (p *parser) subscript(value expr) (expr, error) {
	pos := p.cur.pos
	var indexes []expr
	var slice *sliceExpr
	err := p.sequence("]", func() error {
		if slice != nil {
			return p.fail(p.cur.pos, "a slice cannot be part of a tuple")
		}
		index, s, err := p.index()
		if s != nil {
			slice = s
			if len(indexes) > 0 {
				return p.fail(pos, "a slice cannot be part of a tuple")
			}
			return err
		}
		indexes = append(indexes, index)
		return err
	})
	switch {
	case err != nil:
		return nil, err
	case slice != nil:
		slice.value, slice.pos = value, pos
		return slice, nil
	case len(indexes) == 1:
		return &itemExpr{value: value, index: indexes[0], pos: pos}, nil
	}
	return &itemExpr{value: value, index: &tupleExpr{indexes}, pos: pos}, nil
}

// index reads what is between brackets: an expression or a slice.
func (p *parser) index() (expr, *sliceExpr, error) {
	var parts [3]expr
	part := 0
	for {
		if !p.cur.is(":") && !p.cur.is("]") && !p.cur.is(",") {
			var err error
			if parts[part], err = p.expression(); err != nil {
				return nil, nil, err
			}
		}
		if !p.cur.is(":") || part == 2 {
			break
		}
		part++
		if err := p.advance(); err != nil {
			return nil, nil, err
		}
	}
	if part > 0 {
		return nil, &sliceExpr{start: parts[0], stop: parts[1], step: parts[2]}, nil
	}
	if parts[0] == nil {
		return nil, nil, p.unexpected("an expression")
	}
	return parts[0], nil, nil
}

func (p *parser) call(callee expr) (*callExpr, error) {
	e := &callExpr{callee: callee, pos: p.cur.pos}
	var err error
	e.args, err = p.callArgs()
	return e, err
}

// callArgs reads (positional, name=value, *list, **dict).
func (p *parser) callArgs() (callArgs, error) {
	var a callArgs
	err := p.sequence(")", func() error { return p.argument(&a) })
	return a, err
}

func (p *parser) argument(a *callArgs) (err error) {
	pos := p.cur.pos
	misplaced := a.starStar != nil
	switch {
	case p.cur.is("*"):
		misplaced = misplaced || a.star != nil
		if err = p.advance(); err == nil {
			a.star, err = p.expression()
		}
	case p.cur.is("**"):
		if err = p.advance(); err == nil {
			a.starStar, err = p.expression()
		}
	default:
		named := false
		if p.cur.kind == tokenName {
			next, err := p.look()
			if err != nil {
				return err
			}
			named = next.is("=")
		}
		if named {
			err = p.namedArg(a)
			break
		}
		misplaced = misplaced || a.star != nil || len(a.named) > 0
		var value expr
		value, err = p.expression()
		a.positional = append(a.positional, value)
	}
	if err == nil && misplaced {
		err = p.fail(pos, "positional arguments must come before named arguments")
	}
	return err
}

// namedArg reads name=value.
func (p *parser) namedArg(a *callArgs) error {
	pos, name := p.cur.pos, p.cur.text
	if slices.Contains(a.names, name) {
		return p.fail(pos, "the argument %s is given twice", quote(name))
	}
	if err := p.advance(); err != nil {
		return err
	}
	if err := p.advance(); err != nil {
		return err
	}
	value, err := p.expression()
	a.names, a.named = append(a.names, name), append(a.named, value)
	return err
}

// filter reads name(args); the bar has been passed.
func (p *parser) filter(value expr) (expr, error) {
	e := &filterExpr{value: value, pos: p.cur.pos}
	var err error
	if e.name, err = p.dottedName(); err != nil {
		return nil, err
	}
	if p.cur.is("(") {
		e.args, err = p.callArgs()
	}
	return e, err
}

// test reads is name, is not name, is name argument, is name(args).
func (p *parser) test(value expr) (expr, error) {
	pos := p.cur.pos
	if err := p.advance(); err != nil {
		return nil, err
	}
	negated, err := p.skipName("not")
	if err != nil {
		return nil, err
	}
	e := &testExpr{value: value, pos: p.cur.pos}
	if e.name, err = p.dottedName(); err != nil {
		return nil, err
	}
	switch {
	case p.cur.is("("):
		e.args, err = p.callArgs()
	case p.cur.named("is"):
		return nil, p.fail(pos, "tests cannot be chained with 'is'")
	case p.startsArgument():
		var arg expr
		if arg, err = p.primary(); err == nil {
			arg, err = p.postfix(arg)
		}
		e.args.positional = []expr{arg}
	}
	if negated {
		return &notExpr{e}, err
	}
	return e, err
}

// startsArgument reports whether a test has an argument without parentheses.
func (p *parser) startsArgument() bool {
	switch p.cur.kind {
	case tokenString, tokenInt, tokenFloat:
		return true
	case tokenName:
		return !p.cur.named("else") && !p.cur.named("or") && !p.cur.named("and")
	}
	return p.cur.is("[") || p.cur.is("{")
}

func (p *parser) dottedName() (string, error) {
	name, err := p.expectName()
	for err == nil && p.cur.is(".") {
		if err := p.advance(); err != nil {
			return "", err
		}
		var part string
		part, err = p.expectName()
		name += "." + part
	}
	return name, err
}
