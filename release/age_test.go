package release_test

import (
	"math"
	"testing"
	"time"

	"nlgserver/release"
)

func TestAgeAt(t *testing.T) {
	now := time.Date(2026, 11, 2, 10, 0, 0, 0, time.UTC)
	for _, c := range []struct{ before, want time.Duration }{
		{0, 0},
		{time.Millisecond, time.Millisecond},
		{240 * time.Hour, 240 * time.Hour},
		{-time.Second, 0},
		{-time.Minute, 0},
		{-time.Minute - 1, time.Minute + 1},
		{-24 * time.Hour, 24 * time.Hour},
	} {
		if got := release.AgeAt(now.Add(-c.before), now); got != c.want {
			t.Errorf("%v before: %v, want %v", c.before, got, c.want)
		}
	}
	if got := release.AgeAt(now.AddDate(500, 0, 0), now); got != math.MaxInt64 {
		t.Errorf("in 500 years: %v", got)
	}
}
