package regex

import (
	"errors"
	"runtime"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nlgserver/internal/budget"
)

// endless are patterns and texts for which each engine would take for ever, or
// almost.
var endless = []struct{ name, pattern, text string }{
	{"table", `[ab]+[cd]`, strings.Repeat("a", 8<<20)},
	{"table, not ASCII", `[é中]+c|$x`, strings.Repeat("é", 1<<20)},
	{"threads", `(?:[ab]{1,30}){1,30}[cd]|e{700}`, strings.Repeat("ab", 1<<19)},
	{"tries, a back reference", `^((a|aa)\2?)+$`, strings.Repeat("a", 64) + "!"},
	{"tries, a deep stack", `(?:a|b)*(?=[cd])`, strings.Repeat("ab", 1<<19)},
	{"tries, look-around", `(?=(?:(?=[ab]*[cd])|a|b)*[cd])`, strings.Repeat("ab", 1<<12)},
	{"tries, an atomic group", `(?>(?:a|b)+)[cd]`, strings.Repeat("ab", 1<<12)},
	{"tries, a possessive repeat", `(?:a|ba)++[cd]`, strings.Repeat("aba", 1<<14)},
	{"tries, a run", `(?<!b)a*a*a*(?=[bc])`, strings.Repeat("a", 1<<14)},
	{"tries, repeats of nothing", `(?:(?:a?){9999}){9999}(?=b)`, "c"},
	{"tries, repeats of nothing for good", `(?:(?:){999999}+){999999}+b`, "b"},
	{"tries, a long text", `(?<!é)é*(?=[中ñ])`, strings.Repeat("é", 1<<18)},
	{"tries, a long group", `^(.*)\1[xy]`, strings.Repeat("a", 1<<16)},
}

// TestSearchHasABound checks that each engine stops after as many steps as a search
// may make, says so, and charges them.
func TestSearchHasABound(t *testing.T) {
	for _, c := range endless {
		re := mustCompile(t, c.pattern, 0)
		_, _ = re.Search("", nil) // so that making the engine is not counted
		// The budget has room for one search and a half.
		b := budget.New(budget.Limits{Work: MaxWork * 3 / 2}, nil, nil, nil)
		found, err := re.Search(c.text, b)
		if found || !errors.Is(err, ErrLimit) || b.Reason() != budget.Within || !b.WasCut() {
			t.Errorf("%s: %v, %v, %v, cut %v", c.name, found, err, b.Reason(), b.WasCut())
		}
		left := MaxWork*3/2 - MaxWork*5/4
		if b.Spend(left); b.Spend(MaxWork) {
			t.Errorf("%s: the steps are not charged", c.name)
		}
	}
}

// TestSearchKeepsToTheBudget checks that all searches of a request together do not
// exceed its budget, and that what exceeds it stays so.
func TestSearchKeepsToTheBudget(t *testing.T) {
	for _, c := range endless {
		re := mustCompile(t, c.pattern, 0)
		b := budget.New(budget.Limits{Work: 20_000}, nil, nil, nil)
		for range 3 {
			if found, err := re.Search(c.text, b); found || !errors.Is(err, ErrLimit) {
				t.Errorf("%s: %v, %v", c.name, found, err)
			}
		}
		if b.Reason() != budget.Work || !b.WasCut() {
			t.Errorf("%s: %v, cut %v", c.name, b.Reason(), b.WasCut())
		}
		if _, err := mustCompile(t, "^a$", 0).Search("a", b); !errors.Is(err, ErrLimit) {
			t.Errorf("%s: a search after the end of the budget: %v", c.name, err)
		}
	}
}

// TestSearchEndsWithTheClient checks that a search stops when nobody waits for it:
// after a fraction of the work that it may do.
func TestSearchEndsWithTheClient(t *testing.T) {
	gone := make(chan struct{})
	close(gone)
	for _, c := range endless {
		re := mustCompile(t, c.pattern, 0)
		_, _ = re.Search("", nil)
		b := budget.New(budget.Limits{}, nil, nil, gone)
		if found, err := re.Search(c.text, b); found || !errors.Is(err, ErrLimit) || b.Reason() != budget.Gone {
			t.Errorf("%s: %v, %v, %v", c.name, found, err, b.Reason())
		}
	}
}

