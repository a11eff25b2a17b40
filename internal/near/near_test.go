package near

import (
	"slices"
	"strconv"
	"strings"
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

// plainDistance is the definition: the whole table, and nothing is left out.
func plainDistance(a, b []rune) int {
	table := make([][]int, len(a)+1)
	for i := range table {
		table[i] = make([]int, len(b)+1)
		for j := range table[i] {
			switch {
			case i == 0 || j == 0:
				table[i][j] = i + j
				continue
			case a[i-1] == b[j-1]:
				table[i][j] = table[i-1][j-1]
			default:
				table[i][j] = table[i-1][j-1] + 1
			}
			table[i][j] = min(table[i][j], table[i-1][j]+1, table[i][j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				table[i][j] = min(table[i][j], table[i-2][j-2]+1)
			}
		}
	}
	return table[len(a)][len(b)]
}

// TestNamesAgree compares with sorting all names by their distance.
func TestNamesAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.StringOfN(rapid.SampledFrom([]rune(rapid.SampledFrom([]string{"ab", "abcdefgh", "abü日"}).Draw(t, "letters"))), 0, 12, -1)
		name, known := words.Draw(t, "name"), rapid.SliceOfN(words, 0, 30).Draw(t, "known")
		limit, most := rapid.IntRange(0, 8).Draw(t, "limit"), rapid.IntRange(0, 4).Draw(t, "most")
		sorted := slices.Clone(known)
		distance := func(other string) int { return plainDistance([]rune(name), []rune(other)) }
		sorted = slices.DeleteFunc(sorted, func(other string) bool { return other == name || distance(other) > limit })
		slices.SortStableFunc(sorted, func(a, b string) int { return distance(a) - distance(b) })
		want := sorted[:min(len(sorted), most)]
		if got := Names(name, slices.Values(known), limit, most); !slices.Equal(got, want) {
			t.Fatalf("%q among %q: %q, want %q", name, known, got, want)
		}
		for _, other := range known {
			if got, want := Distance(name, other, limit), min(distance(other), limit+1); got != want {
				t.Fatalf("%q and %q: %d, want %d", name, other, got, want)
			}
		}
	})
}

// manyNames are those of a large assistant, some of them long.
func manyNames(n int) []string {
	var known []string
	for i := range n {
		name := "utter_ask_" + strconv.Itoa(i) + "_name"
		if i%3 == 0 {
			name = "utter_" + strings.Repeat("very_long_", 15) + strconv.Itoa(i*7919)
		}
		known = append(known, name)
	}
	return known
}

// TestNamesWithin checks how much work it is to look at very many names, and that a
// usual slip is found within a small part of what a request may do.
func TestNamesWithin(t *testing.T) {
	known := append(manyNames(50_000), "utter_goodbye")
	for _, tt := range []struct {
		name string
		most int // units of work
		want string
	}{
		{"utter_godbye", 400_000, "utter_goodbye"},
		{"utter_ask_40000_nam", 400_000, "utter_ask_40000_name"},
		{"utter_" + strings.Repeat("very_long_", 14) + "very_lnog_0", 1_000_000, "utter_" + strings.Repeat("very_long_", 15) + "0"},
		{strings.Repeat("x", 200), 1_000_000, ""},
	} {
		units := 0
		got := NamesWithin(tt.name, slices.Values(known), max(2, len(tt.name)/4), 3, func(n int) bool {
			units += n
			return true
		})
		if units > tt.most || tt.want != "" && !slices.Contains(got, tt.want) {
			t.Errorf("%q: %d units, %q", tt.name, units, got)
		}
		t.Logf("%q: %d units", tt.name, units)
	}
	left := 1000
	NamesWithin("utter_godbye", slices.Values(known), 3, 3, func(n int) bool {
		left -= n
		return left >= 0
	})
	if left < -100 {
		t.Errorf("it goes on with %d units", left)
	}
}

func BenchmarkManyNames(b *testing.B) {
	known := manyNames(50_000)
	for name, asked := range map[string]string{"short": "utter_ask_nam", "long": strings.Repeat("utter_very_", 18), "near": "utter_" + strings.Repeat("very_lnog_", 15) + "5"} {
		b.Run(name, func(b *testing.B) {
			units := 0
			for b.Loop() {
				units = 0
				NamesWithin(asked, slices.Values(known), max(2, len(asked)/4), 3, func(n int) bool {
					units += n
					return true
				})
			}
			b.ReportMetric(float64(units), "units")
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(units), "ns/unit")
		})
	}
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
