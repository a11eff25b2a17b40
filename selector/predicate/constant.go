package predicate

import (
	"strconv"
	"unicode"

	"nlgserver/internal/python"
)

// constant returns the value of a token that has one of its own.
func constant(text string, t token) (operand, bool) {
	switch t.kind {
	case tokenNumber:
		return operand{value: python.Float(number(text[t.start:t.end]))}, true
	case tokenQuoted:
		return operand{value: python.Str(text[t.start+1 : t.end-1])}, true
	case tokenTrue:
		return boolean(true), true
	case tokenFalse:
		return boolean(false), true
	case tokenNull:
		return operand{}, true
	case tokenUndefined:
		return operand{kind: operandUndefined}, true
	case tokenEmpty:
		return operand{kind: operandEmpty}, true
	default:
		return operand{}, false
	}
}

// number is Python's float() on a number token. One beyond the largest float
// is infinite.
func number(text string) float64 {
	ascii := make([]byte, 0, len(text))
	for _, r := range text {
		if r > unicode.MaxASCII {
			r = '0' + digitValue(r)
		}
		ascii = append(ascii, byte(r))
	}
	f, _ := strconv.ParseFloat(string(ascii), 64)
	return f
}

// digitValue returns the value of a digit of any script. Unicode lays out
// the digits of each script in order, ten by ten.
func digitValue(r rune) rune {
	for _, block := range unicode.Nd.R16 {
		if rune(block.Lo) <= r && r <= rune(block.Hi) {
			return (r - rune(block.Lo)) % 10
		}
	}
	for _, block := range unicode.Nd.R32 {
		if rune(block.Lo) <= r && r <= rune(block.Hi) {
			return (r - rune(block.Lo)) % 10
		}
	}
	return 0
}
