package jinja

import (
	"math"
	"math/big"
	"math/bits"

	"nlgserver/internal/python"
)

// binary is left operator right.
func (r *render) binary(operator string, a, b python.Value) (python.Value, error) {
	if a.IsNumber() && b.IsNumber() {
		return r.arithmetic(operator, a, b)
	}
	// Python asks the left operand first: text formats even what is undefined.
	if s, ok := isText(a); ok && operator == "%" {
		return r.percent(a, s, b)
	}
	if err := defined(a, b); err != nil {
		return a, err
	}
	switch operator {
	case "+":
		return r.add(a, b)
	case "*":
		if isInt(b) {
			if v, ok, err := r.repeat(a, b); ok || err != nil {
				return v, err
			}
		}
		if isInt(a) {
			if v, ok, err := r.repeat(b, a); ok || err != nil {
				return v, err
			}
		}
		if _, ok := repeatable(a); ok {
			return a, typeError("can't multiply sequence by non-int of type '%s'", b.TypeName())
		}
	case "**":
		operator = "** or pow()"
	}
	return a, typeError("unsupported operand type(s) for %s: '%s' and '%s'", operator, a.TypeName(), b.TypeName())
}

// add adds two texts or two sequences.
func (r *render) add(a, b python.Value) (python.Value, error) {
	s, isStr := isText(a)
	t, isStr2 := isText(b)
	switch {
	case isStr && isStr2:
		if isMarkup(a) != isMarkup(b) {
			var err error
			if s, err = r.escapedText(a); err != nil {
				return a, err
			}
			if t, err = r.escapedText(b); err != nil {
				return a, err
			}
			a = safe("")
		}
		if err := r.reserve(len(s) + len(t)); err != nil {
			return a, err
		}
		return like(a, s+t), nil
	case isStr:
		return a, typeError(`can only concatenate str (not "%s") to str`, b.TypeName())
	case isList(a) && isList(b), isTuple(a) && isTuple(b):
		x, _ := elements(a)
		y, _ := elements(b)
		if err := r.charge(len(x) + len(y)); err != nil {
			return a, err
		}
		items := append(append(make([]python.Value, 0, len(x)+len(y)), x...), y...)
		if isTuple(a) {
			return python.Tuple(items...), nil
		}
		return r.newList(items), nil
	case isList(a), isTuple(a):
		kind := frozen(a).TypeName()
		return a, typeError(`can only concatenate %s (not "%s") to %s`, kind, b.TypeName(), kind)
	}
	return a, typeError("unsupported operand type(s) for +: '%s' and '%s'", a.TypeName(), b.TypeName())
}

// repeatable returns the size of a text or a sequence.
func repeatable(v python.Value) (size int, ok bool) {
	if s, ok := isText(v); ok {
		return len(s), true
	}
	items, ok := elements(v)
	return len(items), ok
}

// repeat is v * count; ok is false if v is neither a text nor a sequence.
func (r *render) repeat(v, count python.Value) (_ python.Value, ok bool, err error) {
	size, ok := repeatable(v)
	if !ok {
		return v, false, nil
	}
	n, err := asIndex(count)
	if err != nil {
		return v, false, err
	}
	n = max(n, 0)
	if size == 0 {
		n = 0
	}
	if high, total := bits.Mul64(uint64(n), uint64(size)); high != 0 || total > uint64(r.limits.Output) {
		return v, false, limitError("output limit: a repetition is longer than %d", r.limits.Output)
	}
	if s, isStr := isText(v); isStr {
		if err := r.reserve(n * size); err != nil {
			return v, false, err
		}
		out := make([]byte, 0, n*size)
		for range n {
			out = append(out, s...)
		}
		return like(v, string(out)), true, nil
	}
	if err := r.charge(n * size); err != nil {
		return v, false, err
	}
	source, _ := elements(v)
	items := make([]python.Value, 0, n*size)
	for range n {
		items = append(items, source...)
	}
	if isTuple(v) {
		return python.Tuple(items...), true, nil
	}
	return r.newList(items), true, nil
}

