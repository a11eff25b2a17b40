package nlg_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"runtime"
	"strings"
	"sync"
	"testing"

	"nlgserver/internal/budget"
	"nlgserver/nlg"
)

// ending is what a costly request comes to.
type ending string

const (
	whole   ending = "whole"   // everything was evaluated
	cut     ending = "cut"     // a condition was not
	limited ending = "limited" // a text was not filled
	refused ending = "refused" // there is no reply
	unknown ending = "unknown" // the content does not have the response
)

// worst is a costly request of one kind.
type worst struct {
	name    string
	content string
	// prepare sets what the request has; it may be nil.
	prepare func(r *nlg.Request)
	want    ending
}

// one is content with one response of one text.
func one(text string) string { return "responses:\n  utter_x:\n    - text: " + quoted(text) + "\n" }

// jinja is content with one response of one Jinja text.
func jinja(text string) string { return one(text) + "      metadata: {template: jinja}\n" }

// when is content with a condition, and a default variation.
func when(conditions ...string) string {
	var b strings.Builder
	b.WriteString("responses:\n  utter_x:\n    - text: default\n")
	for _, c := range conditions {
		b.WriteString("    - text: yes\n      condition: " + quoted(c) + "\n")
	}
	return b.String()
}

// items is content with list conditions on a slot.
func items(n int, value string) string {
	var b strings.Builder
	b.WriteString("responses:\n  utter_x:\n    - text: default\n")
	for range n {
		b.WriteString("    - text: yes\n      condition: [{type: slot, name: a, value: " + quoted(value) + "}]\n")
	}
	return b.String()
}

func quoted(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

func slots(pairs ...any) func(*nlg.Request) {
	values := sync.OnceValue(func() *nlg.Dict {
		for i, p := range pairs {
			if makes, ok := p.(func() nlg.Value); ok {
				pairs[i] = makes()
			}
		}
		return nlg.Values(pairs...)
	})
	return func(r *nlg.Request) { r.Slots = values() }
}

func repeated(s string, n int) func() nlg.Value {
	return func() nlg.Value { return nlg.Str(strings.Repeat(s, n)) }
}

// list makes a list of n values, which are made of its depth below lists of one.
func list(n, depth int, item func(i int) any) func() nlg.Value {
	return func() nlg.Value {
		all := make([]any, n)
		for i := range all {
			all[i] = item(i)
		}
		v, err := nlg.ValueOf(all)
		if err != nil {
			panic(err)
		}
		for range depth {
			if v, err = nlg.ValueOf([]nlg.Value{v}); err != nil {
				panic(err)
			}
		}
		return v
	}
}

func numbers(i int) any { return i }

func dict(n int) func() nlg.Value {
	return func() nlg.Value {
		d := &nlg.Dict{}
		for i := range n {
			d.Set(fmt.Sprint("key_", i), nlg.Str("value"))
		}
		v, _ := nlg.ValueOf(d)
		return v
	}
}

func manySlots(n int) func(*nlg.Request) {
	d := dict(n)
	return func(r *nlg.Request) { r.Slots = d().Dict() }
}

func huge(i int) any {
	return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(4200+i%50)), nil)
}

const mega = 1 << 20

