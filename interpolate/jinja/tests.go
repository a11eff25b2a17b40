package jinja

import (
	"math/big"
	"strings"

	"nlgserver/internal/python"
)

// lookupTest returns what stands behind is.
func lookupTest(name string) (operation, bool) {
	if op, ok := compareTest(name); ok {
		return op, true
	}
	if op, ok := numberTest(name); ok {
		return op, true
	}
	is := func(holds func(r *render, v python.Value) bool) (operation, bool) {
		return operation{"", func(r *render, v python.Value, _ args) (python.Value, error) {
			return python.Bool(holds(r, v)), nil
		}}, true
	}
	switch name {
	case "defined":
		return is(func(_ *render, v python.Value) bool { _, ok := asUndefined(v); return !ok })
	case "undefined":
		return is(func(_ *render, v python.Value) bool { _, ok := asUndefined(v); return ok })
	case "none":
		return is(func(_ *render, v python.Value) bool { return v.IsNone() })
	case "boolean":
		return is(func(_ *render, v python.Value) bool { return v.Kind() == python.KindBool })
	case "true":
		return is(func(_ *render, v python.Value) bool { return v.Kind() == python.KindBool && v.Truth() })
	case "false":
		return is(func(_ *render, v python.Value) bool { return v.Kind() == python.KindBool && !v.Truth() })
	case "integer":
		return is(func(_ *render, v python.Value) bool { return v.Kind() == python.KindInt })
	case "float":
		return is(func(_ *render, v python.Value) bool { return v.Kind() == python.KindFloat })
	case "number":
		return is(func(_ *render, v python.Value) bool { return v.IsNumber() })
	case "string":
		return is(func(_ *render, v python.Value) bool { _, ok := isText(v); return ok })
	case "mapping":
		return is(func(_ *render, v python.Value) bool { return v.Kind() == python.KindDict })
	case "sequence":
		return is(func(_ *render, v python.Value) bool { return isSequence(v) })
	case "iterable":
		return is(func(r *render, v python.Value) bool { _, err := r.iterate(v); return err == nil })
	case "callable":
		return is(func(_ *render, v python.Value) bool { return isCallable(v) })
	case "escaped":
		return is(func(_ *render, v python.Value) bool { return isMarkup(v) })
	case "lower", "upper":
		return operation{"", func(r *render, v python.Value, _ args) (python.Value, error) {
			s, err := r.str(v)
			if err == nil {
				err = r.reserve(len(s))
			}
			return python.Bool(isCase(s, name == "lower")), err
		}}, true
	case "sameas":
		return operation{"other", func(_ *render, v python.Value, a args) (python.Value, error) {
			return python.Bool(same(v, a.pos[0])), nil
		}}, true
	case "filter":
		return knows(lookupFilter), true
	case "test":
		return knows(lookupTest), true
	}
	return operation{}, false
}

// knows returns the test of whether a name is known.
func knows(lookup func(string) (operation, bool)) operation {
	return operation{"", func(r *render, v python.Value, _ args) (python.Value, error) {
		v, err := r.key(v)
		name, isStr := v.Text()
		_, ok := lookup(name)
		return python.Bool(ok && isStr), err
	}}
}

// compareTest returns the tests that are operators by another name.
func compareTest(name string) (operation, bool) {
	operator := ""
	switch name {
	case "==", "eq", "equalto":
		operator = "=="
	case "!=", "ne":
		operator = "!="
	case "<", "lt", "lessthan":
		operator = "<"
	case "<=", "le":
		operator = "<="
	case ">", "gt", "greaterthan":
		operator = ">"
	case ">=", "ge":
		operator = ">="
	case "in":
		operator = "in"
	default:
		return operation{}, false
	}
	return operation{"other", func(r *render, v python.Value, a args) (python.Value, error) {
		holds, err := r.compare(operator, v, a.pos[0])
		return python.Bool(holds), err
	}}, true
}

// numberTest returns the tests of a remainder.
func numberTest(name string) (operation, bool) {
	remainder := func(r *render, v, by, wanted python.Value) (python.Value, error) {
		m, err := r.binary("%", v, by)
		if err != nil {
			return m, err
		}
		equal, err := r.equal(m, wanted)
		return python.Bool(equal), err
	}
	two := python.BigInt(big.NewInt(2))
	switch name {
	case "odd":
		return operation{"", func(r *render, v python.Value, _ args) (python.Value, error) {
			return remainder(r, v, two, python.Int(1))
		}}, true
	case "even":
		return operation{"", func(r *render, v python.Value, _ args) (python.Value, error) {
			return remainder(r, v, two, python.Int(0))
		}}, true
	case "divisibleby":
		return operation{"num", func(r *render, v python.Value, a args) (python.Value, error) {
			return remainder(r, v, a.pos[0], python.Int(0))
		}}, true
	}
	return operation{}, false
}

// isSequence reports whether a value has a length and items behind brackets. To
// Jinja2 a dict is one as well, and so is what is undefined.
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
	if _, ok := asUndefined(v); ok {
		return true
	}
	o, _ := v.Object()
	_, ok := o.(callable)
	return ok
}

func testNames() []string {
	return strings.Fields("boolean callable defined divisibleby eq equalto escaped even false filter float ge gt " +
		"greaterthan in integer iterable le lessthan lower lt mapping ne none number odd sameas sequence string " +
		"test true undefined upper")
}
