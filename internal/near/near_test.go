package near

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b        string
		limit, want int
	}{
		{"", "", 0, 0},
		{"", "abc", 3, 3},
		{"", "abc", 2, 3},
		{"greet", "greet", 2, 0},
		{"greet", "great", 2, 1},
		{"greet", "gret", 2, 1},
		{"greet", "geret", 2, 1}, // a swap is one edit
		{"ab", "ba", 1, 1},
		{"ca", "abc", 3, 3}, // no letter takes part in two edits
		{"kitten", "sitting", 5, 3},
		{"kitten", "sitting", 2, 3},
		{"kitten", "sitting", 0, 1},
		{"grüße", "grusse", 5, 3},
		{"naïve", "naive", 1, 1},
		{"日本", "本日", 1, 1},
		{"a", "a", -1, 0}, // limit+1, even so
	} {
		if got := Distance(c.a, c.b, c.limit); got != c.want {
			t.Errorf("Distance(%q, %q, %d) = %d, want %d", c.a, c.b, c.limit, got, c.want)
		}
	}
}

func TestNames(t *testing.T) {
	known := []string{"utter_greet", "utter_goodbye", "utter_grete", "utter_great", "greet", "utter_great_", "utter_gret"}
	for _, c := range []struct {
		name        string
		limit, most int
		want        []string
	}{
		{"utter_gret", 2, 9, []string{"utter_greet", "utter_grete", "utter_great", "utter_great_"}},
		{"utter_gret", 1, 2, []string{"utter_greet", "utter_grete"}},
		{"utter_gret", 0, 2, nil},
		{"other", 2, 3, nil},
		{"utter_gret", 2, 0, nil},
	} {
		if diff := cmp.Diff(c.want, Names(c.name, slices.Values(known), c.limit, c.most)); diff != "" {
			t.Errorf("Names(%q, %d, %d):\n%s", c.name, c.limit, c.most, diff)
		}
	}
	if got, ok := Nearest("utter_gret", slices.Values(known), 1); got != "utter_greet" || !ok {
		t.Errorf("Nearest: %q, %v", got, ok)
	}
	if got, ok := Nearest("x", slices.Values(known), 2); ok {
		t.Errorf("Nearest: %q is not near", got)
	}
}

// TestDistanceLaws: it is symmetrical, zero for equal strings only, one for one
// edit, and the same for every limit that it does not exceed.
func TestDistanceLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.StringOfN(rapid.SampledFrom([]rune("abcü日")), 0, 8, -1)
		a, b := words.Draw(t, "a"), words.Draw(t, "b")
		var m Meter
		d := m.Distance(a, b, 100)
		if back := m.Distance(b, a, 100); back != d {
			t.Fatalf("%d one way, %d the other", d, back)
		}
		if (d == 0) != (a == b) {
			t.Fatalf("the distance is %d", d)
		}
		x, y := []rune(a), []rune(b)
		if d > max(len(x), len(y)) || d < max(len(x), len(y))-min(len(x), len(y)) {
			t.Fatalf("%d edits for %d and %d characters", d, len(x), len(y))
		}
		for limit := range 9 {
			if got := m.Distance(a, b, limit); got != min(d, limit+1) {
				t.Fatalf("%d with limit %d, but the distance is %d", got, limit, d)
			}
		}
		at := rapid.IntRange(0, len(x)).Draw(t, "at")
		inserted := string(x[:at]) + "z" + string(x[at:])
		if d := m.Distance(a, inserted, 100); d != 1 {
			t.Fatalf("%q and %q are %d apart", a, inserted, d)
		}
	})
}

func BenchmarkNames(b *testing.B) {
	var known []string
	for i := range 1000 {
		known = append(known, "utter_ask_"+string(rune('a'+i%26))+"_name")
	}
	for b.Loop() {
		Names("utter_ask_nam", slices.Values(known), 3, 3)
	}
}
