package record_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"nlgserver/nlg"
	"nlgserver/server/internal/record"
)

// recorder starts a recorder and returns a function that stops it and waits
// until everything is written.
func recorder(t testing.TB, opts record.Options) (*record.Recorder, func()) {
	t.Helper()
	return recorderTo(t, opts, slog.New(slog.DiscardHandler))
}

// recorderTo is recorder with a log.
func recorderTo(t testing.TB, opts record.Options, log *slog.Logger) (*record.Recorder, func()) {
	t.Helper()
	r, err := record.New(opts, []string{"language", "lang"}, log)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	var group sync.WaitGroup
	group.Go(func() { r.Run(ctx) })
	return r, func() { cancel(); group.Wait() }
}

func request(response string) *nlg.Request {
	return &nlg.Request{
		Response: response, ID: "by_name", Channel: "collector", InputChannel: "web",
		Slots: nlg.Values("name", "Ann", "age", 17, "known", true, "nothing", nil, "empty", "", "zero", 0, "ratio", 0.25, "language", "de-AT",
			"tier", "gold", "list", json(`["Ann", "", 5, {"city": "Rome"}]`)),
		Arguments: nlg.Values("text", nil, "amount", "12 €"),
		Context:   nlg.Values("flow_id", "transfer"),
		Metadata:  nlg.Values("lang", "Ich heiße Ann"),
	}
}

func json(text string) nlg.Value {
	v, err := nlg.ParseJSON(text)
	if err != nil {
		panic(err)
	}
	return v
}

func names(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		name, _, _ := strings.Cut(e.Name(), ".")
		out = append(out, name)
	}
	return out
}

// replay reads the only file of a directory as preview --request does.
func replay(t *testing.T, dir string) (*nlg.Request, string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	data, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(files[0])
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	req, err := nlg.ReadRequest(data)
	if err != nil {
		t.Fatal(err)
	}
	return req, string(data)
}

func show(m nlg.Mapping) string {
	var b strings.Builder
	m.Each(func(name string, v nlg.Value) bool {
		fmt.Fprintf(&b, "%s=%s ", name, v.Repr())
		return true
	})
	return b.String()
}

// TestContent checks that with Content a request is recorded unchanged.
func TestContent(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new")
	r, stop := recorder(t, record.Options{Dir: dir, Content: true})
	want := request("utter_greet")
	r.Record("3f2a90c1d4e5", want, &nlg.Message{Response: "utter_greet", Variation: 2, ID: "greet_3"})
	stop()
	got, text := replay(t, dir)
	for i, pair := range [][2]nlg.Mapping{{got.Slots, want.Slots}, {got.Arguments, want.Arguments}, {got.Context, want.Context}, {got.Metadata, want.Metadata}} {
		if show(pair[0]) != show(pair[1]) {
			t.Errorf("%d: %s\nwant %s", i, show(pair[0]), show(pair[1]))
		}
	}
	if got.Response != want.Response || got.ID != want.ID || got.Channel != want.Channel || got.InputChannel != want.InputChannel {
		t.Errorf("%+v", got)
	}
	for _, part := range []string{`"variation": 3`, `"number": 3`, `"variation_id": "greet_3"`, `"catalog": "3f2a90c1d4e5"`, `"values": "kept"`} {
		if !strings.Contains(text, part) {
			t.Errorf("no %s in %s", part, text)
		}
	}
}

// TestHashed checks that without Content the file contains no personal word or
// number, but everything that conditions depend on.
func TestHashed(t *testing.T) {
	dir := t.TempDir()
	r, stop := recorder(t, record.Options{Dir: dir, Plain: []string{"tier"}})
	r.Record("3f2a90c1d4e5", request("utter_greet"), &nlg.Message{})
	stop()
	got, text := replay(t, dir)
	for _, word := range []string{"Ann", "12 €", "Rome", "city", "transfer"} {
		if strings.Contains(text, word) {
			t.Errorf("%q is in the file:\n%s", word, text)
		}
	}
	slots := show(got.Slots)
	for _, kept := range []string{"known=True ", "nothing=None ", "empty='' ", "zero=0 ", "language='de-AT' ", "tier='gold' "} {
		if !strings.Contains(slots, kept) {
			t.Errorf("%q is lost: %s", kept, slots)
		}
	}
	// Equal values stay equal, types stay, and an argument that is None stays.
	name, _ := got.Slots.Get("name")
	list, _ := got.Slots.Get("list")
	age, _ := got.Slots.Get("age")
	ratio, _ := got.Slots.Get("ratio")
	if items := list.Items(); len(items) != 4 || items[0].Str() != name.Str() || items[1].Str() != "" || items[3].TypeName() != "dict" {
		t.Errorf("list %s, name %s", list.Repr(), name.Repr())
	}
	if name.TypeName()+age.TypeName()+ratio.TypeName() != "strintfloat" || age.Str() == "17" || ratio.Str() == "0.25" {
		t.Errorf("types of %s", slots)
	}
	if v, ok := got.Arguments.Get("text"); !ok || !v.IsNone() {
		t.Errorf("arguments %s", show(got.Arguments))
	}
	// A value that is not a language code is masked, whatever its name.
	if lang, _ := got.Metadata.Get("lang"); !strings.HasPrefix(lang.Str(), "#") {
		t.Errorf("lang %s", lang.Repr())
	}
}

