package draft

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
	"time"

	"nlgserver/edit"
)

// stateVariable makes the test's program the child that is killed: it writes to this
// state directory.
const stateVariable = "NLGSERVER_TEST_DRAFT"

// TestChild is the process that TestKilled kills. It says what it wrote once it is
// written.
func TestChild(t *testing.T) {
	dir := os.Getenv(stateVariable)
	if dir == "" {
		t.Skip("it is the child of TestKilled")
	}
	s := openStore(t, dir)
	d, _ := mustOpen(t, s, "ann", twoFiles())
	texts, _ := textsOf(d.Files(), "utter_a")
	n := 0
	_, _ = fmt.Sscanf(texts["a1"], "n%d", &n)
	for {
		n++
		must(t, d.Do(setText("utter_a", 1, fmt.Sprintf("n%d %s", n, strings.Repeat("x", n%5000)))))
		switch n % 7 {
		case 3:
			must(t, d.Do(edit.Op{Kind: edit.RemoveVariation, Response: "utter_c", Number: 1}))
			must(t, d.Undo())
		case 5:
			if err := d.compact(); err != nil {
				t.Fatal(err)
			}
		}
		fmt.Printf("wrote %d\n", n)
	}
}

// TestKilled kills a process that writes to a draft at random moments. Nothing that it
// said it wrote may be lost.
func TestKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("it starts 50 processes")
	}
	if runtime.GOOS == "windows" {
		t.Skip("it has no SIGKILL")
	}
	dir := t.TempDir()
	for range 50 {
		cmd := exec.Command(os.Args[0], "-test.run=^TestChild$", "-test.v")
		cmd.Env = append(os.Environ(), stateVariable+"="+dir)
		out, err := cmd.StdoutPipe()
		must(t, err)
		must(t, cmd.Start())
		said := 0
		lines := bufio.NewScanner(out)
		for stop := rand.IntN(30); lines.Scan(); {
			n := 0
			if _, err := fmt.Sscanf(lines.Text(), "wrote %d", &n); err == nil {
				said = max(said, n)
				if stop--; stop < 0 {
					time.Sleep(time.Duration(rand.IntN(2000)) * time.Microsecond)
					_ = cmd.Process.Kill()
				}
			}
		}
		_ = cmd.Wait()
		if said == 0 {
			t.Fatal("the child wrote nothing")
		}
		s := openStore(t, dir)
		d, _ := mustOpen(t, s, "ann", twoFiles())
		texts, _ := textsOf(d.Files(), "utter_a")
		n := 0
		if _, err := fmt.Sscanf(texts["a1"], "n%d ", &n); err != nil || n < said || d.Damaged() != "" {
			t.Fatalf("it wrote %d, and there is %.20q (%v), damaged: %q", said, texts["a1"], err, d.Damaged())
		}
		must(t, s.Close())
	}
}
