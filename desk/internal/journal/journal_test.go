package journal

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"
)

const limit = 1 << 20

func mustOpen(t interface {
	Helper()
	Fatal(...any)
}, path string,
) (*Journal, []string) {
	t.Helper()
	j, c, err := Open(path, limit)
	if err != nil {
		t.Fatal(err)
	}
	return j, texts(c.Records)
}

func texts(records [][]byte) []string {
	var out []string
	for _, r := range records {
		out = append(out, string(r))
	}
	return out
}

// TestJournal compares a journal with a list: appending, replacing all, closing, and
// a crash in the middle of a line.
func TestJournal(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		path := filepath.Join(dir, "j")
		_ = os.Remove(path)
		j, _ := mustOpen(t, path)
		defer func() { _ = j.Close() }()
		var want []string
		record := rapid.StringMatching(`\{"[a-z\\" ]{0,20}\}`)
		for range rapid.IntRange(1, 20).Draw(t, "steps") {
			switch rapid.IntRange(0, 4).Draw(t, "step") {
			case 0, 1:
				r := record.Draw(t, "record")
				if err := j.Append([]byte(r)); err != nil {
					t.Fatal(err)
				}
				want = append(want, r)
			case 2:
				want = rapid.SliceOfN(record, 0, 3).Draw(t, "records")
				var records [][]byte
				for _, r := range want {
					records = append(records, []byte(r))
				}
				if err := j.Rewrite(records...); err != nil {
					t.Fatal(err)
				}
			case 3: // a crash in the middle of an append
				line := appendLine(nil, []byte(record.Draw(t, "torn")))
				f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
				if err != nil {
					t.Fatal(err)
				}
				_, _ = f.Write(line[:rapid.IntRange(0, len(line)-1).Draw(t, "written")])
				_ = f.Close()
				fallthrough
			case 4:
				old := j
				var got []string
				j, got = mustOpen(t, path)
				_ = old.Close()
				if strings.Join(got, "\n") != strings.Join(want, "\n") {
					t.Fatalf("got %q, want %q", got, want)
				}
			}
		}
	})
}

// TestDamaged checks that a damaged line costs no other line, and that the file is
// kept as it was.
func TestDamaged(t *testing.T) {
	path := filepath.Join(t.TempDir(), "j")
	data := string(lines([][]byte{[]byte(`{"a":1}`), []byte(`{"a":2}`), []byte(`{"a":3}`)}))
	data = strings.Replace(data, `"a":2`, `"a":9`, 1)
	if err := os.WriteFile(path, []byte(data), 0o600); err != nil {
		t.Fatal(err)
	}
	j, c, err := Open(path, limit)
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	if got := strings.Join(texts(c.Records), " "); got != `{"a":1} {"a":3}` {
		t.Error(got)
	}
	if kept, err := os.ReadFile(c.Damaged); err != nil || string(kept) != data {
		t.Errorf("kept %q, %v", kept, err)
	}
	if err := j.Append([]byte(`{"a":4}`)); err != nil {
		t.Fatal(err)
	}
	if got, err := Read(path, limit); err != nil || len(got) != 3 {
		t.Errorf("%q, %v", got, err)
	}
}

// TestGroupCommit checks that records reach the disk within the delay, many at once.
func TestGroupCommit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		j, _ := mustOpen(t, filepath.Join(t.TempDir(), "j"))
		var syncs atomic.Int32
		j.sync = func(*os.File) error { syncs.Add(1); return nil }
		for range 100 {
			if err := j.Append([]byte(`{}`)); err != nil {
				t.Fatal(err)
			}
			time.Sleep(Delay / 1000)
		}
		if syncs.Load() != 0 {
			t.Errorf("%d syncs before the delay", syncs.Load())
		}
		time.Sleep(Delay)
		synctest.Wait()
		if syncs.Load() != 1 {
			t.Errorf("%d syncs after it", syncs.Load())
		}
		time.Sleep(time.Hour)
		if err := j.Flush(); err != nil || syncs.Load() != 1 {
			t.Errorf("%d syncs of nothing, %v", syncs.Load(), err)
		}
		if err := j.Append([]byte(`{}`)); err != nil {
			t.Fatal(err)
		}
		if err := j.Flush(); err != nil || syncs.Load() != 2 {
			t.Errorf("%d syncs after a flush, %v", syncs.Load(), err)
		}
		if err := j.Close(); err != nil {
			t.Error(err)
		}
	})
}

// TestSyncFails checks that a failure to reach the disk is told, and ends when
// everything is written again.
func TestSyncFails(t *testing.T) {
	j, _ := mustOpen(t, filepath.Join(t.TempDir(), "j"))
	defer j.Close()
	lost := errors.New("lost")
	j.sync = func(*os.File) error { return lost }
	if err := j.Append([]byte(`1`)); err != nil {
		t.Fatal(err)
	}
	if err := j.Flush(); !errors.Is(err, lost) {
		t.Error(err)
	}
	if err := j.Append([]byte(`2`)); !errors.Is(err, lost) {
		t.Error(err)
	}
	if err := j.Rewrite([]byte(`1`), []byte(`2`)); err != nil {
		t.Fatal(err)
	}
	if err := j.Append([]byte(`3`)); err != nil {
		t.Error(err)
	}
}

func TestFull(t *testing.T) {
	path := filepath.Join(t.TempDir(), "j")
	j, _, err := Open(path, 30)
	if err != nil {
		t.Fatal(err)
	}
	if err := j.Append([]byte(`"123456789"`)); err != nil {
		t.Fatal(err)
	}
	if err := j.Append([]byte(`"123456789"`)); !errors.Is(err, ErrFull) {
		t.Error(err)
	}
	if err := j.Rewrite(make([]byte, 40)); !errors.Is(err, ErrFull) {
		t.Error(err)
	}
	if err := j.Append([]byte("a\nb")); err == nil {
		t.Error("a record of two lines was taken")
	}
	if err := errors.Join(j.Close(), j.Close()); err != nil {
		t.Error(err)
	}
	if err := j.Append([]byte(`1`)); !errors.Is(err, os.ErrClosed) {
		t.Error(err)
	}
	if _, _, err := Open(path, 10); !errors.Is(err, ErrFull) {
		t.Error(err)
	}
	if _, err := Read(t.TempDir(), limit); err == nil || !strings.Contains(err.Error(), "not a regular file") {
		t.Error(err)
	}
}

func TestLockDir(t *testing.T) {
	dir := t.TempDir()
	l, err := LockDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := LockDir(dir); err == nil || !strings.Contains(err.Error(), "is in use by another process") {
		t.Error(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := LockDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	_ = again.Close()
}

func FuzzParse(f *testing.F) {
	f.Add(lines([][]byte{[]byte(`{"a":1}`), []byte(`{}`)}))
	f.Add([]byte("00000000 \n12345678 x\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		c := parse(data)
		if c.whole > len(data) || c.damaged == 0 && string(lines(c.records)) != string(data[:c.whole]) {
			t.Errorf("%q of %q", c.records, data)
		}
	})
}