// TestKeeps checks that only the last requests of each response are kept,
// whatever unknown names a client sends, and across restarts.
func TestKeeps(t *testing.T) {
	dir := t.TempDir()
	for run := range 2 {
		r, stop := recorder(t, record.Options{Dir: dir, Keep: 3, Content: true})
		for i := range 10 {
			req := request("utter_greet")
			req.Slots = nlg.Values("n", 100*run+i)
			r.Record("3f2a90c1d4e5", req, &nlg.Message{})
			r.Record("3f2a90c1d4e5", request(fmt.Sprintf("made up %d", i)), nil)
		}
		r.Record("3f2a90c1d4e5", request("utter_faq/ask_name"), &nlg.Message{})
		r.Record("3f2a90c1d4e5", request("utter_faq-ask_name"), &nlg.Message{})
		r.Record("3f2a90c1d4e5", request("../../up"), &nlg.Message{})
		r.Record("3f2a90c1d4e5", request(strings.Repeat("long", 100)), &nlg.Message{})
		stop()
	}
	count := map[string]int{}
	for _, name := range names(t, dir) {
		count[name]++
	}
	if len(count) != 6 || count["utter_greet"] != 3 || count["~unknown"] != 3 || count["utter_faq-ask_name"] != 2 {
		t.Errorf("%v", count)
	}
	files, _ := filepath.Glob(filepath.Join(dir, "utter_greet.*"))
	for i, file := range files {
		data, err := os.ReadFile(file)
		if err != nil || !strings.Contains(string(data), fmt.Sprintf(`"n": %d`, 107+i)) {
			t.Errorf("%s: %v %s", file, err, data)
		}
	}
}

// TestBounds checks that the size of all files is bounded, that the oldest are
// deleted first, and that other files stay.
func TestBounds(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"notes.txt", "utter_x.json", ".record-123"} {
		if err := os.WriteFile(filepath.Join(dir, name), make([]byte, 5000), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	r, stop := recorder(t, record.Options{Dir: dir, Content: true, MaxBytes: 10_000})
	for i := range 40 {
		r.Record("3f2a90c1d4e5", request(fmt.Sprintf("utter_%02d", i)), &nlg.Message{})
	}
	stop()
	var size int64
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		if info, err := e.Info(); err == nil && strings.HasSuffix(e.Name(), "Z.json") {
			size += info.Size()
		}
	}
	if size > 10_000 || size < 5_000 {
		t.Errorf("%d bytes", size)
	}
	left := strings.Join(names(t, dir), " ")
	if !strings.Contains(left, "notes") || !strings.Contains(left, "utter_x") || strings.Contains(left, "record-123") {
		t.Error(left)
	}
}

// TestDrops checks that requests that are too large or too many are dropped,
// counted, and logged once a minute.
func TestDrops(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		r, err := record.New(record.Options{Dir: dir}, nil, slog.New(slog.NewTextHandler(&log, nil)))
		if err != nil {
			t.Fatal(err)
		}
		large := request("utter_greet")
		large.Slots = nlg.Values("x", strings.Repeat("x", 300<<10))
		r.Record("3f2a90c1d4e5", large, &nlg.Message{})
		// The queue has no reader yet: it fills up, and Record does not wait.
		for range 1000 {
			r.Record("3f2a90c1d4e5", request("utter_greet"), &nlg.Message{})
		}
		ctx, cancel := context.WithCancel(t.Context())
		var group sync.WaitGroup
		group.Go(func() { r.Run(ctx) })
		time.Sleep(90 * time.Second)
		synctest.Wait()
		if got := log.String(); strings.Count(got, "\n") != 1 || !strings.Contains(got, "count=745 too_large=1 too_many=744") {
			t.Errorf("log: %s", got)
		}
		time.Sleep(10 * time.Minute)
		synctest.Wait()
		if strings.Count(log.String(), "\n") != 1 {
			t.Errorf("log: %s", log.String())
		}
		cancel()
		group.Wait()
	})
	if n := len(names(t, dir)); n != record.DefaultKeep {
		t.Errorf("%d files", n)
	}
}

// TestNoDirectory checks that an unusable directory is an error at the start,
// and that one that vanishes later stops nothing.
func TestNoDirectory(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := record.New(record.Options{Dir: file}, nil, slog.New(slog.DiscardHandler)); err == nil {
		t.Error("a file is taken for a directory")
	}
	dir := filepath.Join(t.TempDir(), "dir")
	var log bytes.Buffer
	r, stop := recorderTo(t, record.Options{Dir: dir}, slog.New(slog.NewTextHandler(&log, nil)))
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	r.Record("3f2a90c1d4e5", request("utter_greet"), &nlg.Message{})
	stop()
	if !strings.Contains(log.String(), "count=1") || !strings.Contains(log.String(), "no such file") {
		t.Errorf("log: %s", log.String())
	}
}

// TestClockSetBack checks that no file is overwritten when time goes back: it starts anew in each
// bubble.
func TestClockSetBack(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(24 * time.Hour)
		for range 2 {
			r, stop := recorder(t, record.Options{Dir: dir})
			r.Record("3f2a90c1d4e5", request("utter_greet"), &nlg.Message{})
			stop()
		}
	})
	synctest.Test(t, func(t *testing.T) {
		r, stop := recorder(t, record.Options{Dir: dir})
		for range 3 {
			r.Record("3f2a90c1d4e5", request("utter_greet"), &nlg.Message{})
		}
		stop()
	})
	if left := names(t, dir); len(left) != 5 {
		t.Errorf("%v", left)
	}
}

// BenchmarkRecord measures what recording costs a reply.
func BenchmarkRecord(b *testing.B) {
	r, stop := recorder(b, record.Options{Dir: b.TempDir()})
	defer stop()
	req := request("utter_greet")
	m := &nlg.Message{Response: "utter_greet"}
	b.ReportAllocs()
	for b.Loop() {
		r.Record("3f2a90c1d4e5", req, m)
	}
}
