package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"nlgserver/internal/diag"
)

// fleet is a server of several assistants under test, each of which says its name and
// the number of its edition.
type fleet struct {
	*running
	dir string

	mu sync.Mutex
	// next is what the configuration says, or what is wrong with it.
	next    Assistants
	restart []string
	wrong   error
}

// newFleet starts a server of assistants with those names.
func newFleet(t *testing.T, byDefault string, change func(*Options), names ...string) *fleet {
	t.Helper()
	f := &fleet{dir: t.TempDir()}
	for _, name := range names {
		f.says(t, name, 1)
		f.next.Options = append(f.next.Options, f.assistant(name))
	}
	f.next.Default = byDefault
	path := filepath.Join(f.dir, "nlgserver.yml")
	write(t, path, "# as in the test\n")
	log := &syncBuffer{}
	opts := Options{
		Assistants: f.next, Configuration: Configuration{Path: path, Read: f.read}, Listen: "127.0.0.1:0", Poll: -1,
		Log: slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	}
	if change != nil {
		change(&opts)
	}
	a, err := New(opts)
	if err != nil {
		t.Fatal(err)
	}
	f.running = &running{App: a, t: t, log: log}
	if err := a.Start(context.Background()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Stop(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return f
}

// assistant returns the options of one that serves the directory of its name.
func (f *fleet) assistant(name string) AssistantOptions {
	dir := filepath.Join(f.dir, name)
	return AssistantOptions{Name: name, Paths: []string{dir}, Fingerprint: dir}
}

// says writes the content of an assistant.
func (f *fleet) says(t *testing.T, name string, edition int) {
	t.Helper()
	dir := filepath.Join(f.dir, name)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "responses.yml"), fmt.Sprintf("responses:\n  utter_x:\n    - text: \"%s %d\"\n", name, edition))
}

// read is what reads the configuration.
func (f *fleet) read() (Assistants, []string, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.next, f.restart, f.wrong
}

// configure makes the configuration say something else, and reloads it.
func (f *fleet) configure(change func(*fleet)) (int, string) {
	f.mu.Lock()
	f.next.Options = append([]AssistantOptions(nil), f.next.Options...)
	change(f)
	f.mu.Unlock()
	return f.post("/-/reload", "")
}

// ask asks for utter_x at a path.
func (f *fleet) ask(path string) string {
	f.t.Helper()
	status, body := f.post(path, `{"response": "utter_x"}`)
	return fmt.Sprintf("%d %s", status, body)
}

func (f *fleet) want(path, text string) {
	f.t.Helper()
	if got := f.ask(path); !strings.HasPrefix(got, text) {
		f.t.Errorf("POST %s: %s, want %s", path, got, text)
	}
}

// said is the reply of an assistant with its edition.
func said(name string, edition int) string { return fmt.Sprintf(`200 {"text":"%s %d"}`, name, edition) }

// TestAssistants checks that each assistant answers at its own address, and that what is
// wrong with one changes nothing for the others.
func TestAssistants(t *testing.T) {
	f := newFleet(t, "bank", nil, "bank", "shop")
	f.want("/nlg", said("bank", 1))
	f.want("/a/bank/nlg", said("bank", 1))
	f.want("/a/shop/nlg/", said("shop", 1))
	f.want("/a/zoo/nlg", `404 {"type":"urn:nlgserver:problem:unknown_assistant"`)

	write(t, filepath.Join(f.dir, "shop", "responses.yml"), "responses:\n  utter_x: 5\n")
	f.says(t, "bank", 2)
	status, body := f.post("/-/reload", "")
	if status != http.StatusUnprocessableEntity || !strings.Contains(body, "rejected: shop") {
		t.Errorf("%d %s", status, body)
	}
	f.want("/nlg", said("bank", 2))
	f.want("/a/shop/nlg", said("shop", 1))
	if !strings.Contains(f.log.String(), "assistant=shop") {
		t.Error("no line of the log names the assistant")
	}
}

