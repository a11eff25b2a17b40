package regex

import (
	"strings"
	"sync/atomic"

	"nlgserver/internal/budget"
)

// Regexp is a compiled pattern. It is safe for concurrent use.
type Regexp struct {
	pattern string
	flags   Flags
	slow    string
	// engine is made for the first search: content may hold many patterns of which
	// few are used.
	engine atomic.Pointer[engine]
}

// engine is what runs a pattern: the first of them that is not nil.
type engine struct {
	// literal is a text that every match holds.
	literal string
	// isLiteral is true if the pattern is nothing else.
	isLiteral bool
	table     *table
	threads   *threads
	tries     *backtracker
}

// Compile reads a pattern as Python's re.compile(pattern, flags) does. It
// refuses what Python refuses, and two things more: groups nested more than
// 200 deep, and \N{…}.
func Compile(pattern string, flags Flags) (*Regexp, *Error) {
	if flags&Locale != 0 {
		return nil, &Error{Message: "the flag l is for bytes, not for text"}
	}
	root, f, fault := parse(pattern, flags)
	if fault != nil {
		return nil, fault
	}
	return &Regexp{pattern: pattern, flags: flags, slow: slowPart(root, f, len(pattern))}, nil
}

func newEngine(pattern string, flags Flags) (e engine) {
	root, f, _ := parse(pattern, flags)
	e.literal, e.isLiteral = literalOf(root)
	if e.isLiteral {
		return e
	}
	if f.slow == "" {
		e.table, e.threads = newLinear(root, len(pattern))
	}
	if e.table == nil && e.threads == nil {
		e.tries = &backtracker{code: newCode(root, f.references)}
	}
	return e
}

// newLinear returns what runs a pattern in linear time, neither if its program or
// its alphabet would be too large.
func newLinear(root *node, patternLength int) (*table, *threads) {
	p, ok := newProgram(root)
	if !ok {
		return nil, nil
	}
	k, ok := newKinds(p)
	if !ok {
		return nil, nil
	}
	if t, ok := newTable(k, patternLength); ok {
		return t, nil
	}
	return nil, &threads{kinds: k}
}

// Slow names what makes the pattern need more than [MaxWork] for some texts of
// [SlowLength] characters, such as "a large number of repeats"; "" if nothing does.
func (re *Regexp) Slow() string { return re.slow }

// Search reports whether the pattern matches anywhere in the text. The error is
// [ErrLimit]. The budget may be nil.
func (re *Regexp) Search(text string, b *budget.Budget) (bool, error) {
	e := re.engine.Load()
	if e == nil {
		e = re.compile(b)
	}
	m := meter{budget: b, left: MaxWork}
	if e.literal != "" {
		if !m.spend(len(text) / bytesPerUnit) {
			return false, ErrLimit
		}
		if found := strings.Contains(text, e.literal); !found || e.isLiteral {
			return found, nil
		}
	}
	switch {
	case e.table != nil:
		return e.table.search(text, &m)
	case e.threads != nil:
		return e.threads.search(text, &m)
	default:
		return e.tries.search(text, &m)
	}
}

// compile makes the engine. The request that needs it first pays for it; its answer
// stays the same.
func (re *Regexp) compile(b *budget.Budget) *engine {
	e := newEngine(re.pattern, re.flags)
	re.engine.CompareAndSwap(nil, &e)
	b.Spend(compileUnits + len(re.pattern)*compileUnitsPerByte)
	return &e
}

const (
	compileUnits        = 100
	compileUnitsPerByte = 4
)
