package jinja

import (
	"maps"
	"slices"
)

// blockUse is a block that is yet to be resolved: as in Jinja2 that happens
// after all that is outside of blocks.
type blockUse struct {
	block *blockStmt
	// given holds the names that the block's context has besides the variables
	// that are passed in.
	given map[string]bool
}

// blockStmt notes a block and, if it is scoped, the variables around it.
func (c *compiler) blockStmt(s *scope, st *blockStmt) {
	use := blockUse{st, maps.Clone(c.given)}
	if st.scoped {
		for _, name := range s.stored() {
			st.locals = append(st.locals, binding{name, s.place(name)})
			use.given[name] = true
		}
	}
	c.uses = append(c.uses, use)
}

// stored returns the names that are set in this scope and in those around it.
func (s *scope) stored() []string {
	all := map[string]bool{}
	for ; s != nil; s = s.parent {
		maps.Copy(all, s.stores)
	}
	return slices.Sorted(maps.Keys(all))
}

// blockBodies resolves the blocks that have been noted, and those in them.
func (c *compiler) blockBodies() error {
	for len(c.uses) > 0 {
		use := c.uses[0]
		c.uses = c.uses[1:]
		c.given = use.given
		if err := c.blockBody(use.block); err != nil {
			return err
		}
	}
	return nil
}

func (c *compiler) blockBody(st *blockStmt) error {
	u := &unit{slots: map[slotKey]int{}}
	s := newScope(nil, u)
	special := mentions(st.body, "self", "super")
	st.self, st.super = -1, -1
	if special["self"] {
		st.self = s.parameter("self").slot()
	}
	if special["super"] {
		st.super = s.parameter("super").slot()
	}
	s.noteBody(st.body)
	err := c.body(s, st.body)
	st.entry = c.open(s)
	st.slots = len(u.slots)
	return err
}

// export returns the names that a statement sets for the blocks: those at the
// top level of a template that has any.
func (c *compiler) export(t target) []binding {
	if !c.topLevel || !c.hasBlocks {
		return nil
	}
	var names []binding
	walkTarget(t, func(n *nameTarget) {
		names = append(names, binding{n.name, n.place})
		c.given[n.name] = true
	})
	return names
}
