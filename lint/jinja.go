package lint

import (
	"regexp"
	"strings"

	"nlgserver/internal/diag"
	"nlgserver/responses"
)

var singleBraced = regexp.MustCompile(`\{[\pL_][\pL\pN_]*\}`)

// bracesInJinja reports {name} in a Jinja text, where it is printed as written.
func (k *checker) bracesInJinja(t *responses.Text) {
	if t.Engine != responses.Jinja || !strings.Contains(t.Source, "{") {
		return
	}
	text := blankJinja(t.Source)
	for _, at := range singleBraced.FindAllStringIndex(text, -1) {
		name := text[at[0]+1 : at[1]-1]
		k.warnIn(t.Value, at[0], diag.BracesInJinja, "in a Jinja text, single braces are printed as written: users read "+quote("{"+name+"}"), "write `{{ "+name+" }}`")
	}
}
