package yamlsrc

import (
	"fmt"
	"strings"
	"testing"
)

// domain returns a realistic response file of about the given size in bytes.
func domain(size int) []byte {
	var b strings.Builder
	b.WriteString("version: \"3.1\"\nresponses:\n")
	for i := 0; b.Len() < size; i++ {
		fmt.Fprintf(&b, `  utter_answer_%d:
  - text: "Hello {name}, your order number %d is on its way."
    buttons:
    - title: Track it
      payload: '/track{{"order": "%d"}}'
    - title: Talk to a human
      payload: /human
  # what the phone bot says
  - text: Your order %d is on its way, it will arrive on Tuesday.
    channel: voice
    condition:
    - type: slot
      name: vip
      value: true
`, i, i, i, i)
	}
	return []byte(b.String())
}

func BenchmarkParse(b *testing.B) {
	for _, size := range []int{10_000, 1_000_000, 8_000_000} {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			data := domain(size)
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				if doc, problems := Parse("domain.yml", data, Options{}); doc == nil || len(problems) > 0 {
					b.Fatal(problems)
				}
			}
		})
	}
}

// BenchmarkParseFault measures a file with a syntax error at its end.
func BenchmarkParseFault(b *testing.B) {
	data := append(domain(1_000_000), "  utter_last:\n  - text: Note: this\n"...)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, problems := Parse("domain.yml", data, Options{}); len(problems) != 1 {
			b.Fatal(problems)
		}
	}
}
