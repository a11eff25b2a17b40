package nlg

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// TestManyFaults: the time to check a file with a fault in each of very many
// variations grows with their number, not with its square.
func TestManyFaults(t *testing.T) {
	const faults = 100_000
	text := "responses:\n  utter_x:\n" + strings.Repeat("    - text: \"a {\"\n", faults)
	began := time.Now()
	c, diags := Compile([]File{{Path: "r.yml", Data: []byte(text), Direct: true}}, Options{})
	if c == nil || len(diags) != 1001 || diags[1000].Code != CodeMoreFindings || !strings.Contains(diags[1000].Message, "99000 more") {
		t.Fatalf("%d diagnostics, the last is %v", len(diags), diags[len(diags)-1])
	}
	if took := time.Since(began); took > 20*time.Second {
		t.Errorf("it took %v", took)
	}
}

// TestOneLargeFile: 100,000 variations fit in one file, whatever its line endings.
func TestOneLargeFile(t *testing.T) {
	var b strings.Builder
	b.WriteString("responses:\n")
	for i := range 10_000 {
		fmt.Fprintf(&b, "  utter_%d:\n", i)
		for j := range 10 {
			fmt.Fprintf(&b, "    - text: \"Hello {name}, this is %d of %d; your balance is {balance}.\"\n", j, i)
			if j%3 == 1 {
				fmt.Fprintf(&b, "      condition:\n        - type: slot\n          name: tier\n          value: level%d\n", j)
			}
		}
	}
	for name, text := range map[string]string{"LF": b.String(), "CRLF": strings.ReplaceAll(b.String(), "\n", "\r\n")} {
		c, diags := Compile([]File{{Path: "r.yml", Data: []byte(text), Direct: true}}, Options{})
		if c == nil || len(diags) > 0 {
			t.Errorf("%s, %d bytes: %v", name, len(text), diags)
		}
	}
}
