package jinja

import (
	"slices"

	"nlgserver/internal/python"
)

// changesList reports whether a method of list changes it.
func changesList(name string) bool {
	switch name {
	case "append", "clear", "extend", "insert", "pop", "remove", "reverse", "sort":
		return true
	}
	return false
}

func lookupListMethod(name string) (operation, bool) {
	if op, ok := lookupTupleMethod(name); ok {
		return op, true
	}
	change := func(signature string, run func(r *render, l *list, a args) error) (operation, bool) {
		return operation{signature, func(r *render, v python.Value, a args) (python.Value, error) {
			l, _ := asList(v)
			if err := r.charge(1); err != nil {
				return v, err
			}
			return python.None(), run(r, l, a)
		}}, true
	}
	switch name {
	case "copy":
		return operation{"", func(r *render, v python.Value, _ args) (python.Value, error) {
			items, err := r.collect(v)
			return r.newList(items), err
		}}, true
	case "append":
		return change("*", func(_ *render, l *list, a args) error {
			l.items = append(l.items, a.pos[0])
			return nil
		})
	case "extend":
		return change("*", func(r *render, l *list, a args) error {
			items, err := r.collect(a.pos[0])
			l.items = append(l.items, items...)
			return err
		})
	case "clear":
		return change("", func(_ *render, l *list, _ args) error {
			l.items = nil
			return nil
		})
	case "insert":
		return change("*,*", listInsert)
	case "remove":
		return change("*", listRemove)
	case "reverse":
		return change("", func(r *render, l *list, _ args) error {
			slices.Reverse(l.items)
			return r.charge(len(l.items))
		})
	case "sort":
		return change("...", listSort)
	case "pop":
		return operation{"*?", listPop}, true
	}
	return operation{}, false
}

// lookupTupleMethod returns the methods that a list and a tuple share.
func lookupTupleMethod(name string) (operation, bool) {
	switch name {
	case "count":
		return operation{"*", func(r *render, v python.Value, a args) (python.Value, error) {
			items, _ := elements(v)
			n := int64(0)
			for _, item := range items {
				equal, err := r.equal(item, a.pos[0])
				if err != nil {
					return v, err
				}
				if equal {
					n++
				}
			}
			return python.Int(n), r.charge(len(items))
		}}, true
	case "index":
		return operation{"*,*?,*?", sequenceIndex}, true
	}
	return operation{}, false
}

// find returns where an item is, -1 if it is not there.
func (r *render) find(items []python.Value, wanted python.Value) (int, error) {
	for i, item := range items {
		if err := r.charge(1); err != nil {
			return -1, err
		}
		equal, err := r.equal(item, wanted)
		if err != nil || equal || same(item, wanted) {
			return i, err
		}
	}
	return -1, nil
}

func sequenceIndex(r *render, v python.Value, a args) (python.Value, error) {
	items, _ := elements(v)
	start, _ := a.at(1)
	stop, _ := a.at(2)
	from, to, _, err := bounds(start, stop, python.None(), len(items))
	if err != nil {
		return v, err
	}
	i, err := r.find(items[from:max(from, to)], a.pos[0])
	if err == nil && i < 0 {
		err = valueError("the item is not in the %s", frozen(v).TypeName())
	}
	return python.Int(int64(from + i)), err
}

func listInsert(r *render, l *list, a args) error {
	i, err := asIndex(a.pos[0])
	if err != nil {
		return err
	}
	if i < 0 {
		i += len(l.items)
	}
	i = min(max(i, 0), len(l.items))
	l.items = slices.Insert(l.items, i, a.pos[1])
	return r.charge(len(l.items) / bytesPerStep)
}

func listRemove(r *render, l *list, a args) error {
	i, err := r.find(l.items, a.pos[0])
	if err == nil && i < 0 {
		err = valueError("list.remove(x): x not in list")
	}
	if err == nil {
		l.items = slices.Delete(l.items, i, i+1)
	}
	return err
}

func listPop(r *render, v python.Value, a args) (python.Value, error) {
	l, _ := asList(v)
	i, err := a.index(0, -1)
	if err != nil {
		return v, err
	}
	if len(l.items) == 0 {
		return v, raise("IndexError", "pop from empty list")
	}
	if i < 0 {
		i += len(l.items)
	}
	if i < 0 || i >= len(l.items) {
		return v, raise("IndexError", "pop index out of range")
	}
	item := l.items[i]
	l.items = slices.Delete(l.items, i, i+1)
	return item, r.charge(1 + len(l.items)/bytesPerStep)
}

// listSort is list.sort. Nothing that a template has can be its key.
func listSort(r *render, l *list, a args) error {
	if len(a.pos) > 0 {
		return typeError("sort() takes no positional arguments")
	}
	a, err := a.bind("sort", "reverse?,key?")
	if err != nil {
		return err
	}
	reverse, err := a.flag(0)
	if err != nil {
		return err
	}
	if _, ok := a.given(1); ok {
		return unsupported("a key for list.sort; use the filter sort(attribute=…)")
	}
	sorted := make([]keyed, len(l.items))
	for i, item := range l.items {
		sorted[i] = keyed{item, item}
	}
	if err := r.sorted(sorted, reverse); err != nil {
		return err
	}
	for i, k := range sorted {
		l.items[i] = k.item
	}
	return nil
}

func lookupRangeMethod(name string) (operation, bool) {
	switch name {
	case "count", "index":
		return operation{"*", func(_ *render, v python.Value, a args) (python.Value, error) {
			o, _ := v.Object()
			i := o.(*span).index(a.pos[0])
			switch {
			case name == "count" && i >= 0:
				return python.Int(1), nil
			case name == "count":
				return python.Int(0), nil
			case i < 0:
				return v, valueError("the item is not in range")
			}
			return python.Int(i), nil
		}}, true
	}
	return operation{}, false
}
