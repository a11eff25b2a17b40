package yamlsrc

import (
	"strings"
	"testing"
)

// TestLinear reads long files of one repeated character that must be reported: the
// work for each must not depend on the length of its line. A file for which it does
// takes minutes, and fails by the time limit of go test.
func TestLinear(t *testing.T) {
	const size = 1 << 20
	fill := func(part string) string { return strings.Repeat(part, size/len(part)) }
	for name, text := range map[string]string{
		"tabs in unquoted text":              fill("x\t"),
		"tabs in brackets":                   "[" + fill("a,\t") + "]",
		"odd breaks":                         fill("\u2028") + "b: c",
		"odd breaks in a block":              "|\n  " + fill("\u2028") + "b",
		"odd breaks between brackets":        "[" + fill("\u2028") + "a]",
		"odd breaks before a comment":        "[\n" + fill("\u2028") + "#\n\t]",
		"surrogate pairs":                    `"` + fill(`\ud83d\ude42`) + `"`,
		"surrogate pairs and lines":          `"` + fill(`\ud83d\ude42 `) + `"`,
		"colons in brackets":                 "[" + fill("a:b,") + "]",
		"a tab after values without spaces":  "[" + strings.Repeat("a,", size/4) + "\t]",
		"a pair after values without spaces": `"\/": [` + strings.Repeat(`"\/",`, size/10) + "\t]",
		"apostrophes":                        "[" + fill(`"\'",`) + "]",
		"colons in a list":                   "[" + fill(`"a":b,`) + "]",
	} {
		if _, problems := Parse("f.yml", []byte("a: "+text+"\n"), Options{}); len(problems) == 0 {
			t.Errorf("%s: no problem", name)
		}
	}
}
