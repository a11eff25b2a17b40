package settings

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"nlgserver/internal/diag"
	"nlgserver/internal/document"
)

// mark stands for the dollar sign of a variable in a value that the document has read. No
// variable is replaced by it: the sections that are passed over may name any, and what is
// not in the document cannot be in a message about it.
const mark = "\x01"

// unexpanded returns a variable as it is written, with the mark.
func unexpanded(name string) (string, bool) { return mark + "{" + name + "}", true }

// ofFile leaves out what is said of variables, whose sections may be passed over.
func ofFile(found diag.List) diag.List {
	var rest diag.List
	for _, d := range found {
		if d.Code != diag.UnsetVariable && d.Code != diag.RefusedVariable {
			rest = append(rest, d)
		}
	}
	return rest
}

// written returns a string with its variables as they are written.
func written(v document.Value) string { return strings.ReplaceAll(v.String(), mark, "$") }

var (
	aVariable = regexp.MustCompile(`\$\{[^}]*\}`)
	isName    = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)
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

// expand replaces the variables of a string.
func (r *reader) expand(v document.Value, name string) (string, bool) {
	before := len(r.Found)
	text := aVariable.ReplaceAllStringFunc(written(v), func(ref string) string {
		variable := ref[2 : len(ref)-1]
		bare, _, hasDefault := strings.Cut(variable, ":")
		switch {
		case hasDefault && isName.MatchString(bare):
			r.wrong(v, "a variable cannot have a default value here", "write `${"+bare+"}` and set "+bare)
			return ""
		case !isName.MatchString(variable):
			r.wrong(v, document.Quote(ref)+" does not name an environment variable", "write `${NAME}`")
			return ""
		case document.IsReservedEnv(variable):
			r.wrong(v, "environment variable "+variable+" is one of the server's own settings; it is not sent elsewhere", "use a variable whose name does not start with NLG_ or OTEL_")
			return ""
		}
		value, isSet := r.env(variable)
		if !isSet {
			r.wrong(v, "environment variable "+variable+" is not set", "set "+variable)
		}
		return value
	})
	if len(r.Found) == before && strings.TrimSpace(text) == "" {
		r.wrong(v, name+" is empty: its variable is set to nothing", "set the variable to a value")
	}
	return text, len(r.Found) == before
}

// boolean reads true or false.
func (r *reader) boolean(v document.Value, name string, to *bool) {
	if v.IsMissing() {
		return
	}
	b, ok := v.Bool()
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
	n, ok := v.Int()
	switch {
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
		r.wrong(v, fmt.Sprintf("%s must be from %d to %d", name, least, most), fmt.Sprintf("write a number in these bounds, such as `%s: %d`", name, example))
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
		if seconds, ok = parseSeconds(text); !ok {
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
