package responses

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nlgserver/internal/content"
	"nlgserver/internal/python"
	"nlgserver/internal/python/text"
	"nlgserver/selector"
	"nlgserver/selector/predicate"
)

// conditionOf reads a condition as it is written in a file.
func conditionOf(t *testing.T, written string) Condition {
	t.Helper()
	f := Open(content.File{Path: "a.yml", Data: []byte("responses:\n  a:\n  - text: b\n    condition: " + written + "\n")}, Options{})
	for r := range f.Responses() {
		for v := range r.Read(true) {
			return v.Condition
		}
	}
	return nil
}

func TestRewrite(t *testing.T) {
	item := func(value string) string { return "[{type: slot, name: x, value: " + value + "}]" }
	for _, tt := range []struct{ condition, want, why string }{
		{item("gold"), `slots.x matches /^gold\Z/i`, ""},
		{item("GOLD"), `slots.x matches /^gold\Z/i`, ""},
		{item("silver"), `slots.x matches /^[sSſ][iI][lL][vV][eE][rR]\Z/`, ""},
		{item("boss"), `slots.x matches /^[bB][oO](?:[sSſ][sSſ]|[ßẞ])\Z/`, ""},
		{item("ssss"), `slots.x matches /^(?:[sSſ][sSſ][sSſ][sSſ]|[sSſ][sSſ][ßẞ]|[sSſ][ßẞ][sSſ]|[ßẞ][sSſ][sSſ]|[ßẞ][ßẞ])\Z/`, ""},
		{item("H" + strings.Repeat("s", 1000)), "", "too many ways"},
		{item(strings.Repeat("f", 1000)), "", "too many ways"},
		{item(strings.Repeat("q", 5000)), "", "as a predicate, the regular expression is too long"},
		{"[" + strings.Repeat("{type: slot, name: x, value: 5}, ", 5000) + "]", "", "as a predicate, the predicate is too long"},
		{item("office"), `slots.x matches /^[oO](?:[fF][fF][iI]|[fF]ﬁ|ﬀ[iI]|ﬃ)[cC][eE]\Z/`, ""},
		{item("'a.b-c/{{d}}'"), `slots.x matches /^a\.b-c\x2f\{\{d\}\}\Z/i`, ""},
		{item("'5'"), `slots.x is '5'`, ""},
		{item(`"it's 5"`), `slots.x matches /^[iI][tT]'[sSſ] 5\Z/`, ""},
		{item(`"'5"`), `slots.x is "'5"`, ""},
		{item(`'"''5'`), `slots.x matches /^"'5\Z/i`, ""},
		{item("'{%5'"), `slots.x matches /^\{\%5\Z/i`, ""},
		{item("''"), `slots.x is ''`, ""},
		{item("金"), `slots.x is '金'`, ""},
		{item("ñ"), `slots.x matches /^[ñÑ]\Z/`, ""},
		{item("true"), "slots.x is true", ""},
		{item("5"), "slots.x is 5", ""},
		{item("-1.50"), "slots.x is -1.5", ""},
		{item("1e3"), "slots.x is 1000", ""},
		{item("null"), "slots.x is null or slots.x is undefined", ""},
		{
			"[{type: slot, name: x, value: null}, {type: slot, name: y-1, value: 5}, {type: slot, name: z, value: false}]",
			"(slots.x is null or slots.x is undefined) and slots.y-1 is 5 and slots.z is false", "",
		},
		{item("9007199254740993"), "", "cannot write the number"},
		{item(".inf"), "", "cannot write the number"},
		{item("[1]"), "", "with a list"},
		{item("{a: 1}"), "", "with a map"},
		{"[{type: slot, name: a.b, value: 1}]", "", `cannot name slot "a.b"`},
		{"[{type: slot, name: a b, value: 1}]", "", `cannot name slot "a b"`},
		{"[{name: x, value: 1}]", "", "is not slot"},
		{"[{type: slot, name: x}]", "", "has an error"},
		{"[]", "", "never holds"},
		{"slots.x", "", "not a list"},
	} {
		var w Rewriter
		got, why := w.Predicate(conditionOf(t, tt.condition))
		if got != tt.want || !strings.Contains(why, tt.why) || (why == "") != (tt.why == "") {
			t.Errorf("%s: %s, %q", tt.condition, got, why)
		}
	}
}

