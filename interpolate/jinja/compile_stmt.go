package jinja

func (c *compiler) stmt(s *scope, st stmt) error {
	switch st := st.(type) {
	case *printStmt:
		return c.expr(s, st.value)
	case *ifStmt:
		return c.ifStmt(s, st)
	case *forStmt:
		return c.forStmt(s, st)
	case *setStmt:
		c.target(s, st.target)
		st.exports = c.export(st.target)
		return c.expr(s, st.value)
	case *setBlockStmt:
		in := newScope(s, s.unit)
		in.noteBody(st.body)
		if st.filter != nil {
			in.noteExpr(st.filter)
		}
		c.target(s, st.target)
		st.exports = c.export(st.target)
		if err := c.inner(in, st.body); err != nil {
			return err
		}
		err := c.expr(in, st.filter)
		st.entry = c.open(in)
		return err
	case *withStmt:
		return c.withStmt(s, st)
	case *filterStmt:
		in := newScope(s, s.unit)
		in.noteBody(st.body)
		in.noteExpr(st.filter)
		if err := c.inner(in, st.body); err != nil {
			return err
		}
		err := c.expr(in, st.filter)
		st.entry = c.open(in)
		return err
	case *macroStmt:
		st.place = s.place(st.function.name)
		st.exports = c.export(&nameTarget{name: st.function.name, place: st.place})
		return c.function(s, st.function)
	case *callStmt:
		if err := c.function(s, st.function); err != nil {
			return err
		}
		return c.expr(s, st.call)
	case *blockStmt:
		c.blockStmt(s, st)
	case *autoescapeStmt:
		in := newScope(s, s.unit)
		in.noteExpr(st.value)
		in.noteBody(st.body)
		if err := c.expr(in, st.value); err != nil {
			return err
		}
		err := c.inner(in, st.body)
		st.entry = c.open(in)
		return err
	}
	return nil
}

// ifStmt: an if has no scope of its own.
func (c *compiler) ifStmt(s *scope, st *ifStmt) error {
	outer := c.lenient
	c.lenient = true
	defer func() { c.lenient = outer }()
	if err := c.exprs(s, st.tests...); err != nil {
		return err
	}
	for _, body := range st.bodies {
		if err := c.body(s, body); err != nil {
			return err
		}
	}
	return c.body(s, st.otherwise)
}

func (c *compiler) withStmt(s *scope, st *withStmt) error {
	in := newScope(s, s.unit)
	for _, t := range st.targets {
		in.noteParameters(t)
	}
	in.noteBody(st.body)
	for i, t := range st.targets {
		c.target(in, t)
		if err := c.expr(s, st.values[i]); err != nil {
			return err
		}
	}
	err := c.inner(in, st.body)
	st.entry = c.open(in)
	return err
}

func (c *compiler) forStmt(s *scope, st *forStmt) error {
	if err := c.loopTarget(st); err != nil {
		return err
	}
	u := s.unit
	if st.recursive {
		u = &unit{depth: s.unit.depth + 1, slots: map[slotKey]int{}}
	}
	in, otherwise := newScope(s, u), newScope(s, u)
	st.usesLoop = st.recursive || mentions(st.body, "loop")["loop"] || c.hasBlocks && hasScopedBlock(st)
	if st.usesLoop {
		st.loop = in.placeOf(in.parameter("loop"))
	}
	in.noteParameters(st.target)
	in.noteBody(st.body)
	otherwise.noteBody(st.otherwise)

	if st.test != nil {
		if err := c.loopTest(s, st); err != nil {
			return err
		}
	}
	if err := c.expr(s, st.iter); err != nil {
		return err
	}
	c.target(in, st.target)
	if err := c.inner(in, st.body); err != nil {
		return err
	}
	err := c.inner(otherwise, st.otherwise)
	st.bodyEntry, st.otherwiseEntry = c.open(in), c.open(otherwise)
	st.slots = len(u.slots)
	return err
}

// loopTest resolves the test of a loop, which runs as a unit of its own.
func (c *compiler) loopTest(s *scope, st *forStmt) error {
	u := &unit{depth: s.unit.depth + 1, slots: map[slotKey]int{}}
	test := newScope(s, u)
	st.testTarget = copyTarget(st.target)
	test.noteParameters(st.testTarget)
	test.noteExpr(st.test)
	c.target(test, st.testTarget)
	outer := c.lenient
	c.lenient = false
	err := c.expr(test, st.test)
	c.lenient = outer
	st.testEntry = c.open(test)
	st.testSlots = len(u.slots)
	return err
}

// loopTarget refuses what would assign to loop inside of a loop.
func (c *compiler) loopTarget(st *forStmt) error {
	var err error
	walkBody([]stmt{st}, func(expr) {}, func(t *nameTarget) {
		if t.name == "loop" && err == nil {
			err = c.fail(t.pos, "cannot assign to 'loop' inside a loop", "")
		}
	})
	return err
}

func copyTarget(t target) target {
	switch t := t.(type) {
	case *nameTarget:
		c := *t
		return &c
	case *tupleTarget:
		c := &tupleTarget{}
		for _, item := range t.items {
			c.items = append(c.items, copyTarget(item))
		}
		return c
	}
	return t
}

func (c *compiler) function(s *scope, f *function) error {
	u := &unit{depth: s.unit.depth + 1, slots: map[slotKey]int{}}
	in := newScope(s, u)
	f.places = f.places[:0]
	for _, name := range f.params {
		f.places = append(f.places, in.parameter(name).slot())
	}
	special := mentions(f.body, "caller", "kwargs", "varargs")
	f.caller, f.kwargs, f.varargs = -1, -1, -1
	declared := map[string]bool{}
	for i, name := range f.params {
		declared[name] = true
		if name == "caller" {
			f.ownCaller = true
			if special["caller"] && i < len(f.params)-len(f.defaults) {
				return c.fail(f.pos, "the parameter 'caller' needs a default", "")
			}
		}
	}
	f.wantsCaller = special["caller"]
	if special["caller"] && !declared["caller"] {
		f.caller = in.parameter("caller").slot()
	}
	if special["kwargs"] && !declared["kwargs"] {
		f.kwargs = in.parameter("kwargs").slot()
	}
	if special["varargs"] && !declared["varargs"] {
		f.varargs = in.parameter("varargs").slot()
	}
	for _, d := range f.defaults {
		in.noteExpr(d)
	}
	in.noteBody(f.body)
	outer := c.lenient
	c.lenient = false
	err := c.exprs(in, f.defaults...)
	c.lenient = outer
	if err != nil {
		return err
	}
	err = c.inner(in, f.body)
	f.entry = c.open(in)
	f.slots = len(u.slots)
	return err
}
