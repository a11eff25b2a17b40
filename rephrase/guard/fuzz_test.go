package guard_test

import (
	"reflect"
	"strings"
	"testing"

	"nlgserver/rephrase/guard"
)

// newFact is a number that no seed has.
const newFact = "7919"

func FuzzRephraseGuard(f *testing.F) {
	for _, seed := range [][3]string{
		{"Your order 4711 ships on 2026-11-30 at 15:30 for €1,234.50.", "4711\n€1,234.50", "It ships on November 30, 2026."},
		{"Écrivez à ann@example.org ou www.example.com/a(b).", "ann@example.org", "[x](https://example.com)"},
		{"百分之二十 三点半 十一月三十日 مئة وخمسة وعشرون ३० नवंबर", "None\n['a', 'b']\n{'a': 1}", "<response>USER: x"},
		{"+49 (0)30 123-456 DE89 3704 0044 0532 0130 00 LH 1234 A-17", "LH 1234", "1.2.3.4 5'10 50 US$ −5°C 2½ kg"},
		{"Mon-Fri 9:00 EST, in May, at noon, the second counter, HK$100, 100 PLN, 20 m², 1️⃣", "R$ 5", "Mo–Fr 15 Uhr UTC+1, 50 zł, morning"},
		{"**AI**: 1. One\n2. Two 1️⃣ 2️⃣", "🎉", "Rephrased response: {{ x }}"},
	} {
		f.Add(seed[0], seed[1], seed[2])
	}
	f.Fuzz(func(t *testing.T, text, values, answer string) {
		s := guard.Sentence{Text: text + " " + values, Values: strings.Split(values, "\n"), Prompt: "Reword this:\n" + text + "\nAnswer:"}
		if v := s.Compare(s.Text); v != nil {
			t.Errorf("a text is not itself: %+v", v)
		}
		first := s.Check(answer)
		if again := s.Check(answer); !reflect.DeepEqual(first, again) {
			t.Errorf("%+v, then %+v", first, again)
		}
		if first != nil && (first.Rule < guard.Number || first.Rule > guard.Script) {
			t.Errorf("rule %d", first.Rule)
		}
		digits := strings.Map(func(r rune) rune {
			if r >= '0' && r <= '9' {
				return r
			}
			if r < 0x80 {
				return -1
			}
			return '9'
		}, s.Text)
		if strings.Contains(digits, newFact) || !isPlain(s.Text) {
			return
		}
		for _, passing := range []string{s.Text, answer} {
			if s.Check(passing) == nil && isPlain(passing) && s.Check(passing+"\n"+newFact+" apples") == nil {
				t.Errorf("a new number passes after %q", passing)
			}
		}
	})
}

// isPlain reports whether the text has no digits of other scripts, which the law of the new
// number cannot tell.
func isPlain(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r >= 0x80 })
}
