package jinja

import (
	"strings"

	"nlgserver/internal/python"
)

// shortName is a class's name without its module.
func (c *class) shortName() string { return c.name[strings.LastIndexByte(c.name, '.')+1:] }

// modules are the modules of the classes that are not built in.
var modules = map[string]string{
	"BlockReference":    "jinja2.runtime.",
	"Cycler":            "jinja2.utils.",
	"Joiner":            "jinja2.utils.",
	"LoopContext":       "jinja2.runtime.",
	"Macro":             "jinja2.runtime.",
	"Markup":            "markupsafe.",
	"Namespace":         "jinja2.utils.",
	"TemplateReference": "jinja2.runtime.",
	"Undefined":         "jinja2.runtime.",
	"_GroupTuple":       "jinja2.filters.",
}

// className returns the name of a value's class with its module.
func className(v python.Value) string { return modules[v.TypeName()] + v.TypeName() }

// dataAttribute returns an attribute that is not a method.
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

// library is what templates find by name. A template carries it: a filter that
// looks up other filters cannot name the table that it is in.
type library struct {
	filters, tests                                      map[string]operation
	strings, dicts, lists, tuples, ranges, ints, floats map[string]operation
}

var standard = &library{
	filters: filters,
	tests:   tests,
	strings: strMethods,
	dicts:   dictMethods,
	lists:   listMethods,
	tuples:  tupleMethods,
	ranges:  rangeMethods,
	ints:    intMethods,
	floats:  floatMethods,
}

// lookupMethod returns a method of a value.
func (r *render) lookupMethod(v python.Value, name string) (op operation, ok bool) {
	if _, isStr := isText(v); isStr {
		op, ok = r.template.library.strings[name]
		return op, ok
	}
	switch v.Kind() {
	case python.KindDict:
		op, ok = r.template.library.dicts[name]
		if !r.template.mutators && dictMutators[name] {
			op.run = unchangeable
		}
		return op, ok
	case python.KindInt, python.KindBool:
		op, ok = r.template.library.ints[name]
		return op, ok
	case python.KindFloat:
		op, ok = r.template.library.floats[name]
		return op, ok
	}
	if isTuple(v) || isList(v) {
		if op, ok = r.template.library.tuples[name]; ok {
			return op, ok
		}
	}
	if isList(v) {
		op, ok = r.template.library.lists[name]
		if _, changeable := asList(v); !changeable && listMutators[name] {
			op.run = unchangeable
		}
		return op, ok
	}
	if o, _ := v.Object(); o != nil {
		if _, isSpan := o.(*span); isSpan {
			op, ok = r.template.library.ranges[name]
		}
	}
	return op, ok
}

// unchangeable is a method that would change its object, where its name is
// computed while the template runs.
func unchangeable(_ *render, v python.Value, _ args) (python.Value, error) {
	return v, unsupported("changing a %s through a computed method name", v.TypeName())
}
