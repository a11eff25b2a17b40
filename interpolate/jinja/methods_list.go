package jinja

import (
	"maps"
	"slices"

	"nlgserver/internal/python"
)

// tupleMethods are the methods of tuple, which list has too.
var tupleMethods = map[string]operation{
	"count": {"*", sequenceCount},
	"index": {"*,*?,*?", sequenceIndex},
}

// listMethods are the methods that only list has.
var listMethods = map[string]operation{
	"append":  changing("*", listAppend),
	"clear":   changing("", listClear),
	"copy":    {"", filterList},
	"extend":  changing("*", listExtend),
	"insert":  changing("*,*", listInsert),
	"pop":     {"*?", listPop},
	"remove":  changing("*", listRemove),
	"reverse": changing("", listReverse),
	"sort":    changing("...", listSort),
}

// listMutators are the methods that change a list.
var listMutators = map[string]bool{
	"append": true, "clear": true, "extend": true, "insert": true, "pop": true, "remove": true, "reverse": true, "sort": true,
}

// mutators are the methods that change a list or a dict.
var mutators = func() map[string]bool {
	all := maps.Clone(listMutators)
	maps.Copy(all, dictMutators)
	return all
}()

// rangeMethods are the methods of range.
var rangeMethods = map[string]operation{
	"count": {"*", rangeCount},
	"index": {"*", rangeIndex},
}

func changing(signature string, run func(r *render, l *list, a args) error) operation {
	return operation{signature, func(r *render, v python.Value, a args) (python.Value, error) {
		l, _ := asList(v)
		if err := r.charge(1); err != nil {
			return v, err
		}
		return python.None(), run(r, l, a)
	}}
}

func listAppend(_ *render, l *list, a args) error {
	l.items = append(l.items, a.pos[0])
	return nil
}

func listExtend(r *render, l *list, a args) error {
	items, err := r.collect(a.pos[0])
	l.items = append(l.items, items...)
	return err
}

func listClear(_ *render, l *list, _ args) error {
	l.items = nil
	return nil
}

func listReverse(r *render, l *list, _ args) error {
	err := r.charge(len(l.items))
	slices.Reverse(l.items)
	return err
}

func sequenceCount(r *render, v python.Value, a args) (python.Value, error) {
	items, _ := elements(v)
	n := int64(0)
	if err := r.charge(len(items)); err != nil {
		return v, err
	}
	for _, item := range items {
		equal, err := r.equal(item, a.pos[0])
		if err != nil {
			return v, err
		}
		if equal {
			n++
		}
	}
	return python.Int(n), nil
}

// find returns the index of an item, -1 if there is none.
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
		return unsupported("a key for list.sort: use the filter sort(attribute=…)")
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

func rangeCount(_ *render, v python.Value, a args) (python.Value, error) {
	o, _ := v.Object()
	if o.(*span).index(a.pos[0]) < 0 {
		return python.Int(0), nil
	}
	return python.Int(1), nil
}

func rangeIndex(_ *render, v python.Value, a args) (python.Value, error) {
	o, _ := v.Object()
	i := o.(*span).index(a.pos[0])
	if i < 0 {
		return v, valueError("the item is not in range")
	}
	return python.Int(i), nil
}
