package nlg_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nlgserver/nlg"
)

// everyKind is content with every kind of evaluation.
const everyKind = `
responses:
  utter_x:
    - {text: "list {a}", id: one, condition: [{type: slot, name: a, value: GOLD}, {type: slot, name: n, value: 3}]}
    - {text: "set {a}", id: two, condition: "{'silver' slots.b 'x'} contains slots.a"}
    - {text: "pattern", condition: "slots.a matches '^(go|si)+l' and not slots.l contains 7"}
    - {text: "whole {l} {d}", condition: "slots.l is slots.m or slots.d.k > 3"}
    - {text: "jinja {n}", condition: "slots.n > {{ slots.n - 1 }}"}
    - {text: "document", condition: "slots is 1 or slots.l < slots.m"}
    - {text: "Hi {{ a|upper }}, {{ l|join(', ') }} {% for i in l %}{{ loop.index }}{% endfor %}", metadata: {template: jinja}, translation: {de: "Hallo {{ a }}"}}
    - {text: "{0[a]:{w}} {context}", buttons: [{title: "{a}{a}{a}", payload: "/x{l}"}]}
  utter_y:
    - {text: "only {a}", condition: "slots.a is 'copper'"}
  utter_internal_error_rasa:
    - text: "sorry {a}"
    - text: "sorry, {l}"
`

// TestAnyBudget is the law of budgets: within any of them the reply is the same as
// without one, or the message says that something was cut, or there is no reply. It
// is the same each time.
func TestAnyBudget(t *testing.T) {
	catalog, _ := mustCompile(t, "a.yml", everyKind)
	rapid.Check(t, func(t *rapid.T) {
		long := func(name string) nlg.Value {
			n := rapid.IntRange(0, 300).Draw(t, name)
			all := make([]nlg.Value, n)
			for i := range all {
				all[i] = nlg.Str(fmt.Sprint("item ", i))
			}
			v, _ := nlg.ValueOf(all)
			return v
		}
		l := long("l")
		m := l
		if rapid.Bool().Draw(t, "other") {
			m = long("m")
		}
		request := nlg.Request{
			Response: rapid.SampledFrom([]string{"utter_x", "utter_y", "utter_z"}).Draw(t, "response"), Channel: "rest",
			Slots: nlg.Values("a", rapid.SampledFrom([]string{"gold", "silver", strings.Repeat("silver", 500)}).Draw(t, "a"),
				"n", 3, "l", l, "m", m, "w", ">20", "d", nlg.Values("k", rapid.IntRange(0, 9).Draw(t, "k"))),
			Context: nlg.Values("flow", "x"), IDs: []string{"two", "none"},
		}
		if rapid.Bool().Draw(t, "language") {
			request.Slots.(*nlg.Dict).Set("language", nlg.Str("de"))
		}
		limits := nlg.Limits{Work: int64(1) << rapid.IntRange(0, 15).Draw(t, "work"), Memory: int64(1) << rapid.IntRange(0, 20).Draw(t, "memory")}
		limits.Work += rapid.Int64Range(0, limits.Work).Draw(t, "more work")
		seed := rapid.Uint64().Draw(t, "seed")
		render := func(b *nlg.Budget) (*nlg.Message, error) {
			request := request
			request.Budget = b
			return catalog.Render(&request, rand.New(rand.NewPCG(seed, 1)))
		}
		want, wantErr := render(nil)
		b := nlg.NewBudget(limits, nil)
		got, err := render(b)
		again, _ := render(nlg.NewBudget(limits, nil))
		if err == nil && string(again.JSON) != string(got.JSON) {
			t.Fatalf("%s, and then %s", got.JSON, again.JSON)
		}
		if b.Reason().Refuses() {
			if err == nil && string(got.JSON) != "{}" {
				t.Fatalf("refused, with a reply: %s", got.JSON)
			}
			return
		}
		if (err == nil) != (wantErr == nil) {
			t.Fatalf("%v, want %v", err, wantErr)
		}
		if err != nil || string(got.JSON) == string(want.JSON) && got.Variation == want.Variation {
			return
		}
		limited := func(p nlg.Problem) bool { return p.Kind == nlg.Limited }
		if got.Cut == nil && !slices.ContainsFunc(got.Problems, limited) {
			t.Fatalf("nothing is said to be cut, but the reply is %s, want %s", got.JSON, want.JSON)
		}
		if !b.WasCut() {
			t.Fatal("the budget does not know that something was cut")
		}
	})
}

