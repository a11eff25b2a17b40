package channels

import (
	"slices"
	"testing"
)

func TestNames(t *testing.T) {
	tests := []struct {
		output, input string
		want          []string
	}{
		{"slack", "slack", []string{"slack"}},
		{"collector", "rest", []string{"collector", "rest"}},
		{"queue", "rest", []string{"queue", "rest"}},
		{"collector", "my_rest", []string{"collector", "my_rest"}},
		{"collector", "", []string{"collector"}},
		{"collector", "collector", []string{"collector"}},
		// Only the REST channel's outputs hide their input's name.
		{"callback", "rest", []string{"callback"}},
		{"", "rest", []string{""}},
		{"Collector", "rest", []string{"Collector"}},
	}
	for _, tt := range tests {
		got := Names(nil, tt.output, tt.input)
		if !slices.Equal(got, tt.want) {
			t.Errorf("Names(%q, %q) = %q, want %q", tt.output, tt.input, got, tt.want)
		}
		if len(got) > MaxNames {
			t.Errorf("Names(%q, %q) has %d names, more than MaxNames", tt.output, tt.input, len(got))
		}
	}
}