// slotValues are values that a slot may have, or a condition may compare with.
func slotValues() *rapid.Generator[python.Value] {
	letters := rapid.SampledFrom([]rune("aAiIıİkKKsSſßẞfFﬀﬁﬃtTﬆZ zñÑσςΣ ʼnŉǰ5.-/'\"{}%#\\\n^$]金é\u0345ι"))
	word := rapid.Custom(func(t *rapid.T) python.Value { return python.Str(rapid.StringOfN(letters, 0, 5, -1).Draw(t, "word")) })
	flat := rapid.OneOf(
		word, word, word,
		rapid.Map(rapid.Bool(), python.Bool),
		rapid.Map(rapid.Int64Range(-2, 2), python.Int),
		rapid.Map(rapid.Int64(), python.Int),
		rapid.Map(rapid.SampledFrom([]float64{0, math.Copysign(0, -1), 1, 1.5, -2, 1e16, 1e-7, 123456789.125}), python.Float),
		rapid.Just(python.None()),
		rapid.SampledFrom([]python.Value{python.Str(""), python.List(), python.OfDict(nil), python.Str("true"), python.Str("null")}),
	)
	return rapid.OneOf(flat, rapid.Map(rapid.SliceOfN(flat, 0, 2), func(items []python.Value) python.Value { return python.List(items...) }))
}

// TestRewriteLaw checks that a list condition and its predicate hold for the same
// slots, whatever those are, and that the predicate is valid.
func TestRewriteLaw(t *testing.T) {
	var w Rewriter
	names := rapid.SampledFrom([]string{"x", "y", "z-1", "é"})
	values := slotValues()
	rapid.Check(t, func(t *rapid.T) {
		l := &slotList{at: conditionOfLength(rapid.IntRange(1, 3).Draw(t, "items"))}
		for item := range l.at.Items() {
			l.items = append(l.items, selector.NewSlotIs(names.Draw(t, "name"), values.Draw(t, "value")))
			l.places = append(l.places, item)
		}
		source, why := w.Predicate(l)
		if why != "" {
			return
		}
		p, problems := predicate.Compile(source, compileJinja)
		if len(problems) > 0 {
			t.Fatalf("%s: %v", source, problems)
		}
		for range 5 {
			slots := &python.Dict{}
			for _, item := range l.items {
				switch v := values.Draw(t, "slot"); rapid.IntRange(0, 3).Draw(t, "kind") {
				case 0: // not declared
				case 1:
					slots.Set(item.Slot, item.Value)
				case 2:
					slots.Set(item.Slot, otherCase(item.Value))
				default:
					slots.Set(item.Slot, v)
				}
			}
			if list, rewritten := l.items.Holds(slots, nil), p.Eval(slots, nil); list != rewritten {
				t.Fatalf("%s holds: %v, the list: %v, for %s", source, rewritten, list, python.OfDict(slots).Repr())
			}
		}
	})
}

// conditionOfLength returns a list of n items of the type slot.
func conditionOfLength(n int) Value {
	list := strings.TrimSuffix(strings.Repeat("{type: slot, name: x, value: 1}, ", n), ", ")
	f := Open(content.File{Path: "a.yml", Data: []byte("responses:\n  a:\n  - text: b\n    condition: [" + list + "]\n")}, Options{})
	return f.doc.Root().Get("responses").Get("a").At("[0].condition")
}

func otherCase(v python.Value) python.Value {
	word, ok := v.Text()
	if !ok {
		return v
	}
	return python.Str(strings.NewReplacer("ss", "ß", "ffi", "ﬃ", "fi", "ﬁ", "k", "K").Replace(text.Casefold(word)))
}

// TestRewriteEveryLetter compares each letter's predicate with casefold for every
// character.
func TestRewriteEveryLetter(t *testing.T) {
	var w Rewriter
	for _, letter := range "abcdefghijklmnopqrstuvwxyz5ñßσ" {
		l := &slotList{at: conditionOfLength(1), items: selector.List{selector.NewSlotIs("x", python.Str(string(letter)))}}
		for item := range l.at.Items() {
			l.places = append(l.places, item)
		}
		source, _ := w.Predicate(l)
		p, _ := predicate.Compile(source, compileJinja)
		for r := range rune(lastFolded) {
			if r >= 0xD800 && r < 0xE000 {
				continue
			}
			slots := python.DictOf("x", python.Str(string(r)))
			if l.items.Holds(slots, nil) != p.Eval(slots, nil) {
				t.Errorf("%s: %U", source, r)
			}
		}
	}
}
