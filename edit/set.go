package edit

import (
	"encoding/json"
	"math"
	"regexp"
	"strings"

	"nlgserver/internal/diag"
	"nlgserver/internal/document"
	"nlgserver/internal/python"
)

// set gives a field of a variation a value.
func (e *Editor) set(op Op) error {
	steps, err := stepsOf(op)
	if err != nil {
		return err
	}
	want, err := valueOf(op)
	if err != nil {
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
	if err := e.checkWas(op, present, true); err != nil {
		return err
	}
	if present != nil && present.has(want) {
		return nil
	}
	w := setter{f, variation}
	if err := w.set(variation, steps, want); err != nil {
		return err
	}
	f.change(op.Response)
	return nil
}

// valueOf returns the value of an op.
func valueOf(op Op) (python.Value, error) {
	v, err := python.ParseJSON(string(op.Value))
	if err != nil {
		return v, refuse(diag.Position{}, "the value is not JSON: "+err.Error(), "")
	}
	return v, checkValue(v)
}

// checkValue refuses text and numbers that no file can hold.
func checkValue(v python.Value) error {
	if f, ok := v.Float64(); ok && (math.IsInf(f, 0) || math.IsNaN(f)) {
		return refuse(diag.Position{}, "the value has a number that is too large", "write a smaller one, or a text")
	}
	if text, ok := v.Text(); ok {
		for i := 0; i < len(text); {
			r, size := python.DecodeRune(text[i:])
			if python.IsSurrogate(r) {
				return refuse(diag.Position{}, "the text has half of a character (a surrogate)", "type the character again")
			}
			i += size
		}
	}
	for _, item := range v.Items() {
		if err := checkValue(item); err != nil {
			return err
		}
	}
	for _, entry := range v.Dict().Entries() {
		if err := checkValue(entry.Value); err != nil {
			return err
		}
		if err := checkValue(entry.Key); err != nil {
			return err
		}
	}
	return nil
}

// has reports whether a node has a value already.
func (n *node) has(v python.Value) bool { return sameValue(n.python(), v) }

// checkWas compares the value that the author saw with that of the content. strict
// says that an op without Was means that its author saw none: a key without a value, as
// authors leave it for a translator, is none.
func (e *Editor) checkWas(op Op, present *node, strict bool) error {
	if e.opts.IgnoreWas || op.Was == nil && (!strict || present == nil || present.python().IsNone()) {
		return nil
	}
	if op.Was != nil && present != nil {
		was, err := python.ParseJSON(string(op.Was))
		if err != nil {
			return refuse(diag.Position{}, "was is not JSON: "+err.Error(), "")
		}
		if e.isAsSeen(present, was) {
			return nil
		}
	}
	c := &conflict{}
	if present != nil {
		c.present = json.RawMessage(present.python().AppendJSON(nil))
		if !present.src.IsMissing() {
			c.at = present.src.Position()
		}
	}
	return c
}

// isAsSeen reports whether a value is what an author saw. Authors may see the values
// of environment variables, and the page may sort the keys of maps.
func (e *Editor) isAsSeen(n *node, was python.Value) bool {
	if sameValue(sorted(n.python()), sorted(was)) {
		return true
	}
	text, isText := n.text()
	if only, ok := was.Dict().Get("text"); isText && ok && was.Dict().Len() == 1 {
		was = only // a bare text, which a page shows as a variation like others
	}
	seen, wasText := was.Text()
	if isText && wasText && seen == text {
		return true
	}
	return isText && wasText && n.mayExpand() && e.opts.Env != nil && expand(text, e.opts.Env) == seen
}

// variable finds the environment variables that are replaced in a text.
var variable = regexp.MustCompile(`\$(?:[0-9A-Za-z_]+|\{[^}]*\})`)

func expand(text string, env func(string) (string, bool)) string {
	return variable.ReplaceAllStringFunc(text, func(ref string) string {
		if value, ok := env(strings.Trim(ref[1:], "{}")); ok {
			return value
		}
		return ref
	})
}

// find returns the node of a path, nil if there is none.
func find(n *node, steps []step) (*node, error) {
	for i, s := range steps {
		switch n.load(); {
		case s.isIndex():
			if !n.isList() || s.index >= len(n.items) {
				return nil, refuse(n.position(), "there is no "+before(steps, i+1)+": "+before(steps, i)+" has "+count(len(n.items), "item"), "read the response again")
			}
			n = n.items[s.index]
		case n.isMap():
			e := n.get(s.key)
			if e == nil {
				return nil, nil
			}
			n = e.node
		case i == 0 && s.key == "text":
			if _, isText := n.text(); isText {
				return n, nil
			}
			return nil, nil
		default:
			return nil, nil
		}
	}
	return n, nil
}

func (n *node) position() diag.Position {
	if n.src.IsMissing() {
		return diag.Position{}
	}
	return n.src.Position()
}

// setter sets a value in a file's nodes.
type setter struct {
	file      *file
	variation *node
}

// set sets the value of a path. All nodes on the way are marked.
func (w *setter) set(n *node, steps []step, want python.Value) error {
	if len(steps) == 0 {
		return w.assign(n, want)
	}
	if n.src.IsAlias() && !n.isFresh {
		return refuse(n.position(), "the value is an alias (*name) of a value that is written elsewhere", "write it out in the file, or edit it where its anchor is")
	}
	n.load()
	s := steps[0]
	_, isText := n.text()
	switch {
	case s.isIndex():
		n.isChanged = true
		return w.set(n.items[s.index], steps[1:], want)
	case isText && n == w.variation && s.key == "text" && len(steps) == 1 && !n.isMap():
		return w.assign(n, want) // a bare text
	case isText && n == w.variation && !n.isMap():
		n.wrap()
	case n.isNull():
		n.become(python.OfDict(python.NewDict(0)))
	case !n.isMap():
		return refuse(n.position(), "there is no place for "+shown(s.key)+" here: the value is not a map", "set the whole value")
	}
	n.isChanged = true
	e := n.get(s.key)
	switch {
	case e != nil && e.isMerged && len(steps) > 1:
		return refuse(e.position(), "the value comes from a merge key (<<)", "write it out in the file, or edit it where its anchor is")
	case e != nil && e.isMerged:
		e.isMerged, e.src = false, document.Entry{} // it is written again, in its own map
		e.node = fresh(want)
		return nil
	case e != nil:
		return w.set(e.node, steps[1:], want)
	}
	for i := len(steps) - 1; i > 0; i-- {
		d := python.NewDict(1)
		if steps[i].isIndex() {
			return refuse(n.position(), "there is no "+before(steps, i), "add it first")
		}
		d.Set(steps[i].key, want)
		want = python.OfDict(d)
	}
	w.file.insert(n, s.key, fresh(want))
	return nil
}

// assign makes a node a value. In a map or a list, what stays is not written again.
func (w *setter) assign(n *node, want python.Value) error {
	switch {
	case n.has(want):
		return nil
	case n.isFresh || n.src.IsAlias():
		n.become(want)
		return nil
	case n.isWrapped:
		return refuse(n.position(), "the variation is a text", "set its fields")
	}
	n.load()
	switch {
	case want.Kind() == python.KindDict && n.isMap() && keeps(n, want):
		n.isChanged = true
		for _, e := range want.Dict().Entries() {
			if err := w.set(n, []step{{python.JSONKey(e.Key), -1}}, e.Value); err != nil {
				return err
			}
		}
		return nil
	case want.Kind() == python.KindList && n.isList() && len(n.items) > 0 && len(n.items) == len(want.Items()):
		n.isChanged = true
		for i, item := range want.Items() {
			if err := w.assign(n.items[i], item); err != nil {
				return err
			}
		}
		return nil
	}
	return w.replace(n, want)
}

// keeps reports whether a map has all keys that it had, in its order.
func keeps(n *node, want python.Value) bool {
	if len(n.entries) == 0 {
		return false
	}
	i := 0
	for _, e := range want.Dict().Entries() {
		if i < len(n.entries) && n.entries[i].isText && n.entries[i].key == python.JSONKey(e.Key) {
			i++
		}
	}
	return i == len(n.entries)
}

// replace makes a node a new value. The variables of a text stay variables.
func (w *setter) replace(n *node, want python.Value) error {
	old, isText := n.text()
	expands := n.mayExpand()
	text, becomesText := want.Text()
	n.become(want)
	if !isText || !expands || !becomesText || !strings.Contains(text, "${") {
		return nil
	}
	known := map[string]bool{}
	for _, ref := range variable.FindAllString(old, -1) {
		known[ref] = true
	}
	for _, ref := range variable.FindAllString(text, -1) {
		if strings.HasPrefix(ref, "${") && !known[ref] {
			return refuse(n.position(), "the text has the environment variable "+ref+" beside one that was there, and only those that were there are replaced", "edit the file by hand")
		}
	}
	n.expands = true
	return nil
}
