package predicate

import (
	"strings"

	"nlgserver/internal/budget"
	"nlgserver/internal/python"
)

// maxLength is the length in bytes of the longest predicate, before and after
// Jinja.
const maxLength = 1 << 16

// Template is a compiled Jinja template. Its only variable is slots.
type Template interface {
	// Render fails if the budget does not pay for it.
	Render(slots python.Mapping, work *budget.Budget) (string, error)
}

// Engine compiles a Jinja template.
type Engine func(source string) (Template, error)

// Predicate is a compiled condition. It is safe for concurrent use, and
// evaluating it changes nothing that can be seen.
type Predicate struct {
	source string
	// static is the parsed source of a predicate without Jinja.
	static *program
	// dynamic renders and parses a predicate with Jinja; nil for one without.
	dynamic *dynamic
}

// program is a parsed text. Its root is nil if the text is no predicate.
type program struct {
	text string
	root *node
	// invalid says why there is no root.
	invalid string
	// cost is how much work it was to parse a rendered text.
	cost int
}

// Compile compiles a predicate. Where it cannot, the predicate is false for
// all slots, as in Rasa, and the first problem is not a warning. A nil engine
// makes that so for a predicate that holds Jinja.
func Compile(source string, engine Engine) (*Predicate, []Problem) {
	p := &Predicate{source: source}
	if len(source) > maxLength {
		return p.never(Problem{Kind: Limit, Message: "the predicate is too long"})
	}
	if !holdsJinja(source) {
		return p, p.compileStatic()
	}
	if engine == nil {
		return p.never(Problem{Kind: Jinja, Message: "the predicate contains Jinja, which is not available here"})
	}
	template, err := engine(source)
	if err != nil {
		return p.never(Problem{Kind: Jinja, Message: err.Error()})
	}
	p.dynamic = &dynamic{template: template, source: normaliseBreaks(source)}
	return p, nil
}

func (p *Predicate) never(why Problem) (*Predicate, []Problem) {
	p.static = &program{text: p.source, invalid: why.Message}
	return p, []Problem{why}
}

func (p *Predicate) compileStatic() []Problem {
	text := normaliseBreaks(p.source)
	var problems []Problem
	p.static, problems = compile(text, patternPolicy{source: text})
	for i := range problems {
		problems[i].Offset = originalOffset(p.source, problems[i].Offset)
	}
	return problems
}

func compile(text string, patterns patternPolicy) (*program, []Problem) {
	root, problems := parse(text, patterns)
	c := &program{text: text, root: root}
	if root == nil {
		c.invalid = problems[0].Message
	}
	return c, problems
}

// holdsJinja reports whether Jinja would do more with the text than to
// normalise its line breaks and to drop the last one.
func holdsJinja(source string) bool {
	return strings.Contains(source, "{{") || strings.Contains(source, "{%") || strings.Contains(source, "{#")
}

// normaliseBreaks makes every line break a line feed, as Jinja does with the
// text of a template.
func normaliseBreaks(source string) string {
	if !strings.Contains(source, "\r") {
		return source
	}
	return strings.ReplaceAll(strings.ReplaceAll(source, "\r\n", "\n"), "\r", "\n")
}

// originalOffset returns where a byte of the normalised text was before.
func originalOffset(source string, offset int) int {
	for i := 0; i < len(source) && i <= offset; i++ {
		if strings.HasPrefix(source[i:], "\r\n") && i < offset {
			offset++
		}
	}
	return offset
}

// Source returns the predicate as written.
func (p *Predicate) Source() string { return p.source }

// Eval reports whether the predicate holds. Every error makes it false, and so does
// a budget that does not pay for all of it.
func (p *Predicate) Eval(slots python.Mapping, work *budget.Budget) bool {
	if slots == nil {
		slots = (*python.Dict)(nil)
	}
	c := p.static
	if p.dynamic != nil {
		var err error
		if c, err = p.dynamic.render(slots, work); err != nil {
			return false
		}
	}
	if c.root == nil {
		return false
	}
	e := evaluator{slots: slots, budget: work}
	return e.truth(c.root) && e.fault == ""
}

// Slots returns the names of the slots that the predicate reads, in the order
// of their first use. It knows nothing of a predicate that holds Jinja.
func (p *Predicate) Slots() []string {
	if p.static == nil || p.static.root == nil {
		return nil
	}
	return p.static.root.slots(nil, map[string]bool{})
}

func (n *node) slots(names []string, known map[string]bool) []string {
	if len(n.path) > 0 && !known[n.path[0]] {
		known[n.path[0]] = true
		names = append(names, n.path[0])
	}
	for _, kid := range n.kids {
		names = kid.slots(names, known)
	}
	return names
}
