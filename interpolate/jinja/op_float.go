package jinja

import (
	"math"
	"math/big"

	"nlgserver/internal/python"
)

func floatArithmetic(operator string, x, y float64) (python.Value, error) {
	switch operator {
	case "+":
		return python.Float(x + y), nil
	case "-":
		return python.Float(x - y), nil
	case "*":
		return python.Float(x * y), nil
	case "**":
		return floatPower(x, y)
	}
	if y == 0 {
		what := map[string]string{"/": "float division by zero", "//": "float floor division by zero", "%": "float modulo"}
		return python.Value{}, raise("ZeroDivisionError", "%s", what[operator])
	}
	switch operator {
	case "/":
		return python.Float(x / y), nil
	case "//":
		q, _ := floatDivMod(x, y)
		return python.Float(q), nil
	default:
		_, m := floatDivMod(x, y)
		return python.Float(m), nil
	}
}

// floatDivMod rounds towards minus infinity; a zero remainder has the sign of y.
func floatDivMod(x, y float64) (q, m float64) {
	m = math.Mod(x, y)
	div := (x - m) / y
	if m != 0 {
		if (y < 0) != (m < 0) {
			m += y
			div--
		}
	} else {
		m = math.Copysign(0, y)
	}
	if div == 0 {
		return math.Copysign(0, x/y), m
	}
	q = math.Floor(div)
	if div-q > 0.5 {
		q++
	}
	return q, m
}

func floatPower(x, y float64) (python.Value, error) {
	switch {
	case x == 0 && y < 0:
		return python.Value{}, raise("ZeroDivisionError", "0.0 cannot be raised to a negative power")
	case x < 0 && !math.IsInf(x, 0) && y != math.Trunc(y) && y == y:
		return python.Value{}, unsupported("complex numbers, such as a root of a negative number")
	}
	f := power(x, y)
	if math.IsInf(f, 0) && !math.IsInf(x, 0) && !math.IsInf(y, 0) {
		return python.Value{}, raise("OverflowError", "(34, 'Numerical result out of range')")
	}
	return python.Float(f), nil
}

// unary is -v or +v.
func (r *render) unary(operator byte, v python.Value) (python.Value, error) {
	if err := defined(v); err != nil {
		return v, err
	}
	switch {
	case isInt(v) && operator == '-':
		return python.BigInt(new(big.Int).Neg(v.Big())), nil
	case isInt(v):
		return python.BigInt(v.Big()), nil
	case v.Kind() == python.KindFloat:
		f, _ := v.Float64()
		if operator == '-' {
			f = -f
		}
		return python.Float(f), nil
	}
	return v, typeError("bad operand type for unary %c: '%s'", operator, v.TypeName())
}
