package jinja

// expression reads an expression, an inline if included.
func (p *parser) expression() (expr, error) {
	nesting := p.nesting
	defer func() { p.nesting = nesting }()
	if err := p.deeper(); err != nil {
		return nil, err
	}
	pos := p.cur.pos
	value, err := p.or()
	for err == nil && p.cur.named("if") {
		if value, err = p.inlineIf(value, pos); err == nil {
			pos, err = p.cur.pos, p.deeper()
		}
	}
	return value, err
}

func (p *parser) inlineIf(then expr, pos int) (expr, error) {
	if err := p.advance(); err != nil {
		return nil, err
	}
	test, err := p.or()
	if err != nil {
		return nil, err
	}
	e := &condExpr{test: test, then: then, pos: pos}
	if ok, err := p.skipName("else"); !ok || err != nil {
		return e, err
	}
	e.otherwise, err = p.expression()
	return e, err
}

func (p *parser) or() (expr, error) {
	return p.logic("or", func() (expr, error) { return p.logic("and", p.not) })
}

// logic reads operands with a word between them, grouped from the left.
func (p *parser) logic(word string, operand func() (expr, error)) (expr, error) {
	nesting := p.nesting
	defer func() { p.nesting = nesting }()
	left, err := operand()
	for err == nil && p.cur.named(word) {
		if err := p.advance(); err != nil {
			return nil, err
		}
		if err := p.deeper(); err != nil {
			return nil, err
		}
		var right expr
		right, err = operand()
		left = &logicExpr{left: left, right: right, or: word == "or"}
	}
	return left, err
}

func (p *parser) not() (expr, error) {
	if !p.cur.named("not") {
		return p.compare()
	}
	nesting := p.nesting
	defer func() { p.nesting = nesting }()
	if err := p.deeper(); err != nil {
		return nil, err
	}
	if err := p.advance(); err != nil {
		return nil, err
	}
	value, err := p.not()
	return &notExpr{value}, err
}

func (p *parser) compare() (expr, error) {
	first, err := p.sum()
	if err != nil {
		return nil, err
	}
	e := &compareExpr{first: first}
	for {
		pos := p.cur.pos
		operator, err := p.comparison()
		if err != nil {
			return nil, err
		}
		if operator == "" {
			break
		}
		right, err := p.sum()
		if err != nil {
			return nil, err
		}
		e.rest = append(e.rest, comparison{operator, right, pos})
	}
	if len(e.rest) == 0 {
		return first, nil
	}
	return e, nil
}

// comparison passes an operator that compares and returns it, "" if there is
// none.
func (p *parser) comparison() (string, error) {
	switch {
	case p.cur.kind == tokenOperator:
		switch op := p.cur.text; op {
		case "==", "!=", "<", "<=", ">", ">=":
			return op, p.advance()
		}
	case p.cur.named("in"):
		return "in", p.advance()
	case p.cur.named("not"):
		next, err := p.look()
		if err != nil || !next.named("in") {
			return "", err
		}
		if err := p.advance(); err != nil {
			return "", err
		}
		return "not in", p.advance()
	}
	return "", nil
}

// sum reads + and -, which bind less than ~; all group from the left.
func (p *parser) sum() (expr, error) { return p.binary(p.concat, "+", "-") }

func (p *parser) product() (expr, error) { return p.binary(p.power, "*", "/", "//", "%") }

// power groups from the left as well: Jinja2 reads 2**3**2 as 64.
func (p *parser) power() (expr, error) {
	return p.binary(func() (expr, error) { return p.unary(true) }, "**")
}

func (p *parser) binary(operand func() (expr, error), operators ...string) (expr, error) {
	nesting := p.nesting
	defer func() { p.nesting = nesting }()
	left, err := operand()
	for err == nil {
		operator := ""
		for _, op := range operators {
			if p.cur.is(op) {
				operator = op
			}
		}
		if operator == "" {
			break
		}
		pos := p.cur.pos
		if err := p.advance(); err != nil {
			return nil, err
		}
		if err := p.deeper(); err != nil {
			return nil, err
		}
		var right expr
		right, err = operand()
		left = &binaryExpr{operator: operator, left: left, right: right, pos: pos}
	}
	return left, err
}

func (p *parser) concat() (expr, error) {
	pos := p.cur.pos
	first, err := p.product()
	if err != nil || !p.cur.is("~") {
		return first, err
	}
	e := &concatExpr{items: []expr{first}, escape: p.escape, pos: pos}
	for p.cur.is("~") {
		if err := p.advance(); err != nil {
			return nil, err
		}
		item, err := p.product()
		if err != nil {
			return nil, err
		}
		e.items = append(e.items, item)
	}
	return e, nil
}

// unary reads a sign. A filter after it applies to the signed value, what
// else follows does so too: -x.y is (-x).y.
func (p *parser) unary(withFilter bool) (expr, error) {
	nesting := p.nesting
	defer func() { p.nesting = nesting }()
	var value expr
	var err error
	if pos := p.cur.pos; p.cur.is("-") || p.cur.is("+") {
		operator := p.cur.text[0]
		if err := p.deeper(); err != nil {
			return nil, err
		}
		if err := p.advance(); err != nil {
			return nil, err
		}
		value, err = p.unary(false)
		value = &unaryExpr{operator: operator, value: value, pos: pos}
	} else {
		value, err = p.primary()
	}
	if err != nil {
		return nil, err
	}
	if value, err = p.postfix(value); err != nil || !withFilter {
		return value, err
	}
	return p.filters(value)
}
