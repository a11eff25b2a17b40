package golden

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"testing"
)

// Packed compares a gzip file with what it must contain. With -update it writes the file if
// it contains something else: another version of Go may compress to other bytes.
func Packed(t testing.TB, path string, want []byte) {
	t.Helper()
	if data, err := os.ReadFile(path); err == nil && bytes.Equal(unpacked(data), want) {
		return
	}
	if !Update() {
		t.Errorf("%s is not current: rerun with -update", path)
		return
	}
	var out bytes.Buffer
	z, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := z.Write(want); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	write(t, path, out.Bytes())
}

// unpacked returns what a gzip file contains; nil if it is none.
func unpacked(data []byte) []byte {
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil
	}
	got, err := io.ReadAll(z)
	if err != nil {
		return nil
	}
	return got
}
