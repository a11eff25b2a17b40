package record_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"nlgserver/internal/wire"
	"nlgserver/nlg"
	"nlgserver/server/internal/record"
)

// fromBody returns a request as the server has it.
func fromBody(t *testing.T, body string) *nlg.Request {
	t.Helper()
	var w wire.Request
	if err := w.Read([]byte(body)); err != nil {
		t.Fatal(err)
	}
	req := nlg.Request(w.Fields())
	return &req
}

// TestSalt checks that nobody finds a value by sending guesses: equal values are equal
// within a file, and different in another one.
func TestSalt(t *testing.T) {
	dir := t.TempDir()
	r, stop := recorder(t, record.Options{Dir: dir})
	seen := map[string]int{}
	for range 3 {
		r.Record("3f2a90c1d4e5", fromBody(t, `{"response": "utter_greet", "tracker": {"slots": {"pin": "7391", "again": ["7391"], "born": 19790414, "size": 1.5}}}`), &nlg.Message{})
	}
	stop()
	files, _ := filepath.Glob(filepath.Join(dir, "*.json"))
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		req, err := nlg.ReadRequest(data)
		if err != nil {
			t.Fatal(err)
		}
		pin, _ := req.Slots.Get("pin")
		again, _ := req.Slots.Get("again")
		if again.Items()[0].Str() != pin.Str() {
			t.Errorf("equal values differ in %s", data)
		}
		for _, name := range []string{"pin", "born", "size"} {
			v, _ := req.Slots.Get(name)
			seen[v.Repr()]++
		}
	}
	if len(files) != 3 || len(seen) != 9 {
		t.Errorf("%d files, hashes %v", len(files), seen)
	}
}

// nested returns a request with a list of n numbers below that many lists.
func nested(response string, depth, n int) string {
	return fmt.Sprintf(`{"response": %q, "tracker": {"slots": {"x": %s%s%s}}}`, response,
		strings.Repeat("[", depth), strings.Repeat(",1", n)[1:], strings.Repeat("]", depth))
}

// TestLargeFiles checks that a file is at most a few times as large as its request,
// that formatting it takes little memory, that what becomes too large is counted, and
// that no response pushes out the others.
func TestLargeFiles(t *testing.T) {
	dir := t.TempDir()
	var log bytes.Buffer
	const limit = 400 << 10
	r, stop := recorderTo(t, record.Options{Dir: dir, MaxBytes: limit}, slog.New(slog.NewTextHandler(&log, nil)))
	for i := range 40 {
		r.Record("3f2a90c1d4e5", fromBody(t, fmt.Sprintf(`{"response": "utter_%02d", "tracker": {"slots": {"a": "b"}}}`, i)), &nlg.Message{})
	}
	body := nested("utter_large", 980, 14_000)
	for range 10 {
		r.Record("3f2a90c1d4e5", fromBody(t, body), &nlg.Message{})
	}
	r.Record("3f2a90c1d4e5", fromBody(t, nested("utter_larger", 1, 40_000)), &nlg.Message{}) // 400 kB, below limit with nothing else
	r.Record("3f2a90c1d4e5", fromBody(t, nested("utter_largest", 1, 130_000)), &nlg.Message{})
	stop()
	small, large, size := 0, 0, int64(0)
	files, _ := filepath.Glob(filepath.Join(dir, "*.json"))
	for _, file := range files {
		info, err := os.Stat(file)
		if err != nil {
			t.Fatal(err)
		}
		size += info.Size()
		switch {
		case strings.Contains(file, "utter_large"):
			large++
			if info.Size() > 6*int64(len(body)) && !strings.Contains(file, "utter_larger") {
				t.Errorf("%d bytes for a request of %d", info.Size(), len(body))
			}
		default:
			small++
		}
	}
	if small != 40 || large == 0 || size > limit {
		t.Errorf("%d small files, %d large ones, %d bytes", small, large, size)
	}
	if !strings.Contains(log.String(), "count=1 too_large=1 too_many=0") {
		t.Errorf("log: %s", log.String())
	}
}

