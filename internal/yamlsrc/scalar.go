package yamlsrc

import (
	"strings"

	"nlgserver/internal/python"
)

// resolvePlain returns the value of an unquoted scalar: null, bool, int or float by
// the table of YAML 1.2 as ruamel.yaml reads it, otherwise text. Dates are text, as
// in Rasa Pro. problem is empty, or says why YAML rejects the scalar. Rasa: section
// 1.6.
func resolvePlain(s string) (v python.Value, problem string) {
	switch s {
	case "", "~", "null", "Null", "NULL":
		return python.None(), ""
	case "true", "True", "TRUE":
		return python.Bool(true), ""
	case "false", "False", "FALSE":
		return python.Bool(false), ""
	case ".nan", ".NaN", ".NAN":
		v, _ = toFloat(s)
		return v, ""
	case "=", "<<":
		return python.Str(s), "an unquoted " + s + " is not a value"
	}
	if strings.IndexByte("-+.0123456789", s[0]) < 0 {
		return python.Str(s), ""
	}
	switch {
	case isFloat(s):
		if v, ok := toFloat(s); ok {
			return v, ""
		}
		return python.Str(s), s + " looks like a number but is not one"
	case s[0] != '.' && isInt(s):
		if v, ok := toInt(s); ok {
			return v, ""
		}
		return python.Str(s), badInt(s)
	default:
		return python.Str(s), ""
	}
}

// badInt returns why text that looks like an int is not one.
func badInt(s string) string {
	if len(s) > python.MaxIntDigits || strings.ContainsFunc(s, func(r rune) bool { return '1' <= r && r <= '9' || 'A' <= r && r <= 'F' }) {
		return tooManyDigits
	}
	return s + " looks like a number but has no digits"
}

// resolveTagged returns the value of a scalar with a tag, quoted or not. known is
// false for an unsupported tag; problem is empty, or says why the text does not
// match the tag. Rasa: section 1.6.
func resolveTagged(tag, s string) (v python.Value, known bool, problem string) {
	var ok bool
	switch tag {
	case "!!str", "!!timestamp": // Rasa Pro reads a date as text
		return python.Str(s), true, ""
	case "!!null":
		return python.None(), true, ""
	case "!!bool":
		v, ok = toBool(s)
	case "!!int":
		v, ok = toInt(strings.TrimSpace(s))
	case "!!float":
		v, ok = toFloat(strings.TrimSpace(s))
	case "!!seq", "!!map":
	default:
		return python.Str(s), false, ""
	}
	if number := strings.TrimSpace(s); !ok && tag == "!!int" && isInt(number) && badInt(number) == tooManyDigits {
		return python.Str(s), true, tooManyDigits
	}
	if !ok {
		return python.Str(s), true, "this value does not match its tag " + tag
	}
	return v, true, ""
}

// tooManyDigits is the problem of an int that Python does not print.
const tooManyDigits = "this number has too many digits"

// toBool reads the words that the tag !!bool allows; unlike in a plain scalar, yes
// and off are among them.
func toBool(s string) (v python.Value, ok bool) {
	switch strings.ToLower(s) {
	case "yes", "y", "true", "on":
		return python.Bool(true), true
	case "no", "n", "false", "off":
		return python.Bool(false), true
	default:
		return python.Value{}, false
	}
}
