package dir

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"nlgserver/release"
)

// storeVariable makes the test binary a writer to the store at its value.
const storeVariable = "NLGSERVER_TEST_STORE"

func TestMain(m *testing.M) {
	if path := os.Getenv(storeVariable); path != "" {
		if err := writeForEver(path); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

// writeForEver adds one to the number in live again and again, and tells each success. The
// data are of a size that takes some time to write.
func writeForEver(path string) error {
	ctx := context.Background()
	s, err := Open(ctx, path, Options{})
	for err == nil {
		var n int
		if n, err = add(ctx, s); err == nil {
			fmt.Println(n)
		} else if errors.Is(err, release.ErrChanged) {
			err = nil
		}
	}
	return err
}

// padding makes a torn write visible.
var padding = strings.Repeat("x", 64<<10)

func number(data []byte) (int, error) {
	text, rest, _ := strings.Cut(string(data), " ")
	if rest != padding {
		return 0, fmt.Errorf("a torn entry of %d bytes", len(data))
	}
	return strconv.Atoi(text)
}

func add(ctx context.Context, s *Store) (int, error) {
	e, err := s.Get(ctx, release.LiveKey, "")
	n := 0
	if err == nil {
		n, err = number(e.Data)
	} else if errors.Is(err, release.ErrNotFound) {
		err = nil
	}
	if err != nil {
		return 0, err
	}
	_, err = s.Set(ctx, release.LiveKey, []byte(strconv.Itoa(n+1)+" "+padding), e.Revision)
	return n + 1, err
}

// writer is a process that writes until it is killed.
type writer struct {
	cmd *exec.Cmd
	out *bufio.Scanner
}

func startWriter(t *testing.T, path string) *writer {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self)
	cmd.Env = append(os.Environ(), storeVariable+"="+path)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	return &writer{cmd, bufio.NewScanner(out)}
}

// next returns the number that it wrote next; 0 at the end.
func (w *writer) next(t *testing.T) int {
	t.Helper()
	if !w.out.Scan() {
		return 0
	}
	n, err := strconv.Atoi(w.out.Text())
	if err != nil {
		t.Error(err)
	}
	return n
}

// kill ends the process, wherever it is, and returns what else it had told.
func (w *writer) kill(t *testing.T) (told []int) {
	t.Helper()
	if err := w.cmd.Process.Kill(); err != nil {
		t.Error(err)
	}
	for n := w.next(t); n > 0; n = w.next(t) {
		told = append(told, n)
	}
	_ = w.cmd.Wait()
	return told
}

// TestKilledWriters has two processes write against each other, and kills one again and
// again: no number is told twice, what was told is never lost, and the store can be used.
func TestKilledWriters(t *testing.T) {
	path := t.TempDir()
	s := openAt(t, path, Options{})
	told := map[int]bool{}
	last := 0
	note := func(numbers ...int) {
		for _, n := range numbers {
			if n == 0 || told[n] {
				t.Errorf("%d was written twice, or a writer has failed", n)
			}
			told[n] = true
			last = max(last, n)
		}
	}
	for i := range 10 {
		a, b := startWriter(t, path), startWriter(t, path)
		for range 3 + i {
			note(a.next(t))
		}
		note(a.kill(t)...)
		note(b.next(t))
		note(b.kill(t)...)
		e, err := s.Get(t.Context(), release.LiveKey, "")
		if err != nil {
			t.Fatal(err)
		}
		// The last write of each may have happened without being told.
		if n, err := number(e.Data); err != nil || n < last || n > last+4 {
			t.Fatalf("%d, %v, after %d was told", n, err, last)
		}
		if n, err := add(t.Context(), s); err != nil {
			t.Fatal(err)
		} else {
			note(n)
		}
	}
}
