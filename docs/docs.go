// Package docs holds the pages of this directory that the program shows itself, so
// that both say the same.
package docs

import (
	_ "embed"
	"strings"

	"nlgserver/internal/packed"
)

//go:embed diagnostics.md.gz
var diagnostics string

// Diagnostic returns the section of diagnostics.md about a code, in Markdown without
// its heading. It reports whether there is one.
func Diagnostic(code string) (section string, ok bool) {
	_, section, ok = strings.Cut(packed.Text(diagnostics), "\n## "+code+"\n")
	if !ok {
		return "", false
	}
	inside := false
	var b strings.Builder
	for line := range strings.Lines(section) {
		if strings.HasPrefix(line, "```") {
			inside = !inside
		}
		// A comment in an example is not a heading.
		if !inside && (strings.HasPrefix(line, "# ") || strings.HasPrefix(line, "## ")) {
			break
		}
		b.WriteString(line)
	}
	return strings.TrimSpace(b.String()) + "\n", true
}
