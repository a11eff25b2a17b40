package settings

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"nlgserver/internal/document"
)

// text reads a string that is not empty, and replaces its variables, quoted or not. It
// reports whether there is one.
func (r *reader) text(v document.Value, name string) (string, bool) {
	if _, ok := r.String(v, name); !ok {
		return "", false
	}
	if strings.TrimSpace(written(v)) == "" {
		r.wrong(v, name+" is empty", "write a value, or remove the line")
		return "", false
	}
	return r.expand(v, name)
}

// boolean reads true or false.
func (r *reader) boolean(v document.Value, name string, to *bool) {
	if v.IsMissing() {
		return
	}
	value, variable, ok := r.resolve(v, name)
	if !ok {
		return
	}
	b, ok := value.Bool()
	if !ok && variable != "" {
		r.wrongVariable(v, name, variable, "true or false", "true or false")
		return
	}
	if !ok {
		hint := "write `" + name + ": true` or `" + name + ": false`"
		switch strings.ToLower(v.Printed()) {
		case "true", "yes", "on", "1":
			hint = "write `" + name + ": true`"
		case "false", "no", "off", "0":
			hint = "write `" + name + ": false`"
		}
		r.Mistyped(v, name, "true or false", hint)
		return
	}
	*to = b
}

// whole reads a whole number in bounds.
func (r *reader) whole(v document.Value, name string, least, most, example int, to *int) {
	if v.IsMissing() {
		return
	}
	value, variable, ok := r.resolve(v, name)
	if !ok {
		return
	}
	n, ok := value.Int()
	switch {
	case !ok && variable != "":
		r.wrongVariable(v, name, variable, "a whole number", fmt.Sprintf("a whole number, such as %d", example))
	case !ok:
		if f, err := strconv.ParseFloat(v.Printed(), 64); err == nil && f == math.Trunc(f) && f >= float64(least) && f <= float64(most) {
			example = int(f)
		}
		hint := fmt.Sprintf("write `%s: %d`", name, example)
		if v.Describe() == "a number" {
			r.wrong(v, name+" must be a whole number", hint)
			break
		}
		r.Mistyped(v, name, "a whole number", hint)
	case n < int64(least) || n > int64(most):
		hint := fmt.Sprintf("write a number in these bounds, such as `%s: %d`", name, example)
		if variable != "" {
			hint = fmt.Sprintf("set %s to a number in these bounds, such as %d", variable, example)
		}
		r.wrong(v, fmt.Sprintf("%s must be from %d to %d", name, least, most), hint)
	default:
		*to = int(n)
	}
}

// duration reads a number of seconds, or a duration such as 1.5s. It reports whether there
// is one.
func (r *reader) duration(v document.Value, name, example string, most time.Duration) (time.Duration, bool) {
	if v.IsMissing() {
		return 0, false
	}
	hint := "write a number of seconds, such as `" + name + ": " + example + "`"
	seconds, isNumber := v.Float()
	_, isBool := v.Bool()
	if _, isText := v.Text(); isText {
		text, ok := r.text(v, name)
		if !ok {
			return 0, false
		}
		variable := variableOf(v)
		if variable != "" {
			hint = "set " + variable + " to a number of seconds, such as " + example
		}
		seconds, ok = parseSeconds(text)
		switch {
		case ok:
		case variable != "":
			r.wrongVariable(v, name, variable, "a number of seconds", "a number of seconds, such as "+example)
			return 0, false
		default:
			r.wrong(v, name+" must be a number of seconds", hint)
			return 0, false
		}
	} else if !isNumber || isBool {
		r.Mistyped(v, name, "a number of seconds", hint)
		return 0, false
	}
	switch {
	case seconds > most.Seconds():
		r.wrong(v, fmt.Sprintf("%s must be at most %g seconds", name, most.Seconds()), hint)
	case !(seconds >= time.Millisecond.Seconds()):
		r.wrong(v, name+" must be at least 0.001 seconds", hint)
	default:
		return time.Duration(seconds * float64(time.Second)), true
	}
	return 0, false
}

// parseSeconds reads a number, or a duration with a unit, as seconds.
func parseSeconds(text string) (float64, bool) {
	if d, err := time.ParseDuration(text); err == nil {
		return d.Seconds(), true
	}
	seconds, err := strconv.ParseFloat(text, 64)
	return seconds, err == nil
}
