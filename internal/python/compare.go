package python

import (
	"cmp"
	"errors"
	"math"
	"math/big"

	"nlgserver/internal/budget"
)

// Equal is Python's ==. Numbers compare by exact value whatever their type
// (True == 1 == 1.0, but 2**53+1 is not 2.0**53), NaN equals nothing, strings
// compare by code point, lists and dicts item by item, dicts in any order.
func Equal(a, b Value) bool {
	if a.kind == KindStr && b.kind == KindStr {
		return a.text == b.text
	}
	c := comparer{}
	return c.equal(a, b)
}

// EqualWithin is [Equal] within a budget. Without work left it returns false.
func EqualWithin(a, b Value, work *budget.Budget) bool {
	if a.kind == KindStr && b.kind == KindStr && len(a.text) != len(b.text) {
		return false
	}
	c := comparer{work: work}
	return c.equal(a, b) && !c.stopped
}

// comparer compares two values within a budget.
type comparer struct {
	work *budget.Budget
	// stopped is set once there is no work left: what is returned then means
	// nothing.
	stopped bool
}

// The costs of comparing, in units of work.
const (
	bytesPerUnit = 512 // of equal texts
	bigUnits     = 20  // of ints that are no float
)

func (c *comparer) spend(units int) bool {
	if c.stopped || !c.work.Spend(units) {
		c.stopped = true
	}
	return !c.stopped
}

func (c *comparer) equal(a, b Value) bool {
	if a.kind == KindStr && b.kind == KindStr {
		return len(a.text) == len(b.text) && c.spend(1+len(a.text)/bytesPerUnit) && a.text == b.text
	}
	if a.IsNumber() && b.IsNumber() {
		order, ordered := c.numbers(a, b)
		return ordered && order == 0
	}
	if o, ok := a.Object(); ok {
		return o.EqualTo(b)
	}
	if o, ok := b.Object(); ok {
		return o.EqualTo(a)
	}
	if a.kind != b.kind || !c.spend(1) {
		return false
	}
	switch a.kind {
	case KindNone:
		return true
	case KindList, KindTuple:
		return c.equalItems(a.Items(), b.Items())
	case KindDict:
		return c.equalDicts(a.Dict(), b.Dict())
	}
	return false
}

func (c *comparer) equalItems(a, b []Value) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if !c.equal(a[i], b[i]) {
			return false
		}
	}
	return true
}

func (c *comparer) equalDicts(a, b *Dict) bool {
	if a.Len() != b.Len() {
		return false
	}
	for _, e := range a.Entries() {
		if !c.spend(KeyUnits(e.Key)) {
			return false
		}
		other, ok := b.GetKey(e.Key)
		if !ok || !c.equal(e.Value, other) {
			return false
		}
	}
	return true
}

// KeyUnits returns how much work it is to look up a key in a dict.
func KeyUnits(key Value) int {
	switch key.kind {
	case KindStr:
		return 2 + len(key.text)/64
	case KindNone, KindBool:
		return 2
	case KindInt, KindFloat:
		if key.ref == nil {
			return 10
		}
		return 10 + 4*len(key.Big().Bits())
	case KindTuple:
		units := 2
		for _, item := range key.Items() {
			units += KeyUnits(item)
		}
		return units
	default:
		return 1
	}
}

func (c *comparer) numbers(a, b Value) (order int, ordered bool) {
	units := 1
	if a.ref != nil || b.ref != nil || (a.kind == KindFloat) != (b.kind == KindFloat) && (isLarge(a) || isLarge(b)) {
		units = bigUnits
	}
	if !c.spend(units) {
		return 0, false
	}
	return compareNumbers(a, b)
}

// isLarge reports whether an int is not a float exactly.
func isLarge(v Value) bool {
	n := int64(v.bits)
	return v.kind == KindInt && (n < -exactInt || n > exactInt)
}

// ErrNotComparable is what [Compare] returns where Python raises TypeError:
// the two values have no order.
var ErrNotComparable = errors.New("values of these types have no order")

// ErrNoWork is what [CompareWithin] returns if there is no work left.
var ErrNoWork = errors.New("no work is left to compare these values")

// Compare is the order of Python's < and >: numbers by value, strings by
// code point, lists and tuples item by item. It returns -1, 0 or 1; unordered
// is true where a NaN takes part, and then every comparison is false. Values
// without an order give ErrNotComparable.
func Compare(a, b Value) (order int, unordered bool, err error) {
	return CompareWithin(a, b, nil)
}

// CompareWithin is [Compare] within a budget.
func CompareWithin(a, b Value, work *budget.Budget) (order int, unordered bool, err error) {
	c := comparer{work: work}
	order, unordered, err = c.compare(a, b)
	if c.stopped {
		return 0, false, ErrNoWork
	}
	return order, unordered, err
}

func (c *comparer) compare(a, b Value) (order int, unordered bool, err error) {
	switch {
	case a.IsNumber() && b.IsNumber():
		order, ordered := c.numbers(a, b)
		return order, !ordered, nil
	case a.kind == KindStr && b.kind == KindStr:
		c.spend(1 + min(len(a.text), len(b.text))/bytesPerUnit)
		return cmp.Compare(a.text, b.text), false, nil
	case a.kind == b.kind && (a.kind == KindList || a.kind == KindTuple):
		x, y := a.Items(), b.Items()
		for i := range min(len(x), len(y)) {
			if order, unordered, err := c.difference(x[i], y[i]); order != 0 || unordered || err != nil {
				return order, unordered, err
			}
		}
		return cmp.Compare(len(x), len(y)), false, nil
	}
	return 0, false, ErrNotComparable
}

// difference is compare for two items: equal ones need no order. It looks at each
// part once, however deep, where Python first asks whether the two are equal.
func (c *comparer) difference(a, b Value) (order int, unordered bool, err error) {
	if !c.spend(1) {
		return 0, false, ErrNoWork
	}
	order, unordered, err = c.compare(a, b)
	if err == ErrNotComparable && a.kind != KindList && a.kind != KindTuple && c.equal(a, b) { //nolint:errorlint // never wrapped
		err = nil
	}
	return order, unordered, err
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
