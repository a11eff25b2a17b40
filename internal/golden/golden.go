// Package golden compares the output of a test with a file. With -update it writes
// the file instead.
//
// The one rule to know: review a golden file by reading its diff. Nothing
// else checks what -update wrote.
package golden

import (
	"flag"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

//nolint:gochecknoglobals // a flag is set once, before the tests run
var update = flag.Bool("update", false, "rewrite the golden files")

// Update reports whether the test runs with -update.
func Update() bool { return *update }

// File compares got with the file at path, or writes it there with -update.
func File(t testing.TB, path, got string) {
	t.Helper()
	want, err := os.ReadFile(path)
	if err != nil && !Update() {
		t.Fatal(err)
	}
	if err == nil && string(want) == got {
		return
	}
	if Update() {
		write(t, path, []byte(got))
		return
	}
	differs(t, path, string(want), got)
}

func write(t testing.TB, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

func differs(t testing.TB, name, want, got string) {
	t.Helper()
	t.Errorf("%s (-want +got; rerun with -update to accept):\n%s", name, cmp.Diff(want, got))
}
