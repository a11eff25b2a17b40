package regex

import (
	"errors"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// results are what the engines that can run a pattern say about a text.
type results map[string]bool

// runAll runs a pattern on every engine that can run it.
func runAll(t interface{ Fatalf(string, ...any) }, pattern string, flags Flags, text string) results {
	root, f, fault := parse(pattern, flags)
	if fault != nil {
		t.Fatalf("parse(%q): %v", pattern, fault)
	}
	found := results{}
	note := func(engine string, is bool, err error) {
		if err == nil {
			found[engine] = is
		} else if !errors.Is(err, ErrLimit) {
			t.Fatalf("%s: %q in %q: %v", engine, pattern, text, err)
		}
	}
	unlimited := func() *meter { return &meter{left: 20 * MaxWork} }
	if p, ok := newProgram(root); ok && f.slow == "" {
		if k, ok := newKinds(p); ok {
			is, err := (&threads{kinds: k}).search(text, unlimited())
			note("threads", is, err)
			if made, _ := newTable(k, 10*len(pattern)); made != nil {
				is, err := made.search(text, unlimited())
				note("table", is, err)
			}
		}
	}
	b := &backtracker{code: newCode(root, f.references)}
	is, err := b.search(text, unlimited())
	note("tries", is, err)
	w := &machine{code: b.code, marks: make([]int32, b.code.marks), loops: make([]loopState, b.code.loops), meter: *unlimited()}
	if w.read(text) && !f.references && w.beginRecord() {
		is, err := w.search()
		note("tries with a record", is, err)
	}
	if len(w.stack) > maxStack+recordAfter {
		t.Fatalf("%q in %q: a stack of %d", pattern, text, len(w.stack))
	}
	return found
}

// TestEnginesAgreeWithPython runs every engine on the texts of Python's tables.
// REGEX_TABLE names another one to check.
func TestEnginesAgreeWithPython(t *testing.T) {
	cases := append(readPython(t, "testdata/python.jsonl"), readPython(t, "testdata/nested.jsonl")...)
	if other := os.Getenv("REGEX_TABLE"); other != "" {
		cases = readPython(t, other)
	}
	for _, c := range cases {
		re, fault := Compile(c.pattern, flagsOf(c.flags))
		if (fault != nil) != (c.fault != "") {
			t.Errorf("Compile(%q, %q): %v; Python: %q", c.pattern, c.flags, fault, c.fault)
		}
		if fault != nil {
			continue
		}
		for want, texts := range map[bool][]string{true: c.match, false: c.miss} {
			for _, text := range texts {
				for engine, got := range runAll(t, c.pattern, flagsOf(c.flags), text) {
					if got != want {
						t.Errorf("%s: Search(%q) with %q, %q = %v; Python: %v", engine, text, c.pattern, c.flags, got, want)
					}
				}
				if got, err := re.Search(text, nil); got != want && err == nil {
					t.Errorf("Search(%q) with %q, %q = %v; Python: %v", text, c.pattern, c.flags, got, want)
				}
			}
		}
	}
}

// TestAgreesWithGo compares all engines with Go's regexp on patterns that mean the
// same to both.
func TestAgreesWithGo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pattern := goPattern(t, 3)
		text := rapid.StringOfN(rapid.RuneFrom([]rune("abAé_ 1\n中")), 0, 12, -1).Draw(t, "text")
		prefix, flags := "", Flags(0)
		if rapid.Bool().Draw(t, "i") {
			prefix, flags = "i", IgnoreCase
		}
		if rapid.Bool().Draw(t, "m") {
			prefix, flags = prefix+"m", flags|Multiline
		}
		if prefix != "" {
			prefix = "(?" + prefix + ")"
		}
		goes, err := regexp.Compile(prefix + pattern)
		if err != nil {
			t.Skip(err)
		}
		if _, fault := Compile(pattern, flags); fault != nil {
			t.Skip(fault)
		}
		if flags&Multiline == 0 && strings.HasSuffix(text, "\n") && strings.Contains(pattern, "$") {
			return // Go's $ is the very end
		}
		want := goes.MatchString(text)
		for engine, got := range runAll(t, pattern, flags, text) {
			if got != want {
				t.Fatalf("%s: %q, %d in %q: %v, but %v in Go", engine, pattern, flags, text, got, want)
			}
		}
	})
}

func goPattern(t *rapid.T, depth int) string {
	shape := rapid.IntRange(0, 9).Draw(t, "shape")
	if depth == 0 {
		shape %= 4
	}
	switch shape {
	case 0:
		return rapid.SampledFrom([]string{"a", "b", "é", "1", "中"}).Draw(t, "character")
	case 1:
		return rapid.SampledFrom([]string{"[ab]", "[^a]", ".", "[a-z1]", "[^\\n]", "(?:)"}).Draw(t, "set")
	case 2:
		return rapid.SampledFrom([]string{"^", "$", `\A`, "a", "b"}).Draw(t, "place")
	case 3, 4:
		return rapid.SampledFrom([]string{"ab", "ba", "aa", "A1"}).Draw(t, "word")
	case 5:
		return "(" + goPattern(t, depth-1) + "|" + goPattern(t, depth-1) + ")"
	case 6, 7:
		return goPattern(t, depth-1) + goPattern(t, depth-1)
	default:
		sign := rapid.SampledFrom([]string{"*", "+", "?", "*?", "+?", "??", "{2}", "{1,3}", "{0,2}?", "{2,}"}).Draw(t, "times")
		return "(?:" + goPattern(t, depth-1) + ")" + sign
	}
}

// FuzzEngines compares the engines with each other on patterns that Go cannot
// say.
func FuzzEngines(f *testing.F) {
	for _, seed := range []string{`^a+(b|c)*?$`, `(?>a|ab)*b`, `[^\W\d-]{2,3}`, `(?i)ß\b`, `(?=(?:a|b)*c)\w`, `(?<!ab)c`, `(?:a??|b){2,5}+\B`} {
		f.Add(seed, uint8(0), "aßc A\n")
	}
	f.Fuzz(func(t *testing.T, pattern string, flags uint8, text string) {
		if len(pattern) > 200 || len(text) > 200 || !utf8.ValidString(pattern) {
			return
		}
		re, fault := Compile(pattern, Flags(flags))
		if fault != nil {
			return
		}
		all := runAll(t, pattern, Flags(flags), text)
		if found, err := re.Search(text, nil); err == nil {
			all["search"] = found
		}
		first, known := false, false
		for _, found := range all {
			if known && found != first {
				t.Fatal(fmt.Sprintf("%q, %d in %q: %v", pattern, flags, text, all))
			}
			first, known = found, true
		}
	})
}