// worsts has the worst that was found of each kind of evaluation.
var worsts = []worst{
	{"fold/huge slot", items(10, "gold"), slots("a", repeated("Gold", 10*mega)), whole},
	{"fold/long values", items(20, strings.Repeat("ß", 1<<17)), slots("a", repeated("ss", 1<<17-1)), cut},
	{"conditions/many", items(10_000, "gold"), slots("a", "gone"), whole},
	{"equal/lists", when("slots.a is slots.b"), slots("a", list(mega, 0, numbers), "b", list(mega, 0, numbers)), cut},
	{"equal/long texts", when(strings.Repeat("slots.a is slots.b and ", 2800) + "false"), slots("a", repeated("x", 4*mega), "b", repeated("x", 4*mega)), cut},
	{"equal/dicts", when("slots.a is slots.b"), slots("a", dict(200_000), "b", dict(200_000)), cut},
	{"equal/not", when("slots.a is not slots.b"), slots("a", list(mega, 0, numbers), "b", list(mega, 0, numbers)), cut},
	{"order/deep", when("slots.a < slots.b"), slots("a", list(1000, 900, numbers), "b", list(1001, 900, numbers)), whole},
	{"order/deep and wide", when("slots.a < slots.b"), slots("a", list(mega, 900, numbers), "b", list(mega, 900, numbers)), cut},
	{"order/huge ints", when("slots.a < slots.b"), slots("a", list(20_000, 0, huge), "b", list(20_000, 0, huge)), whole},
	{"contains/text", when("slots.a contains '" + strings.Repeat("a", 200) + "b'"), slots("a", repeated("a", 8*mega)), whole},
	{"contains/texts", when(strings.Repeat("slots.a contains '"+strings.Repeat("a", 70)+"b' or ", 600) + "false"), slots("a", repeated("a", 200_000)), cut},
	{"contains/list", when(strings.Repeat("slots.a contains 'x' or ", 100) + "false"), slots("a", list(mega, 0, numbers)), cut},
	{"contains/equal items", when("slots.a contains slots.b"), slots("a", list(100_000, 0, func(i int) any { return strings.Repeat("x", 200) + fmt.Sprint(100_000+i) }), "b", strings.Repeat("x", 206)), whole},
	{"set/constant", when("{" + strings.Repeat("12345 ", 10_000) + "'x'} contains slots.a"), slots("a", "x"), whole},
	{"set/constants", when(sets(100, 5000)...), slots("a", "x"), whole},
	{"set/slots", when(strings.Repeat("{"+strings.Repeat("slots.a slots.b ", 200)+"} contains slots.a or ", 20) + "false"), slots("a", 1.5, "b", 1<<62), whole},
	{"set/different slots", when("{" + slotNames(3000) + "} contains slots.a"), manySlots(3000), whole},
	{"set/subset", when("{" + slotNames(2000) + "} <= {" + slotNames(2000) + "}"), manySlots(2000), whole},
	{"slots as a whole", when("slots is slots and slots is 1"), manySlots(100_000), cut},
	{"slots as a whole often", when(strings.Repeat("slots is 1 or ", 4000) + "false"), manySlots(1000), whole},
	{"predicate/parts", when(strings.Repeat("slots.a is 1 or ", 4000) + "false"), slots("a", 2), whole},
	{"predicate/parts often", when(times(strings.Repeat("1=2 or ", 9000)+"false", 20)...), nil, cut},
	{"predicate/path", when(strings.Repeat("slots.a.b is 1 or ", 3000) + "false"), slots("a", repeated("x", mega)), cut},
	{"predicate/jinja slots", when("{{ slots.key_1 }} is 1"), manySlots(150_000), cut},
	{"predicate/jinja parse", when(times("{{ slots.a }} true", 20)...), slots("a", repeated("1=2 or ", 9000)), cut},
	{"predicate/jinja patterns", when("{% for i in range(900) %}slots.a matches '" + strings.Repeat("(a|b)+", 8) + "' or {% endfor %}false"), slots("a", "c"), cut},
	{"predicate/jinja loop", when(times("{% for i in range(10000) %}{% if i == 10001 %}true{% endif %}{% endfor %}false", 20)...), nil, cut},
	{"languages", translated(5000), slots("language", "de"), whole},
	{"ids", identified(5000), func(r *nlg.Request) { r.IDs = ids(500_000) }, whole},
	{"text/long slot", one(strings.Repeat("{a}", 3)), slots("a", repeated("x", mega/4)), whole},
	{"text/too long", one(strings.Repeat("{a}", 3)), slots("a", repeated("x", mega)), limited},
	{"text/long slot often", buttons(100, "{a}", ""), slots("a", repeated("x", mega)), limited},
	{"text/escapes", buttons(100, "{a}", ""), slots("a", repeated("\x00", mega/8)), limited},
	{"text/list", one("{a}"), slots("a", list(3*mega, 0, numbers)), limited},
	{"text/lists", buttons(40, "{a}", ""), slots("a", list(100_000, 0, numbers)), limited},
	{"text/deep", one("{a}"), slots("a", list(1, 990, numbers)), whole},
	{"text/quotes", buttons(20, "{a}", ""), slots("a", list(1, 0, func(int) any { return strings.Repeat("\u0085", mega/5) })), limited},
	{"text/floats", buttons(20, "{a}", ""), slots("a", list(40_000, 0, func(i int) any { return float64(i) / 7e300 })), limited},
	{"text/huge ints", buttons(20, "{a}", ""), slots("a", list(230, 0, huge)), limited},
	{"text/variables", buttons(20, strings.Repeat("{a}", 20_000), ""), slots("a", "x"), limited},
	{"text/context", one(strings.Repeat("{context}", 10)), func(r *nlg.Request) { r.Context = dict(20_000)().Dict() }, limited},
	{"odd/conversion", one(strings.Repeat("{0[a]!r:{w}}", 1000) + "{a}"), slots("a", list(100_000, 0, numbers), "w", ".0"), limited},
	{"odd/ascii", one(strings.Repeat("{0[a]!a:{w}}", 1000) + "{a}"), slots("a", repeated("é", 100_000), "w", ".0"), limited},
	{"odd/width", buttons(100, "{0[a]:{w}}{a}", ""), slots("a", "x", "w", ">1000000"), limited},
	{"odd/float", buttons(100, "{0[a]:{w}}{a}", ""), slots("a", 1.5, "w", ".1000000f"), limited},
	{"odd/grouping", buttons(100, "{0[a]:{w}}{a}", ""), slots("a", 15, "w", "01000000,"), limited},
	{"odd/index", one(strings.Repeat("{0[a][5000000]:{w}}", 1000) + "{a}"), slots("a", repeated("é", 5*mega), "w", ""), limited},
	{"odd/ints", buttons(50, strings.Repeat("{0[a]:{w}}", 200)+"{a}", ""), slots("a", huge(1), "w", "d"), limited},
	{"odd/all slots", buttons(50, "{} {a!r}", ""), manySlots(20_000), limited},
	{"jinja/steps", buttons(5, "{% for i in range(4000) %}{% if i == 10001 %}x{% endif %}{% endfor %}", "jinja"), nil, limited},
	{"jinja/many", buttons(2000, "{{ a }}", "jinja"), slots("a", "x"), whole},
	{"jinja/equal texts", jinja("{% for i in range(5000) %}{% if a == b %}{% endif %}{% endfor %}"), slots("a", repeated("x", 4*mega), "b", repeated("x", 4*mega)), limited},
	{"jinja/contains", jinja("{{ 'b' in a }}"), slots("a", repeated("x", 32*mega)), limited},
	{"jinja/keys", jinja("{% for i in range(5000) %}{{ d[a] }}{% endfor %}"), slots("a", repeated("x", 4*mega), "d", dict(20)), limited},
	{"jinja/pad", jinja("{% for i in range(5000) %}{% set x = a.center(3) %}{% endfor %}"), slots("a", repeated("é", 4*mega)), limited},
	{"jinja/test", jinja("{{ a.isidentifier() }}"), slots("a", repeated("é", 16*mega)), limited},
	{"jinja/count", jinja("{{ a.count('x') }}{{ a|wordcount }}"), slots("a", repeated("é ", 16*mega)), limited},
	{"jinja/partition", jinja("{% for i in range(5000) %}{% set x = a.partition('y') %}{% endfor %}"), slots("a", repeated("x", 4*mega)), limited},
	{"jinja/strip", jinja("{{ a.strip(b) }}"), slots("a", repeated("x", 200_000), "b", list(1, 0, func(int) any { return strings.Repeat("y", 200_000) + "x" })().Items()[0]), limited},
	{"jinja/join", jinja("{{ a|join }}"), slots("a", list(30, 0, func(int) any { return strings.Repeat("x", mega) })), limited},
	{"jinja/indent", jinja("{{ a|indent }}{{ a|wordwrap }}"), slots("a", repeated("x\n", 16*mega)), limited},
	{"jinja/brackets", jinja("{{ a|urlize }}"), slots("a", func() nlg.Value {
		return nlg.Str("x" + strings.Repeat("(", 25_000) + "y" + strings.Repeat(")", 25_000))
	}), whole},
	{"jinja/keywords", jinja("{{ dict(**a) }}"), slots("a", dict(25_000)), limited},
	{"jinja/copies", jinja("{% set x = a.append(1) %}"), slots("a", list(mega, 0, numbers)), limited},
	{"jinja/slices", jinja("{{ a[1:] }}{{ a|list }}"), slots("a", list(mega, 0, numbers)), limited},
	{"jinja/dictsort", jinja("{{ a|dictsort }}{{ a.copy() }}"), slots("a", dict(300_000)), limited},
	{"jinja/views", jinja("{{ a.items() }}"), slots("a", dict(300_000)), limited},
	{"jinja/sort", jinja("{{ a|sort|length }}"), slots("a", list(2000, 0, func(i int) any { return strings.Repeat("x", 10_000) + fmt.Sprint(i) })), limited},
	{"jinja/format", jinja("{% set t = '{0!r:.0}' * 20000 %}{{ t.format(a) }}"), slots("a", repeated("x", 100_000)), limited},
	{"jinja/json", jinja("{{ a|tojson }}{{ a|pprint }}"), slots("a", dict(300_000)), limited},
	{"jinja/message", jinja("{{ d[a].x }}"), slots("a", repeated("x", 16*mega), "d", dict(3)), whole},
	{"unknown/near", manyResponses(5000), func(r *nlg.Request) { r.Response = strings.Repeat("utter_", 30) }, unknown},
	{"unknown/long", manyResponses(5000), func(r *nlg.Request) { r.Response = strings.Repeat("utter_", mega) }, unknown},
}

