package python

import (
	"math"
	"math/big"
)

// Kind says which Python type a [Value] has.
type Kind uint8

// The kinds of Value. KindObject is for values that only one package knows,
// such as a Jinja loop; see [Object].
const (
	KindNone Kind = iota
	KindBool
	KindInt
	KindFloat
	KindStr
	KindList
	KindTuple
	KindDict
	KindObject
)

// TypeName returns Python's name for the kind, as in "'int' object is not …".
func (k Kind) TypeName() string {
	switch k {
	case KindNone:
		return "NoneType"
	case KindBool:
		return "bool"
	case KindInt:
		return "int"
	case KindFloat:
		return "float"
	case KindStr:
		return "str"
	case KindList:
		return "list"
	case KindTuple:
		return "tuple"
	case KindDict:
		return "dict"
	default:
		return "object"
	}
}

// Value is one Python value. The zero Value is None.
type Value struct {
	kind Kind
	// bits holds a bool (0 or 1), an int64, or a float64's bits.
	bits uint64
	text string
	// ref is a *big.Int, a *sequence, a *Dict or an Object.
	ref any
}

// sequence is behind a pointer so that storing it in Value.ref costs no
// second allocation.
type sequence struct{ items []Value }

// noItems is what all empty lists share.
var noItems = &sequence{}

// Object is a value of a type that python does not know. It prints, compares
// and tests as it likes.
type Object interface {
	// TypeName is Python's name of the type.
	TypeName() string
	// AppendRepr appends what Python's repr() would give.
	AppendRepr(dst []byte) []byte
	// Truth is Python's bool().
	Truth() bool
	// EqualTo is Python's ==; other may be of any kind.
	EqualTo(other Value) bool
}

// None returns Python's None, which is also the zero Value.
func None() Value { return Value{} }

// Bool returns True or False.
func Bool(b bool) Value {
	if b {
		return Value{kind: KindBool, bits: 1}
	}
	return Value{kind: KindBool}
}

// Int returns an int.
func Int(n int64) Value { return Value{kind: KindInt, bits: uint64(n)} }

// BigInt returns an int of any size. It keeps n; the caller must not change it
// afterwards.
func BigInt(n *big.Int) Value {
	if n.IsInt64() {
		return Int(n.Int64())
	}
	return Value{kind: KindInt, ref: n}
}

// Float returns a float, which may be NaN or infinite.
func Float(f float64) Value { return Value{kind: KindFloat, bits: math.Float64bits(f)} }

// Str returns a str.
func Str(s string) Value { return Value{kind: KindStr, text: s} }

// List returns a list. It keeps items; the caller must not change them
// afterwards.
func List(items ...Value) Value {
	if len(items) == 0 {
		return Value{kind: KindList, ref: noItems}
	}
	return Value{kind: KindList, ref: &sequence{items}}
}

// Tuple returns a tuple. It keeps items; the caller must not change them
// afterwards.
func Tuple(items ...Value) Value { return Value{kind: KindTuple, ref: &sequence{items}} }

// OfDict returns a dict. It keeps d; the caller must not change it afterwards.
// A nil d is the empty dict.
func OfDict(d *Dict) Value {
	if d == nil {
		d = &Dict{}
	}
	return Value{kind: KindDict, ref: d}
}

// OfObject wraps a value of a type that python does not know.
func OfObject(o Object) Value { return Value{kind: KindObject, ref: o} }

// Kind returns the value's kind.
func (v Value) Kind() Kind { return v.kind }

// TypeName returns Python's name for the value's type.
func (v Value) TypeName() string {
	if o, ok := v.Object(); ok {
		return o.TypeName()
	}
	return v.kind.TypeName()
}

// IsNone reports whether the value is None.
func (v Value) IsNone() bool { return v.kind == KindNone }

// IsNumber reports whether the value is a bool, an int or a float, the three
// that Python compares and computes with each other.
func (v Value) IsNumber() bool {
	return v.kind == KindBool || v.kind == KindInt || v.kind == KindFloat
}

// Text returns the text of a str; ok is false for every other kind. Compare
// [Value.Str], which prints any value.
func (v Value) Text() (s string, ok bool) { return v.text, v.kind == KindStr }

// Int64 returns a bool or an int that fits; ok is false for all else.
func (v Value) Int64() (n int64, ok bool) {
	if v.kind != KindInt && v.kind != KindBool || v.ref != nil {
		return 0, false
	}
	return int64(v.bits), true
}

// Big returns a bool's or an int's value; nil for every other kind. The caller
// must not change it.
func (v Value) Big() *big.Int {
	if v.kind != KindInt && v.kind != KindBool {
		return nil
	}
	if n, ok := v.ref.(*big.Int); ok {
		return n
	}
	return big.NewInt(int64(v.bits))
}

// Float64 returns a number as a float, rounded to nearest as Python's float()
// does; ok is false for other kinds and for an int beyond the largest float.
func (v Value) Float64() (f float64, ok bool) {
	switch v.kind {
	case KindFloat:
		return math.Float64frombits(v.bits), true
	case KindBool, KindInt:
		if n, isBig := v.ref.(*big.Int); isBig {
			f, _ = new(big.Float).SetInt(n).Float64()
			return f, !math.IsInf(f, 0)
		}
		return float64(int64(v.bits)), true
	default:
		return 0, false
	}
}

// Items returns the items of a list or a tuple, nil for every other kind. The
// caller must not change them.
func (v Value) Items() []Value {
	if s, ok := v.ref.(*sequence); ok {
		return s.items
	}
	return nil
}

// Dict returns a dict's content, nil for every other kind. The caller must not
// change it.
func (v Value) Dict() *Dict {
	d, _ := v.ref.(*Dict)
	return d
}

// Object returns the wrapped object of a KindObject value.
func (v Value) Object() (Object, bool) {
	if v.kind != KindObject {
		return nil, false
	}
	o, ok := v.ref.(Object)
	return o, ok
}

// Truth is Python's bool(): false for None, False, zero, and whatever is
// empty.
func (v Value) Truth() bool {
	switch v.kind {
	case KindNone:
		return false
	case KindBool, KindInt:
		return v.ref != nil || v.bits != 0
	case KindFloat:
		return math.Float64frombits(v.bits) != 0
	case KindStr:
		return v.text != ""
	case KindList, KindTuple:
		return len(v.Items()) > 0
	case KindDict:
		return v.Dict().Len() > 0
	default:
		o, ok := v.Object()
		return ok && o.Truth()
	}
}
