package jinja

import "strings"

// Fixed returns the text of a template without its tags and comments, in the
// order of the source and including what is inside of conditions, loops, macros
// and blocks, and whether it has any tag that fills or chooses text.
func (t *Template) Fixed() (fixed string, open bool) {
	var b strings.Builder
	w := walker{
		onExpr:   func(expr) {},
		onTarget: func(*nameTarget) {},
		onBlock:  func(*blockStmt) bool { return true },
		onText:   func(s string) { b.WriteString(s) },
	}
	w.body(t.body)
	_, static := t.Static()
	return b.String(), !static
}
