package laws

import (
	"flag"
	"strconv"
	"testing"

	"pgregory.net/rapid"
)

// TestCheck checks how many examples a law gets, and that a number of the command line
// stays.
func TestCheck(t *testing.T) {
	checks := flag.Lookup("rapid.checks")
	given := checks.Value.String()
	t.Cleanup(func() { _ = checks.Value.Set(given) })
	usual := checks.DefValue
	if raceEnabled {
		usual = raceChecks
	}
	for set, want := range map[string]string{checks.DefValue: usual, "7": "7"} {
		if err := checks.Value.Set(set); err != nil {
			t.Fatal(err)
		}
		n := 0
		Check(t, func(*rapid.T) { n++ })
		if strconv.Itoa(n) != want || checks.Value.String() != set {
			t.Errorf("%s: %d examples, want %s; then %s", set, n, want, checks.Value)
		}
	}
}
