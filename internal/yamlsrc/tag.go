package yamlsrc

import (
	"strings"

	"nlgserver/internal/python"
)

// resolveTagged gives a scalar with a tag its value, quoted or not. known is
// false for a tag that no message can carry; the problem is empty or says why
// the text does not fit the tag. Rasa: section 1.6.
func resolveTagged(tag, s string) (v python.Value, known bool, problem string) {
	var ok bool
	switch tag {
	case "!!str", "!!timestamp": // Rasa Pro reads a date as the text it is
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
	if !ok {
		return python.Str(s), true, "this value does not match its tag " + tag
	}
	return v, true, ""
}

// toBool reads the words that the tag !!bool allows; unlike a plain scalar it
// still knows yes and off.
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
