package jinja

import (
	"math"
	"math/big"

	"nlgserver/internal/python"
)

// intMethods are the methods of int and bool.
var intMethods = map[string]operation{
	"as_integer_ratio": {"", intRatio},
	"bit_count":        {"", intBitCount},
	"bit_length":       {"", intBitLength},
	"conjugate":        {"", intConjugate},
}

// floatMethods are the methods of float.
var floatMethods = map[string]operation{
	"as_integer_ratio": {"", floatRatio},
	"conjugate":        {"", func(_ *render, v python.Value, _ args) (python.Value, error) { return v, nil }},
	"is_integer":       {"", floatIsInteger},
}

func intBitLength(_ *render, v python.Value, _ args) (python.Value, error) {
	return python.Int(int64(v.Big().BitLen())), nil
}

func intBitCount(_ *render, v python.Value, _ args) (python.Value, error) {
	n := int64(0)
	for _, digit := range v.Big().Text(2) {
		if digit == '1' {
			n++
		}
	}
	return python.Int(n), nil
}

func intConjugate(_ *render, v python.Value, _ args) (python.Value, error) {
	return python.BigInt(v.Big()), nil
}

func intRatio(_ *render, v python.Value, _ args) (python.Value, error) {
	return python.Tuple(python.BigInt(v.Big()), python.Int(1)), nil
}

func floatIsInteger(_ *render, v python.Value, _ args) (python.Value, error) {
	f, _ := v.Float64()
	return python.Bool(f == math.Trunc(f) && !math.IsInf(f, 0)), nil
}

func floatRatio(_ *render, v python.Value, _ args) (python.Value, error) {
	f, _ := v.Float64()
	ratio := new(big.Rat)
	switch {
	case f != f:
		return v, valueError("cannot convert NaN to integer ratio")
	case ratio.SetFloat64(f) == nil:
		return v, raise("OverflowError", "cannot convert Infinity to integer ratio")
	}
	return python.Tuple(python.BigInt(ratio.Num()), python.BigInt(ratio.Denom())), nil
}
