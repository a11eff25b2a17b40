package record

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nlgserver/internal/python"
	"nlgserver/nlg"
)

// TestHideLaw checks that a hidden value has the type, truth value and length
// of the original, that equal values stay equal and different ones different,
// and that no word is left.
func TestHideLaw(t *testing.T) {
	words := rapid.SampledFrom([]string{"", "Ann", "12 €", "zu Hause", "#aabbcc"})
	scalar := rapid.Custom(func(t *rapid.T) nlg.Value {
		switch rapid.IntRange(0, 4).Draw(t, "kind") {
		case 0:
			return python.None()
		case 1:
			return python.Bool(rapid.Bool().Draw(t, "bool"))
		case 2:
			return python.Int(rapid.Int64Range(-3, 3).Draw(t, "int"))
		case 3:
			return python.Float(rapid.SampledFrom([]float64{0, 0.5, -1e300}).Draw(t, "float"))
		default:
			return python.Str(words.Draw(t, "text"))
		}
	})
	var value func(depth int) *rapid.Generator[nlg.Value]
	value = func(depth int) *rapid.Generator[nlg.Value] {
		return rapid.Custom(func(t *rapid.T) nlg.Value {
			kind := rapid.IntRange(0, 3).Draw(t, "shape")
			if depth == 0 || kind < 2 {
				return scalar.Draw(t, "scalar")
			}
			items := rapid.SliceOfN(value(depth-1), 0, 3).Draw(t, "items")
			if kind == 2 {
				return python.List(items...)
			}
			d := &nlg.Dict{}
			for _, item := range items {
				d.Set(words.Draw(t, "key"), item)
			}
			return python.OfDict(d)
		})
	}
	hide := func(v nlg.Value) nlg.Value {
		f := filter{mask: &mask{}, sum: newSum([saltBytes]byte{1, 2, 3})}
		f.part(string(python.OfDict(nlg.Values("x", v)).AppendJSON(nil)), "")
		hidden, err := python.ParseJSON(string(f.out))
		if err != nil {
			t.Fatalf("%s: %v", f.out, err)
		}
		x, _ := hidden.Dict().Get("x")
		return x
	}
	rapid.Check(t, func(t *rapid.T) {
		a, b := value(3).Draw(t, "a"), value(3).Draw(t, "b")
		hidden := hide(a)
		if hidden.Kind() != a.Kind() || hidden.Truth() != a.Truth() || len(hidden.Items()) != len(a.Items()) || hidden.Dict().Len() != a.Dict().Len() {
			t.Fatalf("%s becomes %s", a.Repr(), hidden.Repr())
		}
		if same := hidden.Repr() == hide(b).Repr(); same != (a.Repr() == b.Repr()) {
			t.Fatalf("%s and %s become %s and %s", a.Repr(), b.Repr(), hidden.Repr(), hide(b).Repr())
		}
		for _, word := range []string{"Ann", "€", "zu Hause", "aabbcc"} {
			if strings.Contains(hidden.Repr(), word) {
				t.Fatalf("%s is in %s", word, hidden.Repr())
			}
		}
	})
}

// TestFileName checks that file names are safe, and that no two responses share
// one.
func TestFileName(t *testing.T) {
	seen := map[string]string{}
	for _, response := range []string{
		"utter_greet", "utter_faq/ask", "utter_faq-ask", "../up", "..", ".", "a.b", "", "UTTER", "ütter", strings.Repeat("x", 100),
		strings.Repeat("x", 101), strings.Repeat("x", 102), "a\x00b", "con:", "unknown", "~unknown",
	} {
		name := fileName(response)
		if strings.Trim(strings.Replace(name, "~", "", 1), "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") != "" || len(name) > 120 || name == "" {
			t.Errorf("%q becomes %q", response, name)
		}
		if other, taken := seen[name]; taken || name == unknownBucket {
			t.Errorf("%q and %q share %q", response, other, name)
		}
		seen[name] = response
	}
}
