package text

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"nlgserver/internal/python"
)

func TestCasefold(t *testing.T) {
	content, err := os.ReadFile("testdata/casefold.json")
	if err != nil {
		t.Fatal(err)
	}
	rows, err := python.ParseJSON(string(content))
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows.Items() {
		s, _ := row.Items()[0].Text()
		want, _ := row.Items()[1].Text()
		if got := Casefold(s); got != want {
			t.Errorf("casefold of %q: %q, Python says %q", s, got, want)
		}
		if !EqualFolded(s, want) {
			t.Errorf("EqualFolded(%q, %q) is false", s, want)
		}
		if EqualFolded(s+"x", want) || EqualFolded(s, want+"x") {
			t.Errorf("EqualFolded ignores the end of %q", s)
		}
	}
}

func TestEqualFoldedAgrees(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := rapid.StringOfN(rapid.RuneFrom([]rune("aAbBßſsSKk")), 0, 6, -1).Draw(t, "a")
		b := rapid.StringOfN(rapid.RuneFrom([]rune("aAbBßſsSKk")), 0, 6, -1).Draw(t, "b")
		if got, want := EqualFolded(a, Casefold(b)), Casefold(a) == Casefold(b); got != want {
			t.Fatalf("EqualFolded(%q, fold of %q) = %v", a, b, got)
		}
	})
}

// TestFoldsOfAll compares each character's own fold with that of a whole string.
func TestFoldsOfAll(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		s := string(python.AppendRune(nil, r))
		folded := Casefold(s)
		if !EqualFolded(s, folded) || len(folded) > longestFold*len(s) || len(s) > longestFold*len(folded) {
			t.Errorf("%q folds to %q, but is not equal", s, folded)
		}
		if folded != s && EqualFolded(s, s) {
			t.Errorf("%q folds to %q, but equals itself", s, folded)
		}
	}
}

// TestEqualFoldedOfAnything compares with folding the whole string: what a character
// folds to does not depend on those around it.
func TestEqualFoldedOfAnything(t *testing.T) {
	letters := append(slices.Collect(maps.Keys(folds())), []rune("aZ ßΣσςİıͅǰΐ\u0345ꭰᏸᎠﬃ\U0001e900中")...)
	slices.Sort(letters)
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.OneOf(rapid.SampledFrom(letters), rapid.Rune()), 0, 8, -1)
		a, b := text.Draw(t, "a"), text.Draw(t, "b")
		if rapid.Bool().Draw(t, "bytes") {
			a = a[:len(a)/2] // may end within a character
		}
		if rapid.Bool().Draw(t, "same") {
			b = a
		}
		if got, want := EqualFolded(a, Casefold(b)), Casefold(a) == Casefold(b); got != want {
			t.Fatalf("EqualFolded(%q, fold of %q) = %v", a, b, got)
		}
	})
}

// TestEqualFoldedAllocates checks that comparing a huge text allocates nothing. It is
// the average of several runs, because what the runtime allocates meanwhile counts too.
func TestEqualFoldedAllocates(t *testing.T) {
	huge := strings.Repeat("GoLdß", 1<<18)
	folded := Casefold(huge)
	EqualFolded(huge, folded)
	if n := testing.AllocsPerRun(10, func() { EqualFolded(huge, folded); EqualFolded(huge, "gold") }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// BenchmarkEqualFolded measures a byte of texts that fold to the same.
func BenchmarkEqualFolded(b *testing.B) {
	for _, s := range []string{"Gold", "Straße", "ΓΕΙΑ", "中文"} {
		huge := strings.Repeat(s, 1<<12)
		folded := Casefold(huge)
		b.Run(s, func(b *testing.B) {
			b.SetBytes(int64(len(huge)))
			for b.Loop() {
				EqualFolded(huge, folded)
			}
		})
	}
}
