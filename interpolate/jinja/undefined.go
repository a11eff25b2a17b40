package jinja

import (
	"fmt"

	"nlgserver/internal/python"
)

// undefined is a value that is not there. It prints as nothing, is false, has no
// items and equals its like; all else that is done with it fails with why.
type undefined struct {
	hint string
	name python.Value
	// of is the value that lacks an attribute or an item; isOf is unset for a
	// variable.
	of   python.Value
	isOf bool
}

func (*undefined) TypeName() string             { return "Undefined" }
func (*undefined) AppendRepr(dst []byte) []byte { return append(dst, "Undefined"...) }
func (*undefined) Truth() bool                  { return false }

func (*undefined) EqualTo(v python.Value) bool {
	_, ok := asUndefined(v)
	return ok
}

func asUndefined(v python.Value) (*undefined, bool) {
	if v.Kind() != python.KindObject {
		return nil, false
	}
	o, _ := v.Object()
	u, ok := o.(*undefined)
	return u, ok
}

func isUndefined(v python.Value) bool {
	_, ok := asUndefined(v)
	return ok
}

// undefinedName is a variable that is not there.
func undefinedName(name string) python.Value {
	return python.OfObject(&undefined{name: python.Str(name)})
}

// undefinedItem is an attribute or an item that is not there.
func undefinedItem(of, name python.Value) python.Value {
	return python.OfObject(&undefined{name: name, of: of, isOf: true})
}

func undefinedHint(format string, args ...any) python.Value {
	return python.OfObject(&undefined{hint: fmt.Sprintf(format, args...)})
}

// why says what is undefined.
func (u *undefined) why() string {
	switch {
	case u.hint != "":
		return u.hint
	case !u.isOf:
		return shown(u.name) + " is undefined"
	}
	owner := "'None'"
	bare := "None"
	if !u.of.IsNone() {
		bare = u.of.TypeName() + " object"
		owner = "'" + bare + "'"
	}
	if _, ok := isText(u.name); ok {
		return owner + " has no attribute " + shown(u.name)
	}
	if isContainer(u.name) {
		return bare + " has no such element"
	}
	return bare + " has no element " + shown(u.name)
}

func (u *undefined) fail() error {
	return &Error{Kind: Undefined, Message: u.why(), Offset: -1}
}

// defined fails if one of the values is undefined.
func defined(values ...python.Value) error {
	for _, v := range values {
		if u, ok := asUndefined(v); ok {
			return u.fail()
		}
	}
	return nil
}
