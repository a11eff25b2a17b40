package jinja

import (
	"math"
	"math/big"
)

// Python takes powers from the C library, which rounds them correctly but for a
// case in a thousand or less; math.Pow is often one unit off in the last place,
// which shows when all digits are printed. So the digits come from big.Float.

// powerBits is the precision of what is computed on the way.
const powerBits = 192

// power is x**y, correctly rounded; y is a whole number if x is negative.
func power(x, y float64) float64 {
	rough := math.Pow(x, y)
	if rough == 0 || rough-rough != 0 || x-x != 0 || y-y != 0 || math.Abs(x) == 1 {
		return rough
	}
	exponent := logarithm(math.Abs(x))
	exponent.Mul(exponent, new(big.Float).SetFloat64(y))
	exact, _ := exponential(exponent).Float64()
	return math.Copysign(exact, rough)
}

func newFloat(f float64) *big.Float {
	return new(big.Float).SetPrec(powerBits).SetFloat64(f)
}

// logarithm is the natural logarithm of a positive number.
func logarithm(x float64) *big.Float {
	fraction, exponent := math.Frexp(x)
	ln := refine(fraction, math.Log(fraction))
	ln2 := refine(2, math.Ln2)
	return ln.Add(ln, ln2.Mul(ln2, newFloat(float64(exponent))))
}

// refine triples the digits of a logarithm: Halley's method on exp(y) = x.
func refine(x, y float64) *big.Float {
	e := series(newFloat(y))
	ratio := newFloat(x)
	ratio.Sub(ratio, e)
	ratio.Quo(ratio, e.Add(e, newFloat(x)))
	ratio.Mul(ratio, newFloat(2))
	return ratio.Add(ratio, newFloat(y))
}

// exponential is e**z.
func exponential(z *big.Float) *big.Float {
	f, _ := z.Float64()
	k := math.Round(f / math.Ln2)
	ln2 := refine(2, math.Ln2)
	rest := new(big.Float).SetPrec(powerBits).Sub(z, ln2.Mul(ln2, newFloat(k)))
	return rest.SetMantExp(series(rest), int(k))
}

// series is e**z for a z below 1: the power series of a 256th of z, squared
// eight times.
func series(z *big.Float) *big.Float {
	small := new(big.Float).SetMantExp(z, -8)
	sum, term := newFloat(1), newFloat(1)
	for n := 1.0; n < 20; n++ {
		term.Mul(term, small)
		term.Quo(term, newFloat(n))
		sum.Add(sum, term)
	}
	for range 8 {
		sum.Mul(sum, sum)
	}
	return sum
}
