package expect

import (
	"slices"
	"strings"

	"nlgserver/internal/diag"
	"nlgserver/internal/yamlsrc"
)

func (r *reader) error(n *yamlsrc.Node, code diag.Code, message, hint string) {
	r.diags = append(r.diags, r.doc.Diagnose(n.Line, n.Column, diag.Error, code, message, hint))
}

// keys complains about keys that are none of the known ones.
func (r *reader) keys(n *yamlsrc.Node, what string, known ...string) {
	for _, p := range n.Pairs {
		if key := keyText(p.Key); !slices.Contains(known, key) {
			r.error(p.Key, diag.TestKey, what+" has no key "+quote(key), "its keys are "+strings.Join(known, ", "))
		}
	}
}

func (r *reader) wrongType(n *yamlsrc.Node, key, want, hint string) {
	r.error(n, diag.TestType, key+" must be "+want+", not "+yamlsrc.Describe(n), hint)
}

// text returns the value of a text; a missing one is empty.
func (r *reader) text(n *yamlsrc.Node, key string) string {
	if n == nil || yamlsrc.IsNull(n) {
		return ""
	}
	if text, ok := textOf(n); ok {
		return text
	}
	r.wrongType(n, key, "a text", quotesHint(n, key))
	return ""
}

// texts returns the texts of a text or a list of them.
func (r *reader) texts(n *yamlsrc.Node, key string) []string {
	if n.Kind != yamlsrc.Sequence {
		if yamlsrc.IsNull(n) {
			r.wrongType(n, key, "a text, or a list of texts", "write it behind the colon, or remove the line")
			return nil
		}
		return []string{r.text(n, key)}
	}
	if len(n.Items) == 0 {
		r.error(n, diag.TestContradicts, key+" is an empty list, which nothing can meet", "write at least one text")
	}
	var out []string
	for _, item := range n.Items {
		if yamlsrc.IsNull(item) {
			r.wrongType(item, "an item of "+key, "a text", "write it behind the dash, or remove the line")
			continue
		}
		out = append(out, r.text(item, "an item of "+key))
	}
	return out
}

func (r *reader) isMap(n *yamlsrc.Node, key string) bool {
	switch {
	case n == nil || yamlsrc.IsNull(n):
		return false
	case n.Kind != yamlsrc.Mapping:
		r.wrongType(n, key, "a map", "write  "+key+": {name: value}")
		return false
	}
	return true
}

func (r *reader) isList(n *yamlsrc.Node, key, hint string) bool {
	if n.Kind != yamlsrc.Sequence {
		r.wrongType(n, key, "a list", hint)
	}
	return n.Kind == yamlsrc.Sequence
}

func (r *reader) isEntry(n *yamlsrc.Node) bool {
	if n.Kind != yamlsrc.Mapping {
		r.error(n, diag.TestType, "a test must be a map of keys, not "+yamlsrc.Describe(n), "write  - response: utter_greet")
	}
	return n.Kind == yamlsrc.Mapping
}

func textOf(n *yamlsrc.Node) (string, bool) {
	text, ok := n.Value.Text()
	return text, ok && n.Kind == yamlsrc.Scalar
}

func keyText(key *yamlsrc.Node) string {
	if text, ok := textOf(key); ok {
		return text
	}
	return key.Value.Str()
}

// pairOf returns the entry of a key, nil if there is none.
func pairOf(n *yamlsrc.Node, key string) *yamlsrc.Pair {
	for i := range n.Pairs {
		if text, ok := textOf(n.Pairs[i].Key); ok && text == key {
			return &n.Pairs[i]
		}
	}
	return nil
}

func quotesHint(n *yamlsrc.Node, key string) string {
	if n.Kind == yamlsrc.Scalar {
		return `put it in quotes: "` + n.Value.Str() + `"`
	}
	if n.Kind == yamlsrc.Mapping && n.Style == yamlsrc.Flow {
		return "a text that begins with a brace must stand in quotes"
	}
	return "write one text behind " + key + ":"
}

func quote(s string) string { return `"` + strings.ReplaceAll(s, "\n", " ") + `"` }
