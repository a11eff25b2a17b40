package width_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nlgserver/internal/width"
)

func TestOf(t *testing.T) {
	tests := []struct {
		name, text string
		want       int
	}{
		{"nothing", "", 0},
		{"ASCII", "hello", 5},
		{"an accent of its own", "e\u0301", 1},
		{"Chinese", "你好", 4},
		{"half-width kana", "ｱｲ", 2},
		{"full-width letters", "ＡＢ", 4},
		{"Korean by letters", "\u1112\u1161\u11ab", 2},
		{"Arabic with vowels", "مَرْحَبًا", 5},
		{"Hindi", "नमस्ते", 4},
		{"an emoji", "😀", 2},
		{"a skin color", "👍🏽", 2},
		{"a family", "👩‍👩‍👧‍👦", 2},
		{"a flag", "🇩🇪", 2},
		{"a heart shown as an emoji", "❤️", 2},
		{"a control character", "a\x07b", 2},
		{"not UTF-8", "a\xffb", 3},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := width.Of(tt.text); got != tt.want {
				t.Errorf("Of(%q) = %d, want %d", tt.text, got, tt.want)
			}
		})
	}
}

func TestWrap(t *testing.T) {
	tests := []struct {
		name, text string
		columns    int
		want       []string
	}{
		{"nothing", "", 5, []string{""}},
		{"what fits", "hello", 5, []string{"hello"}},
		{"between words", "hello to you", 8, []string{"hello to", "you"}},
		{"a word is not cut", "hello to you", 7, []string{"hello", "to you"}},
		{"unless it must be", "immediately", 4, []string{"imme", "diat", "ely"}},
		{"after a hyphen", "a well-known word", 9, []string{"a well-", "known", "word"}},
		{"not at a no-break space", "costs 5\u00a0€ now", 8, []string{"costs", "5\u00a0€ now"}},
		{"not before a period", "你好你好。", 8, []string{"你好你", "好。"}},
		{"behind blanks", "   immediately", 8, []string{"   immed", "iately"}},
		{"wide characters", "你好你好", 5, []string{"你好", "你好"}},
		{"a flag stays whole", "a🇩🇪", 2, []string{"a", "🇩🇪"}},
		{"wider than the line", "你好", 1, []string{"你", "好"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := width.Wrap(tt.text, tt.columns); !slices.Equal(got, tt.want) {
				t.Errorf("Wrap(%q, %d) = %q, want %q", tt.text, tt.columns, got, tt.want)
			}
		})
	}
}

// TestLaws checks that head and tail fit and are as long as possible, and that
// wrapping loses only blanks.
func TestLaws(t *testing.T) {
	text := rapid.StringOf(rapid.RuneFrom([]rune("ab é\u0301你😀👍🏽\u200d🇩🇪❤\ufe0f")))
	rapid.Check(t, func(t *rapid.T) {
		s, n := text.Draw(t, "text"), rapid.IntRange(2, 12).Draw(t, "columns")
		head, tail := width.Head(s, n), width.Tail(s, n)
		if !strings.HasPrefix(s, head) || width.Of(head) > n || head != s && width.Of(head) < n-1 {
			t.Fatalf("Head(%q, %d) = %q", s, n, head)
		}
		if !strings.HasSuffix(s, tail) || width.Of(tail) > n || tail != s && width.Of(tail) < n-1 {
			t.Fatalf("Tail(%q, %d) = %q", s, n, tail)
		}
		lines := width.Wrap(s, n)
		for _, line := range lines {
			if width.Of(line) > n {
				t.Fatalf("Wrap(%q, %d) has the line %q", s, n, line)
			}
		}
		bare := func(s string) string { return strings.ReplaceAll(s, " ", "") }
		if bare(strings.Join(lines, "")) != bare(s) {
			t.Fatalf("Wrap(%q, %d) = %q", s, n, lines)
		}
	})
}