func times(s string, n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = s
	}
	return all
}

func sets(n, size int) []string {
	var all []string
	for i := range n {
		var b strings.Builder
		for j := range size {
			fmt.Fprint(&b, i*1000+j, " ")
		}
		all = append(all, "{"+b.String()+"} contains slots.a")
	}
	return all
}

func slotNames(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "slots.key_%d ", i)
	}
	return b.String()
}

func translated(n int) string {
	return "responses:\n  utter_x:\n" + strings.Repeat("    - text: yes\n      translation: {de: ja}\n    - text: no\n", n)
}

func identified(n int) string {
	var b strings.Builder
	b.WriteString("responses:\n  utter_x:\n")
	for i := range n {
		fmt.Fprintf(&b, "    - text: yes\n      id: id_%d\n", i)
	}
	return b.String()
}

func ids(n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprint("no_", i)
	}
	return all
}

// buttons is content with the same text on many buttons.
func buttons(n int, text, engine string) string {
	head := "responses:\n  utter_x:\n    - text: x\n"
	if engine != "" {
		head += "      metadata: {template: " + engine + "}\n"
	}
	return head + "      buttons:\n" + strings.Repeat("        - {title: "+quoted(text)+", payload: /x}\n", n)
}

func manyResponses(n int) string {
	var b strings.Builder
	b.WriteString("responses:\n")
	for i := range n {
		fmt.Fprintf(&b, "  utter_%sresponse_%d:\n    - text: x\n", strings.Repeat("utter_", i%20), i)
	}
	return b.String()
}

