package jinja

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// TestHostileTemplates renders templates that would never end, or fill the
// memory, were it not for the limits.
func TestHostileTemplates(t *testing.T) {
	const (
		most   = 10 * time.Millisecond
		memory = 16 << 20
		tries  = 20 // the least of them counts: the machine has other work
	)
	paths, err := filepath.Glob(filepath.Join("testdata", "hostile", "*.jinja"))
	if err != nil || len(paths) < 100 {
		t.Fatalf("%d hostile templates, %v", len(paths), err)
	}
	vars := oracleVars(t)
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".jinja"), func(t *testing.T) {
			source, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			least := time.Hour
			var allocated uint64
			var text, kind, message string
			for range tries {
				var before, after runtime.MemStats
				runtime.ReadMemStats(&before)
				start := time.Now()
				text, kind, message = outcome(string(source), vars)
				took := time.Since(start)
				runtime.ReadMemStats(&after)
				least, allocated = min(least, took), after.TotalAlloc-before.TotalAlloc
				if least < most {
					break
				}
				time.Sleep(most)
			}
			if limit := DefaultLimits().Output; len(text) > limit {
				t.Errorf("the output has %d bytes, more than %d", len(text), limit)
			}
			if !raceEnabled && least > most {
				t.Errorf("took %v: %s %s", least, kind, message)
			}
			if !raceEnabled && allocated > memory {
				t.Errorf("allocated %d KiB: %s %s", allocated>>10, kind, message)
			}
			t.Logf("%v, %d KiB, %d bytes, %s %s", least.Round(time.Microsecond), allocated>>10, len(text), kind, message)
		})
	}
}
