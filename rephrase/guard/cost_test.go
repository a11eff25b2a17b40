package guard_test

import (
	"fmt"
	"strings"
	"testing"

	"nlgserver/rephrase/guard"
)

// The most that the guard is given: the longest text that is reworded, and the largest prompt.
const (
	mostText   = 4 << 10
	mostPrompt = 250 << 10
)

// costly are parts of texts that take long to compare.
var costly = []string{"a.b.com@x ", "1.2,3-4/5 ", "A1 ", "twenty ", "1 ", "a b ", "<a>", "AI:\n", "一", "A-1/b-2/", "🎉", "ﷺ", "1. ", "November 1-"}

// most returns a sentence of a part as long as it can be, and the longest answer that is compared.
func most(part string) (s guard.Sentence, answer string) {
	text := strings.Repeat(part, mostText/len(part))
	s = guard.Sentence{Text: text, Prompt: strings.Repeat(part+"x\n", mostPrompt/(len(part)+2)), Conversation: text}
	return s, text + text
}

// BenchmarkRephraseGuardPrepare measures the worst of what is done before the model is asked, and
// so within the budget.
func BenchmarkRephraseGuardPrepare(b *testing.B) {
	for _, part := range costly {
		b.Run(strings.TrimSpace(part), func(b *testing.B) {
			s, _ := most(part)
			b.ReportAllocs()
			for b.Loop() {
				s.Prepare()
			}
		})
	}
}

// BenchmarkRephraseGuardAnswer measures the worst of what is done after the answer, when the
// budget may be over.
func BenchmarkRephraseGuardAnswer(b *testing.B) {
	for _, part := range costly {
		b.Run(strings.TrimSpace(part), func(b *testing.B) {
			s, answer := most(part)
			b.ReportAllocs()
			for range b.N {
				b.StopTimer()
				p := s.Prepare() // it remembers what it has compared
				b.StartTimer()
				p.Check(answer)
			}
		})
	}
	b.Run("values", func(b *testing.B) {
		var s guard.Sentence
		for i := range mostText / 5 {
			s.Values = append(s.Values, fmt.Sprintf("v%x", i))
		}
		s.Text = strings.Join(s.Values, " ")
		answer := s.Text + " and so on"
		for range b.N {
			b.StopTimer()
			p := s.Prepare()
			b.StartTimer()
			if v := p.Check(answer); v != nil {
				b.Fatalf("%+v", v)
			}
		}
	})
	b.Run("padded", func(b *testing.B) {
		p := guard.Sentence{Text: "Your order arrives on Monday."}.Prepare()
		answer := "Your order arrives on Monday." + strings.Repeat("\u2003", 340_000)
		for b.Loop() {
			p.Check(answer)
		}
	})
}