// serve renders the request within the default budget.
func (w *worst) serve(catalog *nlg.Catalog, request *nlg.Request, m *nlg.Message) (*nlg.Budget, ending) {
	b := nlg.NewBudget(nlg.Limits{}, nil)
	request.Budget = b
	err := catalog.RenderTo(m, request, rand.New(rand.NewPCG(1, 2)))
	switch {
	case b.Reason().Refuses():
		return b, refused
	case err != nil:
		return b, unknown
	case m.Cut != nil:
		return b, cut
	}
	for _, p := range m.Problems {
		if p.Kind == nlg.Limited {
			return b, limited
		}
	}
	return b, whole
}

func (w *worst) request() *nlg.Request {
	r := &nlg.Request{Response: "utter_x", Channel: "rest", Slots: nlg.Values()}
	if w.prepare != nil {
		w.prepare(r)
	}
	return r
}

// TestWorst checks what the worst requests take: no more work than a request may do,
// no more memory than one may have, and no memory that it did not ask for.
func TestWorst(t *testing.T) {
	const unasked = 24 << 20
	for _, w := range worsts {
		t.Run(w.name, func(t *testing.T) {
			catalog, _ := mustCompile(t, "a.yml", w.content)
			request := w.request()
			var m nlg.Message
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			b, got := w.serve(catalog, request, &m)
			runtime.ReadMemStats(&after)
			allocated := int64(after.TotalAlloc - before.TotalAlloc)
			t.Logf("%s: %d units, %d KiB reserved, %d KiB allocated, a reply of %d bytes", got, b.Spent(), b.Reserved()>>10, allocated>>10, len(m.JSON))
			if got != w.want {
				t.Errorf("%s (%v), want %s: %+v %+v", got, b.Reason(), w.want, m.Cut, m.Problems)
			}
			if b.Spent() > budget.DefaultWork || b.Reserved() > budget.DefaultMemory {
				t.Errorf("%d units of work, %d bytes", b.Spent(), b.Reserved())
			}
			if allocated > b.Reserved()+unasked {
				t.Errorf("%d bytes are allocated, but %d asked for", allocated, b.Reserved())
			}
			if got == refused && string(m.JSON) != "{}" {
				t.Errorf("a refused request has a reply: %.200s", m.JSON)
			}
			for _, p := range m.Problems {
				if len(p.Message) > 1000 {
					t.Errorf("a message of %d bytes", len(p.Message))
				}
			}
		})
	}
}
