package format

import (
	"math"
	"strconv"
	"strings"
)

// floatForm says how to write a float; it is what Python's three ways of
// formatting have in common.
type floatForm struct {
	verb      byte // e E f F g G, or r for the shortest digits
	precision int  // digits after the point, for g significant digits; -1 is 6
	alternate bool // keep the point, and for g the trailing zeros
	pointZero bool // at least one digit after the point: 1.0
	noNegZero bool // what rounds to -0 is 0
}

// maxDigits is more than the significant digits of any float: later ones are
// zeros.
const maxDigits = 800

// text writes f. The limit is in bytes.
func (form floatForm) text(f float64, limit int) (string, error) {
	if form.precision < 0 {
		form.precision = 6
	}
	lower := form.verb | 0x20
	if form.precision > limit && (lower != 'g' || form.alternate) && f-f == 0 {
		return "", limitError(limit)
	}
	var text string
	switch {
	case math.IsNaN(f):
		text = "nan"
	case math.IsInf(f, 0):
		text = "inf"
	case lower == 'e':
		text = form.scientific(math.Abs(f))
	case lower == 'f':
		text = strconv.FormatFloat(math.Abs(f), 'f', form.precision, 64)
		if form.alternate && form.precision == 0 {
			text += "."
		}
	default:
		text = form.general(math.Abs(f))
	}
	negative := math.Signbit(f) && !math.IsNaN(f)
	if form.noNegZero && isZero(text) {
		negative = false
	}
	if negative {
		text = "-" + text
	}
	if form.verb != lower {
		text = strings.ToUpper(text)
	}
	return text, nil
}

func (form floatForm) scientific(f float64) string {
	text := strconv.FormatFloat(f, 'e', form.precision, 64)
	if form.alternate && form.precision == 0 {
		text = strings.Replace(text, "e", ".e", 1)
	}
	return text
}

// general chooses between a plain decimal and an exponent, as C's %g does.
func (form floatForm) general(f float64) string {
	significant := max(1, form.precision)
	var text string
	if form.verb == 'r' {
		text = strconv.FormatFloat(f, 'e', -1, 64)
	} else {
		text = strconv.FormatFloat(f, 'e', min(significant, maxDigits)-1, 64)
	}
	mantissa, exponentText, _ := strings.Cut(text, "e")
	exponent, _ := strconv.Atoi(exponentText)
	digits := strings.Replace(mantissa, ".", "", 1)
	digits = digits[:1] + strings.TrimRight(digits[1:], "0")

	highest := significant - 1 // largest exponent of a plain decimal
	switch {
	case form.verb == 'r':
		highest = 15
	case form.pointZero:
		highest--
	}
	if form.alternate && form.verb != 'r' && len(digits) < significant {
		digits += strings.Repeat("0", significant-len(digits))
	}
	if exponent < -4 || exponent > highest {
		sign := '+'
		if exponent < 0 {
			sign, exponent = '-', -exponent
		}
		return form.pointed(digits[:1], digits[1:]) + "e" + string(sign) + twoDigits(exponent)
	}
	whole, fraction := decimalParts(digits, exponent)
	if form.pointZero && fraction == "" {
		fraction = "0"
	}
	return form.pointed(whole, fraction)
}

func (form floatForm) pointed(whole, fraction string) string {
	if fraction == "" && !form.alternate {
		return whole
	}
	return whole + "." + fraction
}

// decimalParts writes d.ddd × 10**exponent without an exponent.
func decimalParts(digits string, exponent int) (whole, fraction string) {
	if exponent < 0 {
		return "0", strings.Repeat("0", -exponent-1) + digits
	}
	if missing := exponent + 1 - len(digits); missing > 0 {
		digits += strings.Repeat("0", missing)
	}
	return digits[:exponent+1], digits[exponent+1:]
}

func twoDigits(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

// isZero reports whether all digits before an exponent are 0.
func isZero(text string) bool {
	mantissa, _, _ := strings.Cut(text, "e")
	return strings.Trim(mantissa, "0.") == ""
}
