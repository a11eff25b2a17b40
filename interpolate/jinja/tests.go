package jinja

import (
	"math/big"
	"strings"

	"nlgserver/internal/pyval"
)

// lookupTest returns what stands behind is.
func lookupTest(name string) (operation, bool) {
	if op, ok := compareTest(name); ok {
		return op, true
	}
	if op, ok := numberTest(name); ok {
		return op, true
	}
	is := func(holds func(r *render, v pyval.Value) bool) (operation, bool) {
		return operation{"", func(r *render, v pyval.Value, _ args) (pyval.Value, error) {
			return pyval.Bool(holds(r, v)), nil
		}}, true
	}
	switch name {
	case "defined":
		return is(func(_ *render, v pyval.Value) bool { _, ok := asUndefined(v); return !ok })
	case "undefined":
		return is(func(_ *render, v pyval.Value) bool { _, ok := asUndefined(v); return ok })
	case "none":
		return is(func(_ *render, v pyval.Value) bool { return v.IsNone() })
	case "boolean":
		return is(func(_ *render, v pyval.Value) bool { return v.Kind() == pyval.KindBool })
	case "true":
		return is(func(_ *render, v pyval.Value) bool { return v.Kind() == pyval.KindBool && v.Truth() })
	case "false":
		return is(func(_ *render, v pyval.Value) bool { return v.Kind() == pyval.KindBool && !v.Truth() })
	case "integer":
		return is(func(_ *render, v pyval.Value) bool { return v.Kind() == pyval.KindInt })
	case "float":
		return is(func(_ *render, v pyval.Value) bool { return v.Kind() == pyval.KindFloat })
	case "number":
		return is(func(_ *render, v pyval.Value) bool { return v.IsNumber() })
	case "string":
		return is(func(_ *render, v pyval.Value) bool { _, ok := isText(v); return ok })
	case "mapping":
		return is(func(_ *render, v pyval.Value) bool { return v.Kind() == pyval.KindDict })
	case "sequence":
		return is(func(_ *render, v pyval.Value) bool { return isSequence(v) })
	case "iterable":
		return is(func(r *render, v pyval.Value) bool { _, err := r.iterate(v); return err == nil })
	case "callable":
		return is(func(_ *render, v pyval.Value) bool { return isCallable(v) })
	case "escaped":
		return is(func(_ *render, v pyval.Value) bool { return isMarkup(v) })
	case "lower", "upper":
		return operation{"", func(r *render, v pyval.Value, _ args) (pyval.Value, error) {
			s, err := r.str(v)
			if err == nil {
				err = r.reserve(len(s))
			}
			return pyval.Bool(isCase(s, name == "lower")), err
		}}, true
	case "sameas":
		return operation{"other", func(_ *render, v pyval.Value, a args) (pyval.Value, error) {
			return pyval.Bool(same(v, a.pos[0])), nil
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
	return operation{"", func(r *render, v pyval.Value, _ args) (pyval.Value, error) {
		v, err := r.key(v)
		name, isStr := v.Text()
		_, ok := lookup(name)
		return pyval.Bool(ok && isStr), err
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
	return operation{"other", func(r *render, v pyval.Value, a args) (pyval.Value, error) {
		holds, err := r.compare(operator, v, a.pos[0])
		return pyval.Bool(holds), err
	}}, true
}

// numberTest returns the tests of a remainder.
func numberTest(name string) (operation, bool) {
	remainder := func(r *render, v, by, wanted pyval.Value) (pyval.Value, error) {
		m, err := r.binary("%", v, by)
		if err != nil {
			return m, err
		}
		equal, err := r.equal(m, wanted)
		return pyval.Bool(equal), err
	}
	two := pyval.BigInt(big.NewInt(2))
	switch name {
	case "odd":
		return operation{"", func(r *render, v pyval.Value, _ args) (pyval.Value, error) {
			return remainder(r, v, two, pyval.Int(1))
		}}, true
	case "even":
		return operation{"", func(r *render, v pyval.Value, _ args) (pyval.Value, error) {
			return remainder(r, v, two, pyval.Int(0))
		}}, true
	case "divisibleby":
		return operation{"num", func(r *render, v pyval.Value, a args) (pyval.Value, error) {
			return remainder(r, v, a.pos[0], pyval.Int(0))
		}}, true
	}
	return operation{}, false
}

// isSequence reports whether a value has a length and items behind brackets. To
// Jinja2 a dict is one as well, and so is what is undefined.
func isSequence(v pyval.Value) bool {
	if _, ok := isText(v); ok {
		return true
	}
	if _, ok := elements(v); ok || v.Kind() == pyval.KindDict {
		return true
	}
	switch o, _ := v.Object(); o.(type) {
	case *span, *undefined:
		return true
	}
	return false
}

func isCallable(v pyval.Value) bool {
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
