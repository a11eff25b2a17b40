package diag

import "testing"

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
