package responses

import (
	"bytes"
	"fmt"
	"iter"
	"slices"
	"strings"

	"nlgserver/internal/diag"
	"nlgserver/internal/near"
)

// findStray warns about responses that neither Rasa nor nlgserver reads, because
// they are not below `responses:` but below a key such as `Responses:` or
// `response:`, or at the top of the file.
func (f *File) findStray(root Value) {
	var top []Entry
	responses := root.Get("responses")
	for field := range root.Entries() {
		name, isText := field.Key.Text()
		switch {
		case !isText || domainKeys[name]:
		case !responses.IsMissing() && strings.HasPrefix(name, "utter_"):
			// A slip of indentation, which is told elsewhere.
		case looksLikeName(name) && (isVariationList(field.Value) || isListOfTexts(field.Value)):
			top = append(top, field)
		case isResponseMap(field.Value, isResponsesKey(name)) && !isUsedIn(responses, field.Value):
			f.warn(field.Key, diag.StrayResponses,
				"the responses below `"+name+":` are not read: the key must be `responses:`",
				"write `responses:`")
		case responses.IsMissing() && isResponseMap(field.Value.Get("responses"), false) && !f.isContent():
			f.warn(field.Value.Entry("responses").Key, diag.StrayResponses,
				"the responses below `"+name+":` are not read: `responses:` must be at the top of the file",
				"remove `"+name+":`, and indent the lines below it less")
		}
	}
	if len(top) == 0 {
		return
	}
	names := quote(top[0].Name())
	if more := len(top) - 1; more > 0 {
		names += fmt.Sprintf(" and %d more", more)
	}
	verb := "is"
	if len(top) > 1 {
		verb = "are"
	}
	f.warn(top[0].Key, diag.StrayResponses, names+" "+verb+" not read: a response must be below `responses:`",
		"write `responses:` on a line above, and indent the names below it")
}

// isUsedIn reports whether responses have a part of a value, through an alias or a
// merge key.
func isUsedIn(responses, v Value) bool {
	parts := map[diag.Position]bool{}
	for part := range partsOf(v) {
		parts[part.Position()] = true
	}
	for part := range partsOf(responses) {
		if parts[part.Position()] {
			return true
		}
	}
	return false
}

// partsOf yields a value, and those in it that may be responses and variations.
func partsOf(v Value) iter.Seq[Value] {
	return func(yield func(Value) bool) {
		if v.IsMissing() || !yield(v) {
			return
		}
		for field := range v.Entries() {
			if !yield(field.Value) {
				return
			}
			for item := range field.Value.Items() {
				if !yield(item) {
					return
				}
			}
		}
		for item := range v.Items() {
			if !yield(item) {
				return
			}
		}
	}
}

// isResponsesKey reports whether a key is a misspelling of "responses".
func isResponsesKey(key string) bool {
	lower := strings.ToLower(strings.TrimSpace(key))
	return lower == "response" || near.Distance(lower, "responses", 2) <= 2
}

// looksLikeName reports whether a key at the top of a file is the name of a
// response.
func looksLikeName(name string) bool {
	return strings.HasPrefix(strings.ToLower(strings.TrimSpace(name)), "utter_")
}

// isResponseMap reports whether a value is a map of names and variations: an
// entry whose name starts with utter_ tells, and if its key says so, any entry.
func isResponseMap(v Value, keySaysSo bool) bool {
	for field := range v.Entries() {
		named := strings.HasPrefix(field.Key.String(), "utter_")
		if (named || keySaysSo && hasVariationKeysOnly(field.Value)) && isVariationList(field.Value) || named && isListOfTexts(field.Value) {
			return true
		}
	}
	return false
}

// hasVariationKeysOnly reports whether every key in a list of maps is one of a
// variation.
func hasVariationKeysOnly(v Value) bool {
	for item := range v.Items() {
		for e := range item.Entries() {
			if !slices.Contains(variationKeys[:], e.Name()) {
				return false
			}
		}
	}
	return true
}

// isListOfTexts reports whether a value is a list of strings: variations in the
// old form.
func isListOfTexts(v Value) bool {
	for item := range v.Items() {
		if _, isText := item.Text(); !isText {
			return false
		}
	}
	return v.Len() > 0 && v.IsList()
}

// isVariationList reports whether a value is a list with an item that only a
// variation can be.
func isVariationList(v Value) bool {
	for item := range v.Items() {
		for _, key := range [...]string{"text", "custom", "buttons", "image"} {
			if !item.Get(key).IsMissing() {
				return true
			}
		}
	}
	return false
}

// suggestExclusion adds to the faults of a file how to leave it out: every YAML
// file of a directory must be valid, since it might hold responses (D9). Advice
// on a template as if it were YAML would mislead.
func (f *File) suggestExclusion() {
	if f.source.Direct {
		return
	}
	hint := "if this is not a response file, leave it out: " + f.exclusion()
	replace := bytes.Contains(f.source.Data, []byte("{{"))
	for i := range f.diags {
		d := &f.diags[i]
		if replace || d.Hint == "" {
			d.Hint = hint
		} else {
			d.Hint += "; " + hint
		}
	}
}

// exclusion says how to leave the file out of its directory.
func (f *File) exclusion() string {
	name := f.source.Name
	if name == "" {
		name = f.source.Path
	}
	if !strings.Contains(name, "/") {
		name = "/" + name // and no file of that name in a subdirectory
	}
	name = strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`).Replace(name)
	if strings.ContainsAny(name, ":#{}[],&*?|<>=!%@\\\"'`") {
		name = "'" + strings.ReplaceAll(name, "'", "''") + "'"
	}
	return "write `exclude: [" + name + "]` in .nlgserver.yml"
}

// isTemplate reports whether a file is a template of Helm, or of another program
// that writes YAML: a line starts with {{. In the text of a response, such a line
// is indented.
func isTemplate(data []byte) bool {
	return bytes.HasPrefix(data, []byte("{{")) || bytes.Contains(data, []byte("\n{{"))
}
