package files

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// during returns the content of dir. It calls meanwhile after it reads each file,
// with the number of reads.
func during(dir string, meanwhile func(read int)) *Files {
	f := New([]string{dir})
	reads := 0
	f.read = func(fsys fs.FS, name string, maxSize int64) ([]byte, error) {
		data, err := readRegular(fsys, name, maxSize)
		reads++
		meanwhile(reads)
		return data, err
	}
	return f
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestFetchIsASnapshot changes the content after the first file was read. The
// result is all of the old content or all of the new.
func TestFetchIsASnapshot(t *testing.T) {
	for _, tc := range []struct {
		name   string
		change func(t *testing.T, dir string)
		want   string
	}{
		{"a file grows", func(t *testing.T, dir string) { write(t, filepath.Join(dir, "a.yml"), "longer") }, "a.yml=longer b.yml=old"},
		{"a file is replaced by one as long and as old", func(t *testing.T, dir string) {
			tmp, path := filepath.Join(dir, "tmp"), filepath.Join(dir, "a.yml")
			write(t, tmp, "new")
			info, err := os.Stat(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := errors.Join(os.Chtimes(tmp, time.Time{}, info.ModTime()), os.Rename(tmp, path)); err != nil {
				t.Fatal(err)
			}
		}, "a.yml=new b.yml=old"},
		{"a file appears", func(t *testing.T, dir string) { write(t, filepath.Join(dir, "0.yml"), "new") }, "0.yml=new a.yml=old b.yml=old"},
		{"a file vanishes", func(t *testing.T, dir string) {
			if err := os.Remove(filepath.Join(dir, "b.yml")); err != nil {
				t.Fatal(err)
			}
		}, "a.yml=old"},
		{"a file in a new directory", func(t *testing.T, dir string) { write(t, filepath.Join(dir, "s/c.yml"), "new") }, "a.yml=old b.yml=old s/c.yml=new"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, filepath.Join(dir, "a.yml"), "old")
			write(t, filepath.Join(dir, "b.yml"), "old")
			files, found := during(dir, func(read int) {
				if read == 1 {
					tc.change(t, dir)
				}
			}).Fetch(t.Context())
			var got []string
			for _, f := range files {
				got = append(got, strings.TrimPrefix(f.Path, filepath.ToSlash(dir)+"/")+"="+string(f.Data))
			}
			if strings.Join(got, " ") != tc.want || len(found) > 0 {
				t.Errorf("Fetch = %v, %v; want %s", got, found, tc.want)
			}
		})
	}
}

// TestSwapDuringFetch swaps the mount of a ConfigMap between two files.
func TestSwapDuringFetch(t *testing.T) {
	dir := t.TempDir()
	for _, v := range []string{"1", "2"} {
		write(t, filepath.Join(dir, "..v"+v, "a.yml"), "a"+v)
		write(t, filepath.Join(dir, "..v"+v, "b.yml"), "b"+v)
	}
	for name, target := range map[string]string{"..data": "..v1", "..next": "..v2", "a.yml": "..data/a.yml", "b.yml": "..data/b.yml"} {
		if err := os.Symlink(target, filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	files, found := during(dir, func(read int) {
		if read == 1 {
			if err := os.Rename(filepath.Join(dir, "..next"), filepath.Join(dir, "..data")); err != nil {
				t.Error(err)
			}
		}
	}).Fetch(t.Context())
	if len(files) != 2 || string(files[0].Data) != "a2" || string(files[1].Data) != "b2" || len(found) > 0 {
		t.Errorf("Fetch = %v, %v; want all of the second version", files, found)
	}
}

// TestFixedDuringFetch fixes an error, and changes nothing else, while files are
// read.
func TestFixedDuringFetch(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "a.yml"), "1")
	fault := filepath.Join(dir, "b.yml")
	if err := os.Symlink("gone", fault); err != nil {
		t.Fatal(err)
	}
	files, found := during(dir, func(read int) {
		if read == 1 {
			if err := os.Remove(fault); err != nil {
				t.Error(err)
			}
		}
	}).Fetch(t.Context())
	if len(files) != 1 || len(found) > 0 {
		t.Errorf("Fetch = %v, %v; want no fault", files, found)
	}
}

func TestContentThatNeverRests(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.yml")
	write(t, path, "0")
	began := time.Now()
	files, found := during(dir, func(read int) { write(t, path, strings.Repeat("x", read)) }).Fetch(t.Context())
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("took %v", took)
	}
	if len(files) != 0 || len(found) != 1 || found[0].File != filepath.ToSlash(path) || !found.Refused() {
		t.Errorf("Fetch = %v, %v", files, found)
	}
}

func TestTornReadIsRepeated(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "a.yml"), "whole")
	f := New([]string{dir})
	reads := 0
	f.read = func(fsys fs.FS, name string, maxSize int64) ([]byte, error) {
		if reads++; reads < 3 {
			return nil, fmt.Errorf("wrapped: %w", errChanged)
		}
		return readRegular(fsys, name, maxSize)
	}
	files, found := f.Fetch(t.Context())
	if len(files) != 1 || string(files[0].Data) != "whole" || len(found) > 0 {
		t.Errorf("Fetch = %v, %v", files, found)
	}
}

// TestReadOnce checks that content that does not change is read only once, not a
// second time to compare it.
func TestReadOnce(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "a.yml"), "1")
	write(t, filepath.Join(dir, "b.yml"), "2")
	reads := 0
	if _, found := during(dir, func(int) { reads++ }).Fetch(t.Context()); reads != 2 || len(found) > 0 {
		t.Errorf("%d reads of two files, found %v", reads, found)
	}
}

func TestReadRegular(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.yml")
	write(t, path, "12345")
	if data, err := readRegular(disk(path), ".", 5); string(data) != "12345" || err != nil {
		t.Errorf("readRegular = %q, %v", data, err)
	}
	if _, err := readRegular(disk(path), ".", 4); !errors.Is(err, errChanged) {
		t.Errorf("a file that grew over the limit: %v", err)
	}
	if _, err := readRegular(disk(dir), ".", 5); err == nil || err.Error() != "is a directory, not a file" {
		t.Errorf("a directory that replaced a file: %v", err)
	}
	if _, err := readRegular(disk(path+"x"), ".", 5); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a file that is gone: %v", err)
	}
}
