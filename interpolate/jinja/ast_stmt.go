package jinja

// stmt is a statement or a piece of text.
type stmt interface {
	exec(r *render) error
}

type (
	textStmt  struct{ text string }
	printStmt struct {
		value  expr
		escape escaping
		pos    int
	}
	ifStmt struct {
		tests     []expr
		bodies    [][]stmt
		otherwise []stmt
	}
	forStmt struct {
		target    target
		iter      expr
		test      expr // may be nil
		body      []stmt
		otherwise []stmt
		recursive bool
		pos       int

		// The compiler fills in the rest.
		loop           place // of the variable loop, if usesLoop
		usesLoop       bool
		bodyEntry      []entry
		otherwiseEntry []entry
		slots          int // of the function that a recursive loop is
		// The test is a function of its own, as in Jinja2: it may run ahead of
		// the body, and has its own copy of the target.
		testTarget target
		testEntry  []entry
		testSlots  int
	}
	setStmt struct {
		target  target
		value   expr
		pos     int
		exports []binding
	}
	// setBlockStmt is {% set target | filter %}body{% endset %}.
	setBlockStmt struct {
		target  target
		filter  expr // may be nil
		body    []stmt
		entry   []entry
		pos     int
		exports []binding
	}
	withStmt struct {
		targets []target
		values  []expr
		body    []stmt
		entry   []entry
		pos     int
	}
	filterStmt struct {
		filter expr
		body   []stmt
		escape escaping
		entry  []entry
		pos    int
	}
	macroStmt struct {
		function *function
		place
		exports []binding
	}
	callStmt struct {
		function *function
		call     *callExpr
		pos      int
	}
	autoescapeStmt struct {
		value expr
		body  []stmt
		entry []entry
	}
)

// function is the body of a macro or of a call block.
type function struct {
	name     string // empty for a call block
	params   []string
	defaults []expr // of the last params
	body     []stmt
	pos      int

	// The compiler fills in the rest.
	slots       int
	entry       []entry
	places      []int // slots of the params
	caller      int   // slot of caller, kwargs, varargs; -1 if not used
	kwargs      int
	varargs     int
	ownCaller   bool // caller is one of the params
	wantsCaller bool // the body mentions caller
}

// target is what a value is assigned to.
type target interface{ isTarget() }

type (
	nameTarget struct {
		name string
		pos  int
		place
	}
	tupleTarget struct{ items []target }
	// attrTarget is name.attr, where name must be a namespace.
	attrTarget struct {
		name, attr string
		pos        int
		place
	}
)

func (*nameTarget) isTarget()  {}
func (*tupleTarget) isTarget() {}
func (*attrTarget) isTarget()  {}
