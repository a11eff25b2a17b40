package diag

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// TestJSON checks that diagnostics that another process has written are read as it meant them.
func TestJSON(t *testing.T) {
	want := List{
		{Position: Position{"a.yml", 3, 4}, Severity: Error, Code: UnsetVariable, Message: "m", Hint: "h", Source: "\tx <&>", Related: &Related{Position{"b.yml", 1, 0}, "r"}},
		{Position: Position{File: "a.yml"}, Severity: Warning, Code: CopiedFile, Message: "m", Others: &Others{1, []Position{{"c.yml", 1, 0}}}},
	}
	data, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	var got List
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(Diagnostic{})); diff != "" {
		t.Error(diff)
	}
	if data, err = json.Marshal(Diagnostic{Severity: Defect}); err != nil {
		t.Fatal(err)
	}
	var defect Diagnostic
	if err := json.Unmarshal(data, &defect); err != nil || defect.Severity != Error {
		t.Errorf("%s is read as %v, %v", data, defect.Severity, err)
	}
	if err := json.Unmarshal([]byte(`{"severity":"fatal"}`), &defect); err == nil {
		t.Error("an unknown severity is read")
	}
}
