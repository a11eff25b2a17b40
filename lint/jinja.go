package lint

import (
	"slices"
	"strings"

	"nlgserver/internal/diag"
	"nlgserver/internal/pattern"
	"nlgserver/responses"
)

var doubleBraced = pattern.Lazy(`\{\{([\pL_][\pL\pN_]*)\}\}`)

// doubledVariable reports {{name}} in a text without Jinja, if a slot or an argument
// has that name: users read the name in braces. Loading reports what can only be
// Jinja.
func (k *checker) doubledVariable(t *responses.Text) {
	if t.Engine != responses.Format || t.IsUnmarkedJinja() || t.Format.NeverFilled() != nil || !strings.Contains(t.Source, "{{") {
		return
	}
	for _, at := range doubleBraced().FindAllStringSubmatchIndex(t.Source, -1) {
		name := t.Source[at[2]:at[3]]
		isTriple := at[0] > 0 && t.Source[at[0]-1] == '{'
		if !isTriple && (k.domain.Slot(name) != nil || slices.Contains(k.opts.Arguments, name)) {
			k.warnIn(t.Value, at[0], diag.UnmarkedJinja, "without `metadata: {template: jinja}`, two braces print one: users read "+quote("{"+name+"}"), "write `{"+name+"}`")
			if !strings.Contains(t.Source, "{{{") {
				k.mendText(diag.UnmarkedJinja, t, diag.LabelChange("{{"+name+"}}", "{"+name+"}"), strings.ReplaceAll(t.Source, "{{"+name+"}}", "{"+name+"}"))
			}
		}
	}
}

var (
	singleBraced = pattern.Lazy(`\{[\pL_][\pL\pN_]*\}`)
	// rawJinja is text that Jinja is told to print as written.
	rawJinja = pattern.Lazy(`(?s)\{%[-+]?\s*raw\s*[-+]?%\}.*?\{%[-+]?\s*endraw\s*[-+]?%\}`)
)

// bracesInJinja reports {name} in a Jinja text, where it is printed as written.
func (k *checker) bracesInJinja(t *responses.Text) {
	if t.Engine != responses.Jinja || !strings.Contains(t.Source, "{") {
		return
	}
	text := blankJinja(rawJinja().ReplaceAllStringFunc(t.Source, blanks))
	for _, at := range singleBraced().FindAllStringIndex(text, -1) {
		name := text[at[0]+1 : at[1]-1]
		k.warnIn(t.Value, at[0], diag.BracesInJinja, "in a Jinja text, single braces are printed as written: users read "+quote("{"+name+"}"), "write `{{ "+name+" }}`")
		k.mendText(diag.BracesInJinja, t, diag.LabelChange("{"+name+"}", "{{ "+name+" }}"), t.Source[:at[0]]+"{{ "+name+" }}"+t.Source[at[1]:])
	}
}
