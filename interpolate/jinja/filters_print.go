package jinja

import (
	"slices"
	"strings"

	"nlgserver/internal/python"
)

func filterPprint(r *render, v python.Value, _ args) (python.Value, error) {
	s, err := r.prettyPrint(v)
	return python.Str(s), err
}

// filterToJSON writes JSON that is safe within HTML: sorted keys, ASCII only, and
// <, >, & and ' escaped.
func filterToJSON(r *render, v python.Value, a args) (python.Value, error) {
	if err := r.weigh(v); err != nil {
		return v, err
	}
	w := jsonWriter{limit: r.limits.Output}
	if indent, ok := a.given(0); ok {
		w.pretty = true
		if s, isStr := isText(indent); isStr {
			w.indent = s
		} else {
			n, err := asIndex(indent)
			if err != nil {
				return v, err
			}
			if err := r.reserve(max(n, 0)); err != nil {
				return v, err
			}
			w.indent = strings.Repeat(" ", max(n, 0))
		}
	}
	if err := w.value(v, 0); err != nil {
		return v, err
	}
	return safe(string(w.out)), r.reserve(len(w.out))
}

// jsonWriter is Python's json.dumps, with Jinja2's escapes for HTML.
type jsonWriter struct {
	out    []byte
	pretty bool
	indent string
	limit  int
}

func (w *jsonWriter) value(v python.Value, depth int) error {
	if len(w.out) > w.limit {
		return limitError("output limit: the JSON is longer than %d bytes", w.limit)
	}
	if s, ok := isText(v); ok {
		w.str(s)
		return nil
	}
	if items, ok := elements(v); ok {
		return w.items('[', ']', len(items), depth, func(i int) error { return w.value(items[i], depth+1) })
	}
	switch v.Kind() {
	case python.KindNone:
		w.out = append(w.out, "null"...)
	case python.KindBool:
		w.out = append(w.out, strings.ToLower(v.Str())...)
	case python.KindInt:
		w.out = v.AppendRepr(w.out)
	case python.KindFloat:
		w.out = append(w.out, jsonFloat(v)...)
	case python.KindDict:
		entries, err := sortedEntries(v.Dict())
		if err != nil {
			return err
		}
		return w.items('{', '}', len(entries), depth, func(i int) error {
			key, err := jsonKey(entries[i].Key)
			if err != nil {
				return err
			}
			w.str(key)
			w.out = append(w.out, ": "...)
			return w.value(entries[i].Value, depth+1)
		})
	default:
		return typeError("Object of type %s is not JSON serializable", v.TypeName())
	}
	return nil
}

func (w *jsonWriter) items(begin, end byte, n, depth int, item func(i int) error) error {
	w.out = append(w.out, begin)
	for i := range n {
		if i > 0 {
			w.out = append(w.out, ',')
			if !w.pretty {
				w.out = append(w.out, ' ')
			}
		}
		if err := w.newline(depth + 1); err != nil {
			return err
		}
		if err := item(i); err != nil {
			return err
		}
	}
	if n > 0 {
		if err := w.newline(depth); err != nil {
			return err
		}
	}
	w.out = append(w.out, end)
	return nil
}

func (w *jsonWriter) newline(depth int) error {
	if !w.pretty {
		return nil
	}
	if len(w.out)+depth*len(w.indent) > w.limit {
		return limitError("output limit: the JSON is longer than %d bytes", w.limit)
	}
	w.out = append(w.out, '\n')
	for range depth {
		w.out = append(w.out, w.indent...)
	}
	return nil
}

func (w *jsonWriter) str(s string) {
	const digits = "0123456789abcdef"
	unit := func(c rune) {
		w.out = append(w.out, '\\', 'u', digits[c>>12&15], digits[c>>8&15], digits[c>>4&15], digits[c&15])
	}
	w.out = append(w.out, '"')
	for i := 0; i < len(s); {
		c, size := python.DecodeRune(s[i:])
		i += size
		if at := strings.IndexRune("\"\\\n\r\t\f\b", c); at >= 0 {
			w.out = append(w.out, '\\', `"\nrtfb`[at])
			continue
		}
		switch {
		case c > 0xffff:
			c -= 0x10000
			unit(0xd800 + c>>10)
			unit(0xdc00 + c&0x3ff)
		case c < ' ' || c > '~' || strings.ContainsRune("<>&'", c):
			unit(c)
		default:
			w.out = append(w.out, byte(c))
		}
	}
	w.out = append(w.out, '"')
}

func jsonFloat(v python.Value) string {
	switch s := v.Str(); s {
	case "nan":
		return "NaN"
	case "inf":
		return "Infinity"
	case "-inf":
		return "-Infinity"
	default:
		return s
	}
}

func jsonKey(key python.Value) (string, error) {
	switch key.Kind() {
	case python.KindStr, python.KindNone, python.KindBool, python.KindInt:
		return python.JSONKey(key), nil
	case python.KindFloat:
		return jsonFloat(key), nil
	}
	return "", typeError("keys must be str, int, float, bool or None, not %s", key.TypeName())
}

// sortedEntries returns the entries of a dict sorted by their keys, which must
// have an order.
func sortedEntries(d *python.Dict) ([]python.Entry, error) {
	entries := slices.Clone(d.Entries())
	var failed error
	slices.SortStableFunc(entries, func(a, b python.Entry) int {
		order, _, err := python.Compare(a.Key, b.Key)
		if err != nil {
			failed = typeError("'<' not supported between instances of '%s' and '%s'", b.Key.TypeName(), a.Key.TypeName())
		}
		return order
	})
	return entries, failed
}
