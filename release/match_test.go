package release

import "testing"

func TestCovers(t *testing.T) {
	for _, c := range []struct {
		prefix, key string
		want        bool
	}{
		{"", LiveKey, true},
		{LiveKey, LiveKey, true},
		{LiveKey, StagedKey, false},
		{ReleasesPrefix, RecordKey(1), true},
		{MovesPrefix, RecordKey(1), false},
		{"li", LiveKey, false},
	} {
		if got := Covers(c.prefix, c.key); got != c.want {
			t.Errorf("%q of %q: %v", c.prefix, c.key, got)
		}
	}
}
