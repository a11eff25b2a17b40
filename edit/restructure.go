package edit

import (
	"slices"

	"nlgserver/internal/diag"
	"nlgserver/internal/python"
)

// settle writes what is pending in the file of an op, so that its places are right.
func (e *Editor) settle(op Op) error {
	f, _, err := e.target(op)
	if err != nil {
		return err
	}
	if err := f.flush(); err != nil {
		return &anyOf{err}
	}
	return nil
}

// chain returns the nodes from the variation down to that of a path, and refuses what
// is written elsewhere.
func chain(variation *node, steps []step) ([]*node, error) {
	nodes := []*node{variation}
	n := variation
	for i, s := range steps {
		if n.src.IsAlias() {
			return nil, refuse(n.position(), "the value is an alias (*name) of a value that is written elsewhere", "write it out in the file, or edit it where its anchor is")
		}
		n.load()
		switch {
		case s.isIndex() && s.index < len(n.items):
			n = n.items[s.index]
		case s.isIndex():
			return nil, refuse(n.position(), "there is no "+before(steps, i+1), "read the response again")
		default:
			e := n.get(s.key)
			if e == nil {
				return nil, refuse(n.position(), "there is no "+before(steps, i+1), "read the response again")
			}
			if e.isMerged {
				return nil, refuse(n.position(), before(steps, i+1)+" comes from a merge key (<<)", "write it out in the file, or edit it where its anchor is")
			}
			n = e.node
		}
		nodes = append(nodes, n)
	}
	return nodes, nil
}

// mark marks nodes as changed.
func mark(nodes []*node) {
	for _, n := range nodes {
		n.isChanged = true
	}
}

// unset removes a field.
func (e *Editor) unset(op Op) error {
	steps, err := stepsOf(op)
	if err != nil {
		return err
	}
	if err := e.settle(op); err != nil {
		return err
	}
	f, variation, err := e.variation(op)
	if err != nil {
		return err
	}
	present, err := find(variation, steps)
	if err != nil {
		return err
	}
	if err := e.checkWas(op, present, false); err != nil || present == nil {
		return err
	}
	if steps[len(steps)-1].isIndex() {
		return e.removeAt(f, op, variation, steps)
	}
	return e.removeKey(f, op, variation, steps)
}

// removeKey removes an entry of a map, and the translation that would be empty.
func (e *Editor) removeKey(f *file, op Op, variation *node, steps []step) error {
	if !variation.isMap() {
		return refuse(variation.position(), "a variation needs a text", "remove the variation")
	}
	for {
		nodes, err := chain(variation, steps)
		if err != nil {
			return err
		}
		parent, key := nodes[len(nodes)-2], steps[len(steps)-1].key
		if len(steps) == 1 && !staysValid(variation, key) {
			return refuse(variation.position(), "a variation needs a text or a custom payload", "remove the variation")
		}
		if len(parent.entries) > 1 && parent.lastOwn() != nil && parent.own() > 1 {
			mark(nodes[:len(nodes)-1])
			f.change(op.Response)
			for i, c := range parent.entries {
				if c.isText && c.key == key {
					return f.commit(f.removeEntry(parent, i))
				}
			}
		}
		switch {
		case parent.hasMerged():
			return refuse(parent.position(), "nothing but the merge key (<<) would be left", "edit the file by hand")
		case len(steps) == 1 || steps[len(steps)-2].isIndex() || !isTranslation(steps[:len(steps)-1]):
			mark(nodes[:len(nodes)-1])
			parent.become(python.OfDict(python.NewDict(0)))
			f.change(op.Response)
			return nil
		}
		steps = steps[:len(steps)-1]
	}
}

// own returns how many entries are written in a map.
func (n *node) own() (count int) {
	for _, e := range n.entries {
		if !e.isMerged {
			count++
		}
	}
	return count
}

// isTranslation reports whether a path is that of translations, which are not left
// empty.
func isTranslation(steps []step) bool {
	for _, s := range steps {
		if s.key == "translation" {
			return true
		}
	}
	return false
}

// staysValid reports whether a variation has a text or a custom payload without a key.
func staysValid(variation *node, key string) bool {
	for _, needed := range []string{"text", "custom"} {
		if e := variation.get(needed); needed != key && e != nil && !e.isNull() && (needed == "text" || e.src.Value.Len() > 0) {
			return true
		}
	}
	return false
}

// items does an op on an item of a list.
func (e *Editor) items(op Op) error {
	steps, err := stepsOf(op)
	if err != nil {
		return err
	}
	if op.Language != "" {
		return refuse(diag.Position{}, "lists are not translated", "set the translations of their texts")
	}
	if err := e.settle(op); err != nil {
		return err
	}
	f, variation, err := e.variation(op)
	if err != nil {
		return err
	}
	present, err := find(variation, steps)
	if err != nil {
		return err
	}
	if err := e.checkWas(op, present, false); err != nil {
		return err
	}
	if op.Kind == AddItem {
		return e.addItem(f, op, variation, steps, present)
	}
	if !steps[len(steps)-1].isIndex() {
		return refuse(diag.Position{}, shown(op.Path)+" is not an item", "write its number, such as buttons[0]")
	}
	if op.Kind == RemoveItem {
		return e.removeAt(f, op, variation, steps)
	}
	nodes, err := chain(variation, steps[:len(steps)-1])
	if err != nil {
		return err
	}
	n := nodes[len(nodes)-1]
	to, err := destination(op, n, len(n.items))
	if err != nil {
		return err
	}
	return e.move(f, op, nodes, steps[len(steps)-1].index, to)
}

