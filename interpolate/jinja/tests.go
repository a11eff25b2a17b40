package jinja

import (
	"nlgserver/internal/python"
	"nlgserver/internal/python/text"
)

// tests are all tests of Jinja2, by name.
var tests = map[string]operation{
	"!=":          compareTest("!="),
	"<":           compareTest("<"),
	"<=":          compareTest("<="),
	"==":          compareTest("=="),
	">":           compareTest(">"),
	">=":          compareTest(">="),
	"boolean":     property(func(v python.Value) bool { return v.Kind() == python.KindBool }),
	"callable":    property(isCallable),
	"defined":     property(func(v python.Value) bool { return !isUndefined(v) }),
	"divisibleby": {"num", testDivisibleBy},
	"eq":          compareTest("=="),
	"equalto":     compareTest("=="),
	"escaped":     property(isMarkup),
	"even":        remainderOfTwo(0),
	"false":       property(func(v python.Value) bool { return v.Kind() == python.KindBool && !v.Truth() }),
	"filter":      knows(func(l *library) map[string]operation { return l.filters }),
	"float":       property(func(v python.Value) bool { return v.Kind() == python.KindFloat }),
	"ge":          compareTest(">="),
	"greaterthan": compareTest(">"),
	"gt":          compareTest(">"),
	"in":          compareTest("in"),
	"integer":     property(func(v python.Value) bool { return v.Kind() == python.KindInt }),
	"iterable":    {"", testIterable},
	"le":          compareTest("<="),
	"lessthan":    compareTest("<"),
	"lower":       cased(text.IsLower),
	"lt":          compareTest("<"),
	"mapping":     property(func(v python.Value) bool { return v.Kind() == python.KindDict }),
	"ne":          compareTest("!="),
	"none":        property(python.Value.IsNone),
	"number":      property(python.Value.IsNumber),
	"odd":         remainderOfTwo(1),
	"sameas":      {"other", testSameAs},
	"sequence":    property(isSequence),
	"string":      property(func(v python.Value) bool { _, ok := isText(v); return ok }),
	"test":        knows(func(l *library) map[string]operation { return l.tests }),
	"true":        property(func(v python.Value) bool { return v.Kind() == python.KindBool && v.Truth() }),
	"undefined":   property(isUndefined),
	"upper":       cased(text.IsUpper),
}

// property makes a test of a value itself.
func property(holds func(v python.Value) bool) operation {
	return operation{"", func(_ *render, v python.Value, _ args) (python.Value, error) {
		return python.Bool(holds(v)), nil
	}}
}

// compareTest makes a test of an operator.
func compareTest(operator string) operation {
	return operation{"other", func(r *render, v python.Value, a args) (python.Value, error) {
		holds, err := r.compare(operator, v, a.pos[0])
		return python.Bool(holds), err
	}}
}

// cased makes a test of the case of a value's str().
func cased(holds func(string) bool) operation {
	return operation{"", func(r *render, v python.Value, _ args) (python.Value, error) {
		s, err := r.str(v)
		if err == nil {
			err = r.reserve(len(s))
		}
		return python.Bool(holds(s)), err
	}}
}

// knows makes a test of whether a name is known.
func knows(names func(*library) map[string]operation) operation {
	return operation{"", func(r *render, v python.Value, _ args) (python.Value, error) {
		v, err := r.key(v)
		name, isStr := v.Text()
		_, ok := names(r.template.library)[name]
		return python.Bool(ok && isStr), err
	}}
}

func testIterable(r *render, v python.Value, _ args) (python.Value, error) {
	_, err := r.iterate(v)
	return python.Bool(err == nil), nil
}

func testSameAs(_ *render, v python.Value, a args) (python.Value, error) {
	return python.Bool(same(v, a.pos[0])), nil
}

func testDivisibleBy(r *render, v python.Value, a args) (python.Value, error) {
	return r.leaves(v, a.pos[0], 0)
}

func remainderOfTwo(remainder int64) operation {
	return operation{"", func(r *render, v python.Value, _ args) (python.Value, error) {
		return r.leaves(v, python.Int(2), remainder)
	}}
}

// leaves reports whether v % by is a remainder.
func (r *render) leaves(v, by python.Value, remainder int64) (python.Value, error) {
	m, err := r.binary("%", v, by)
	if err != nil {
		return m, err
	}
	equal, err := r.equal(m, python.Int(remainder))
	return python.Bool(equal), err
}

// isSequence reports whether a value has a length and items. To Jinja2 a dict is
// a sequence too, and so is what is undefined.
func isSequence(v python.Value) bool {
	if _, ok := isText(v); ok {
		return true
	}
	if _, ok := elements(v); ok || v.Kind() == python.KindDict {
		return true
	}
	switch o, _ := v.Object(); o.(type) {
	case *span, *undefined:
		return true
	}
	return false
}

func isCallable(v python.Value) bool {
	if isUndefined(v) {
		return true
	}
	o, _ := v.Object()
	_, ok := o.(callable)
	return ok
}
