package regex

import (
	"strings"
	"sync/atomic"
	"weak"

	"nlgserver/internal/budget"
)

// Regexp is a compiled pattern. It is safe for concurrent use.
type Regexp struct {
	pattern string
	flags   Flags
	slow    string
	// engine is made for the first search: content may hold many patterns of which
	// few are used. One that is large for its pattern is made again when the memory
	// was needed.
	engine atomic.Pointer[engine]
	large  atomic.Pointer[weak.Pointer[engine]]
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
	return &Regexp{pattern: pattern, flags: flags, slow: slowPart(root, f)}, nil
}

// newEngine makes the engine for a pattern. cost is what it took beside reading the
// pattern, in units, and size about the bytes that it holds.
func newEngine(pattern string, flags Flags) (e *engine, cost, size int) {
	root, f, _ := parse(pattern, flags)
	e = &engine{}
	if e.literal, e.isLiteral = literalOf(root); e.isLiteral {
		return e, 0, len(e.literal)
	}
	if f.slow == "" {
		if cost, size = e.makeLinear(root, len(pattern)); size > 0 {
			return e, cost, size
		}
	}
	c := newCode(root, f.references)
	e.tries = &backtracker{code: c}
	return e, cost + len(c.operations)/triesPerUnit, c.bytes()
}

// makeLinear makes what runs a pattern in linear time. The size is 0 if its program
// or its alphabet would be too large.
func (e *engine) makeLinear(root *node, patternLength int) (cost, size int) {
	p, ok := newProgram(root)
	if !ok {
		return maxInsts / stepsPerUnit, 0
	}
	cost = len(p.insts) / stepsPerUnit
	k, ok := newKinds(p)
	if !ok {
		return cost + maxDivision/stepsPerUnit, 0
	}
	cost += len(p.sets) * len(k.starts) / stepsPerUnit
	t, steps := newTable(k, patternLength)
	cost += steps / stepsPerUnit
	if e.table = t; t != nil {
		return cost, t.bytes()
	}
	e.threads = &threads{kinds: k}
	return cost, k.bytes()
}

// Slow names what makes the pattern need more than [MaxWork] for some texts of
// [SlowLength] characters, such as "a large number of repeats"; "" if nothing does.
func (re *Regexp) Slow() string { return re.slow }

// Search reports whether the pattern matches anywhere in the text. The error is
// [ErrLimit]. The budget may be nil.
func (re *Regexp) Search(text string, b *budget.Budget) (bool, error) {
	e := re.get(b)
	if e == nil {
		return false, ErrLimit
	}
	m := meter{budget: b, left: MaxWork}
	if e.literal != "" {
		if !m.spend(len(text) / searchedPerUnit) {
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

// get returns the engine. The request that needs it first pays for making it; nil if
// it cannot.
func (re *Regexp) get(b *budget.Budget) *engine {
	if e := re.engine.Load(); e != nil {
		return e
	}
	if large := re.large.Load(); large != nil {
		if e := large.Value(); e != nil {
			return e
		}
	}
	if !b.Spend(compileUnits + len(re.pattern)*compileUnitsPerByte) {
		return nil
	}
	e, cost, size := newEngine(re.pattern, re.flags)
	if size <= keptBytes+len(re.pattern)*keptBytesPerByte {
		re.engine.Store(e)
	} else {
		large := weak.Make(e)
		re.large.Store(&large)
	}
	b.Spend(cost)
	return e
}

const (
	// searchedPerUnit is how many bytes of a text are searched for a literal for one
	// unit of work.
	searchedPerUnit = 32
	// compileUnits and compileUnitsPerByte are what it takes to make a small engine.
	compileUnits        = 100
	compileUnitsPerByte = 10
	// keptBytes and keptBytesPerByte are the size of the engines that are kept as long
	// as their pattern.
	keptBytes        = 1 << 10
	keptBytesPerByte = 1 << 6
)
