package compare

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nlgserver/internal/content"
	"nlgserver/internal/python"
	"nlgserver/nlg"
)

// TestReformatting: content that is only formatted differently has no
// differences, and compares to any other content in the same way.
func TestReformatting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := anyContent().Draw(t, "content")
		a, b := compile(t, written(t, x)), compile(t, written(t, x))
		if d := Catalogs(a, b); !d.Empty() {
			t.Fatalf("%+v", d.Responses)
		}
		for name := range x {
			req := anyRequest(name).Draw(t, "request")
			if p, q := said(t, a, req), said(t, b, req); !slices.Equal(p, q) {
				t.Fatalf("%v and %v", p, q)
			}
		}
	})
}

// TestMutation: one changed value is a difference, in both directions and with
// the same names.
func TestMutation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := anyContent().Draw(t, "content")
		name := rapid.SampledFrom(slices.Sorted(maps.Keys(x))).Draw(t, "name")
		a := compile(t, written(t, x))
		mutate(t, x, name)
		b := compile(t, written(t, x))
		for _, d := range []*Diff{Catalogs(a, b), Catalogs(b, a)} {
			if len(d.Responses) != 1 || d.Responses[0].Name != name {
				t.Fatalf("%+v", d.Responses)
			}
			for _, v := range d.Responses[0].Variations {
				for _, c := range v.Changes {
					checkWords(t, c)
				}
			}
		}
	})
}

// checkWords checks that the words of a change make up both texts.
func checkWords(t *rapid.T, c Change) {
	var before, after string
	for _, w := range c.Words {
		if w.Kind != Added {
			before += w.Text
		}
		if w.Kind != Removed {
			after += w.Text
		}
	}
	if c.Words != nil && (before != c.Before || after != c.After) {
		t.Fatalf("%+v", c)
	}
}

// TestEmptyMeansSame: if two versions of one content have no differences, every
// request gets the same reply from both.
func TestEmptyMeansSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, y := anyContent().Draw(t, "old"), anyContent().Draw(t, "new")
		a, b := compile(t, written(t, x)), compile(t, written(t, y))
		differs := map[string]bool{}
		for _, r := range Catalogs(a, b).Responses {
			differs[r.Name] = true
		}
		for name := range x {
			if y[name] == nil && !differs[name] {
				t.Fatalf("%s is gone, and nobody says so", name)
			}
			if differs[name] {
				continue
			}
			for range 5 {
				req := anyRequest(name).Draw(t, "request")
				if p, q := said(t, a, req), said(t, b, req); !slices.Equal(p, q) {
					t.Fatalf("%s: %v and %v", name, p, q)
				}
			}
		}
	})
}

// anyContent generates a few responses with short texts, so that values repeat.
func anyContent() *rapid.Generator[map[string][]any] {
	short := rapid.SampledFrom([]string{"Hi", "Hello {name}", "one two: three", "Grüße, # nein", "a\nb", "it's", `say "x"`, "", "true", "1"})
	value := rapid.SampledFrom([]any{"gold", "Gold", 1, true, 2, nil, []any{"a", 1}, map[string]any{"k": "v", "l": 2}})
	return rapid.Custom(func(t *rapid.T) map[string][]any {
		out := map[string][]any{}
		for i := range rapid.IntRange(1, 3).Draw(t, "responses") {
			var variations []any
			for range rapid.IntRange(1, 3).Draw(t, "variations") {
				v := map[string]any{"text": short.Draw(t, "text")}
				maybe := func(key string, draw func() any) {
					if rapid.IntRange(0, 3).Draw(t, key+"?") == 0 {
						v[key] = draw()
					}
				}
				maybe("channel", func() any { return rapid.SampledFrom([]string{"slack", "facebook"}).Draw(t, "channel") })
				maybe("custom", func() any { return map[string]any{"a": value.Draw(t, "a"), "b": value.Draw(t, "b")} })
				maybe("buttons", func() any {
					return []any{map[string]any{"title": short.Draw(t, "title"), "payload": "/x"}, map[string]any{"title": "No", "payload": "/y"}}
				})
				maybe("translation", func() any { return map[string]any{"de": short.Draw(t, "de"), "fr": "Oui"} })
				maybe("condition", func() any {
					if rapid.Bool().Draw(t, "predicate") {
						return rapid.SampledFrom([]string{"slots.x is 'gold' and slots.y > 0", "slots.x is null", "not slots.y"}).Draw(t, "predicate text")
					}
					var items []any
					for _, slot := range []string{"x", "y"}[:rapid.IntRange(0, 2).Draw(t, "items")] {
						items = append(items, map[string]any{"type": "slot", "name": slot, "value": value.Draw(t, "value")})
					}
					return items
				})
				variations = append(variations, v)
			}
			out[fmt.Sprintf("utter_%d", i)] = variations
		}
		return out
	})
}

// mutate changes one value in a response, which changes its meaning.
func mutate(t *rapid.T, x map[string][]any, name string) {
	i := rapid.IntRange(0, len(x[name])-1).Draw(t, "variation")
	v := x[name][i].(map[string]any)
	switch rapid.IntRange(0, 5).Draw(t, "mutation") {
	case 0:
		v["text"] = v["text"].(string) + " more"
	case 1:
		v["channel"] = "telegram"
	case 2:
		v["translation"] = map[string]any{"es": "Sí"}
	case 3:
		x[name] = append(x[name], map[string]any{"text": "another"})
	case 4:
		v["custom"] = map[string]any{"other": []any{1, 2.5}}
	default:
		v["condition"] = []any{map[string]any{"type": "slot", "name": "z", "value": "new"}}
	}
}

