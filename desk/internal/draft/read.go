package draft

import (
	"bytes"
	"encoding/json"
	"iter"
	"strconv"
	"strings"

	"nlgserver/edit"
	"nlgserver/nlg"
	"nlgserver/responses"
)

// entry is a response in a file.
type entry struct {
	file  string
	items []responses.Value
	// variations are those without an error; numbers are their indexes in items.
	variations []*responses.Variation
	numbers    []int
	list       responses.Value
}

// replaced returns the value that an op replaces or removes, as JSON; nil if there is
// none.
func (e *entry) replaced(op edit.Op) json.RawMessage {
	switch {
	case e == nil:
		return nil
	case op.Kind == edit.RemoveResponse || op.Kind == edit.AddResponse:
		return asJSON(e.list)
	case op.Number < 1 || op.Number > len(e.items):
		return nil
	}
	item := e.items[op.Number-1]
	if op.Path == "" {
		return asJSON(item)
	}
	if _, isText := item.Text(); isText { // the old form
		if op.Path == "text" && op.Language == "" {
			return asJSON(item)
		}
		return nil
	}
	for part := range parts(op.Path, op.Language) {
		next := item.Get(part)
		if i, err := strconv.Atoi(part); err == nil && item.IsList() {
			n := 0
			for one := range item.Items() {
				if n == i {
					next = one
				}
				n++
			}
		}
		if next.IsMissing() {
			return nil
		}
		item = next
	}
	return asJSON(item)
}

// parts yields the keys and indexes on the way to a field. That of a translation is
// below the key translation of the variation or of the button.
func parts(path, language string) iter.Seq[string] {
	return func(yield func(string) bool) {
		fields := strings.FieldsFunc(path, func(r rune) bool { return r == '.' || r == '[' || r == ']' })
		if language != "" {
			last := max(len(fields)-1, 0)
			last = min(last, 2)
			fields = append(fields[:last:last], append([]string{"translation", language}, fields[last:]...)...)
			if path == "text" {
				fields = []string{"translation", language}
			}
		}
		for _, f := range fields {
			if !yield(f) {
				return
			}
		}
	}
}

func asJSON(v responses.Value) json.RawMessage {
	if v.IsMissing() || v.IsNull() {
		return nil
	}
	return v.Python().AppendJSON(nil)
}

// same reports whether two JSON values are the same value, whatever the order of
// their keys; null is none.
func same(a, b json.RawMessage) bool {
	if isNone(a) || isNone(b) {
		return isNone(a) && isNone(b)
	}
	x, errX := nlg.ParseJSON(string(a))
	y, errY := nlg.ParseJSON(string(b))
	return errX == nil && errY == nil && responses.Canonical(x) == responses.Canonical(y)
}

// index knows the names of the responses of files, and reads only changed files.
type index struct {
	read  responses.Options
	files map[string]indexed
	// cache knows the lines of a response in files that are being written; nil knows none.
	cache *edit.Cache
	// held are files that were read; nil unless many responses are looked up.
	held map[string]*readFile
}

type indexed struct {
	data  []byte
	names map[string]bool
}

func newIndex(read responses.Options, cache *edit.Cache) *index {
	return &index{read: read, cache: cache, files: map[string]indexed{}}
}

func (x *index) has(f nlg.File, name string) bool { return x.names(f)[name] }

func (x *index) names(f nlg.File) map[string]bool {
	known, ok := x.files[f.Path]
	if ok && (isSame(known.data, f.Data) || bytes.Equal(known.data, f.Data)) {
		x.files[f.Path] = indexed{f.Data, known.names}
		return known.names
	}
	names := map[string]bool{}
	for r := range responses.Open(f, x.read).Responses() {
		names[r.Name] = true
	}
	x.files[f.Path] = indexed{f.Data, names}
	return names
}

// keep notes that files have the same names as before: an op that changes none was
// verified.
func (x *index) keep(before, after []nlg.File) {
	for i := range min(len(before), len(after)) {
		f, g := &before[i], &after[i]
		if known, ok := x.files[f.Path]; ok && g.Path == f.Path && isSame(known.data, f.Data) && !isSame(f.Data, g.Data) {
			x.files[f.Path] = indexed{g.Data, known.names}
		}
	}
}

// isSame reports whether bytes are the same in memory.
func isSame(a, b []byte) bool { return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0]) }

// with returns the files that have a response.
func (x *index) with(files []nlg.File, name string) []nlg.File {
	var out []nlg.File
	for _, f := range files {
		if isContent(f) && x.has(f, name) {
			out = append(out, f)
		}
	}
	return out
}
