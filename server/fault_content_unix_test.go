//go:build unix

package server

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// The limits for hostile content.
const (
	hostileTime   = 5 * time.Second
	hostileMemory = 512 << 20
)

// testHostileContent is the row "content": each fault is rejected with a
// diagnostic, within time and memory limits, and the last good content keeps
// serving.
func testHostileContent(t *testing.T, program string) {
	bomb := "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
	for i := 1; i <= 30; i++ {
		bomb += fmt.Sprintf("a%d: &a%d [%s]\n", i, i, strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 10))
	}
	of := func(text string) func(dir string) error {
		return func(dir string) error { return os.WriteFile(filepath.Join(dir, "bad.yml"), []byte(text), 0o644) }
	}
	tests := []struct {
		name  string
		spoil func(dir string) error
		want  string // the code of the diagnostic
	}{
		{"alias bomb", of(bomb), "NLG006"},
		{"alias bomb in a response", of("x: &x [1]\nresponses:\n  utter_y:\n    - custom:\n        " + strings.ReplaceAll(strings.TrimSpace(bomb), "\n", "\n        ")), "NLG006"},
		{"50 MB", of("responses:\n  utter_y:\n" + strings.Repeat("    - text: hello\n", 50_000_000/18)), ""},
		{"31 MiB of small values", of("a: [" + strings.Repeat("1,", 31<<19) + "]\n"), "NLG013"},
		{"31 MiB of small maps", of("a:\n" + strings.Repeat("- {a: 1}\n", 31<<20/9)), "NLG013"},
		{"2 MiB of small variations and a fault", of("responses:\n  utter_y:\n" + strings.Repeat("    - text: hello\n", 2<<20/18) + "    - txt: hello\n"), "NLG024"},
		{"4 MB of small variations and a fault", of("responses:\n  utter_y:\n" + strings.Repeat("    - text: hello\n", 4_100_000/18) + "    - txt: hello\n"), "NLG024"},
		{"6 MB of small variations", of("responses:\n  utter_y:\n" + strings.Repeat("    - text: hello\n", 6_000_000/18)), "NLG013"},
		{"2 MiB of small values and a fault", of("a: [" + strings.Repeat("1,", 990_000) + "]\nresponses: 3\n"), ""},
		{"8.5 MiB of small variations", of("responses:\n  utter_y:\n" + strings.Repeat("    - text: hello\n", 499_900)), "NLG013"},
		{"24 MiB of small variations", of("responses:\n  utter_y:\n" + strings.Repeat("    - text: hello\n", 24<<20/18)), "NLG013"},
		{"31 MiB of blank lines", of(strings.Repeat("\n", 31<<20)), "NLG013"},
		{"a link to where it is", func(dir string) error { return os.Symlink(".", filepath.Join(dir, "again")) }, "NLG001"},
		{"links in a circle", func(dir string) error {
			return errors.Join(os.Symlink("b.yml", filepath.Join(dir, "a.yml")), os.Symlink("a.yml", filepath.Join(dir, "b.yml")))
		}, "NLG001"},
		{"20,000 brackets", of(strings.Repeat("[", 20_000) + strings.Repeat("]", 20_000)), ""},
		{"20,000 braces", of("responses: " + strings.Repeat("{a: ", 20_000) + strings.Repeat("}", 20_000)), ""},
		{"20,000 dashes", of(strings.Repeat("- ", 20_000)), ""},
		{"NUL bytes", of("responses:\n  utter_y:\n    - text: \"a\x00b\"\n"), ""},
		{"10 MB of NUL bytes", of(strings.Repeat("\x00", 10_000_000)), ""},
		{"unreadable", func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "bad.yml"), []byte(responses("bad")), 0)
		}, "NLG001"},
		{"an unreadable directory", func(dir string) error { return os.Mkdir(filepath.Join(dir, "sub"), 0) }, "NLG001"},
		{"FIFO", func(dir string) error { return syscall.Mkfifo(filepath.Join(dir, "bad.yml"), 0o644) }, "NLG001"},
		{"a link to a device without an end", func(dir string) error { return os.Symlink("/dev/zero", filepath.Join(dir, "bad.yml")) }, "NLG046"},
		{"a link to everything", func(dir string) error { return os.Symlink("/", filepath.Join(dir, "all")) }, "NLG046"},
		{"a link to a secret", func(dir string) error { return os.Symlink("/etc/passwd", filepath.Join(dir, "bad.yml")) }, "NLG046"},
		{"the server's secret", func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "bad.yml"), []byte("responses:\n  utter_y:\n  - text: ${NLG_TOKEN}\n"), 0o644)
		}, "NLG045"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			cmd, dir := exec.Command(program), t.TempDir()
			if os.Geteuid() == 0 {
				// Root can read every file.
				cmd = asNobody(t, program)
				dir = filepath.Join(cmd.Dir, "content")
				if err := os.Mkdir(dir, 0o755); err != nil {
					t.Fatal(err)
				}
			}
			name := filepath.Join(dir, "responses.yml")
			write(t, name, responses("good"))
			if err := os.Chmod(name, 0o644); err != nil {
				t.Fatal(err)
			}
			cmd.Args = append(cmd.Args, "serve", dir)
			c := serving(t, cmd)

			if err := tt.spoil(dir); err != nil {
				t.Fatal(err)
			}
			took := hostileTime + 1
			for range 3 { // the best of three
				if took <= hostileTime {
					break
				}
				watch := c.stopwatch()
				got, err := c.post("/-/reload", "")
				took = watch.took()
				t.Logf("%v, %d MiB: %.200s", took.Round(time.Millisecond), c.peak()>>20, got.text)
				if err != nil || got.status != 422 || !strings.Contains(got.text, `"code":"NLG`) || !strings.Contains(got.text, tt.want) {
					t.Errorf("reload: %+v, %v", got, err)
				}
			}
			if peak := c.peak(); took > hostileTime || peak > hostileMemory {
				t.Errorf("it took %v and %d MiB", took, peak>>20)
			}
			if got, err := c.post("/nlg", `{"response": "utter_x"}`); err != nil || got.text != `{"text":"good {name}"}` {
				t.Errorf("the last good content: %+v, %v", got, err)
			}
			if status, err := c.readiness(); status != 200 || err != nil {
				t.Errorf("unready: %d, %v", status, err)
			}
			c.terminate()
			c.ends()
		})
	}
}
