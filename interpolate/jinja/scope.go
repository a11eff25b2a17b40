package jinja

import (
	"cmp"
	"maps"
	"slices"
)

// unit is one activation at run time: the template itself, a macro, the body of
// a recursive loop or the test of a loop. Its variables live in slots.
type unit struct {
	depth int
	slots map[slotKey]int
}

// slotKey names a variable of a unit. Scopes of the same level that follow each
// other share their slots, as they share their local variables in Jinja2.
type slotKey struct {
	level int
	name  string
}

// variable is a name in one scope.
type variable struct {
	unit *unit
	slotKey
}

func (v variable) slot() int {
	i, ok := v.unit.slots[v.slotKey]
	if !ok {
		i = len(v.unit.slots)
		v.unit.slots[v.slotKey] = i
	}
	return i
}

// loading says what a variable holds when its scope is entered.
type loading uint8

const (
	loadParameter loading = iota // whatever was put there
	loadContext                  // the variable of that name that was passed in
	loadOuter                    // what the same name means outside
	loadMissing
)

// scope knows the names of a piece of a template. Which names belong to it is
// settled before any of them is resolved: a name that is set anywhere in a scope
// belongs to it everywhere. The rules are those of Jinja2's idtracking.
type scope struct {
	unit   *unit
	level  int
	parent *scope
	// base is set for a branch of an if, which only holds what it adds to the
	// scope that it is part of.
	base   *scope
	names  map[string]variable
	loads  map[variable]loading
	stores map[string]bool
}

func newScope(parent *scope, u *unit) *scope {
	s := &scope{unit: u, parent: parent, names: map[string]variable{}, loads: map[variable]loading{}, stores: map[string]bool{}}
	if parent != nil {
		s.level = parent.level + 1
	}
	return s
}

// fork returns a scope for one branch of an if.
func (s *scope) fork() *scope {
	b := newScope(s.parent, s.unit)
	b.level, b.base = s.level, s
	return b
}

// own returns a name of this scope itself.
func (s *scope) own(name string) (variable, bool) {
	for ; s != nil; s = s.base {
		if v, ok := s.names[name]; ok {
			return v, true
		}
	}
	return variable{}, false
}

func (s *scope) find(name string) (variable, bool) {
	for ; s != nil; s = s.parent {
		if v, ok := s.own(name); ok {
			return v, true
		}
	}
	return variable{}, false
}

// sets reports whether the scope sets a name.
func (s *scope) sets(name string) bool {
	for ; s != nil; s = s.base {
		if s.stores[name] {
			return true
		}
	}
	return false
}

func (s *scope) define(name string, l loading) variable {
	v := variable{s.unit, slotKey{s.level, name}}
	s.names[name], s.loads[v] = v, l
	return v
}

// read notes that a name is read.
func (s *scope) read(name string) {
	if _, ok := s.find(name); !ok {
		s.define(name, loadContext)
	}
}

// parameter notes that a name is given a value from outside.
func (s *scope) parameter(name string) variable {
	s.stores[name] = true
	return s.define(name, loadParameter)
}

// store notes that a name is set.
func (s *scope) store(name string) {
	s.stores[name] = true
	if _, ok := s.own(name); ok {
		return
	}
	if _, ok := s.parent.find(name); ok {
		s.define(name, loadOuter)
		return
	}
	s.define(name, loadMissing)
}

// join takes over what the branches of an if have noted. A name that only
// branches set keeps, where none of them runs, what it means outside.
func (s *scope) join(branches ...*scope) {
	var added []string
	for _, b := range branches {
		for name := range b.stores {
			if !s.sets(name) {
				added = append(added, name)
			}
		}
	}
	for _, b := range branches {
		maps.Copy(s.names, b.names)
		maps.Copy(s.loads, b.loads)
		maps.Copy(s.stores, b.stores)
	}
	for _, name := range added {
		v, _ := s.find(name)
		if _, ok := s.parent.find(name); ok {
			s.loads[v] = loadOuter
		} else {
			s.loads[v] = loadContext
		}
	}
}

// place returns where a name lives, seen from this scope.
func (s *scope) place(name string) place {
	v, ok := s.find(name)
	if !ok {
		s.read(name)
		v, _ = s.find(name)
	}
	return s.placeOf(v)
}

func (s *scope) placeOf(v variable) place { return place{s.unit.depth - v.unit.depth, v.slot()} }

// entry is what happens to one slot when its scope is entered.
type entry struct {
	slot int
	load loading
	name string
	from place // for loadOuter
}

// entries returns what happens when the scope is entered.
func (s *scope) entries() []entry {
	var list []entry
	for v, l := range s.loads {
		e := entry{slot: v.slot(), load: l, name: v.name}
		if l == loadOuter {
			outer, _ := s.parent.find(v.name)
			e.from = s.placeOf(outer)
		}
		list = append(list, e)
	}
	slices.SortFunc(list, func(a, b entry) int { return cmp.Compare(a.slot, b.slot) })
	return list
}
