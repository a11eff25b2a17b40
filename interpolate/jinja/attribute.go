package jinja

import (
	"math"
	"math/big"
	"strings"

	"nlgserver/internal/pyval"
)

// shortName is a class's name without its module.
func (c *class) shortName() string { return c.name[strings.LastIndexByte(c.name, '.')+1:] }

// className returns the name of a value's class with its module.
func className(v pyval.Value) string {
	name := v.TypeName()
	switch name {
	case "Undefined", "Macro", "LoopContext":
		return "jinja2.runtime." + name
	case "Namespace", "Cycler", "Joiner":
		return "jinja2.utils." + name
	case "Markup":
		return "markupsafe.Markup"
	case "_GroupTuple":
		return "jinja2.filters._GroupTuple"
	case "TemplateReference":
		return "jinja2.runtime.TemplateReference"
	}
	return name
}

// dataAttribute returns an attribute that is no method.
func dataAttribute(v pyval.Value, name string) (pyval.Value, bool) {
	switch v.Kind() {
	case pyval.KindInt, pyval.KindBool:
		switch name {
		case "real", "numerator":
			return pyval.BigInt(v.Big()), true
		case "imag":
			return pyval.Int(0), true
		case "denominator":
			return pyval.Int(1), true
		}
	case pyval.KindFloat:
		switch name {
		case "real":
			return v, true
		case "imag":
			return pyval.Float(0), true
		}
	case pyval.KindObject:
		switch o, _ := v.Object(); o := o.(type) {
		case *group:
			switch name {
			case "grouper":
				return o.items[0], true
			case "list":
				return o.items[1], true
			}
		case *span:
			switch name {
			case "start":
				return pyval.Int(o.start), true
			case "stop":
				return pyval.Int(o.stop), true
			case "step":
				return pyval.Int(o.step), true
			}
		}
	}
	return pyval.Value{}, false
}

// lookupMethod returns a method of a value.
func (r *render) lookupMethod(v pyval.Value, name string) (operation, bool) {
	if _, ok := isText(v); ok {
		return lookupStrMethod(name)
	}
	switch v.Kind() {
	case pyval.KindDict:
		op, ok := lookupDictMethod(name)
		if !r.template.mutators && changesDict(name) {
			op.run = unchangeable
		}
		return op, ok
	case pyval.KindInt, pyval.KindBool:
		return lookupIntMethod(name)
	case pyval.KindFloat:
		return lookupFloatMethod(name)
	}
	if isTuple(v) {
		return lookupTupleMethod(name)
	}
	if isList(v) {
		op, ok := lookupListMethod(name)
		if _, changeable := asList(v); !changeable && changesList(name) {
			op.run = unchangeable
		}
		return op, ok
	}
	if o, _ := v.Object(); o != nil {
		if _, ok := o.(*span); ok {
			return lookupRangeMethod(name)
		}
	}
	return operation{}, false
}

// unchangeable stands for a method that changes its object, where its name was
// put together while the template ran.
func unchangeable(_ *render, v pyval.Value, _ args) (pyval.Value, error) {
	return v, unsupported("to change a %s through a method whose name is computed", v.TypeName())
}

func lookupIntMethod(name string) (operation, bool) {
	switch name {
	case "bit_length":
		return operation{"", func(_ *render, v pyval.Value, _ args) (pyval.Value, error) {
			return pyval.Int(int64(v.Big().BitLen())), nil
		}}, true
	case "bit_count":
		return operation{"", func(_ *render, v pyval.Value, _ args) (pyval.Value, error) {
			n := int64(0)
			for _, digit := range v.Big().Text(2) {
				if digit == '1' {
					n++
				}
			}
			return pyval.Int(n), nil
		}}, true
	case "conjugate":
		return operation{"", func(_ *render, v pyval.Value, _ args) (pyval.Value, error) {
			return pyval.BigInt(v.Big()), nil
		}}, true
	case "as_integer_ratio":
		return operation{"", func(_ *render, v pyval.Value, _ args) (pyval.Value, error) {
			return pyval.Tuple(pyval.BigInt(v.Big()), pyval.Int(1)), nil
		}}, true
	}
	return operation{}, false
}

func lookupFloatMethod(name string) (operation, bool) {
	switch name {
	case "is_integer":
		return operation{"", func(_ *render, v pyval.Value, _ args) (pyval.Value, error) {
			f, _ := v.Float64()
			return pyval.Bool(f == math.Trunc(f) && !math.IsInf(f, 0)), nil
		}}, true
	case "conjugate":
		return operation{"", func(_ *render, v pyval.Value, _ args) (pyval.Value, error) { return v, nil }}, true
	case "as_integer_ratio":
		return operation{"", func(_ *render, v pyval.Value, _ args) (pyval.Value, error) {
			f, _ := v.Float64()
			ratio := new(big.Rat)
			switch {
			case f != f:
				return v, valueError("cannot convert NaN to integer ratio")
			case ratio.SetFloat64(f) == nil:
				return v, raise("OverflowError", "cannot convert Infinity to integer ratio")
			}
			return pyval.Tuple(pyval.BigInt(ratio.Num()), pyval.BigInt(ratio.Denom())), nil
		}}, true
	}
	return operation{}, false
}
