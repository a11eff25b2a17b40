package jinja

import (
	"math"
	"math/big"
	"strings"

	"nlgserver/internal/python"
)

// shortName is a class's name without its module.
func (c *class) shortName() string { return c.name[strings.LastIndexByte(c.name, '.')+1:] }

// className returns the name of a value's class with its module.
func className(v python.Value) string {
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
func dataAttribute(v python.Value, name string) (python.Value, bool) {
	switch v.Kind() {
	case python.KindInt, python.KindBool:
		switch name {
		case "real", "numerator":
			return python.BigInt(v.Big()), true
		case "imag":
			return python.Int(0), true
		case "denominator":
			return python.Int(1), true
		}
	case python.KindFloat:
		switch name {
		case "real":
			return v, true
		case "imag":
			return python.Float(0), true
		}
	case python.KindObject:
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
				return python.Int(o.start), true
			case "stop":
				return python.Int(o.stop), true
			case "step":
				return python.Int(o.step), true
			}
		}
	}
	return python.Value{}, false
}

// lookupMethod returns a method of a value.
func (r *render) lookupMethod(v python.Value, name string) (operation, bool) {
	if _, ok := isText(v); ok {
		return lookupStrMethod(name)
	}
	switch v.Kind() {
	case python.KindDict:
		op, ok := lookupDictMethod(name)
		if !r.template.mutators && changesDict(name) {
			op.run = unchangeable
		}
		return op, ok
	case python.KindInt, python.KindBool:
		return lookupIntMethod(name)
	case python.KindFloat:
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
func unchangeable(_ *render, v python.Value, _ args) (python.Value, error) {
	return v, unsupported("to change a %s through a method whose name is computed", v.TypeName())
}

func lookupIntMethod(name string) (operation, bool) {
	switch name {
	case "bit_length":
		return operation{"", func(_ *render, v python.Value, _ args) (python.Value, error) {
			return python.Int(int64(v.Big().BitLen())), nil
		}}, true
	case "bit_count":
		return operation{"", func(_ *render, v python.Value, _ args) (python.Value, error) {
			n := int64(0)
			for _, digit := range v.Big().Text(2) {
				if digit == '1' {
					n++
				}
			}
			return python.Int(n), nil
		}}, true
	case "conjugate":
		return operation{"", func(_ *render, v python.Value, _ args) (python.Value, error) {
			return python.BigInt(v.Big()), nil
		}}, true
	case "as_integer_ratio":
		return operation{"", func(_ *render, v python.Value, _ args) (python.Value, error) {
			return python.Tuple(python.BigInt(v.Big()), python.Int(1)), nil
		}}, true
	}
	return operation{}, false
}

func lookupFloatMethod(name string) (operation, bool) {
	switch name {
	case "is_integer":
		return operation{"", func(_ *render, v python.Value, _ args) (python.Value, error) {
			f, _ := v.Float64()
			return python.Bool(f == math.Trunc(f) && !math.IsInf(f, 0)), nil
		}}, true
	case "conjugate":
		return operation{"", func(_ *render, v python.Value, _ args) (python.Value, error) { return v, nil }}, true
	case "as_integer_ratio":
		return operation{"", func(_ *render, v python.Value, _ args) (python.Value, error) {
			f, _ := v.Float64()
			ratio := new(big.Rat)
			switch {
			case f != f:
				return v, valueError("cannot convert NaN to integer ratio")
			case ratio.SetFloat64(f) == nil:
				return v, raise("OverflowError", "cannot convert Infinity to integer ratio")
			}
			return python.Tuple(python.BigInt(ratio.Num()), python.BigInt(ratio.Denom())), nil
		}}, true
	}
	return operation{}, false
}