func anyRequest(name string) *rapid.Generator[*nlg.Request] {
	return rapid.Custom(func(t *rapid.T) *nlg.Request {
		values := []python.Value{python.Str("GOLD"), python.Int(1), python.Bool(true), python.Int(2), python.None(), python.List(python.Str("a"), python.Bool(true))}
		slots := python.NewDict(3)
		for _, slot := range []string{"x", "y"} {
			slots.Set(slot, rapid.SampledFrom(values).Draw(t, slot))
		}
		slots.Set("name", python.Str("Ann"))
		slots.Set("language", python.Str(rapid.SampledFrom([]string{"de", "fr", "en"}).Draw(t, "language")))
		return &nlg.Request{Response: name, Channel: rapid.SampledFrom([]string{"slack", "facebook", "x"}).Draw(t, "channel"), Slots: slots}
	})
}

// said returns every message that a request may get, whatever the order.
func said(t *rapid.T, c *nlg.Catalog, req *nlg.Request) []string {
	e, err := c.Explain(req)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, m := range e.Messages {
		var v any
		if err := json.Unmarshal(m.JSON, &v); err != nil {
			t.Fatal(err)
		}
		sorted, _ := json.Marshal(v)
		out = append(out, string(sorted))
	}
	slices.Sort(out)
	return out
}

// written formats content as files, in a random style each time.
func written(t *rapid.T, x map[string][]any) []content.File {
	paths := []string{"a.yml", "b.yml", "c/d.yaml"}
	byPath := map[string]map[string]any{}
	for name, variations := range x {
		path := rapid.SampledFrom(paths).Draw(t, "file")
		if byPath[path] == nil {
			byPath[path] = map[string]any{}
		}
		byPath[path][name] = rapid.Permutation(variations).Draw(t, "order")
	}
	var files []content.File
	for _, path := range slices.Sorted(maps.Keys(byPath)) {
		w := writer{t: t}
		w.b.WriteString("# a file\nresponses:")
		w.value(byPath[path], 1)
		files = append(files, content.File{Path: path, Data: []byte(w.b.String())})
	}
	return files
}

// writer writes YAML in a random style.
type writer struct {
	t *rapid.T
	b strings.Builder
}

// value writes a value after a colon or a dash, and ends the line.
func (w *writer) value(v any, depth int) {
	flow := depth > 1 && rapid.Bool().Draw(w.t, "flow")
	m, isMap := v.(map[string]any)
	l, isList := v.([]any)
	switch {
	case flow || !isMap && !isList || len(m)+len(l) == 0:
		w.b.WriteString(" " + w.flow(v))
		w.comment()
	case isMap:
		w.comment()
		for _, key := range rapid.Permutation(slices.Sorted(maps.Keys(m))).Draw(w.t, "keys") {
			w.b.WriteString(strings.Repeat("  ", depth) + w.text(key) + ":")
			w.value(w.shuffled(key, m[key]), depth+1)
		}
	default:
		w.comment()
		for _, item := range l {
			w.b.WriteString(strings.Repeat("  ", depth) + "-")
			w.value(item, depth+1)
		}
	}
}

func (w *writer) comment() {
	w.b.WriteString(rapid.SampledFrom([]string{"\n", " # said\n", "\n\n", "\n# aside\n"}).Draw(w.t, "end"))
}

func (w *writer) flow(v any) string {
	switch v := v.(type) {
	case map[string]any:
		var out []string
		for _, key := range rapid.Permutation(slices.Sorted(maps.Keys(v))).Draw(w.t, "keys") {
			out = append(out, w.text(key)+": "+w.flow(w.shuffled(key, v[key])))
		}
		return "{" + strings.Join(out, ", ") + "}"
	case []any:
		var out []string
		for _, item := range v {
			out = append(out, w.flow(item))
		}
		return "[" + strings.Join(out, ",") + "]"
	case string:
		return w.text(v)
	case nil:
		return rapid.SampledFrom([]string{"null", "~"}).Draw(w.t, "null")
	default:
		return fmt.Sprint(v)
	}
}

// shuffled reorders the items of a condition and repeats one of them.
func (w *writer) shuffled(key string, v any) any {
	items, isList := v.([]any)
	if key != "condition" || !isList || len(items) == 0 {
		return v
	}
	if rapid.Bool().Draw(w.t, "twice") {
		items = append(slices.Clone(items), items[0])
	}
	return rapid.Permutation(items).Draw(w.t, "items")
}

func (w *writer) text(s string) string {
	quoted, _ := json.Marshal(s)
	styles := []string{string(quoted)}
	if !strings.Contains(s, "\n") {
		styles = append(styles, "'"+strings.ReplaceAll(s, "'", "''")+"'")
	}
	if regexp.MustCompile(`^[a-z_0-9]*[a-z_][a-z_0-9]*$`).MatchString(s) && s != "true" {
		styles = append(styles, s)
	}
	return rapid.SampledFrom(styles).Draw(w.t, "style")
}

// inJSON writes content to one file as JSON, which is also YAML.
func inJSON(x map[string][]any) []content.File {
	all := map[string]any{}
	for name, variations := range x {
		all[name] = variations
	}
	data, _ := json.Marshal(map[string]any{"responses": all})
	return []content.File{{Path: "a.yml", Data: data, Direct: true}}
}
