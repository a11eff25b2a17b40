package guard_test

import (
	"strings"
	"testing"
	"time"

	"nlgserver/rephrase/guard"
)

// The lengths of the texts whose times are compared. The time of the longer one would be 64
// times as long if it grew with the square.
const (
	short     = 4 << 10
	long      = 8 * short
	maxFactor = 30
	// least is taken for a shorter time of the short text: an answer may be refused early.
	least = 15 * time.Millisecond
)

// TestRephraseGuardTime checks that the time grows with the length for texts of what is hard
// to read.
func TestRephraseGuardTime(t *testing.T) {
	if raceEnabled {
		t.Skip("times say nothing under the race detector")
	}
	for _, part := range []string{
		"a ", "an hour ", "1 a ", "1 x ", "a day 1 day ", "9am-", "9am-5pm/", "10€-", "Rs5-", "김님", "김님 ", "1만", "1만원", "3시 ", "일요일", "24/7", "14 h 30 ", "1, ", "step 1: ", "للل", "5-在", "و1",
		"1 ", "1", "1.", "1,", "1-", "1/", "-1", "(1) ", "+1 ", "+1 (0) ", "00 ", "a1", "A1 ", "LH 12 ", "DE89 ", "1.1.1.1 ", "2026-11-30 ",
		"€", "€1", "1%", "<", "<a", "<a>", "((((", "))))", "https://", "a@", "a.b", "[](", "_.", "://", "x://a)", "一", "百", "万一", "و ", "و",
		"twenty ", "hundred ", "November ", "November 1-", "1 to ", "3 pm ", "USER: ", "AI:\n", "a:\n", "12:", "每月", "周日", "½", "1\u00a0", "1\u20e3", "e\u0301", "\u0301", "\xff", "zweihundert",
		"Mo ", "So, ", "Mon-Fri ", "May ", "in May ", "first ", "morning ", "HK$1 ", "aa$", "1 PLN ", "zł ", "₪1", "1 m² ", "m³", "1\uFE0F\u20E3", "3 pm EST ", "3 pm UTC+1 ", "3 pm a b c ", "http://a.io ",
		"a quarter past 9 ", "quarter ", "five to ", "las 9 y ", "1/2 ", "two third ", "二分之", "一点", "个半", "साढ़े ", "दो-", "1 to 2 of 3 ", "1 € a, 2 € b ", "a to b ", "1 x 2 y ", "محاولتين ", "إلا ربع ", "Here ", "Here is: ",
		"\"", "“", "&lt;", "```", "(note ", " - ",
		"لست ", "أحد ", "تسع ", "سنتين ", "رسالتين ", "ساعة ونصف ", "السابعة ", "السابعة والنصف ", "مئة و", "الساعة ", "1 ونصف ",
	} {
		took := checkTime(part, long)
		if took < maxFactor*least {
			continue
		}
		if base := max(least, checkTime(part, short)); min(took, checkTime(part, long)) > maxFactor*base {
			t.Errorf("%q: %v for %d bytes, %v for %d", part, base, short, took, long)
		}
	}
}

// checkTime returns the time of the check of a text that repeats the part.
func checkTime(part string, size int) time.Duration {
	text := strings.Repeat(part, size/len(part))
	s := guard.Sentence{Text: text, Values: []string{text[:100], part}, Prompt: "Reword:\n" + strings.Repeat(part+" x\n", size/len(part)) + text}
	return cpuTime(func() { s.Check(text + "!") })
}

// TestRephraseGuardManyValues checks that the search for values has a bound, and that what
// cannot be searched is not trusted.
func TestRephraseGuardManyValues(t *testing.T) {
	var values []string
	var text strings.Builder
	for i := range 10_000 {
		v := "v" + strings.Repeat("x", i%7) + string(rune('a'+i%26)) + string(rune('a'+i/26%26)) + string(rune('a'+i/676%26)) + string(rune('a'+i/17576%26))
		values = append(values, v)
		text.WriteString(v + " ")
	}
	s := guard.Sentence{Text: text.String(), Values: values}
	if v := s.Check(text.String() + "!"); v == nil || v.Rule != guard.Value {
		t.Errorf("%+v, want a value that is not searched for", v)
	}
	s.Values = values[:50]
	if v := s.Check(text.String() + "!"); v != nil {
		t.Errorf("50 values: %+v", v)
	}
}

func BenchmarkRephraseGuard(b *testing.B) {
	const text = "Hello Ann, your order 4711 of €1,234.50 arrives on 2026-11-30 at 15:30. Track it at https://example.com/orders/4711."
	for name, answer := range map[string]string{
		"pass":   "Hi Ann! Your order 4711 (1234.50 euros) will be there on November 30, 2026, at 3:30 PM. See https://example.com/orders/4711 to track it.",
		"number": "Hi Ann! Your order 4711 (1234.50 euros) will be there on November 29, 2026, at 3:30 PM. See https://example.com/orders/4711 to track it.",
	} {
		b.Run(name, func(b *testing.B) {
			s := guard.Sentence{
				Text: text, Values: []string{"Ann", "4711", "€1,234.50"},
				Prompt: strings.Repeat("Keep the facts of the suggested response, and say it in other words.\n", 10) + text,
			}
			if got := verdict(s.Check(answer)); got != name {
				b.Fatalf("got %s", got)
			}
			b.ReportAllocs()
			for b.Loop() {
				s.Check(answer)
			}
		})
	}
}
