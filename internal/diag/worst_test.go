package diag

import (
	"slices"
	"testing"
)

func TestWorst(t *testing.T) {
	list := List{
		{Severity: Warning, Code: "a"},
		{Severity: Error, Code: "b"},
		{Severity: Defect, Code: "c"},
		{Severity: Error, Code: "d"},
		{Severity: Warning, Code: "e"},
		{Severity: Defect, Code: "f"},
	}
	for n, want := range []string{"", "b", "bd", "bcd", "bcdf", "abcdf", "abcdef", "abcdef"} {
		var got string
		for _, d := range list.Worst(n) {
			got += string(d.Code)
		}
		if got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}

// TestUnique checks that a message is only once at a position, with the related
// position of any copy.
func TestUnique(t *testing.T) {
	at := func(line int, message string, related *Related) Diagnostic {
		return Diagnostic{Position: Position{File: "f.yml", Line: line}, Code: NotJSON, Message: message, Related: related}
	}
	alias, other := &Related{Message: "alias"}, &Related{Message: "other"}
	got := List{at(1, "a", nil), at(1, "a", alias), at(1, "a", other), at(1, "b", nil), at(2, "b", other), at(2, "b", nil)}.Unique()
	want := List{at(1, "a", alias), at(1, "b", nil), at(2, "b", other)}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