// TestReplyMemory checks that a reply that is larger than a request may have is not
// made.
func TestReplyMemory(t *testing.T) {
	for _, content := range []string{
		buttons(100, "{a}", ""), buttons(100, "{{ a }}", "jinja"), buttons(100, "{0[a]:{w}}{a}{w}", ""), one(strings.Repeat("x", 1<<20) + "{a}"),
	} {
		catalog, _ := mustCompile(t, "a.yml", content)
		b := nlg.NewBudget(nlg.Limits{Memory: 1 << 20}, nil)
		request := &nlg.Request{Response: "utter_x", Slots: nlg.Values("a", strings.Repeat("x", 100_000), "w", ">200000"), Budget: b}
		m, err := catalog.Render(request, nil)
		if err != nil || b.Reason().String() != "memory" || string(m.JSON) != "{}" || m.Outcome != nlg.Silence || b.Reserved() > 1<<20 {
			t.Errorf("%.60s: %v, %v, %d bytes reserved, a reply of %d bytes", content, err, b.Reason(), b.Reserved(), len(m.JSON))
		}
	}
}

// TestCut checks what a message says of conditions that were not evaluated, and that
// an explanation says the same.
func TestCut(t *testing.T) {
	content := when(times(strings.Repeat("slots.a is 1 or ", 100)+"slots.a is 2", 3)...)
	catalog, _ := mustCompile(t, "a.yml", content)
	request := &nlg.Request{Response: "utter_x", Slots: nlg.Values("a", 2), Budget: nlg.NewBudget(nlg.Limits{Work: 1200}, nil)}
	e, err := catalog.Explain(request)
	if err != nil || request.Budget.Spent() != 0 {
		t.Fatalf("an explanation spends %d units: %v", request.Budget.Spent(), err)
	}
	m, err := catalog.Render(request, nil)
	if err != nil || m.Cut == nil || e.Cut == nil {
		t.Fatalf("nothing is cut: %v, %+v", err, m)
	}
	if *m.Cut != *e.Cut || m.Cut.Reason != nlg.CutWork || m.Cut.Conditions != 2 || m.Cut.Position.Line != 6 {
		t.Errorf("%+v, explained as %+v", m.Cut, e.Cut)
	}
	if m.Variation != 1 || len(e.Eligible) != 1 || e.Eligible[0] != 1 {
		t.Errorf("variation %d, explained as %v", m.Variation, e.Eligible)
	}
	for i, v := range e.Variations {
		if wantHolds := i < 2; v.Holds != wantHolds || v.Cut == wantHolds {
			t.Errorf("variation %d: %+v", i, v.Verdict)
		}
		if v.Cut && !strings.Contains(v.Why, "not evaluated to its end") {
			t.Errorf("variation %d: %s", i, v.Why)
		}
	}
}

// TestCutByOwnLimit checks that a condition whose template takes too much is told,
// although the request has work left.
func TestCutByOwnLimit(t *testing.T) {
	for _, condition := range []string{
		"{% for i in range(1000000) %}{% if i == slots.n %}{% endif %}{% endfor %}true",
		"{{ '1 = 2 or ' * 9000 }}true",
	} {
		catalog, _ := mustCompile(t, "a.yml", when(condition, "true"))
		request := &nlg.Request{Response: "utter_x", Slots: nlg.Values("n", 1), Budget: nlg.NewBudget(nlg.Limits{}, nil)}
		m, err := catalog.Render(request, nil)
		if err != nil || m.Variation != 2 || m.Cut == nil || m.Cut.Reason != nlg.CutLimit || m.Cut.Conditions != 1 || request.Budget.Reason().String() != "within" {
			t.Errorf("%s: variation %d, %+v, %v, %v", condition, m.Variation, m.Cut, request.Budget.Reason(), err)
		}
	}
}

// TestLongNames checks that a text that needs all variables pays for long names.
func TestLongNames(t *testing.T) {
	catalog, _ := mustCompile(t, "a.yml", `responses: {utter_x: [{text: "{0[a]:{w}}"}]}`)
	spent := func(length int) int64 {
		b := nlg.NewBudget(nlg.Limits{}, nil)
		slots := nlg.Values("a", 1, "w", 2)
		for i := range 50 {
			slots.Set(fmt.Sprint(strings.Repeat("k", length), i), nlg.Str(""))
		}
		if _, err := catalog.Render(&nlg.Request{Response: "utter_x", Slots: slots, Budget: b}, nil); err != nil {
			t.Fatal(err)
		}
		return b.Spent()
	}
	const length = 10_000
	if short, long := spent(1), spent(length); long-short < 50*length/100 {
		t.Errorf("%d units are spent, %d for short names", long, short)
	}
}
