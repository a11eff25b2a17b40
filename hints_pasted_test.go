package nlgserver_test

import (
	"regexp"
	"strings"
	"testing"

	"nlgserver/internal/diag"
	"nlgserver/internal/document"
	"nlgserver/internal/python"
	"nlgserver/lint"
)

// checkPasted pastes the hint of a case of one file without knowing what it is
// about. What comes of it has no finding that fixed has not.
func (c *hintCase) checkPasted(t *testing.T, d diag.Diagnostic) (pasted bool) {
	t.Helper()
	if len(c.bad) != 1 || !isPastable(d) {
		return false
	}
	text, ok := paste(c.bad["domain.yml"], d)
	if !ok {
		return false
	}
	after := hintFiles{"domain.yml": text}.validate(t, lint.Optional())
	left := codesIn(c.fixed.validate(t, lint.Optional()))
	for _, o := range after {
		if n := countCode(left, o.Code); countCode(codesIn(after), o.Code) > n {
			t.Errorf("%s\nhint: %s\npasted, there is\n%sin\n%s", d, d.Hint, hintLines(diag.List{o}), text)
			return true
		}
	}
	if !sameMeaning(text, c.fixed["domain.yml"]) {
		t.Errorf("%s\nhint: %s\nfixed.yml differs from the pasted hint:\n%s", d, d.Hint, text)
	}
	return true
}

func countCode(l []diag.Code, code diag.Code) (n int) {
	for _, c := range l {
		if c == code {
			n++
		}
	}
	return n
}

// sameMeaning reports whether two files have the same values.
func sameMeaning(a, b string) bool {
	x, _ := document.Parse("a.yml", []byte(a), document.Options{Env: lookupHintEnv})
	y, _ := document.Parse("b.yml", []byte(b), document.Options{Env: lookupHintEnv})
	return x != nil && y != nil && python.Equal(x.Root().Python(), y.Root().Python())
}

// isPastable reports whether a hint writes a whole key in place of the one that is
// there, or an item.
func isPastable(d diag.Diagnostic) bool {
	m := wholeKey.FindStringSubmatch(d.Hint)
	return m != nil && (m[1] != "" || strings.Contains(d.Source, m[2])) && !elsewhere.MatchString(d.Hint)
}

// wholeKey matches a hint that writes a key with its value: there is no doubt about
// where that goes.
var wholeKey = regexp.MustCompile("^(?:write|quote it:|quote the text:) `(- )?([a-z_]+: )")

// elsewhere matches a hint about another file, or about several lines.
var elsewhere = regexp.MustCompile(`in \.nlgserver\.yml|in the metadata|validate --fix`)
