package interpolate

import (
	"fmt"
	"strings"
	"testing"

	"nlgserver/internal/python"
)

// TestManyVariables checks that many variables are each once, in order, and filled.
func TestManyVariables(t *testing.T) {
	var text, want strings.Builder
	vars := python.NewDict(0)
	for i := range 3000 {
		name := fmt.Sprintf("v%d", i%1000)
		fmt.Fprintf(&text, "{%s}}}-", name)
		text.WriteString("{{")
		fmt.Fprintf(&want, "%d}-{", i%1000)
		vars.Set(name, python.Int(int64(i%1000)))
	}
	compiled := Compile(text.String())
	names := compiled.Variables()
	if len(names) != 1000 || names[0] != "v0" || names[17] != "v17" || names[999] != "v999" {
		t.Errorf("%d names", len(names))
	}
	if got, problem := compiled.Append(nil, vars, nil); string(got) != want.String() || problem != nil {
		t.Errorf("%.60q, %v", got, problem)
	}
}

// TestLintOfLongTexts checks that a long text is reported once: each time, its rest
// is compiled again.
func TestLintOfLongTexts(t *testing.T) {
	for _, tt := range []struct{ size, want int }{{1000, 20}, {longText, 20}, {longText + 2, 1}} {
		if got := Compile(strings.Repeat("} ", tt.size/2)).Lint(); len(got) != tt.want {
			t.Errorf("%d bytes: %d problems, want %d", tt.size, len(got), tt.want)
		}
	}
}

// TestDoubledBracesTakeLinearMemory checks that the text before a variable is not
// copied for each brace in it.
func TestDoubledBracesTakeLinearMemory(t *testing.T) {
	bytes := func(n int) int64 {
		text := strings.Repeat("}}", n) + "{a}"
		return testing.Benchmark(func(b *testing.B) {
			b.ReportAllocs()
			for range b.N {
				Compile(text)
			}
		}).AllocedBytesPerOp()
	}
	if small, large := bytes(1000), bytes(4000); large > 5*small {
		t.Errorf("%d bytes for 1,000 braces, %d for 4,000", small, large)
	}
}
