package jinja

import "nlgserver/internal/python"

// loop is the variable loop: the state of a loop.
type loop struct {
	over  python.Value // what is iterated
	items iterator
	index int // of the current item, from 0

	before, current, after   python.Value
	hasBefore, hasAfter, end bool

	changed    []python.Value // what changed() was last asked about
	hasChanged bool

	total int // -1 until it is known
	depth int // of recursion, from 0
	// stmt and outer are set for a recursive loop, which can be called.
	stmt  *forStmt
	outer *activation
}

func (*loop) TypeName() string              { return "LoopContext" }
func (*loop) Truth() bool                   { return true }
func (l *loop) EqualTo(v python.Value) bool { o, _ := v.Object(); return o == python.Object(l) }
func (l *loop) AppendRepr(dst []byte) []byte {
	dst = python.Int(int64(l.index + 1)).AppendRepr(append(dst, "<LoopContext "...))
	return append(python.Int(int64(max(l.total, 0))).AppendRepr(append(dst, '/')), '>')
}

// advance moves to the next item; ok is false after the last.
func (l *loop) advance(r *render) (v python.Value, ok bool, err error) {
	ok, err = l.peek(r)
	if !ok || err != nil {
		return v, false, err
	}
	l.hasBefore = l.index >= 0
	l.before, l.current = l.current, l.after
	l.hasAfter = false
	l.index++
	return l.current, true, nil
}

// peek fetches the item after the current one ahead of time; ok is false if
// there is none.
func (l *loop) peek(r *render) (ok bool, err error) {
	if l.hasAfter || l.end {
		return l.hasAfter, nil
	}
	l.after, l.hasAfter, err = r.next(l.items)
	l.end = !l.hasAfter
	return l.hasAfter, err
}

// size returns the number of items. Of a generator it has to fetch them all.
func (l *loop) size(r *render) (int, error) {
	if l.total >= 0 {
		return l.total, nil
	}
	if n, err := r.length(l.over); err == nil {
		l.total = n
		return n, nil
	}
	rest, err := r.drain(l.items, 0)
	if err != nil {
		return 0, err
	}
	l.items = iterateItems(rest)
	l.total = len(rest) + l.index + 1
	if l.hasAfter {
		l.total++
	}
	return l.total, nil
}

// field is loop.name; ok is false if there is no such attribute. To know the
// length or the next item, items may have to be fetched, which may fail.
func (l *loop) field(r *render, name string) (v python.Value, ok bool, err error) {
	number := func(n int) (python.Value, bool, error) { return python.Int(int64(n)), true, nil }
	switch name {
	case "index":
		return number(l.index + 1)
	case "index0":
		return number(l.index)
	case "depth":
		return number(l.depth + 1)
	case "depth0":
		return number(l.depth)
	case "first":
		return python.Bool(l.index == 0), true, nil
	case "last":
		more, err := l.peek(r)
		return python.Bool(!more), true, err
	case "length", "revindex", "revindex0":
		n, err := l.size(r)
		switch name {
		case "revindex":
			n -= l.index
		case "revindex0":
			n -= l.index + 1
		}
		return python.Int(int64(n)), true, err
	case "previtem":
		if !l.hasBefore {
			return undefinedHint("there is no previous item"), true, nil
		}
		return l.before, true, nil
	case "nextitem":
		more, err := l.peek(r)
		if !more {
			return undefinedHint("there is no next item"), true, err
		}
		return l.after, true, nil
	case "cycle":
		return l.function(name, l.cycle), true, nil
	case "changed":
		return l.function(name, l.hasNew), true, nil
	}
	return v, false, nil
}

func (l *loop) function(name string, run func(*render, args) (python.Value, error)) python.Value {
	return python.OfObject(&builtin{name: "LoopContext." + name, run: run})
}

func (l *loop) cycle(_ *render, a args) (python.Value, error) {
	if len(a.pos) == 0 || len(a.names) > 0 {
		return python.Value{}, typeError("no items for cycling given")
	}
	return a.pos[l.index%len(a.pos)], nil
}

func (l *loop) hasNew(r *render, a args) (python.Value, error) {
	equal, err := r.equal(python.Tuple(l.changed...), python.Tuple(a.pos...))
	if err != nil || l.hasChanged && equal {
		return python.Bool(false), err
	}
	l.changed, l.hasChanged = a.pos, true
	return python.Bool(true), nil
}

// call renders the body of a recursive loop over other items.
func (l *loop) call(r *render, a args) (python.Value, error) {
	a, err := a.bind("loop", "iterable")
	if err != nil {
		return python.Value{}, err
	}
	if l.stmt == nil {
		return python.Value{}, typeError("The loop must have the 'recursive' marker to be called recursively.")
	}
	return l.stmt.recurse(r, a.pos[0], l.outer, l.depth+1)
}
