package responses_test

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nlgserver/compare"
	"nlgserver/expect"
	"nlgserver/internal/diag"
	"nlgserver/internal/python"
	"nlgserver/internal/python/text"
	"nlgserver/lint"
	"nlgserver/nlg"
	"nlgserver/responses"
)

// kind is a kind of condition, as authors write it.
type kind struct {
	// condition holds if and only if the slot tier is "gold"; other is another
	// condition of the kind, and again is condition written differently.
	condition, other, again string
	// never is a condition that never holds, or empty if that cannot be
	// detected.
	never string
	// parts is the number of parts that coverage counts.
	parts int
}

// kinds has an entry for each type that implements [responses.Condition]; a
// type without one fails TestEveryKindIsWalked.
var kinds = map[string]kind{
	"slotList": {
		condition: "[{type: slot, name: tier, value: gold}]",
		other:     "[{type: slot, name: tier, value: silver}]",
		again:     "[{value: GOLD, name: tier, type: slot}]",
		never:     "[{type: slot, name: tier, value: 1}, {type: slot, name: tier, value: 2}]",
		parts:     1,
	},
	"slotPredicate": {
		condition: `slots.tier is "gold"`,
		other:     `slots.tier is "silver"`,
		again:     `(slots.tier IS 'gold')`,
		parts:     1,
	},
	"never": {
		condition: "", // it never holds
		never:     `""`,
	},
}

// quoted formats a condition as a value in a flow map.
func quoted(condition string) string {
	if strings.HasPrefix(condition, "slots.") || strings.HasPrefix(condition, "(") {
		return fmt.Sprintf("%q", condition)
	}
	return condition
}

// fileWith returns a response with a conditional variation and a default.
func fileWith(condition string) string {
	return "responses:\n  utter_x:\n    - {text: special, id: a, condition: " + quoted(condition) + "}\n    - {text: default}\n"
}

func typeName(c responses.Condition) string {
	return reflect.Indirect(reflect.ValueOf(c)).Type().Name()
}

// TestEveryKindIsWalked runs every kind of condition through everything that
// uses conditions.
func TestEveryKindIsWalked(t *testing.T) {
	for _, name := range conditionTypes(t) {
		if _, ok := kinds[name]; !ok {
			t.Errorf("the kind %s has no entry in kinds", name)
		}
	}
	for name, k := range kinds {
		t.Run(name, func(t *testing.T) {
			if k.never != "" {
				walkNever(t, k)
			}
			if k.condition == "" {
				return
			}
			c := compile(t, fileWith(k.condition))
			condition := c.Written("utter_x").Variations[0].Condition
			if got := typeName(condition); got != name {
				t.Fatalf("the example is a %s", got)
			}
			walkModel(t, condition)
			walkServing(t, c)
			walkLint(t, k)
			walkDiff(t, k)
			walkCoverage(t, c, k)
		})
	}
}

func walkModel(t *testing.T, c responses.Condition) {
	if slots := slotsOf(c); !slices.Equal(slots, []string{"tier"}) {
		t.Errorf("it reads %q", slots)
	}
	if c.Never() != nil {
		t.Error("it is reported never to hold")
	}
	if !c.Implies(c) || responses.Excludes(c, c) {
		t.Error("it does not imply itself")
	}
	if len(c.Facts()) == 0 || c.Meaning() == "" {
		t.Error("it has no words")
	}
	compared := ""
	for slot, value := range responses.Compared(c) {
		compared += slot + " " + value.Repr()
	}
	if compared != "tier 'gold'" {
		t.Errorf("it compares %q", compared)
	}
}

func slotsOf(c responses.Condition) []string {
	set := map[string]bool{}
	for _, u := range c.Uses() {
		set[u.Slot] = !u.At.IsMissing()
	}
	return slices.Sorted(maps.Keys(set))
}

func walkServing(t *testing.T, c *nlg.Catalog) {
	for tier, want := range map[string]string{"gold": "special", "silver": "default"} {
		e, err := c.Explain(&nlg.Request{Response: "utter_x", Slots: nlg.Values("tier", tier)})
		if err != nil {
			t.Fatal(err)
		}
		if got := e.Messages[0].Text(); len(e.Messages) != 1 || got != want {
			t.Errorf("for %s it says %q", tier, got)
		}
		if len(e.Variations[0].Reasons) == 0 {
			t.Errorf("for %s there is no reason", tier)
		}
	}
}

func codes(c *nlg.Catalog, files []nlg.File) []diag.Code {
	found := lint.Check(c, lint.Options{})
	if files != nil {
		found = lint.Run(files, nil, nlg.Options{}, lint.Options{}).Found
	}
	var out []diag.Code
	for _, d := range found {
		out = append(out, d.Code)
	}
	return out
}

func walkLint(t *testing.T, k kind) {
	domain := "slots: {other: {type: text}}\n" + fileWith(k.condition)
	files := []nlg.File{{Path: "domain.yml", Data: []byte(domain), Direct: true}}
	if got := codes(compile(t, domain), files); !slices.Contains(got, diag.UnknownSlot) {
		t.Errorf("validate does not see the slot: %v", got)
	}
	twice := compile(t, fileWith(k.condition)+"    - {text: special, condition: "+quoted(k.again)+"}\n")
	if got := codes(twice, nil); !slices.Contains(got, diag.DuplicateVariation) {
		t.Errorf("validate does not see that two are the same: %v", got)
	}
	alone := compile(t, "responses:\n  utter_x:\n    - {text: a, condition: "+quoted(k.condition)+"}\n")
	if got := codes(alone, nil); !slices.Contains(got, diag.NoDefault) {
		t.Errorf("validate does not see that there is no default: %v", got)
	}
}

