package settings

import (
	"regexp"
	"strings"

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

// variableOf returns the first variable of a string, empty if there is none.
func variableOf(v document.Value) string {
	ref := aVariable.FindString(written(v))
	return strings.TrimSuffix(strings.TrimPrefix(ref, "${"), "}")
}

// resolve returns a value as it would be with what its variables are set to in their place: a
// number or a boolean may be a variable, too, quoted or not. With it comes the first of the
// variables, empty if there is none. The value has no place in the file.
func (r *reader) resolve(v document.Value, name string) (value document.Value, variable string, ok bool) {
	variable = variableOf(v)
	if variable == "" {
		return v, "", true
	}
	text, ok := r.expand(v, name)
	if !ok {
		return v, variable, false
	}
	if doc, _ := document.Parse("", []byte(text), document.Options{Lenient: true}); doc != nil && !doc.Root().IsMissing() {
		return doc.Root(), variable, true
	}
	return v, variable, true // a text
}

// wrongVariable adds the error of a variable whose value is not what the setting must be. The
// value may be a secret.
func (r *reader) wrongVariable(v document.Value, name, variable, want, to string) {
	r.wrong(v, name+" must be "+want+", but environment variable "+variable+" is not", "set "+variable+" to "+to)
}