// TestAssistantsStart checks that one with broken content keeps none of the others at the
// start, and serves as soon as it is mended.
func TestAssistantsStart(t *testing.T) {
	f := newFleet(t, "", func(o *Options) {
		write(t, filepath.Join(o.Assistants.Options[1].Paths[0], "responses.yml"), "responses:\n  utter_x: 5\n")
	}, "bank", "shop")
	f.want("/nlg", `404 {"type":"urn:nlgserver:problem:no_default_assistant"`)
	f.want("/a/bank/nlg", said("bank", 1))
	f.want("/a/shop/nlg", `503 {"type":"urn:nlgserver:problem:not_ready"`)
	if got := f.readyStatus(); got != http.StatusServiceUnavailable {
		t.Errorf("ready: %d", got)
	}
	for name, want := range map[string]int{"bank": 200, "shop": 503, "zoo": 404} {
		reply, err := http.Get("http://" + f.Addr() + "/readyz?assistant=" + name)
		if err != nil {
			t.Fatal(err)
		}
		reply.Body.Close()
		if reply.StatusCode != want {
			t.Errorf("%s is ready: %d, want %d", name, reply.StatusCode, want)
		}
	}
	if !strings.Contains(f.log.String(), "the assistant has nothing to serve") {
		t.Errorf("the log does not say what is wrong:\n%s", f.log)
	}
	f.says(t, "shop", 2)
	f.eventually("mended content", func() bool { return f.ask("/a/shop/nlg") == said("shop", 2) })
	if got := f.readyStatus(); got != http.StatusOK {
		t.Errorf("ready: %d", got)
	}
}

// TestConfigComesAndGoes checks that assistants come, go and change as the
// configuration says.
func TestConfigComesAndGoes(t *testing.T) {
	f := newFleet(t, "bank", nil, "bank", "shop")
	f.says(t, "zoo", 1)
	status, body := f.configure(func(f *fleet) { f.next.Options = append(f.next.Options, f.assistant("zoo")) })
	if status != http.StatusOK || !strings.Contains(body, `"configuration":{"changed":true`) {
		t.Errorf("%d %s", status, body)
	}
	f.want("/a/zoo/nlg", said("zoo", 1))
	bank := f.byDefault()
	f.configure(func(f *fleet) { f.next.Options = f.next.Options[:1] })
	f.want("/nlg", said("bank", 1))
	f.want("/a/shop/nlg", "404 ")
	if f.byDefault() != bank {
		t.Error("an assistant that has not changed starts anew")
	}
	for _, name := range []string{"shop", "zoo"} {
		if !strings.Contains(f.log.String(), `msg="assistant removed" assistant=`+name) {
			t.Errorf("the log does not say that %s is gone", name)
		}
	}
	if f.metric(`nlg_catalog_responses{assistant="bank"}`) != "1" || f.metric(`nlg_catalog_responses{assistant="shop"}`) != "" {
		t.Error("the metrics show what is gone, or not what is there")
	}
	f.configure(func(f *fleet) {
		f.next.Options[0].Paths = []string{filepath.Join(f.dir, "shop")}
		f.next.Options[0].Fingerprint = "another"
	})
	f.want("/nlg", said("shop", 1))
	f.says(t, "shop", 2)
	f.eventually("the content of the new path", func() bool { return f.ask("/nlg") == said("shop", 2) })
}

// TestConfigKeepsWhatWasGood checks that an assistant whose new content is rejected goes
// on with what it said before.
func TestConfigKeepsWhatWasGood(t *testing.T) {
	f := newFleet(t, "bank", nil, "bank", "shop")
	broken := filepath.Join(f.dir, "broken")
	write(t, broken+".yml", "responses:\n  utter_x: 5\n")
	status, body := f.configure(func(f *fleet) {
		f.next.Options[0].Paths, f.next.Options[0].Fingerprint = []string{broken + ".yml"}, "broken"
	})
	if status != http.StatusUnprocessableEntity || !strings.Contains(body, "rejected") {
		t.Errorf("%d %s", status, body)
	}
	f.want("/nlg", said("bank", 1))
	if status := f.byDefault().Status(); !status.Stale {
		t.Errorf("%+v", status)
	}
	write(t, broken+".yml", "responses:\n  utter_x:\n    - text: mended\n")
	f.eventually("mended content", func() bool { return f.ask("/nlg") == `200 {"text":"mended"}` })
}

// rejection is what is wrong with a configuration, with its places.
type rejection struct{ diag.List }

func (r rejection) Error() string       { return "the configuration has errors" }
func (r rejection) Findings() diag.List { return r.List }

