package jinja

import (
	"fmt"
	"math"
	"math/big"
	"strconv"

	"nlgserver/internal/python"
)

func filterAbs(_ *render, v python.Value, _ args) (python.Value, error) {
	switch {
	case isInt(v):
		return python.BigInt(new(big.Int).Abs(v.Big())), nil
	case v.Kind() == python.KindFloat:
		f, _ := v.Float64()
		return python.Float(math.Abs(f)), nil
	}
	return v, typeError("bad operand type for abs(): '%s'", v.TypeName())
}

func filterInt(r *render, v python.Value, a args) (python.Value, error) {
	otherwise, ok := a.at(0)
	if !ok {
		otherwise = python.Int(0)
	}
	base, err := a.index(1, 10)
	if err != nil { // int() fails, and with what the filter falls back on
		base = -1
	}
	if err := defined(v); err != nil {
		return v, err
	}
	switch {
	case isInt(v):
		return python.BigInt(v.Big()), nil
	case v.Kind() == python.KindFloat:
		f, _ := v.Float64()
		if f != f {
			return otherwise, nil
		}
		return truncate(f)
	}
	s, ok := isText(v)
	if !ok {
		return otherwise, nil
	}
	if err := r.charge(1 + len(s)/charsPerStep); err != nil {
		return v, err
	}
	if base == 0 || 2 <= base && base <= 36 {
		if n, ok := parseInt(s, base); ok {
			return r.bigInt(n)
		}
	}
	// Jinja2 takes "42.23" for 42.
	if f, ok := parseFloat(s); ok && f-f == 0 {
		return truncate(f)
	}
	return otherwise, nil
}

func filterFloat(r *render, v python.Value, a args) (python.Value, error) {
	if s, ok := isText(v); ok {
		if err := r.charge(1 + len(s)/charsPerStep); err != nil {
			return v, err
		}
	}
	f, ok, err := toFloat(v)
	if err != nil || ok {
		return python.Float(f), err
	}
	if otherwise, ok := a.at(0); ok {
		return otherwise, nil
	}
	return python.Float(0), nil
}

func filterRound(r *render, v python.Value, a args) (python.Value, error) {
	method := "common"
	if m, ok := a.at(1); ok {
		method, _ = isText(m)
	}
	precision, ok := a.at(0)
	if !ok {
		precision = python.Int(0)
	}
	switch method {
	case "common":
		return r.round(v, precision)
	case "ceil", "floor":
		return r.roundTo(v, precision, method)
	}
	return v, raise("FilterArgumentError", "method must be common, ceil or floor")
}

// round is Python's round(v, precision): half goes to the even neighbour.
func (r *render) round(v, precision python.Value) (python.Value, error) {
	if !v.IsNumber() {
		return v, typeError("type %s doesn't define __round__ method", v.TypeName())
	}
	if precision.IsNone() {
		if v.Kind() != python.KindFloat {
			return python.BigInt(v.Big()), nil
		}
		f, _ := v.Float64()
		return truncate(math.RoundToEven(f))
	}
	digits, err := asIndex(precision)
	if err != nil {
		return v, err
	}
	if isInt(v) {
		if digits >= 0 {
			return python.BigInt(v.Big()), nil
		}
		return r.roundInt(v.Big(), -digits)
	}
	f, _ := v.Float64()
	return roundFloat(f, digits)
}

// roundInt rounds to a multiple of 10**zeros.
func (r *render) roundInt(n *big.Int, zeros int) (python.Value, error) {
	if zeros > maxIntBits/3 {
		return python.Int(0), nil
	}
	unit, err := r.intPower(big.NewInt(10), big.NewInt(int64(zeros)))
	if err != nil {
		return unit, err
	}
	return r.bigInt(roundMultiple(n, unit.Big()))
}

// roundMultiple returns the multiple of unit that is nearest to n, the even one
// of two.
func roundMultiple(n, unit *big.Int) *big.Int {
	q, rest := floorDivMod(n, unit)
	switch c := new(big.Int).Lsh(rest, 1).Cmp(unit); {
	case c > 0, c == 0 && q.Bit(0) == 1:
		q.Add(q, big.NewInt(1))
	}
	return q.Mul(q, unit)
}

func roundFloat(f float64, digits int) (python.Value, error) {
	switch {
	case f-f != 0 || digits > 323:
		return python.Float(f), nil
	case digits < -308:
		return python.Float(math.Copysign(0, f)), nil
	case digits >= 0:
		f, _ = strconv.ParseFloat(strconv.FormatFloat(f, 'f', digits, 64), 64)
		return python.Float(f), nil
	}
	exact := new(big.Rat).SetFloat64(f)
	unit := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(-digits)), nil)
	scaled := new(big.Int).Mul(exact.Denom(), unit)
	n := roundMultiple(exact.Num(), scaled)
	rounded, _ := new(big.Float).SetInt(n.Quo(n, exact.Denom())).Float64()
	if math.IsInf(rounded, 0) {
		return python.Value{}, raise("OverflowError", "rounded value too large to represent")
	}
	return python.Float(math.Copysign(rounded, f)), nil
}

// roundTo rounds up or down: ceil(v * 10**precision) / 10**precision.
func (r *render) roundTo(v, precision python.Value, method string) (python.Value, error) {
	unit, err := r.binary("**", python.Int(10), precision)
	if err != nil {
		return v, err
	}
	scaled, err := r.binary("*", v, unit)
	if err != nil {
		return v, err
	}
	switch {
	case scaled.Kind() == python.KindFloat:
		f, _ := scaled.Float64()
		if method == "ceil" {
			f = math.Ceil(f)
		} else {
			f = math.Floor(f)
		}
		if scaled, err = truncate(f); err != nil {
			return v, err
		}
	case !isInt(scaled):
		return v, typeError("must be real number, not %s", scaled.TypeName())
	}
	return r.binary("/", scaled, unit)
}

func filterFileSize(_ *render, v python.Value, a args) (python.Value, error) {
	size, ok, err := toFloat(v)
	if err != nil {
		return v, err
	}
	if !ok {
		if _, isStr := isText(v); isStr {
			return v, valueError("could not convert string to float: %s", shown(v))
		}
		return v, typeError("float() argument must be a string or a real number, not '%s'", v.TypeName())
	}
	base, mark := 1000.0, ""
	if a.truth(0) {
		base, mark = 1024, "i"
	}
	switch {
	case size == 1:
		return python.Str("1 Byte"), nil
	case size < base:
		if math.IsInf(size, 0) {
			return v, raise("OverflowError", "cannot convert float infinity to integer")
		}
		n, err := truncate(size)
		return python.Str(n.Str() + " Bytes"), err
	}
	const prefixes = "kMGTPEZY"
	unit := base
	i := 0
	for ; i < len(prefixes); i++ {
		unit *= base
		if size < unit {
			break
		}
	}
	prefix := prefixes[min(i, len(prefixes)-1)]
	if prefix == 'k' && mark != "" {
		prefix = 'K'
	}
	scaled := base * size / unit
	text := fmt.Sprintf("%.1f", scaled)
	switch {
	case scaled != scaled:
		text = "nan"
	case math.IsInf(scaled, 0):
		text = "inf"
	}
	return python.Str(text + " " + string(prefix) + mark + "B"), nil
}
