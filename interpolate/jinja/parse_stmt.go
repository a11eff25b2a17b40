package jinja

// statement reads a statement; the current token must be its name.
func (p *parser) statement() ([]stmt, error) {
	pos := p.cur.pos
	if p.cur.kind != tokenName {
		return nil, p.unexpected("the name of a tag")
	}
	name := p.cur.text
	read := p.reader(name)
	if read == nil {
		return nil, p.unknownTag(name, pos)
	}
	if len(p.blocks) >= maxBlocks {
		return nil, p.fail(pos, "statements are nested more than %d levels deep", maxBlocks)
	}
	p.blocks = append(p.blocks, opened{name, pos})
	if err := p.advance(); err != nil {
		return nil, err
	}
	s, err := read(pos)
	p.blocks = p.blocks[:len(p.blocks)-1]
	return s, err
}

// reader returns what reads a statement of this name, nil if there is none.
func (p *parser) reader(name string) func(pos int) ([]stmt, error) {
	one := func(read func(int) (stmt, error)) func(int) ([]stmt, error) {
		return func(pos int) ([]stmt, error) {
			s, err := read(pos)
			return []stmt{s}, err
		}
	}
	switch name {
	case "if":
		return one(p.ifStatement)
	case "for":
		return one(p.forStatement)
	case "set":
		return one(p.setStatement)
	case "with":
		return one(p.withStatement)
	case "macro":
		return one(p.macroStatement)
	case "call":
		return one(p.callStatement)
	case "filter":
		return one(p.filterStatement)
	case "autoescape":
		return one(p.autoescapeStatement)
	case "print":
		return p.printStatement
	case "block":
		return one(p.blockStatement)
	case "include", "import", "from", "extends":
		return func(pos int) ([]stmt, error) { return nil, p.refuse(name, pos) }
	}
	return nil
}

// refuse says that a statement needs other templates, of which there are none.
func (p *parser) refuse(name string, pos int) *SyntaxError {
	e := p.fail(pos, "'%s' is not available: a response is a single template", name)
	e.Refused = true
	e.Hint = "write the text here, or put it in a macro in this template"
	return e
}

func (p *parser) ifStatement(int) (stmt, error) {
	s := &ifStmt{}
	for {
		test, err := p.tuple(false, false)
		if err != nil {
			return nil, err
		}
		body, err := p.block("elif", "else", "endif")
		if err != nil {
			return nil, err
		}
		s.tests, s.bodies = append(s.tests, test), append(s.bodies, body)
		word := p.cur.text
		if err := p.advance(); err != nil {
			return nil, err
		}
		switch word {
		case "endif":
			return s, nil
		case "else":
			s.otherwise, err = p.lastBlock("endif")
			return s, err
		}
	}
}

func (p *parser) forStatement(pos int) (stmt, error) {
	s := &forStmt{pos: pos}
	var err error
	if s.target, err = p.target(false); err != nil {
		return nil, err
	}
	if ok, err := p.skipName("in"); err != nil || !ok {
		if err == nil {
			err = p.unexpected("'in'")
		}
		return nil, err
	}
	if s.iter, err = p.tuple(false, false); err != nil {
		return nil, err
	}
	if ok, err := p.skipName("if"); err != nil {
		return nil, err
	} else if ok {
		if s.test, err = p.expression(); err != nil {
			return nil, err
		}
	}
	if s.recursive, err = p.skipName("recursive"); err != nil {
		return nil, err
	}
	if s.body, err = p.block("endfor", "else"); err != nil {
		return nil, err
	}
	word := p.cur.text
	if err := p.advance(); err != nil {
		return nil, err
	}
	if word == "else" {
		s.otherwise, err = p.lastBlock("endfor")
	}
	return s, err
}

func (p *parser) setStatement(pos int) (stmt, error) {
	to, err := p.target(true)
	if err != nil {
		return nil, err
	}
	if ok, err := p.skip("="); err != nil {
		return nil, err
	} else if ok {
		value, err := p.tuple(true, false)
		return &setStmt{target: to, value: value, pos: pos}, err
	}
	s := &setBlockStmt{target: to, pos: pos}
	for p.cur.is("|") {
		if err := p.advance(); err != nil {
			return nil, err
		}
		if s.filter, err = p.filter(s.filter); err != nil {
			return nil, err
		}
	}
	s.body, err = p.lastBlock("endset")
	return s, err
}

func (p *parser) withStatement(pos int) (stmt, error) {
	s := &withStmt{pos: pos}
	for p.cur.kind != tokenBlockEnd && !p.cur.is(":") {
		if len(s.targets) > 0 {
			if err := p.expect(","); err != nil {
				return nil, err
			}
		}
		to, err := p.target(false)
		if err != nil {
			return nil, err
		}
		if err := p.expect("="); err != nil {
			return nil, err
		}
		value, err := p.expression()
		if err != nil {
			return nil, err
		}
		s.targets, s.values = append(s.targets, to), append(s.values, value)
	}
	var err error
	s.body, err = p.lastBlock("endwith")
	return s, err
}

// printStatement reads {% print a, b %}.
func (p *parser) printStatement(int) ([]stmt, error) {
	var statements []stmt
	for p.cur.kind != tokenBlockEnd {
		if len(statements) > 0 {
			if err := p.expect(","); err != nil {
				return nil, err
			}
		}
		s := &printStmt{escape: p.escape, pos: p.cur.pos}
		var err error
		if s.value, err = p.expression(); err != nil {
			return nil, err
		}
		statements = append(statements, s)
	}
	return statements, nil
}
