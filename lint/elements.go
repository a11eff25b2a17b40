package lint

import (
	"strings"

	"nlgserver/internal/diag"
	"nlgserver/internal/pattern"
	"nlgserver/responses"
)

var elementVariable = pattern.Lazy(`\{\{?\s*[\pL_][\pL\pN_.]*\s*\}?\}|\{\{[^{}]*\}\}|\{%[^{}]*%\}`)

// unfilledElement reports a variable in elements. Rasa: section 4.2.
func (k *checker) unfilledElement(t *responses.Text) {
	if !strings.Contains(t.Source, "{") {
		return
	}
	env := k.envReferences(t)
	for _, at := range elementVariable().FindAllStringIndex(t.Source, -1) {
		variable := t.Source[at[0]:at[1]]
		if env[strings.Trim(variable, "{}")] {
			continue
		}
		if strings.ContainsAny(variable, `"'`) && !strings.HasPrefix(variable, "{%") {
			continue // JSON with doubled braces: see elementPayload
		}
		k.warnIn(t.Value, at[0], diag.UnfilledElement, "Rasa fills no variables in elements: users get "+quote(variable)+" as written",
			"send these elements from a custom action, or put the variable in the text")
		return
	}
}

// elementPayload checks the payload of an element's button, in which braces are
// not doubled because nothing is filled.
func (k *checker) elementPayload(t *responses.Text) {
	before := len(k.diags)
	k.payload(t)
	for i := before; i < len(k.diags); i++ {
		d := &k.diags[i]
		d.Hint = strings.NewReplacer("{{", "{", "}}", "}").Replace(d.Hint)
	}
}
