package interpolate

import "strings"

// compileSimple handles the texts whose only braces are those of fields {name}, with a name
// of ASCII letters, digits and _ that does not begin with a digit; ok is false for every
// other text. It gives what compileSteps gives for them, without a copy of the text:
// nearly every text of large content is one.
func (c *Compiler) compileSimple(t *Template) (ok bool) {
	steps := c.scratch[:0]
	defer func() { c.scratch = steps }()
	start := 0
	for start < len(t.text) {
		open := strings.IndexAny(t.text[start:], "{}")
		if open < 0 {
			break
		}
		open += start
		end := open + 1 + simpleName(t.text[open+1:])
		if t.text[open] == '}' || end == open+1 || end == len(t.text) || t.text[end] != '}' {
			return false
		}
		steps = append(steps, step{
			literal: stretch{uint32(start), uint32(open)}, name: stretch{uint32(open + 1), uint32(end)}, offset: uint32(open),
		})
		start = end + 1
	}
	t.steps, t.tail = c.steps.Copy(steps), stretch{uint32(start), uint32(len(t.text))}
	return true
}

// simpleName returns the length of the name that the text begins with.
func simpleName(text string) int {
	for i := range len(text) {
		switch b := text[i]; {
		case b == '_', 'a' <= b && b <= 'z', 'A' <= b && b <= 'Z', i > 0 && '0' <= b && b <= '9':
		default:
			return i
		}
	}
	return len(text)
}
