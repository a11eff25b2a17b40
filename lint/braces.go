package lint

import (
	"nlgserver/internal/diag"
	"nlgserver/responses"
)

// enclosedVariables warns about variables inside of other single braces, as in
// the JSON {"owner": "{owner}"}: nothing in such a text is ever filled.
func (k *checker) enclosedVariables(v *responses.Variation) {
	for _, t := range v.Texts {
		if t.Format == nil {
			continue
		}
		if name, offset, ok := t.Format.Enclosed(); ok {
			k.warnIn(t.Value, offset, diag.EnclosedVariable,
				"Rasa takes these braces for a variable, and so never fills "+quote("{"+name+"}")+" inside of them: the whole text is sent as written", doublingHint(t))
			if doubled := t.Format.Doubled(); doubled != "" {
				k.mendText(diag.EnclosedVariable, t, "Double the braces that are part of the text", doubled)
			}
		}
	}
}

// doublingHint returns the hint for a text with single braces that are no
// variables.
func doublingHint(t *responses.Text) string {
	const longest = 200
	switch doubled := t.Format.Doubled(); {
	case doubled == "":
		return "Rasa cannot fill a text with such braces: add `metadata: {template: jinja}`, and write each variable in two braces"
	case len(doubled) > longest:
		return "double these braces, `{{` and `}}`, but not those of the variables"
	default:
		return "double these braces: `" + t.Value.InPlace(doubled) + "`"
	}
}

// isEnclosed reports whether enclosedVariables reports a text.
func isEnclosed(t *responses.Text) bool {
	if t.Format == nil {
		return false
	}
	_, _, ok := t.Format.Enclosed()
	return ok
}
