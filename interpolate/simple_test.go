package interpolate

import (
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestSimple checks which texts are simple.
func TestSimple(t *testing.T) {
	for text, want := range map[string]bool{
		"{name}":                       true,
		"Hello {name}, {name}!":        true,
		"ä {a_1}{B2} 0[":               true,
		"{_}":                          true,
		"{}":                           false,
		"{1}":                          false,
		"{1a}":                         false,
		"{a.b}":                        false,
		"{a b}":                        false,
		"{ä}":                          false,
		"{a!r}":                        false,
		"{a:>3}":                       false,
		"{a[0]}":                       false,
		"{a]}":                         false,
		"{a":                           false,
		"{":                            false,
		"a}":                           false,
		"{{a}}":                        false,
		"{a}}":                         false,
		"{a} }":                        false,
		"{a\n}":                        false,
		"{a}" + strings.Repeat(" ", 9): true,
	} {
		if got := new(Compiler).compileSimple(&Template{text: text}); got != want {
			t.Errorf("%q: %t", text, got)
		}
	}
}

// TestSimpleLaw checks that a simple text is compiled to what the way of all texts gives.
func TestSimpleLaw(t *testing.T) {
	parts := []string{"{", "}", "a", "B", "_", "1", " ", "ä", "0[", "{name}", "{a_1}", "{b}", "{0}", "{a b}", "\n", "]", ":", "!"}
	simple := 0
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(parts), 0, 8).Draw(t, "parts"), "") + "{x}"
		var c Compiler
		fast, slow := &Template{text: text}, &Template{text: text}
		if !c.compileSimple(fast) {
			return
		}
		simple++
		s := substitute(text)
		if !new(Compiler).compileSteps(slow, &s) {
			t.Fatalf("%q is odd", text)
		}
		if !reflect.DeepEqual(fast, slow) {
			t.Fatalf("%q\n got %+v\nwant %+v", text, fast, slow)
		}
	})
	if simple == 0 {
		t.Error("no text was simple")
	}
}