// TestConfigRejected checks that a broken configuration changes nothing and says why.
func TestConfigRejected(t *testing.T) {
	f := newFleet(t, "bank", nil, "bank")
	status, body := f.configure(func(f *fleet) {
		f.wrong = rejection{diag.List{{Severity: diag.Error, Code: diag.Configuration, Message: "unknown key \"lisen\""}}}
		f.next.Options = nil
	})
	if status != http.StatusUnprocessableEntity || !strings.Contains(body, "configuration_rejected") || !strings.Contains(body, "lisen") {
		t.Errorf("%d %s", status, body)
	}
	f.want("/nlg", said("bank", 1))
	if s := f.get(t, "/api/v1/status"); !strings.Contains(s, `"stale":true,"reason":"the configuration has errors"`) {
		t.Error(s)
	}
	if f.metric("nlg_configuration_last_reload_successful") != "0" || !strings.Contains(f.log.String(), "lisen") {
		t.Errorf("not told:\n%s", f.log)
	}
	f.mu.Lock()
	f.wrong = errors.New("cannot read it")
	f.mu.Unlock()
	// The file is read again when it changes.
	write(t, f.opts.Configuration.Path, "# changed\n")
	f.eventually("another rejection", func() bool { return strings.Contains(f.log.String(), "cannot read it") })
	f.says(t, "shop", 1)
	f.mu.Lock()
	f.wrong, f.next.Options, f.restart = nil, []AssistantOptions{f.assistant("bank"), f.assistant("shop")}, []string{"listen"}
	f.mu.Unlock()
	write(t, f.opts.Configuration.Path, "# changed again\n")
	f.eventually("the mended configuration", func() bool { return f.ask("/a/shop/nlg") == said("shop", 1) })
	if s := f.get(t, "/api/v1/status"); !strings.Contains(s, `"restart":["listen"]`) {
		t.Error(s)
	}
	f.eventually("the settings that wait", func() bool { return strings.Contains(f.log.String(), "settings=[listen]") })
}

// TestConfigPanic checks that a panic in reading the configuration is a rejection.
func TestConfigPanic(t *testing.T) {
	panics := atomic.Bool{}
	f := newFleet(t, "bank", func(o *Options) {
		read := o.Configuration.Read
		o.Configuration.Read = func() (Assistants, []string, error) {
			if panics.Load() {
				panic("a bug")
			}
			return read()
		}
	}, "bank")
	panics.Store(true)
	if status, body := f.post("/-/reload", ""); status != http.StatusUnprocessableEntity || !strings.Contains(body, "a bug") {
		t.Errorf("%d %s", status, body)
	}
	f.want("/nlg", said("bank", 1))
}

// TestConfigWaitsForSecrets checks that a configuration that names a file that is not there
// yet is put to use once it is, and says only once that it was not: where secrets and the
// configuration are mounted apart, either may come first.
func TestConfigWaitsForSecrets(t *testing.T) {
	f := newFleet(t, "bank", func(o *Options) { o.FollowEvery = 10 * time.Millisecond }, "bank")
	path := filepath.Join(f.dir, "late")
	if status, body := f.configure(func(f *fleet) {
		f.next.Options[0].Access.TokenFile, f.next.Options[0].Fingerprint = path, "guarded"
	}); status != http.StatusUnprocessableEntity {
		t.Fatalf("%d %s", status, body)
	}
	const rejected = `nlg_configuration_reloads_total{result="rejected"}`
	f.want("/nlg", said("bank", 1))
	before := f.metric(rejected)
	write(t, path, "come-late\n")
	f.eventually("the secret", func() bool { return strings.HasPrefix(f.ask("/nlg"), "401 ") })
	if got := strings.Count(f.log.String(), "configuration rejected"); got != 1 || f.metric(rejected) != before {
		t.Errorf("rejected %d times, and %s in the metric:\n%s", got, f.metric(rejected), f.log)
	}
}

// TestConfigKeepsThePage checks that the page goes on to show the assistant that it was made
// for, whose name and recorded requests it has, and never another one's content.
func TestConfigKeepsThePage(t *testing.T) {
	f := newFleet(t, "bank", nil, "bank", "shop")
	shows := func() string {
		files, _ := f.live.Fetch(context.Background())
		if len(files) == 0 {
			return ""
		}
		return filepath.Base(filepath.Dir(files[0].Path))
	}
	f.configure(func(f *fleet) { f.next.Default = "shop" })
	f.want("/nlg", said("shop", 1))
	if got := shows(); got != "bank" {
		t.Errorf("the page of bank shows %q", got)
	}
	f.configure(func(f *fleet) { f.next.Options = f.next.Options[1:] })
	if got := shows(); got != "" {
		t.Errorf("the page of bank, which is gone, shows %q", got)
	}
}
