package draft

import (
	"slices"

	"nlgserver/edit"
)

// isBack reports whether the variation of an op was gone, and is there again: its file was
// half written when it was read, or another branch was checked out for a while. It makes the
// old side have what is back, as it was when the op was done.
func (r *replay) isBack(l *tracked, op *Op) bool {
	if op.Conflict == nil || !op.Conflict.Gone {
		return false
	}
	if l.came {
		l.came, l.isBack, l.old = false, true, slices.Clone(l.new)
	}
	if r.endIsBack(l, op) {
		token := l.new[len(l.old)]
		l.old, l.back = append(l.old, token), append(l.back, token)
	}
	if op.Kind == edit.AddVariation {
		return l.isBack
	}
	token := at(l.old, op.Number)
	return token != 0 && (l.isBack || slices.Contains(l.back, token))
}

// endIsBack reports whether an op is on the variation that follows those of the old side,
// and whether what the op replaced is there again.
func (r *replay) endIsBack(l *tracked, op *Op) bool {
	next := len(l.old)
	if op.Number != next+1 || next >= len(l.new) || isNone(op.Replaced) || slices.Contains(l.old, l.new[next]) {
		return false
	}
	moved := op.Op
	moved.Response = l.name
	return same(r.new.index.lookUp(r.new.files, l.name).replaced(moved), op.Replaced)
}
