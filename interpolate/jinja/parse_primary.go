package jinja

import (
	"strings"

	"nlgserver/internal/python"
)

// primary reads a name, a literal or an expression in parentheses.
func (p *parser) primary() (expr, error) {
	tok := p.cur
	switch {
	case tok.kind == tokenName:
		return p.word(), p.advance()
	case tok.kind == tokenString:
		return p.strings()
	case tok.kind == tokenInt || tok.kind == tokenFloat:
		return constant(tok.value), p.advance()
	case tok.is("("):
		if err := p.advance(); err != nil {
			return nil, err
		}
		value, err := p.tuple(true, true)
		if err != nil {
			return nil, err
		}
		return value, p.expect(")")
	case tok.is("["):
		return p.list()
	case tok.is("{"):
		return p.dict()
	}
	return nil, p.unexpected("an expression")
}

// word turns the current token, a name, into an expression.
func (p *parser) word() expr {
	switch p.cur.text {
	case "true", "True":
		return constant(python.Bool(true))
	case "false", "False":
		return constant(python.Bool(false))
	case "none", "None":
		return constant(python.None())
	default:
		return &nameExpr{name: p.cur.text, pos: p.cur.pos}
	}
}

// strings reads one string literal or several in a row, which are one text.
func (p *parser) strings() (expr, error) {
	var parts []string
	for p.cur.kind == tokenString {
		parts = append(parts, p.cur.text)
		if err := p.advance(); err != nil {
			return nil, err
		}
	}
	text := strings.Join(parts, "")
	p.mention(text)
	return constant(python.Str(text)), nil
}

// tuple reads expressions with commas between them: a tuple, or without a comma
// the only expression. Only in parentheses may there be none at all.
func (p *parser) tuple(inlineIf, parentheses bool) (expr, error) {
	var items []expr
	comma := false
	for p.cur.kind != tokenPrintEnd && p.cur.kind != tokenBlockEnd && !p.cur.is(")") {
		read := p.expression
		if !inlineIf {
			read = p.or
		}
		item, err := read()
		if err != nil {
			return nil, err
		}
		items = append(items, item)
		ok, err := p.skip(",")
		if err != nil {
			return nil, err
		}
		if !ok {
			break
		}
		comma = true
	}
	switch {
	case comma || len(items) == 0 && parentheses:
		return &tupleExpr{items}, nil
	case len(items) == 0:
		return nil, p.unexpected("an expression")
	}
	return items[0], nil
}

func (p *parser) list() (expr, error) {
	e := &listExpr{}
	err := p.sequence("]", func() error {
		item, err := p.expression()
		e.items = append(e.items, item)
		return err
	})
	return e, err
}

func (p *parser) dict() (expr, error) {
	e := &dictExpr{pos: p.cur.pos}
	err := p.sequence("}", func() error {
		key, err := p.expression()
		if err != nil {
			return err
		}
		if err := p.expect(":"); err != nil {
			return err
		}
		value, err := p.expression()
		e.keys, e.values = append(e.keys, key), append(e.values, value)
		return err
	})
	return e, err
}

// sequence passes a bracket, items with commas between them, which may end in a
// comma, and the closing bracket.
func (p *parser) sequence(end string, item func() error) error {
	if err := p.advance(); err != nil {
		return err
	}
	for first := true; !p.cur.is(end); first = false {
		if !first {
			if err := p.expect(","); err != nil {
				return err
			}
			if p.cur.is(end) {
				break
			}
		}
		if err := item(); err != nil {
			return err
		}
	}
	return p.advance()
}
