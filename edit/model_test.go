package edit_test

import (
	"slices"
	"strconv"
	"strings"

	"nlgserver/edit"
	"nlgserver/internal/python"
)

// edited returns what the file must mean after an op; ok is false if there is no such
// op.
func (l *law) edited(op edit.Op) (python.Value, bool) {
	value := python.None()
	if op.Value != nil {
		value, _ = python.ParseJSON(string(op.Value))
	}
	section := l.sectionOf(op.Response)
	written := item(l.doc.Root().Get(section).Get(op.Response), op.Number-1)
	old := at(written, steps(op)).String()
	if written.IsScalar() && op.Path == "text" && op.Language == "" {
		old = written.String()
	}
	if text, isText := value.Text(); isText && strings.Contains(old, "<value of X>") {
		value = python.Str(strings.ReplaceAll(text, "${X}", "<value of X>")) // it stays a variable
	}
	all, _ := l.root.Dict().Get(section)
	list, _ := all.Dict().Get(op.Response)
	variations := slices.Clone(list.Items())
	i := op.Number - 1
	switch op.Kind {
	case edit.RemoveResponse, edit.RenameResponse:
		d := python.NewDict(0)
		for _, e := range all.Dict().Entries() {
			name, _ := e.Key.Text()
			switch {
			case name != op.Response:
				d.SetKey(e.Key, e.Value)
			case op.Kind == edit.RenameResponse:
				d.SetKey(value, e.Value)
			}
		}
		return with(l.root, section, python.OfDict(d)), true
	case edit.AddResponse:
		name := op.Response
		if _, taken := all.Dict().Get(name); taken {
			return value, false
		}
		return with(l.root, section, with(all, name, value)), true
	case edit.AddVariation:
		to := op.To - 1
		if op.To == 0 {
			to = len(variations)
		}
		variations = slices.Insert(variations, to, value)
	case edit.RemoveVariation:
		if len(variations) == 1 {
			return value, false
		}
		variations = slices.Delete(variations, i, i+1)
	case edit.MoveVariation:
		to := op.To - 1
		if op.To == 0 {
			to = len(variations) - 1
		}
		moved := variations[i]
		variations = slices.Insert(slices.Delete(variations, i, i+1), to, moved)
	default:
		v := variations[i]
		if text, isText := v.Text(); isText && op.Kind == edit.Unset {
			return l.root, true
		} else if isText && (op.Path != "text" || op.Language != "") {
			v = python.OfDict(python.DictOf("text", python.Str(text)))
		} else if isText && op.Kind == edit.Set {
			v = value
		}
		var ok bool
		if variations[i], ok = editedAt(v, steps(op), op, value); !ok {
			return value, false
		}
	}
	return with(l.root, section, with(all, op.Response, python.List(variations...))), true
}

// with returns a map with a key set.
func with(v python.Value, key string, value python.Value) python.Value {
	d := python.NewDict(0)
	for _, e := range v.Dict().Entries() {
		d.SetKey(e.Key, e.Value)
	}
	d.Set(key, value)
	return python.OfDict(d)
}

// without returns a map without a key.
func without(v python.Value, key string) python.Value {
	d := python.NewDict(0)
	for _, e := range v.Dict().Entries() {
		if name, isText := e.Key.Text(); !isText || name != key {
			d.SetKey(e.Key, e.Value)
		}
	}
	return python.OfDict(d)
}

// editedAt returns a value with the op done at a path.
func editedAt(v python.Value, path []string, op edit.Op, value python.Value) (python.Value, bool) {
	if v.Kind() == python.KindStr && op.Kind == edit.Set && len(path) == 1 && path[0] == "text" {
		return value, true
	}
	if len(path) == 0 {
		switch op.Kind {
		case edit.Set:
			return value, true
		case edit.AddItem:
			items := slices.Clone(v.Items())
			to := op.To - 1
			if op.To == 0 {
				to = len(items)
			}
			if v.Kind() != python.KindList && !v.IsNone() || to > len(items) {
				return v, false
			}
			return python.List(slices.Insert(items, to, value)...), true
		}
		return v, false
	}
	if i, err := strconv.Atoi(path[0]); err == nil && v.Kind() == python.KindList {
		items := slices.Clone(v.Items())
		if i >= len(items) {
			return v, false
		}
		if len(path) == 1 && op.Kind == edit.RemoveItem {
			return python.List(slices.Delete(items, i, i+1)...), true
		}
		if len(path) == 1 && op.Kind == edit.MoveItem {
			to := op.To - 1
			if op.To == 0 {
				to = len(items) - 1
			}
			if to >= len(items) {
				return v, false
			}
			moved := items[i]
			return python.List(slices.Insert(slices.Delete(items, i, i+1), to, moved)...), true
		}
		child, ok := editedAt(items[i], path[1:], op, value)
		items[i] = child
		return python.List(items...), ok
	}
	if _, err := strconv.Atoi(path[0]); err == nil && v.Kind() != python.KindDict {
		return v, false
	}
	if v.IsNone() && op.Kind == edit.Set {
		v = python.OfDict(python.NewDict(0))
	}
	if v.Kind() != python.KindDict {
		return v, false
	}
	old, has := v.Dict().Get(path[0])
	switch {
	case len(path) == 1 && op.Kind == edit.Unset:
		if !has {
			return v, true
		}
		return without(v, path[0]), true
	case !has && op.Kind == edit.Unset:
		return v, true
	case !has && op.Kind != edit.Set && op.Kind != edit.AddItem:
		return v, false
	case !has:
		old = python.None()
	}
	child, ok := editedAt(old, path[1:], op, value)
	if !ok {
		return v, false
	}
	if op.Kind == edit.RemoveItem && len(child.Items()) == 0 && len(path) == 2 ||
		op.Kind == edit.Unset && child.Dict().Len() == 0 && old.Dict().Len() > 0 && (path[0] == "translation" || op.Language == path[0]) {
		return without(v, path[0]), true
	}
	return with(v, path[0], child), true
}
