package main

import (
	"bytes"
	"context"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// served starts serve with flags and returns its address, and a function that
// stops it and returns its exit code.
func served(t *testing.T, args ...string) (address string, stop func() int) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	var errs syncBuffer
	ended := make(chan int, 1)
	go func() {
		args := append([]string{"serve", "--listen", "127.0.0.1:0"}, args...)
		ended <- execute(ctx, args, strings.NewReader(""), &bytes.Buffer{}, &errs)
	}()
	pattern := regexp.MustCompile(`address=(127\.0\.0\.1:\d+)`)
	for range 1000 {
		if found := pattern.FindStringSubmatch(errs.String()); found != nil {
			return found[1], func() int { cancel(); return <-ended }
		}
		select {
		case code := <-ended:
			t.Fatalf("exit code %d: %s", code, errs.String())
		case <-time.After(10 * time.Millisecond):
		}
	}
	t.Fatalf("no address: %s", errs.String())
	return "", nil
}

// TestRecord records requests, replays one with preview, and turns it into a
// case.
func TestRecord(t *testing.T) {
	dir := t.TempDir()
	domain := filepath.Join(dir, "domain.yml")
	records := filepath.Join(dir, "records")
	const text = "responses:\n  utter_greet:\n  - text: \"Hello {name}\"\n    condition: [{type: slot, name: known, value: true}]\n  - text: Hello\n"
	if err := os.WriteFile(domain, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	address, stop := served(t, domain, "--record", records, "--record-keep", "2", "--record-plain", "name")
	for _, body := range []string{
		`{"response": "utter_greet", "tracker": {"slots": {"name": "Zoe", "known": false}}}`,
		`{"response": "utter_greet", "tracker": {"slots": {"name": "Bob", "known": false}}}`,
		`{"response": "utter_greet", "id": null, "arguments": {}, "channel": {"name": "collector"},
		  "tracker": {"sender_id": "secret-sender", "slots": {"name": "Ann", "known": true, "iban": "DE12", "far": [1, {"away": "x"}]},
		  "latest_input_channel": "rest", "events": [{"event": "user", "text": "my secret words"}]}}`,
		`{"response": "utter_gone", "tracker": {"slots": {"name": "Ann"}}}`,
		`{"response": "utter_gone_too"}`,
	} {
		resp, err := http.Post("http://"+address+"/nlg", "application/json", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
	}
	if code := stop(); code != exitFine {
		t.Fatalf("exit code %d", code)
	}
	known, _ := filepath.Glob(filepath.Join(records, "utter_greet.*.json"))
	unknown, _ := filepath.Glob(filepath.Join(records, "~unknown.*.json"))
	if len(known) != 2 || len(unknown) != 2 {
		t.Fatalf("files %v, %v", known, unknown)
	}
	data, err := os.ReadFile(known[1])
	if err != nil {
		t.Fatal(err)
	}
	for _, private := range []string{"secret", "DE12", "away", "event"} {
		if strings.Contains(string(data), private) {
			t.Errorf("%q is recorded:\n%s", private, data)
		}
	}
	if out := output(t, "preview", "", domain, "--request", known[1]); !strings.Contains(out, "Hello Ann") {
		t.Errorf("preview shows\n%s", out)
	}
	want := "tests:\n  - response: \"utter_greet\"\n    slots:\n      name: \"Ann\"\n      known: true\n    expect: \"Hello Ann\"\n"
	if out := output(t, "test", domain, "--from-request", known[1]); out != want {
		t.Errorf("test --from-request prints\n%s", out)
	}
}

// TestRecordContent checks that texts are kept if --record-content asks for it, up
// to --record-max-bytes.
func TestRecordContent(t *testing.T) {
	dir := t.TempDir()
	address, stop := served(t, "--record", dir, "--record-content", "--record-max-bytes", "500", "--ignore-request-id", "--on-unknown", "utter_goodbye")
	for _, body := range []string{
		`{"response": "utter_greet", "tracker": {"slots": {"name": "Zoe"}}}`,
		`{"response": "utter_nothing", "id": "its_id", "tracker": {"slots": {"name": "Ann"}}}`,
	} {
		resp, err := http.Post("http://"+address+"/nlg", "application/json", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != http.StatusOK {
			t.Errorf("status %d", resp.StatusCode)
		}
	}
	if code := stop(); code != exitFine {
		t.Fatalf("exit code %d", code)
	}
	files, _ := filepath.Glob(filepath.Join(dir, "*"))
	if len(files) != 1 || !strings.HasPrefix(filepath.Base(files[0]), "~unknown.") {
		t.Fatalf("files %v: there is room only for the last", files)
	}
	data, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	// The response that Rasa asked for, not the one sent instead.
	for _, want := range []string{`"response": "utter_nothing"`, `"id": "its_id"`, `"name": "Ann"`} {
		if !strings.Contains(string(data), want) {
			t.Errorf("no %s in\n%s", want, data)
		}
	}
}

// output runs a command and returns its standard output.
func output(t *testing.T, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	if code := execute(t.Context(), args, strings.NewReader(""), &out, &errs); code != exitFine {
		t.Fatalf("%v: exit code %d: %s", args, code, errs.String())
	}
	return out.String()
}

// TestRecordFlags checks that unusable settings are rejected at the start.
func TestRecordFlags(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for want, args := range map[int][]string{
		exitUsage:   {"serve", "--listen", "127.0.0.1:0", "--record", t.TempDir(), "--record-keep", "0"},
		exitServing: {"serve", "--listen", "127.0.0.1:0", "--record", file},
	} {
		var errs bytes.Buffer
		if code := execute(t.Context(), args, strings.NewReader(""), &bytes.Buffer{}, &errs); code != want || !strings.Contains(errs.String(), "--record") {
			t.Errorf("%v: exit code %d: %s", args, code, errs.String())
		}
	}
}
