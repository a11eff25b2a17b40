package jinja

import "nlgserver/internal/python"

// expr is an expression. The compiler fills in where its names live.
type expr interface {
	eval(r *render) (python.Value, error)
}

// place is where a variable lives: a slot of the activation that is hops
// functions out.
type place struct{ hops, slot int }

type (
	nameExpr struct {
		name string
		pos  int
		place
	}
	constExpr struct{ value python.Value }
	listExpr  struct{ items []expr }
	tupleExpr struct{ items []expr }
	dictExpr  struct {
		keys, values []expr
		pos          int
	}
	// condExpr is then if test else otherwise; otherwise may be nil.
	condExpr struct {
		test, then, otherwise expr
		pos                   int
	}
	notExpr   struct{ value expr }
	logicExpr struct {
		left, right expr
		or          bool
	}
	unaryExpr struct {
		operator byte
		value    expr
		pos      int
	}
	binaryExpr struct {
		operator    string
		left, right expr
		pos         int
	}
	// compareExpr is first op rest op rest …, as in 1 < x < 3.
	compareExpr struct {
		first expr
		rest  []comparison
	}
	comparison struct {
		operator string
		right    expr
		pos      int
	}
	concatExpr struct {
		items  []expr
		escape escaping
		pos    int
	}
	// attrExpr is value.name; itemExpr is value[index].
	attrExpr struct {
		value  expr
		name   string
		pos    int
		ofDict bool // a dict has an attribute of this name; set by the compiler
	}
	itemExpr struct {
		value, index expr
		pos          int
	}
	// sliceExpr is value[start:stop:step]; each of the three may be nil.
	sliceExpr struct {
		value             expr
		start, stop, step expr
		pos               int
	}
	callExpr struct {
		callee expr
		args   callArgs
		pos    int
	}
	// filterExpr is value|name(args); a nil value is the text of a block.
	filterExpr struct {
		value  expr
		name   string
		args   callArgs
		filter operation
		pos    int
	}
	testExpr struct {
		value expr
		name  string
		args  callArgs
		test  operation
		pos   int
	}
)

// callArgs are the arguments of a call as they are written.
type callArgs struct {
	positional []expr
	names      []string
	named      []expr
	star       expr // *star; may be nil
	starStar   expr // **starStar; may be nil
}

func (a *callArgs) empty() bool {
	return len(a.positional) == 0 && len(a.named) == 0 && a.star == nil && a.starStar == nil
}

// escaping says whether what is printed somewhere is escaped.
type escaping uint8

const (
	escapeNever escaping = iota
	escapeAlways
	escapeDynamic // {% autoescape EXPRESSION %}
)
