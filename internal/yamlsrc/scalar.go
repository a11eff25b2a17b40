package yamlsrc

import (
	"strings"

	"nlgserver/internal/pyval"
)

// resolvePlain gives an unquoted scalar its value: null, bool, int or float by
// the table of YAML 1.2 as ruamel.yaml reads it, else text. Dates are text, as
// in Rasa Pro. The problem is empty, or says why YAML refuses the scalar. Rasa:
// section 1.6.
func resolvePlain(s string) (v pyval.Value, problem string) {
	switch s {
	case "", "~", "null", "Null", "NULL":
		return pyval.None(), ""
	case "true", "True", "TRUE":
		return pyval.Bool(true), ""
	case "false", "False", "FALSE":
		return pyval.Bool(false), ""
	case ".nan", ".NaN", ".NAN":
		v, _ = toFloat(s)
		return v, ""
	case "=", "<<":
		return pyval.Str(s), "a bare " + s + " is not a value"
	}
	if strings.IndexByte("-+.0123456789", s[0]) < 0 {
		return pyval.Str(s), ""
	}
	switch {
	case isFloat(s):
		if v, ok := toFloat(s); ok {
			return v, ""
		}
		return pyval.Str(s), s + " looks like a number and is none"
	case s[0] != '.' && isInt(s):
		if v, ok := toInt(s); ok {
			return v, ""
		}
		return pyval.Str(s), badInt(s)
	default:
		return pyval.Str(s), ""
	}
}

// badInt says why something that looks like an int is none.
func badInt(s string) string {
	if len(s) > pyval.MaxIntDigits {
		return "this number has too many digits"
	}
	return s + " looks like a number and has no digits"
}
