package jinja

// walkExpr calls visit for an expression and everything in it, from left to
// right. A nil expression is nothing.
func walkExpr(e expr, visit func(expr)) {
	if e == nil {
		return
	}
	visit(e)
	for _, child := range children(e) {
		walkExpr(child, visit)
	}
}

// children returns the expressions that an expression consists of; some may be
// nil.
func children(e expr) []expr {
	switch e := e.(type) {
	case *listExpr:
		return e.items
	case *tupleExpr:
		return e.items
	case *dictExpr:
		var all []expr
		for i := range e.keys {
			all = append(all, e.keys[i], e.values[i])
		}
		return all
	case *condExpr:
		return []expr{e.test, e.then, e.otherwise}
	case *notExpr:
		return []expr{e.value}
	case *logicExpr:
		return []expr{e.left, e.right}
	case *unaryExpr:
		return []expr{e.value}
	case *binaryExpr:
		return []expr{e.left, e.right}
	case *compareExpr:
		all := []expr{e.first}
		for _, c := range e.rest {
			all = append(all, c.right)
		}
		return all
	case *concatExpr:
		return e.items
	case *attrExpr:
		return []expr{e.value}
	case *itemExpr:
		return []expr{e.value, e.index}
	case *sliceExpr:
		return []expr{e.value, e.start, e.stop, e.step}
	case *callExpr:
		return append([]expr{e.callee}, e.args.all()...)
	case *filterExpr:
		return append([]expr{e.value}, e.args.all()...)
	case *testExpr:
		return append([]expr{e.value}, e.args.all()...)
	}
	return nil
}

func (a *callArgs) all() []expr {
	var all []expr
	all = append(append(all, a.positional...), a.named...)
	return append(all, a.star, a.starStar)
}

// walkBody calls visit for every expression and target in statements, however
// deep: what each statement holds itself, in the order in which it is written.
func walkBody(body []stmt, onExpr func(expr), onTarget func(*nameTarget)) {
	w := walker{onExpr: onExpr, onTarget: onTarget, onBlock: func(*blockStmt) bool { return true }}
	w.body(body)
}

type walker struct {
	onExpr   func(expr)
	onTarget func(*nameTarget)
	onBlock  func(*blockStmt) (inside bool) // whether to walk the block's body
	onText   func(string)                   // may be nil
}

func (w walker) body(body []stmt) {
	for _, st := range body {
		w.stmt(st)
	}
}

func (w walker) exprs(list ...expr) {
	for _, e := range list {
		walkExpr(e, w.onExpr)
	}
}

func (w walker) stmt(st stmt) {
	switch st := st.(type) {
	case *textStmt:
		if w.onText != nil {
			w.onText(st.text)
		}
	case *printStmt:
		w.exprs(st.value)
	case *ifStmt:
		for i := range st.tests {
			w.exprs(st.tests[i])
			w.body(st.bodies[i])
		}
		w.body(st.otherwise)
	case *forStmt:
		w.target(st.target)
		w.exprs(st.iter)
		w.body(st.body)
		w.body(st.otherwise)
		w.exprs(st.test)
	case *setStmt:
		w.target(st.target)
		w.exprs(st.value)
	case *setBlockStmt:
		w.target(st.target)
		w.exprs(st.filter)
		w.body(st.body)
	case *withStmt:
		for _, t := range st.targets {
			w.target(t)
		}
		w.exprs(st.values...)
		w.body(st.body)
	case *filterStmt:
		w.body(st.body)
		w.exprs(st.filter)
	case *macroStmt:
		w.function(st.function)
	case *callStmt:
		w.exprs(st.call)
		w.function(st.function)
	case *blockStmt:
		if w.onBlock(st) {
			w.body(st.body)
		}
	case *autoescapeStmt:
		w.exprs(st.value)
		w.body(st.body)
	}
}

func (w walker) function(f *function) {
	w.exprs(f.defaults...)
	w.body(f.body)
}

func (w walker) target(t target) { walkTarget(t, w.onTarget) }

// walkTarget calls visit for the names that a target sets.
func walkTarget(t target, visit func(*nameTarget)) {
	switch t := t.(type) {
	case *nameTarget:
		visit(t)
	case *tupleTarget:
		for _, item := range t.items {
			walkTarget(item, visit)
		}
	}
}

// hasScopedBlock reports whether a statement contains a scoped block, however
// deep.
func hasScopedBlock(st stmt) bool {
	found := false
	w := walker{
		onExpr:   func(expr) {},
		onTarget: func(*nameTarget) {},
		onBlock: func(b *blockStmt) bool {
			found = found || b.scoped
			return true
		},
	}
	w.stmt(st)
	return found
}

// mentions returns which of the names a body reads before it sets them, however
// deep but not in blocks: Jinja2 hands caller, loop and their like only to
// bodies that do.
func mentions(body []stmt, names ...string) map[string]bool {
	wanted, found := map[string]bool{}, map[string]bool{}
	for _, name := range names {
		wanted[name] = true
	}
	w := walker{
		onExpr: func(e expr) {
			if n, ok := e.(*nameExpr); ok && wanted[n.name] {
				found[n.name] = true
			}
		},
		onTarget: func(t *nameTarget) { delete(wanted, t.name) },
		onBlock:  func(*blockStmt) bool { return false },
	}
	w.body(body)
	return found
}