// TestFormattingMemory checks that writing a file takes a bounded amount of memory,
// whatever the request holds.
func TestFormattingMemory(t *testing.T) {
	const n = 200 << 10
	stack := strings.Repeat(`{"type": "pattern_collect_information", "a": [[]]},`, 1250)
	var fields strings.Builder
	for i := range 7_000 {
		fmt.Fprintf(&fields, `,"%x":1`, i)
	}
	for name, body := range map[string]string{
		"fields":  `{"response": "utter_x", "tracker": {"stack": [{"type": "x"}, {"type": "pattern_collect_information"` + fields.String() + `}]}}`,
		"numbers": nested("utter_x", 980, n/2),
		"lists":   `{"response": "utter_x", "tracker": {"slots": {"x": [` + strings.Repeat("[],", n/3) + `[]]}}}`,
		"keys":    `{"response": "utter_x", "tracker": {"slots": {"x": {` + strings.Repeat(`"":1,`, n/5) + `"":1}}}}`,
		"slots":   `{"response": "utter_x", "tracker": {"slots": {` + strings.Repeat(`"":1,`, n/5) + `"":1}}}`,
		"escapes": `{"response": "utter_x", "tracker": {"slots": {"x": "` + strings.Repeat(`\u0001`, n/6) + `"}}}`,
		"stack":   `{"response": "utter_x", "tracker": {"stack": [` + stack[:len(stack)-1] + `]}}`,
	} {
		for _, content := range []bool{false, true} {
			dir := t.TempDir()
			r, stop := recorder(t, record.Options{Dir: dir, Content: content})
			req := fromBody(t, body)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			r.Record("3f2a90c1d4e5", req, &nlg.Message{})
			stop()
			runtime.ReadMemStats(&after)
			if len(names(t, dir)) != 1 {
				t.Errorf("%s: not recorded", name)
			}
			if took := (after.TotalAlloc - before.TotalAlloc) >> 20; took > 24 {
				t.Errorf("%s: %d MiB for %d KiB", name, took, len(body)>>10)
			}
		}
	}
}

// TestNoFuller checks that nothing is written while old files cannot be deleted.
func TestNoFuller(t *testing.T) {
	dir := t.TempDir()
	var log bytes.Buffer
	opts := record.Options{Dir: dir, Keep: 1}
	r, stop := recorder(t, opts)
	r.Record("3f2a90c1d4e5", request("utter_greet"), &nlg.Message{})
	stop()
	files, _ := filepath.Glob(filepath.Join(dir, "*.json"))
	r, stop = recorderTo(t, opts, slog.New(slog.NewTextHandler(&log, nil)))
	// A directory that is not empty cannot be deleted, not even by root.
	if err := os.Remove(files[0]); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(files[0], "x"), 0o700); err != nil {
		t.Fatal(err)
	}
	for range 5 {
		r.Record("3f2a90c1d4e5", request("utter_greet"), &nlg.Message{})
		r.Record("3f2a90c1d4e5", request("utter_bye"), &nlg.Message{})
	}
	stop()
	if left := names(t, dir); len(left) != 3 {
		t.Errorf("%v", left)
	}
	if !strings.Contains(log.String(), "count=1 ") || !strings.Contains(log.String(), "not empty") {
		t.Errorf("log: %s", log.String())
	}
}

// TestRecordIsCheap checks that the request path copies and decodes nothing of a
// request that is too large, and copies any other in one piece.
func TestRecordIsCheap(t *testing.T) {
	r, err := record.New(record.Options{Dir: t.TempDir()}, nil, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	large := fromBody(t, nested("utter_x", 1, 200_000))
	if n := testing.AllocsPerRun(100, func() { r.Record("3f2a90c1d4e5", large, &nlg.Message{}) }); n > 1 {
		t.Errorf("%v allocations for a request that is not recorded", n)
	}
	frames := strings.Repeat(`{"type": "pattern_collect_information", "a": 1},`, 1000)
	usual := fromBody(t, `{"response": "utter_x", "tracker": {"stack": [`+frames+`{"type": "pattern_collect_information"}]}}`)
	if n := testing.AllocsPerRun(100, func() { r.Record("3f2a90c1d4e5", usual, &nlg.Message{}) }); n > 4 {
		t.Errorf("%v allocations for a request with a stack", n)
	}
}