// move moves an item of the list that is last of the nodes.
func (e *Editor) move(f *file, op Op, nodes []*node, from, to int) error {
	n := nodes[len(nodes)-1]
	if n.src.IsAlias() {
		return refuse(n.position(), "the list is an alias (*name) of one that is written elsewhere", "write it out in the file")
	}
	if from == to {
		return nil
	}
	mark(nodes)
	f.change(op.Response)
	splices, err := f.list(n).move(from, to)
	if err != nil {
		return err
	}
	return f.commit(splices)
}

// destination returns the index to which an op moves or adds; there are n of them.
func destination(op Op, at *node, n int) (int, error) {
	switch {
	case op.To == 0:
		return n - 1, nil
	case op.To < 0 || op.To > n:
		return 0, refuse(at.position(), "there is no place "+itoa(op.To)+": the last one is "+itoa(n), "")
	default:
		return op.To - 1, nil
	}
}

// addItem adds an item to a list, which may not be there yet.
func (e *Editor) addItem(f *file, op Op, variation *node, steps []step, present *node) error {
	v, err := valueOf(op)
	if err != nil {
		return err
	}
	if present == nil || present.isNull() || present.isList() && present.src.Len() == 0 {
		if _, err := destination(op, variation, 1); err != nil {
			return err
		}
		w := setter{f, variation}
		if err := w.set(variation, steps, python.List(v)); err != nil {
			return err
		}
		f.change(op.Response)
		return nil
	}
	nodes, err := chain(variation, steps)
	if err != nil {
		return err
	}
	n := nodes[len(nodes)-1]
	if !n.isList() {
		return refuse(n.position(), shown(op.Path)+" is not a list", "set the whole value")
	}
	to, err := destination(op, n, n.src.Len()+1)
	if err != nil {
		return err
	}
	return e.add(f, op, nodes, to, v)
}

// add adds an item to the list that is last of the nodes.
func (e *Editor) add(f *file, op Op, nodes []*node, to int, v python.Value) error {
	n := nodes[len(nodes)-1]
	if n.src.IsAlias() {
		return refuse(n.position(), "the list is an alias (*name) of one that is written elsewhere", "write it out in the file")
	}
	mark(nodes)
	f.change(op.Response)
	l := f.list(n)
	splices, err := l.add(to, v, n.src.IsFlow())
	if err != nil {
		return err
	}
	l.quoted = true
	quoted, err := l.add(to, v, n.src.IsFlow())
	if err != nil {
		return err
	}
	n.items = slices.Insert(n.items, to, fresh(v))
	if err = f.commit(splices); err == nil || slices.Equal(splices, quoted) {
		return err
	}
	return f.commit(quoted)
}

// removeAt removes an item, and the list with its last one.
func (e *Editor) removeAt(f *file, op Op, variation *node, steps []step) error {
	nodes, err := chain(variation, steps)
	if err != nil {
		return err
	}
	n := nodes[len(nodes)-2]
	if len(n.items) == 1 && !steps[len(steps)-2].isIndex() {
		return e.removeKey(f, op, variation, steps[:len(steps)-1])
	}
	if len(n.items) == 1 {
		return refuse(n.position(), "it is the only item", "remove the list")
	}
	mark(nodes[:len(nodes)-1])
	f.change(op.Response)
	splices, err := f.list(n).remove(steps[len(steps)-1].index)
	if err != nil {
		return err
	}
	return f.commit(splices)
}

// variations does an op on a variation as a whole.
func (e *Editor) variations(op Op) error {
	if err := e.settle(op); err != nil {
		return err
	}
	if op.Kind == AddVariation {
		return e.addVariation(op)
	}
	f, variation, err := e.variation(op)
	if err != nil {
		return err
	}
	if err := e.checkWas(op, variation, false); err != nil {
		return err
	}
	_, found := f.section(op.Response)
	if op.Kind == MoveVariation {
		to, err := destination(op, found.node, len(found.items))
		if err != nil {
			return err
		}
		return e.move(f, op, []*node{found.node}, op.Number-1, to)
	}
	if len(found.items) == 1 {
		return refuse(found.src.Key.Position(), "it is the only variation of the response", "remove the response")
	}
	f.change(op.Response)
	splices, err := f.list(found.node).remove(op.Number - 1)
	if err != nil {
		return err
	}
	return f.commit(splices)
}

func (e *Editor) addVariation(op Op) error {
	f, found, err := e.target(op)
	if err != nil {
		return err
	}
	v, err := valueOf(op)
	if err != nil {
		return err
	}
	if v.Dict().Len() == 0 {
		return refuse(found.src.Key.Position(), "a variation must be a map", `add {"text": "…"}`)
	}
	n := found.node
	if !n.isList() && !n.isNull() {
		return refuse(found.src.Key.Position(), "the variations of "+quote(op.Response)+" are not a list", "edit the file by hand")
	}
	to, err := destination(op, n, n.src.Len()+1)
	if err != nil {
		return err
	}
	if n.src.Len() == 0 {
		n.become(python.List(v))
		f.change(op.Response)
		return nil
	}
	return e.add(f, op, []*node{n}, to, v)
}
