package python

import (
	"cmp"
	"errors"
	"math"
	"math/big"
)

// Equal is Python's ==. Numbers compare by exact value whatever their type
// (True == 1 == 1.0, but 2**53+1 is not 2.0**53), NaN equals nothing, strings
// compare by code point, lists and dicts item by item, dicts in any order.
func Equal(a, b Value) bool {
	if a.kind == KindStr && b.kind == KindStr {
		return a.text == b.text
	}
	if a.IsNumber() && b.IsNumber() {
		c, ordered := compareNumbers(a, b)
		return ordered && c == 0
	}
	if o, ok := a.Object(); ok {
		return o.EqualTo(b)
	}
	if o, ok := b.Object(); ok {
		return o.EqualTo(a)
	}
	if a.kind != b.kind {
		return false
	}
	switch a.kind {
	case KindNone:
		return true
	case KindList, KindTuple:
		return equalItems(a.Items(), b.Items())
	case KindDict:
		return equalDicts(a.Dict(), b.Dict())
	}
	return false
}

func equalItems(a, b []Value) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if !Equal(a[i], b[i]) {
			return false
		}
	}
	return true
}

func equalDicts(a, b *Dict) bool {
	if a.Len() != b.Len() {
		return false
	}
	for _, e := range a.Entries() {
		other, ok := b.GetKey(e.Key)
		if !ok || !Equal(e.Value, other) {
			return false
		}
	}
	return true
}

// ErrNotComparable is what [Compare] returns where Python raises TypeError:
// the two values have no order.
var ErrNotComparable = errors.New("values of these types have no order")

// Compare is the order of Python's < and >: numbers by value, strings by
// code point, lists and tuples item by item. It returns -1, 0 or 1; unordered
// is true where a NaN takes part, and then every comparison is false. Values
// without an order give ErrNotComparable.
func Compare(a, b Value) (order int, unordered bool, err error) {
	switch {
	case a.IsNumber() && b.IsNumber():
		c, ordered := compareNumbers(a, b)
		return c, !ordered, nil
	case a.kind == KindStr && b.kind == KindStr:
		return cmp.Compare(a.text, b.text), false, nil
	case a.kind == b.kind && (a.kind == KindList || a.kind == KindTuple):
		x, y := a.Items(), b.Items()
		for i := range min(len(x), len(y)) {
			if !Equal(x[i], y[i]) {
				return Compare(x[i], y[i])
			}
		}
		return cmp.Compare(len(x), len(y)), false, nil
	}
	return 0, false, ErrNotComparable
}

// compareNumbers compares exactly, without rounding an int to a float.
func compareNumbers(a, b Value) (order int, ordered bool) {
	if a.kind == KindFloat && b.kind == KindFloat {
		x, y := math.Float64frombits(a.bits), math.Float64frombits(b.bits)
		return cmp.Compare(x, y), x == x && y == y
	}
	if a.kind == KindFloat {
		order, ordered = compareNumbers(b, a)
		return -order, ordered
	}
	if b.kind == KindFloat {
		return compareIntFloat(a, math.Float64frombits(b.bits))
	}
	if a.ref == nil && b.ref == nil {
		return cmp.Compare(int64(a.bits), int64(b.bits)), true
	}
	return a.Big().Cmp(b.Big()), true
}

// exactInt is the largest magnitude below which every int is a float exactly.
const exactInt = 1 << 53

func compareIntFloat(a Value, f float64) (order int, ordered bool) {
	if f != f {
		return 0, false
	}
	if a.ref == nil {
		if n := int64(a.bits); -exactInt <= n && n <= exactInt {
			return cmp.Compare(float64(n), f), true
		}
	}
	if math.IsInf(f, 0) {
		return -int(math.Copysign(1, f)), true
	}
	exact := new(big.Float).SetInt(a.Big())
	return exact.Cmp(big.NewFloat(f)), true
}

// floatToInt returns the int that equals f, nil if there is none.
func floatToInt(f float64) *big.Int {
	if f != math.Trunc(f) || math.IsInf(f, 0) {
		return nil
	}
	n, _ := big.NewFloat(f).Int(nil)
	return n
}