// TestLongTextIsStopped checks that what takes a look at all of a text is not begun if
// the text is too long.
func TestLongTextIsStopped(t *testing.T) {
	for pattern, text := range map[string]string{
		"abc":      strings.Repeat("ab", 8<<20),
		"abc[de]":  strings.Repeat("ab", 8<<20),
		`(?<!x)é?`: strings.Repeat("é", maxDecoded),
	} {
		b := budget.New(budget.Limits{}, nil, nil, nil)
		if found, err := mustCompile(t, pattern, 0).Search(text, b); found || !errors.Is(err, ErrLimit) || !b.WasCut() {
			t.Errorf("%q: %v, %v, cut %v", pattern, found, err, b.WasCut())
		}
	}
}

// TestSameAnswerAgain checks that a search needs as many steps when its engine is
// new as later.
func TestSameAnswerAgain(t *testing.T) {
	for _, u := range usual {
		re := mustCompile(t, u.pattern, u.flags)
		var left []int
		for range 3 {
			e := re.get(nil)
			m := meter{left: MaxWork}
			switch {
			case e.table != nil:
				_, _ = e.table.search(u.text, &m)
			case e.threads != nil:
				_, _ = e.threads.search(u.text, &m)
			case e.tries != nil:
				_, _ = e.tries.search(u.text, &m)
			}
			left = append(left, m.left)
		}
		if left[0] != left[1] || left[1] != left[2] {
			t.Errorf("%s: %v are left", u.name, left)
		}
	}
}

func TestSearchAllocatesNothing(t *testing.T) {
	if raceEnabled {
		t.Skip("the race detector makes pools drop what they keep")
	}
	b := budget.New(budget.Limits{Work: 1 << 40}, nil, nil, nil)
	patterns := map[string]string{`(?<!x)\bo\w+(?=,)`: "of course, order", `(\w)\1`: "see", `(?:[a-z]{1,30}){1,30}!`: "hello!"}
	for _, u := range usual {
		patterns[u.pattern] = u.text
	}
	for pattern, text := range patterns {
		re := mustCompile(t, pattern, 0)
		if n := testing.AllocsPerRun(50, func() { _, _ = re.Search(text, b) }); n > 0 {
			t.Errorf("%q: %v allocations", pattern, n)
		}
	}
}

// TestWhatIsNotSlowIsNotStopped is the law of the warning: a pattern without one is
// not stopped for a text of up to SlowLength characters.
func TestWhatIsNotSlowIsNotStopped(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pattern := anyPattern(t, 3)
		re, fault := Compile(pattern, 0)
		if fault != nil || re.Slow() != "" {
			t.Skip("slow, or none")
		}
		unit := rapid.StringOfN(rapid.RuneFrom([]rune("aab1 ")), 1, 3, -1).Draw(t, "unit")
		times := rapid.IntRange(0, SlowLength/len(unit)-1).Draw(t, "times")
		text := strings.Repeat(unit, times) + rapid.SampledFrom([]string{"", "!", "a"}).Draw(t, "end")
		if _, err := re.Search(text, nil); err != nil {
			t.Fatalf("%q in %d times %q: %v", pattern, times, unit, err)
		}
	})
}

// anyPattern draws a pattern with all that makes one slow.
func anyPattern(t *rapid.T, depth int) string {
	shape := rapid.IntRange(0, 13).Draw(t, "shape")
	if depth == 0 {
		shape %= 4
	}
	inner := func() string { return anyPattern(t, depth-1) }
	switch shape {
	case 0, 1:
		return rapid.SampledFrom([]string{"a", "b", "ab", "[ab]", ".", `\w`, `\d`, " ", `\b`}).Draw(t, "atom")
	case 2, 3:
		return rapid.SampledFrom([]string{"a", "b", `\w`, "."}).Draw(t, "run") + rapid.SampledFrom([]string{"*", "+", "{3,}", "{1,40}", "*?"}).Draw(t, "times")
	case 4:
		return "(" + inner() + "|" + inner() + ")"
	case 5, 6:
		return inner() + inner()
	case 7:
		return "(?=" + inner() + ")"
	case 8:
		return "(?!" + inner() + ")"
	case 9:
		return "(?>" + inner() + ")"
	case 10:
		return "(" + inner() + `)\1`
	default:
		return "(?:" + inner() + ")" + rapid.SampledFrom([]string{"*", "+", "{2,9}", "{1,60}", "*+", "{0,300}"}).Draw(t, "times")
	}
}

