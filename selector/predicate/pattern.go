package predicate

import (
	"strings"

	"nlgserver/internal/python/regex"
)

// maxPattern is the length in bytes of the longest regular expression.
const maxPattern = 4096

// patternPolicy says which regular expressions may be compiled. The source is
// what the author wrote; what Jinja pasted into the text is not in it.
type patternPolicy struct {
	source string
	// rendered pays for a text that is parsed for a request; nil for one that is
	// compiled with its content.
	rendered *payment
}

// allows reports whether the author wrote the literal, its quotes or slashes
// included. A regular expression out of a slot could keep the server busy.
func (p patternPolicy) allows(literal string) bool { return strings.Contains(p.source, literal) }

// compilePattern compiles the literal on the right of matches.
func (p *parser) compilePattern(t token) *regex.Regexp {
	literal := p.source(t)
	if !p.patterns.rendered.spend(patternUnits + len(p.patterns.source)/searchedPerUnit + len(literal)*compileUnits) {
		p.fail(t, Limit, string(faultWork), "")
		return nil
	}
	if !p.patterns.allows(literal) {
		p.fail(t, Regex, "the regular expression comes from a Jinja expression", "write the regular expression out")
		return nil
	}
	pattern, flags, begin := patternOf(literal)
	if len(pattern) > maxPattern {
		p.fail(t, Limit, "the regular expression is too long", "")
		return nil
	}
	re, fault := regex.Compile(pattern, flags)
	if fault != nil {
		at := token{start: t.start + begin + fault.Offset}
		p.fail(at, Regex, "not a regular expression: "+fault.Message, "")
		return nil
	}
	if what := re.Slow(); what != "" {
		p.warn(t, SlowRegex, what+" can make this regular expression slow for long text",
			"write it without "+what+" if you can; a search that needs more than about 10 ms is stopped, and the predicate is then false")
	}
	return re
}

// patternOf splits a literal into pattern and flags as upstream does: by a
// regular expression whose dot does not match a line break. So a /pattern/
// over several lines keeps its slashes and loses its flags, and quoted text
// over several lines loses every quote at its ends. begin is where the pattern
// begins in the literal.
func patternOf(literal string) (pattern string, flags regex.Flags, begin int) {
	const marks = `'"/`
	last := strings.LastIndexAny(literal, marks)
	if last < 1 || !strings.Contains(marks, literal[:1]) || strings.Contains(literal[1:last], "\n") {
		trimmed := strings.TrimLeft(literal, `'"`)
		return strings.TrimRight(trimmed, `'"`), 0, len(literal) - len(trimmed)
	}
	for _, letter := range strings.ToLower(literal[last+1:]) {
		switch letter {
		case 's':
			flags |= regex.DotAll
		case 'i':
			flags |= regex.IgnoreCase
		case 'm':
			flags |= regex.Multiline
		case 'l':
			flags |= regex.Locale
		case 'u':
			flags |= regex.Unicode
		}
	}
	return literal[1:last], flags, 1
}
