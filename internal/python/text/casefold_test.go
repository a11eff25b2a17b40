package text

import (
	"os"
	"testing"

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
