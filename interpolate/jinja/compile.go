package jinja

import "sort"

// compiler resolves the names, filters and tests of a parsed template.
type compiler struct {
	src *source
	// free holds the names that some scope takes from outside.
	free map[string]bool
	// lenient is set inside of an if: there Jinja2 minds an unknown filter or
	// test only when it is reached.
	lenient bool
	doubts  []SyntaxError

	// hasBlocks is set if the template has blocks, topLevel outside of loops,
	// macros and their like. given holds the names that the context of what is
	// being resolved has, uses the blocks that are yet to be resolved.
	hasBlocks bool
	topLevel  bool
	given     map[string]bool
	uses      []blockUse
}

// open returns what happens when a scope is entered, once all of its names are
// known.
func (c *compiler) open(s *scope) []entry {
	list := s.entries()
	for _, e := range list {
		if e.load == loadContext && !c.given[e.name] {
			c.free[e.name] = true
		}
	}
	return list
}

func (c *compiler) fail(pos int, message, hint string) *SyntaxError {
	return &SyntaxError{Offset: c.src.original(pos), Line: c.src.line(pos), Message: message, Hint: hint}
}

// template resolves a whole template and returns its unit's slots and entry.
func (c *compiler) template(body []stmt) (slots int, list []entry, self int, err error) {
	u := &unit{slots: map[slotKey]int{}}
	s := newScope(nil, u)
	self = -1
	if mentions(body, "self")["self"] {
		self = s.parameter("self").slot()
	}
	s.noteBody(body)
	c.topLevel = true
	err = c.body(s, body)
	c.topLevel = false
	list = c.open(s)
	if err == nil {
		err = c.blockBodies()
	}
	return len(u.slots), list, self, err
}

func (c *compiler) body(s *scope, body []stmt) error {
	for _, st := range body {
		if err := c.stmt(s, st); err != nil {
			return err
		}
	}
	return nil
}

// inner resolves a body in a scope of its own, which begins strict again.
func (c *compiler) inner(s *scope, body []stmt) error {
	lenient, topLevel := c.lenient, c.topLevel
	c.lenient, c.topLevel = false, false
	err := c.body(s, body)
	c.lenient, c.topLevel = lenient, topLevel
	return err
}

func (c *compiler) exprs(s *scope, list ...expr) error {
	for _, e := range list {
		if err := c.expr(s, e); err != nil {
			return err
		}
	}
	return nil
}

func (c *compiler) expr(s *scope, e expr) error {
	if e == nil {
		return nil
	}
	switch e := e.(type) {
	case *nameExpr:
		e.place = s.place(e.name)
	case *filterExpr:
		op, ok := filters[e.name]
		if err := c.unknown(ok, e.pos, "unknown filter ", e.name, suggestFilter); err != nil {
			return err
		}
		e.filter = op
	case *testExpr:
		op, ok := tests[e.name]
		if err := c.unknown(ok, e.pos, "unknown test ", e.name, suggestTest); err != nil {
			return err
		}
		e.test = op
	case *attrExpr:
		_, e.ofDict = dictMethods[e.name]
		e.ofDict = e.ofDict || e.name == "__class__"
	case *condExpr:
		outer := c.lenient
		c.lenient = true
		err := c.exprs(s, children(e)...)
		c.lenient = outer
		return err
	}
	return c.exprs(s, children(e)...)
}

// unknown reports a filter or a test that does not exist: an error, or within an if
// a doubt.
func (c *compiler) unknown(known bool, pos int, what, name string, suggest func(string) string) error {
	if known {
		return nil
	}
	e := c.fail(pos, what+quote(name), suggest(name))
	if right := only(name, what == "unknown test "); right != "" {
		e.Wrong, e.Right = name, right
	}
	if !c.lenient {
		return e
	}
	c.doubts = append(c.doubts, *e)
	return nil
}

func (c *compiler) target(s *scope, t target) {
	switch t := t.(type) {
	case *nameTarget:
		t.place = s.place(t.name)
	case *attrTarget:
		t.place = s.place(t.name)
	case *tupleTarget:
		for _, item := range t.items {
			c.target(s, item)
		}
	}
}

// names returns the free names in order, without Jinja2's own.
func (c *compiler) names() []string {
	var list []string
	for name := range c.free {
		if _, ok := globals[name]; !ok {
			list = append(list, name)
		}
	}
	sort.Strings(list)
	return list
}
