package jinja

import "slices"

func (p *parser) macroStatement(pos int) (stmt, error) {
	f := &function{pos: pos}
	var err error
	if f.name, err = p.expectName(); err != nil {
		return nil, err
	}
	if !assignable(f.name) {
		return nil, p.fail(pos, "'%s' cannot be the name of a macro", f.name)
	}
	if err := p.signature(f); err != nil {
		return nil, err
	}
	f.body, err = p.lastBlock("endmacro")
	return &macroStmt{function: f}, err
}

// callStatement reads {% call(params) macro(args) %}body{% endcall %}.
func (p *parser) callStatement(pos int) (stmt, error) {
	s := &callStmt{function: &function{pos: pos}, pos: pos}
	if p.cur.is("(") {
		if err := p.signature(s.function); err != nil {
			return nil, err
		}
	}
	value, err := p.expression()
	if err != nil {
		return nil, err
	}
	call, ok := value.(*callExpr)
	if !ok {
		return nil, p.fail(pos, "'call' needs a macro call")
	}
	s.call = call
	s.function.body, err = p.lastBlock("endcall")
	return s, err
}

// signature reads (a, b=1).
func (p *parser) signature(f *function) error {
	if !p.cur.is("(") {
		return p.unexpected("'('")
	}
	return p.sequence(")", func() error {
		pos := p.cur.pos
		name, err := p.expectName()
		if err != nil {
			return err
		}
		if !assignable(name) || slices.Contains(f.params, name) {
			return p.fail(pos, "%s cannot be the name of a parameter here", quote(name))
		}
		f.params = append(f.params, name)
		if ok, err := p.skip("="); err != nil {
			return err
		} else if ok {
			value, err := p.expression()
			f.defaults = append(f.defaults, value)
			return err
		}
		if len(f.defaults) > 0 {
			return p.fail(pos, "a parameter without a default cannot follow a parameter with one")
		}
		return nil
	})
}

// filterStatement reads {% filter name | name %}body{% endfilter %}.
func (p *parser) filterStatement(pos int) (stmt, error) {
	s := &filterStmt{pos: pos, escape: p.escape}
	var err error
	if s.filter, err = p.filter(nil); err != nil {
		return nil, err
	}
	for p.cur.is("|") {
		if err := p.advance(); err != nil {
			return nil, err
		}
		if s.filter, err = p.filter(s.filter); err != nil {
			return nil, err
		}
	}
	s.body, err = p.lastBlock("endfilter")
	return s, err
}

func (p *parser) autoescapeStatement(int) (stmt, error) {
	s := &autoescapeStmt{}
	var err error
	if s.value, err = p.expression(); err != nil {
		return nil, err
	}
	outer := p.escape
	switch c, ok := s.value.(*constExpr); {
	case !ok || outer == escapeDynamic:
		p.escape = escapeDynamic
	case c.value.Truth():
		p.escape = escapeAlways
	default:
		p.escape = escapeNever
	}
	s.body, err = p.lastBlock("endautoescape")
	p.escape = outer
	return s, err
}

// target reads what is assigned to; attributes says whether name.attr is allowed
// here.
func (p *parser) target(attributes bool) (target, error) {
	nesting := p.nesting
	defer func() { p.nesting = nesting }()
	var items []target
	for p.cur.kind != tokenBlockEnd && !p.cur.is(")") {
		item, err := p.singleTarget(attributes)
		if err != nil {
			return nil, err
		}
		items = append(items, item)
		if ok, err := p.skip(","); err != nil {
			return nil, err
		} else if !ok {
			if len(items) == 1 {
				return item, nil
			}
			break
		}
	}
	if len(items) == 0 {
		return nil, p.unexpected("a name")
	}
	return &tupleTarget{items}, nil
}

func (p *parser) singleTarget(attributes bool) (target, error) {
	if err := p.deeper(); err != nil {
		return nil, err
	}
	pos := p.cur.pos
	if ok, err := p.skip("("); err != nil {
		return nil, err
	} else if ok {
		t, err := p.target(false)
		if err != nil {
			return nil, err
		}
		return t, p.expect(")")
	}
	if p.cur.kind != tokenName {
		e := p.unexpected("a name to assign to")
		e.Hint = "you can assign only to names, tuples of names and attributes of a namespace"
		return nil, e
	}
	name := p.cur.text
	if err := p.advance(); err != nil {
		return nil, err
	}
	if attributes && p.cur.is(".") {
		if err := p.advance(); err != nil {
			return nil, err
		}
		attr, err := p.expectName()
		return &attrTarget{name: name, attr: attr, pos: pos}, err
	}
	if !assignable(name) {
		return nil, p.fail(pos, "'%s' cannot be assigned to", name)
	}
	return &nameTarget{name: name, pos: pos}, nil
}

// assignable reports whether a name is not one of the constants.
func assignable(name string) bool {
	switch name {
	case "true", "false", "none", "True", "False", "None":
		return false
	}
	return true
}
