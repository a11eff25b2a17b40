package jinja

// noteBody notes the names that statements use in their own scope. What is
// in the body of a loop, a macro or a block belongs to a scope of its own.
func (s *scope) noteBody(body []stmt) {
	for _, st := range body {
		s.note(st)
	}
}

func (s *scope) note(st stmt) {
	switch st := st.(type) {
	case *printStmt:
		s.noteExpr(st.value)
	case *ifStmt:
		s.noteIf(st, 0)
	case *forStmt:
		s.noteExpr(st.iter)
	case *setStmt:
		s.noteExpr(st.value)
		s.noteTarget(st.target)
	case *setBlockStmt:
		s.noteTarget(st.target)
	case *withStmt:
		for _, v := range st.values {
			s.noteExpr(v)
		}
	case *filterStmt:
		s.noteExpr(st.filter)
	case *macroStmt:
		s.store(st.function.name)
	case *callStmt:
		s.noteExpr(st.call)
	}
}

// noteIf notes an if from its branch i on: an elif is an if in its own branch.
func (s *scope) noteIf(st *ifStmt, i int) {
	s.noteExpr(st.tests[i])
	if i > 0 {
		s.join(s.branch(st.bodies[i]))
		return
	}
	body := s.branch(st.bodies[0])
	elifs := s.fork()
	for j := 1; j < len(st.tests); j++ {
		elifs.noteIf(st, j)
	}
	s.join(body, elifs, s.branch(st.otherwise))
}

func (s *scope) branch(body []stmt) *scope {
	c := s.fork()
	c.noteBody(body)
	return c
}

func (s *scope) noteExpr(e expr) {
	walkExpr(e, func(e expr) {
		if n, ok := e.(*nameExpr); ok {
			s.read(n.name)
		}
	})
}

func (s *scope) noteTarget(t target) {
	switch t := t.(type) {
	case *nameTarget:
		s.store(t.name)
	case *attrTarget:
		s.read(t.name)
	case *tupleTarget:
		for _, item := range t.items {
			s.noteTarget(item)
		}
	}
}

// noteParameters notes a target that the statement itself fills.
func (s *scope) noteParameters(t target) {
	switch t := t.(type) {
	case *nameTarget:
		s.parameter(t.name)
	case *tupleTarget:
		for _, item := range t.items {
			s.noteParameters(item)
		}
	}
}
