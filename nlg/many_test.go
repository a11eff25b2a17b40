package nlg

import (
	"strings"
	"testing"
	"time"
)

// TestManyFaults: a file with a fault in each of very many variations is
// judged in a time that grows with their number, not with its square.
func TestManyFaults(t *testing.T) {
	const faults = 100_000
	text := "responses:\n  utter_x:\n" + strings.Repeat("    - text: \"a {\"\n", faults)
	began := time.Now()
	c, diags := Compile([]File{{Path: "r.yml", Data: []byte(text), Direct: true}}, Options{})
	if c == nil || len(diags) != faults {
		t.Fatalf("%d diagnostics", len(diags))
	}
	if took := time.Since(began); took > 20*time.Second {
		t.Errorf("it took %v", took)
	}
}
