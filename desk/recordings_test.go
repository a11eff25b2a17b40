package desk

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestRecordings checks that the latest files are read, within bounds, and nothing
// else.
func TestRecordings(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string, at time.Time) {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, at, at); err != nil {
			t.Fatal(err)
		}
	}
	began := time.Unix(1_700_000_000, 0)
	for i := range maxRecordings + 5 {
		write("utter_a."+strconv.Itoa(i)+".json", "{}", began.Add(time.Duration(i)*time.Second))
	}
	late := began.Add(24 * time.Hour)
	write("notes.txt", "{}", late)
	write("large.json", strings.Repeat(" ", maxRecording+1), late)
	if err := os.Mkdir(filepath.Join(dir, "dir.json"), 0o700); err != nil {
		t.Fatal(err)
	}
	got := readRecordings(dir)
	if len(got) != maxRecordings || got[0].ID != "utter_a."+strconv.Itoa(maxRecordings+4) || string(got[0].Body) != "{}" {
		t.Error(len(got), got[0].ID)
	}
	if got := readRecordings(filepath.Join(dir, "missing")); got != nil {
		t.Error(got)
	}
	if got := readRecordings(""); got != nil {
		t.Error(got)
	}
	large := strings.Repeat(" ", maxRecording)
	for i := range maxRecordedBytes/maxRecording + 5 {
		write("large."+strconv.Itoa(i)+".json", large, late.Add(time.Duration(i)*time.Second))
	}
	if got := readRecordings(dir); len(got) != maxRecordedBytes/maxRecording {
		t.Error(len(got))
	}
}
