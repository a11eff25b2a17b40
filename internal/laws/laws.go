// Package laws checks laws with random examples, fewer of them under the race detector:
// it makes each ten times as slow, and what it looks for is in the first ones too.
// -rapid.checks says otherwise. Only tests import it.
package laws

import (
	"flag"
	"testing"

	"pgregory.net/rapid"
)

// raceChecks is how many examples a law gets under the race detector.
const raceChecks = "25"

// Check is [rapid.Check]. Tests that call it must not run in parallel: rapid has one
// number of checks for all of them.
func Check(t *testing.T, law func(*rapid.T)) {
	t.Helper()
	if checks := flag.Lookup("rapid.checks"); raceEnabled && checks.Value.String() == checks.DefValue {
		if err := checks.Value.Set(raceChecks); err != nil {
			t.Fatal(err)
		}
		defer func() { _ = checks.Value.Set(checks.DefValue) }()
	}
	rapid.Check(t, law)
}
