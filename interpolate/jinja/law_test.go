package jinja

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nlgserver/internal/python"
)

func valueGen() *rapid.Generator[python.Value] {
	scalar := rapid.OneOf(
		rapid.Just(python.None()),
		rapid.Map(rapid.Bool(), python.Bool),
		rapid.Map(rapid.Int64(), python.Int),
		rapid.Map(rapid.Float64(), python.Float),
		rapid.Map(rapid.String(), python.Str),
	)
	list := rapid.Map(rapid.SliceOfN(scalar, 0, 4), func(items []python.Value) python.Value { return python.List(items...) })
	dict := rapid.Map(rapid.MapOfN(rapid.StringMatching(`[a-c]`), rapid.OneOf(scalar, list), 0, 3), func(m map[string]python.Value) python.Value {
		d := python.NewDict(len(m))
		for _, key := range []string{"a", "b", "c"} {
			if v, ok := m[key]; ok {
				d.Set(key, v)
			}
		}
		return python.OfDict(d)
	})
	return rapid.OneOf(scalar, list, dict)
}

// pieceGen returns pieces of templates that work on x, y and z.
func pieceGen() *rapid.Generator[string] {
	name := rapid.SampledFrom([]string{"x", "y", "z", "x.a", "y['b']", "z[0]"})
	filter := rapid.SampledFrom(slices.Sorted(maps.Keys(filters)))
	return rapid.Custom(func(t *rapid.T) string {
		n := name.Draw(t, "name")
		switch rapid.IntRange(0, 7).Draw(t, "shape") {
		case 0:
			return "{{ " + n + "|" + filter.Draw(t, "filter") + " }}"
		case 1:
			return "{% for i in " + n + " %}{{ i }}{{ loop.last }}{% else %}-{% endfor %}"
		case 2:
			return "{% if " + n + " %}a{% else %}b{% endif %}"
		case 3:
			return "{{ x.append(1) if x is sequence and x is not string and x is not mapping }}"
		case 4:
			return "{{ y.update(q=[1]) if y is mapping }}{{ y.q.append(2) if y is mapping }}"
		case 5:
			return "{% set x = " + n + " %}"
		case 6:
			return "{{ " + n + " ~ " + name.Draw(t, "other") + " }}"
		}
		return "{{ " + n + " }}"
	})
}

// TestRenderingIsPure: the same template and data give the same result, and the
// data stay as they are.
func TestRenderingIsPure(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tpl, err := Compile(strings.Join(rapid.SliceOfN(pieceGen(), 1, 5).Draw(t, "template"), " "))
		if err != nil {
			return // a filter that needs arguments is found out later, not here
		}
		vars := python.NewDict(3)
		for _, name := range []string{"x", "y", "z"} {
			vars.Set(name, valueGen().Draw(t, name))
		}
		before := python.OfDict(vars).Repr()
		first, failed := tpl.Append(nil, vars, nil)
		second, failedAgain := tpl.Append([]byte("already "), vars, nil)
		if got, want := string(second), "already "+string(first); got != want {
			t.Fatalf("got %q, then %q", want, got)
		}
		if (failed == nil) != (failedAgain == nil) || failed != nil && *failed != *failedAgain {
			t.Fatalf("got %v, then %v", failed, failedAgain)
		}
		if after := python.OfDict(vars).Repr(); after != before {
			t.Fatalf("%s became %s", before, after)
		}
	})
}

// TestStaticRendersItself: a template without braces is its own text.
func TestStaticRendersItself(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[^{\r\n]*`).Draw(t, "text")
		tpl, err := Compile(text)
		if err != nil {
			t.Fatal(err)
		}
		static, ok := tpl.Static()
		out, failed := tpl.Append(nil, nil, nil)
		if !ok || static != text || failed != nil || string(out) != text {
			t.Fatalf("%q gives %q, %q, %v", text, static, out, failed)
		}
	})
}
