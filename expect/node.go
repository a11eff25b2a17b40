package expect

import (
	"slices"

	"nlgserver/internal/diag"
	"nlgserver/internal/document"
)

// The keys that describe a request, and with them those of a case and a test.
var (
	requestKeys = []string{"response", "slots", "arguments", "channel", "input_channel", "language", "context", "metadata", "request"}
	caseKeys    = slices.Concat(requestKeys, []string{"name", "expect"})
	testKeys    = slices.Concat(caseKeys, []string{"cases"})
)

// text returns the value of a string; null and a missing value are empty.
func (r *reader) text(v document.Value, name string) string {
	if v.IsNull() {
		return ""
	}
	text, _ := r.String(v, name)
	return text
}

// texts returns the strings of a string or a list of strings.
func (r *reader) texts(v document.Value, name string) []string {
	if v.IsNull() {
		r.Mistyped(v, name, "a string or a list of strings", "write it after the colon, or remove the line")
		return nil
	}
	if !v.IsList() {
		return []string{r.text(v, name)}
	}
	if v.Len() == 0 {
		r.Error(v, diag.TestContradicts, name+" is an empty list, so nothing can match it", "write at least one string")
	}
	return r.Strings(v, name)
}

// isMap reports whether the value is a map; null counts as missing.
func (r *reader) isMap(v document.Value, name string) bool {
	return !v.IsNull() && r.Map(v, name, "write `"+name+": {NAME: VALUE}`")
}

// isEntry reports whether the value is the map that a test or a case must be.
func (r *reader) isEntry(v document.Value, what string) bool {
	name := "NAME"
	if text, ok := v.Text(); ok {
		name = text
	}
	return r.Map(v, what, "write `- response: "+name+"`")
}
