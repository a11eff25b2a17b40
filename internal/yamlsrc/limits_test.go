package yamlsrc

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"nlgserver/internal/diag"
)

// TestLimits parses input made to exhaust a reader. Each case must be rejected with
// its own code; a case that takes too much time or memory shows up as a timeout.
func TestLimits(t *testing.T) {
	bomb := "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
	for i := 1; i <= 30; i++ {
		bomb += fmt.Sprintf("a%d: &a%d [%s]\n", i, i, strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 10))
	}
	mergeBomb := "m0: &m0 {a: 1, b: 2, c: 3, d: 4}\n"
	for i := 1; i <= 12; i++ {
		mergeBomb += fmt.Sprintf("m%d: &m%d {k%d: 1, <<: [%s]}\n", i, i, i, strings.Repeat(fmt.Sprintf("*m%d, ", i-1), 400))
	}
	chain := "c0: &c0 [x]\n"
	for i := 1; i < 2000; i++ {
		chain += fmt.Sprintf("c%d: &c%d [*c%d]\n", i, i, i-1)
	}
	var indented strings.Builder
	for i := range 1200 {
		indented.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	tests := []struct {
		name string
		data string
		want diag.Code
	}{
		{"alias bomb", bomb, diag.AliasExplosion},
		{"merge bomb", mergeBomb, diag.AliasExplosion},
		{"alias chain", chain, diag.TooDeep},
		{"alias of itself", "a: &a [*a]", diag.CyclicAlias},
		{"alias of an ancestor", "a: &a\n  b:\n  - *a", diag.CyclicAlias},
		{"merge of itself", "a: &a\n  <<: *a\n", diag.CyclicAlias},
		{"501 lists", strings.Repeat("[", 501) + strings.Repeat("]", 501), diag.TooDeep},
		{"20,000 brackets", strings.Repeat("[", 20_000) + strings.Repeat("]", 20_000), diag.TooDeep},
		{"20,000 open brackets", strings.Repeat("[", 20_000), diag.TooDeep},
		{"20,000 braces", strings.Repeat("{a: ", 20_000) + strings.Repeat("}", 20_000), diag.TooDeep},
		{"20,000 dashes", strings.Repeat("- ", 20_000), diag.TooDeep},
		{"20,000 brackets in quotes in brackets", "[\"" + strings.Repeat("[", 20_000) + "\", " + strings.Repeat("[", 20_000), diag.TooDeep},
		{"1,200 maps in lines", indented.String(), diag.TooDeep},
		{"200,001 values", "[" + strings.Repeat("1,", 200_000) + "]", diag.TooLarge},
		{"500,000 values", "[" + strings.Repeat("1,", 500_000) + "]", diag.TooLarge},
		{"500,000 empty comments", strings.Repeat("#\n", 500_000), diag.TooLarge},
		{"NUL", "a: \x00", diag.BadEncoding},
		{"UTF-16 with a mark", "\xff\xfea\x00:\x00", diag.BadEncoding},
		{"UTF-16 without a mark", "a\x00:\x00 \x001\x00", diag.BadEncoding},
		{"Latin-1", "a: gr\xfc\xdf", diag.BadEncoding},
		{"surrogate in UTF-8", "a: \xed\xa0\x80", diag.BadEncoding},
		{"escape character", "a: \x1b[31m", diag.BadEncoding},
		{"1 MB of binary", strings.Repeat("\xff\x00\x01", 300_000), diag.BadEncoding},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, problems := Parse("f.yml", []byte(tt.data), Options{MaxNodes: 200_000})
			if len(problems) == 0 || problems[0].Code != tt.want {
				t.Fatalf("got %v, want %s", problems, tt.want)
			}
			if problems[0].Line == 0 || problems[0].Column == 0 {
				t.Errorf("no position: %v", problems[0])
			}
		})
	}
}

// TestLimitsAllow checks input that is just within each limit.
func TestLimitsAllow(t *testing.T) {
	tests := []struct {
		name string
		data string
		opt  Options
	}{
		{"500 levels", strings.Repeat("[", 500) + strings.Repeat("]", 500), Options{}},
		{"aliases that stay small", "a: &a [1, 2]\nb: [*a, *a, *a]\nc: {<<: {x: *a}}\n", Options{}},
		{"just as many values", "[1, 2, 3]", Options{MaxNodes: 4}},
		{"just as deep", "[[1]]", Options{MaxDepth: 3}},
		{"many keys", manyKeys(20_000), Options{}},
		{"lines that end in CR LF", strings.Repeat("- a\r\n", 700), Options{MaxNodes: 1000}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc, problems := Parse("f.yml", []byte(tt.data), tt.opt)
			if len(problems) > 0 || doc.Root == nil {
				t.Fatalf("got %v", problems)
			}
		})
	}
	for _, tt := range []struct {
		data string
		opt  Options
	}{
		{"[1, 2, 3, 4]", Options{MaxNodes: 4}},
		{"[[[1]]]", Options{MaxDepth: 3}},
		{"a: &a [[1]]\nb: {<<: {x: {y: *a}}}", Options{MaxDepth: 5}},
	} {
		if _, problems := Parse("f.yml", []byte(tt.data), tt.opt); len(problems) != 1 {
			t.Errorf("%q: got %v, want one error", tt.data, problems)
		}
	}
}

func manyKeys(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "key%d: %d\n%d: x\n", i, i, i)
	}
	return b.String()
}

// TestManyProblems checks that the list is bounded.
func TestManyProblems(t *testing.T) {
	_, problems := Parse("f.yml", []byte(strings.Repeat("a: 1\n", 1000)), Options{})
	if len(problems) != maxProblems {
		t.Errorf("got %d problems, want %d", len(problems), maxProblems)
	}
}

// TestLongLines checks that a diagnostic leaves out a very long line, and contains
// all of a line of ordinary length.
func TestLongLines(t *testing.T) {
	for text, want := range map[string]int{
		strings.Repeat("\x00", 1<<20):                   0,
		"a: \"" + strings.Repeat("x", 1<<20) + "\x01\"": 0,
		"a: " + strings.Repeat("x", 3000) + "\x01":      3004,
	} {
		_, problems := Parse("f.yml", []byte(text), Options{})
		if len(problems) == 0 || problems[0].Column == 0 {
			t.Fatalf("%.20q: %.200v", text, problems)
		}
		for _, p := range problems {
			if got := utf8.RuneCountInString(p.Source); got != want {
				t.Errorf("%.20q: %d characters of the line, want %d", text, got, want)
			}
		}
	}
}