func walkDiff(t *testing.T, k kind) {
	if d := compare.Catalogs(compile(t, fileWith(k.condition)), compile(t, fileWith(k.again))); !d.Empty() {
		t.Errorf("diff sees a difference in spelling: %+v", d.Responses)
	}
	d := compare.Catalogs(compile(t, fileWith(k.condition)), compile(t, fileWith(k.other)))
	if len(d.Responses) != 1 || len(d.Responses[0].Variations) != 1 {
		t.Fatalf("diff sees no change: %+v", d.Responses)
	}
	change := d.Responses[0].Variations[0].Changes
	if len(change) != 1 || change[0].Path != "condition" || !strings.Contains(change[0].Before, "gold") || !strings.Contains(change[0].After, "silver") {
		t.Errorf("diff reports %+v", change)
	}
}

func walkCoverage(t *testing.T, c *nlg.Catalog, k kind) {
	tally := expect.NewTally(c)
	for reached, tier := range []string{"", "gold", "silver"} {
		if tier != "" {
			e, err := c.Explain(&nlg.Request{Response: "utter_x", Slots: nlg.Values("tier", tier)})
			if err != nil {
				t.Fatal(err)
			}
			tally.Add(&expect.Result{Explanation: e})
		}
		want := expect.Share{Reached: reached * k.parts, Total: 2 * k.parts}
		if got := tally.Coverage().Conditions; got != want {
			t.Errorf("after %q coverage is %+v, want %+v", tier, got, want)
		}
	}
}

func walkNever(t *testing.T, k kind) {
	c := compile(t, fileWith(k.never))
	condition := c.Written("utter_x").Variations[0].Condition
	if fault := condition.Never(); fault == nil || fault.Message == "" || fault.Hint == "" || fault.At.IsMissing() {
		t.Errorf("%s: %+v", k.never, fault)
	}
	if got := codes(c, nil); !slices.Contains(got, diag.Unreachable) {
		t.Errorf("validate does not see it: %v", got)
	}
}

// conditionTypes returns the types of the package that implement Condition, from
// its source.
func conditionTypes(t *testing.T) []string {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, name := range files {
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(name, "_test.go") || !bytes.Contains(src, []byte(") Implies(")) {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, src, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Recv == nil || fn.Name.Name != "Implies" {
				continue
			}
			receiver := fn.Recv.List[0].Type
			if star, ok := receiver.(*ast.StarExpr); ok {
				receiver = star.X
			}
			names = append(names, receiver.(*ast.Ident).Name)
		}
	}
	if len(names) == 0 {
		t.Fatal("no kinds of conditions are found")
	}
	return names
}

// TestConditionLaws: what conditions report about each other holds for all slots.
func TestConditionLaws(t *testing.T) {
	value := rapid.SampledFrom([]string{"1", "2", "1.0", "true", "gold", "Gold", "silver", "null", "[1]", "''", ".nan"})
	slot := rapid.SampledFrom([]string{"a", "b"})
	condition := rapid.Custom(func(t *rapid.T) string {
		if rapid.Bool().Draw(t, "predicate") {
			return `"` + rapid.SampledFrom([]string{
				"slots.a is 1", "slots.a = 1", "not slots.b", "slots.a is 'gold' or slots.b", "(slots.a is 'gold') or slots.b", "",
			}).Draw(t, "text") + `"`
		}
		var items []string
		for range rapid.IntRange(0, 3).Draw(t, "items") {
			items = append(items, "{type: slot, name: "+slot.Draw(t, "slot")+", value: "+value.Draw(t, "value")+"}")
		}
		return "[" + strings.Join(items, ", ") + "]"
	})
	slotValue := rapid.SampledFrom([]python.Value{
		python.Int(1), python.Float(2), python.Bool(true), python.Str("gold"), python.Str("GOLD"), python.Str("silver"), python.None(),
		python.List(python.Int(1)), python.Str(""),
	})
	rapid.Check(t, func(t *rapid.T) {
		x, y := condition.Draw(t, "x"), condition.Draw(t, "y")
		c, found := nlg.Compile([]nlg.File{{Path: "r.yml", Direct: true, Data: []byte(
			"responses:\n  utter_x:\n    - {text: a, condition: " + x + "}\n    - {text: b, condition: " + y + "}\n",
		)}}, nlg.Options{KeepWritten: true})
		if c == nil {
			t.Fatal(found)
		}
		w := c.Written("utter_x").Variations
		a, b := w[0].Condition, w[1].Condition
		for range 8 {
			slots := python.DictOf("a", slotValue.Draw(t, "a"), "b", slotValue.Draw(t, "b"))
			p, q := a.Test().Holds(slots, nil), b.Test().Holds(slots, nil)
			if a.Meaning() == b.Meaning() && p != q {
				t.Fatalf("%s and %s count as the same", x, y)
			}
			if a.Implies(b) && p && !q {
				t.Fatalf("%s does not imply %s", x, y)
			}
			if responses.Excludes(a, b) && p && q {
				t.Fatalf("%s does not exclude %s", x, y)
			}
			if a.Never() != nil && p {
				t.Fatalf("%s holds", x)
			}
			if u, ok := a.Equality(); ok {
				v, _ := slots.Get(u.Slot)
				if x, isText := v.Text(); isText {
					v = python.Str(text.Casefold(x))
				}
				want := u.Value
				if x, isText := want.Text(); isText {
					want = python.Str(text.Casefold(x))
				}
				if python.Equal(v, want) != p {
					t.Fatalf("%s comes down to another comparison", x)
				}
			}
		}
	})
}