// TestEngineHasABound checks that what is made of the longest pattern is bounded.
func TestEngineHasABound(t *testing.T) {
	const (
		mostBytes = 512 << 10
		mostUnits = 100_000
	)
	for name, pattern := range costly() {
		e, cost, size := newEngine(pattern, 0)
		if size > mostBytes || cost > mostUnits {
			t.Errorf("%s: %d bytes, %d units", name, size, cost)
		}
		if e.tries != nil && len(e.tries.code.operations) > 2*maxOperations {
			t.Errorf("%s: %d operations", name, len(e.tries.code.operations))
		}
	}
}

// TestLargeEnginesAreNotKept checks that many short patterns do not keep large engines
// once nobody uses them.
func TestLargeEnginesAreNotKept(t *testing.T) {
	for pattern, isKept := range map[string]bool{
		`^[\w.+-]+@[\w-]+\.[\w.-]+$`:                    true,
		`(?i)\b(yes|yeah|yep|sure|of course|ok|okay)\b`: true,
		`^(?=.*\d)(?=.*[a-z])(?=.*[A-Z]).{8,}$`:         true,
		`a{700}`:                                        false,
		`.{1,2000}x`:                                    false,
		`a{600}[bc]{600}`:                               false,
	} {
		re := mustCompile(t, pattern, 0)
		before, _ := re.Search("Aa1 ok ann@example.com", nil)
		if got := re.engine.Load() != nil; got != isKept {
			t.Errorf("%q is kept: %v", pattern, got)
		}
		runtime.GC()
		if e := re.large.Load(); e != nil && e.Value() != nil {
			t.Errorf("%q: the engine is still held", pattern)
		}
		if after, err := re.Search("Aa1 ok ann@example.com", nil); after != before || err != nil {
			t.Errorf("%q: %v, then %v, %v", pattern, before, after, err)
		}
	}
}

// TestFirstSearchPaysForTheEngine checks that a request does not make engines without
// end.
func TestFirstSearchPaysForTheEngine(t *testing.T) {
	b := budget.New(budget.Limits{}, nil, nil, nil)
	made := 0
	for range 1000 {
		re := mustCompile(t, `a{700}`, 0)
		if _, err := re.Search("", b); err != nil {
			break
		}
		made++
	}
	if made < 3 || made > 30 || b.Reason() != budget.Work {
		t.Errorf("%d engines were made, %v", made, b.Reason())
	}
}

// TestSearchesShareTheirMemory checks that what large searches hold is counted, and
// held once for all searches of a request.
func TestSearchesShareTheirMemory(t *testing.T) {
	pool := budget.NewPool(64 << 20)
	b := budget.New(budget.Limits{Work: 1 << 40}, pool, nil, nil)
	for range 20 {
		for _, text := range []string{strings.Repeat("ab", 1<<18), strings.Repeat("éab", 1<<16)} {
			_, _ = mustCompile(t, `(?:a|b|é)*(?=[cd])`, 0).Search(text, b)
		}
	}
	if held := b.Reserved(); held < 1<<20 || held > 16<<20 {
		t.Errorf("%d bytes are held", held)
	}
	if b.Close(); pool.Used() != 0 || b.Scratch() != nil {
		t.Errorf("%d bytes are not given back", pool.Used())
	}
}

// TestRefusedMemoryIsAskedForAgain checks that memory that one request did not get is
// not taken by the next one unasked.
func TestRefusedMemoryIsAskedForAgain(t *testing.T) {
	re := mustCompile(t, `(?<!x)é(?=y)`, 0)
	text := strings.Repeat("é", 200<<10)
	poor := budget.New(budget.Limits{Memory: 1 << 10}, nil, nil, nil)
	if _, err := re.Search(text, poor); !errors.Is(err, ErrLimit) || poor.Reason() != budget.Memory {
		t.Fatalf("%v, %v", err, poor.Reason())
	}
	b := budget.New(budget.Limits{}, nil, nil, nil)
	if _, _ = re.Search(text, b); b.Reserved() < 4*(200<<10) {
		t.Errorf("%d bytes are held", b.Reserved())
	}
}
