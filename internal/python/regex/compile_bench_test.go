package regex

import (
	"strings"
	"testing"
)

// costly are patterns of about 4096 bytes, the longest that a predicate may have,
// that take long to read or to make an engine of.
func costly() map[string]string {
	var distinct, ranges, words strings.Builder
	for r := '一'; distinct.Len() < 4000; r += 3 {
		distinct.WriteRune(r)
		distinct.WriteByte('?')
	}
	for r := 'Ā'; ranges.Len() < 4000; r++ {
		ranges.WriteString("[" + string(r) + "-𞤡]")
	}
	for r := 'a'; words.Len() < 4000; r++ {
		words.WriteString(strings.Repeat(string('a'+r%26), 5) + "|" + strings.Repeat(string('a'+r%7), 3) + "|")
	}
	return map[string]string{
		"distinct characters": distinct.String(),
		"folded ranges":       "(?i)" + ranges.String(),
		"folded set":          "(?i)[" + distinct.String() + "]",
		"words":               words.String() + "x",
		"classes":             strings.Repeat(`[^\W\d_]\s`, 400),
		"look-around":         strings.Repeat("(?=a*", 190) + strings.Repeat(")", 190) + strings.Repeat("a*(?!b)", 400),
		"runs":                strings.Repeat(`\w*[à-ü]+`, 350) + "(?=a)",
		"repeats":             strings.Repeat("a{9}?", 600),
		"nested repeats":      strings.Repeat("(?:", 190) + "a" + strings.Repeat("?b){0,2}", 190) + "(?=a)",
		"deep repeats":        strings.Repeat("(?:", 150) + "a" + strings.Repeat("){1,2}", 150),
		"alternatives":        strings.Repeat("(a|b)*", 600) + "(?=c)",
		"large program":       "(?:[a-f]{1,49}){0,49}",
		"references":          "(a*)" + strings.Repeat(`(?:\1b?)*`, 440),
	}
}

func BenchmarkCompile(b *testing.B) {
	for name, pattern := range costly() {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, fault := Compile(pattern, 0); fault != nil {
					b.Fatal(fault)
				}
			}
		})
	}
}

func BenchmarkEngine(b *testing.B) {
	for name, pattern := range costly() {
		b.Run(name, func(b *testing.B) {
			var cost, size int
			for b.Loop() {
				_, cost, size = newEngine(pattern, 0)
			}
			b.ReportMetric(float64(cost), "units")
			b.ReportMetric(float64(b.Elapsed())/float64(b.N)/float64(cost+compileUnits+compileUnitsPerByte*len(pattern)), "ns/unit")
			b.ReportMetric(float64(size), "bytes")
		})
	}
}
