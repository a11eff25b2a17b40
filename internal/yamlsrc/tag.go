package yamlsrc

import (
	"strings"

	"nlgserver/internal/pyval"
)

// resolveTagged gives a scalar with a tag its value, quoted or not. known is
// false for a tag that no message can carry; the problem is empty or says why
// the text does not fit the tag. Rasa: section 1.6.
func resolveTagged(tag, s string) (v pyval.Value, known bool, problem string) {
	var ok bool
	switch tag {
	case "!!str", "!!timestamp": // Rasa Pro reads a date as the text it is
		return pyval.Str(s), true, ""
	case "!!null":
		return pyval.None(), true, ""
	case "!!bool":
		v, ok = toBool(s)
	case "!!int":
		v, ok = toInt(strings.TrimSpace(s))
	case "!!float":
		v, ok = toFloat(strings.TrimSpace(s))
	case "!!seq", "!!map":
	default:
		return pyval.Str(s), false, ""
	}
	if !ok {
		return pyval.Str(s), true, "this value does not fit its tag " + tag
	}
	return v, true, ""
}

// toBool reads the words that the tag !!bool allows; unlike a plain scalar it
// still knows yes and off.
func toBool(s string) (v pyval.Value, ok bool) {
	switch strings.ToLower(s) {
	case "yes", "y", "true", "on":
		return pyval.Bool(true), true
	case "no", "n", "false", "off":
		return pyval.Bool(false), true
	default:
		return pyval.Value{}, false
	}
}