// arithmetic computes with two numbers.
func (r *render) arithmetic(operator string, a, b python.Value) (python.Value, error) {
	if a.Kind() == python.KindFloat || b.Kind() == python.KindFloat {
		x, err := asFloat(a)
		if err != nil {
			return a, err
		}
		y, err := asFloat(b)
		if err != nil {
			return a, err
		}
		if operator == "**" {
			if err := r.charge(stepsPerPower); err != nil {
				return a, err
			}
		}
		return floatArithmetic(operator, x, y)
	}
	x, small := a.Int64()
	y, small2 := b.Int64()
	if small && small2 {
		if v, ok := smallArithmetic(operator, x, y); ok {
			return v, nil
		}
	}
	return r.bigArithmetic(operator, a.Big(), b.Big())
}

// smallArithmetic computes what surely fits; ok is false where it may not.
func smallArithmetic(operator string, x, y int64) (v python.Value, ok bool) {
	const half, exact = 1 << 31, 1 << 53
	switch operator {
	case "+":
		if z := x + y; (z > x) == (y > 0) {
			return python.Int(z), true
		}
	case "-":
		if z := x - y; (z < x) == (y > 0) {
			return python.Int(z), true
		}
	case "*":
		if -half < x && x < half && -half < y && y < half {
			return python.Int(x * y), true
		}
	case "/":
		if y != 0 && max(x, -x, y, -y) < exact {
			return python.Float(float64(x) / float64(y)), true
		}
	case "//", "%":
		if y == 0 || y == -1 {
			return v, false
		}
		q, m := x/y, x%y
		if m != 0 && (m < 0) != (y < 0) {
			q, m = q-1, m+y
		}
		if operator == "%" {
			return python.Int(m), true
		}
		return python.Int(q), true
	}
	return v, false
}

func (r *render) bigArithmetic(operator string, x, y *big.Int) (python.Value, error) {
	if err := r.chargeWords(x, y); err != nil {
		return python.Value{}, err
	}
	z := new(big.Int)
	switch operator {
	case "+":
		return r.bigInt(z.Add(x, y))
	case "-":
		return r.bigInt(z.Sub(x, y))
	case "*":
		return r.bigInt(z.Mul(x, y))
	case "**":
		return r.intPower(x, y)
	}
	if y.Sign() == 0 {
		if operator == "/" {
			return python.Value{}, raise("ZeroDivisionError", "division by zero")
		}
		return python.Value{}, raise("ZeroDivisionError", "integer division or modulo by zero")
	}
	switch operator {
	case "/":
		f, _ := new(big.Rat).SetFrac(x, y).Float64()
		if math.IsInf(f, 0) {
			return python.Value{}, raise("OverflowError", "integer division result too large for a float")
		}
		return python.Float(f), nil
	case "//":
		q, _ := floorDivMod(x, y)
		return python.BigInt(q), nil
	default:
		_, m := floorDivMod(x, y)
		return python.BigInt(m), nil
	}
}

// floorDivMod rounds towards minus infinity, as Python does.
func floorDivMod(x, y *big.Int) (q, m *big.Int) {
	q, m = new(big.Int).QuoRem(x, y, new(big.Int))
	if m.Sign() != 0 && m.Sign() != y.Sign() {
		q.Sub(q, big.NewInt(1))
		m.Add(m, y)
	}
	return q, m
}

func (r *render) intPower(x, y *big.Int) (python.Value, error) {
	if y.Sign() < 0 {
		a, err := asFloat(python.BigInt(x))
		if err != nil {
			return python.Value{}, err
		}
		b, err := asFloat(python.BigInt(y))
		if err != nil {
			return python.Value{}, err
		}
		if err := r.charge(stepsPerPower); err != nil {
			return python.Value{}, err
		}
		return floatArithmetic("**", a, b)
	}
	if x.CmpAbs(big.NewInt(1)) > 0 {
		size := maxIntBits + 1
		if y.IsInt64() && y.Int64() <= maxIntBits {
			size = (x.BitLen() - 1) * int(y.Int64())
		}
		if size > maxIntBits {
			return python.Value{}, limitError("number limit: an int has more than %d bits", maxIntBits)
		}
		if err := r.charge((1 + size/64) * (1 + size/64) / 16); err != nil {
			return python.Value{}, err
		}
	} else if y.Sign() > 0 { // of 0, 1 and -1 only the parity matters
		y = new(big.Int).Sub(big.NewInt(2), big.NewInt(int64(y.Bit(0))))
	}
	return r.bigInt(new(big.Int).Exp(x, y, nil))
}
