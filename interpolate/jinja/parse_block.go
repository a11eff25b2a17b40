package jinja

import "nlgserver/internal/python/text"

// blockStatement reads {% block name scoped required %}body{% endblock name %}.
func (p *parser) blockStatement(pos int) (stmt, error) {
	s := &blockStmt{pos: pos}
	var err error
	if s.name, err = p.expectName(); err != nil {
		return nil, err
	}
	if s.scoped, err = p.skipName("scoped"); err != nil {
		return nil, err
	}
	if s.required, err = p.skipName("required"); err != nil {
		return nil, err
	}
	if p.cur.is("-") {
		e := p.fail(p.cur.pos, "a block name cannot contain a hyphen")
		e.Hint = "use an underscore"
		return nil, e
	}
	if err := p.declare(s); err != nil {
		return nil, err
	}
	// The body is compiled apart from what is around it: whether it is escaped
	// is known only when it runs.
	escape := p.escape
	p.escape = escapeNever
	s.body, err = p.lastBlock("endblock")
	p.escape = escape
	if err != nil {
		return nil, err
	}
	if s.required && !isBlank(s.body) {
		return nil, p.fail(pos, "a required block can contain only whitespace and comments")
	}
	_, err = p.skipName(s.name)
	return s, err
}

// declare notes a block of the template.
func (p *parser) declare(s *blockStmt) error {
	if _, ok := p.declared[s.name]; ok {
		e := p.fail(s.pos, "block %s is defined twice", quote(s.name))
		e.Hint = "give each block its own name; to print a block again, write {{ self." + s.name + "() }}"
		return e
	}
	if p.declared == nil {
		p.declared = map[string]*blockStmt{}
	}
	p.declared[s.name] = s
	return nil
}

// isBlank reports whether a body prints nothing but whitespace.
func isBlank(body []stmt) bool {
	for _, st := range body {
		t, ok := st.(*textStmt)
		if !ok || text.TrimLeftSpace(t.text) != "" {
			return false
		}
	}
	return true
}
