package server

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"nlgserver/httpapi"
	"nlgserver/internal/content"
	"nlgserver/internal/diag"
	"nlgserver/nlg"
)

// mood is what a [moody] source does when it is read.
type mood int

const (
	calm mood = iota
	// hangs blocks until the mood changes, whatever its context says.
	hangs
	panics
	// panicsWatching panics only when it is watched.
	panicsWatching
)

// moody is a source that does what a test wants.
type moody struct {
	name string

	mu       sync.Mutex
	mood     mood
	text     string
	changed  chan struct{} // closed at the next change
	watchers int
	fetching int
}

func newMoody(name string, mood mood, text string) *moody {
	return &moody{name: name, mood: mood, text: text, changed: make(chan struct{})}
}

// becomes changes the mood and the content.
func (m *moody) becomes(mood mood, text string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.mood, m.text = mood, text
	close(m.changed)
	m.changed = make(chan struct{})
}

func (m *moody) now() (mood, string, <-chan struct{}) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.mood, m.text, m.changed
}

// count changes how many watch and fetch, and returns it.
func (m *moody) count(watchers, fetching int) (int, int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.watchers += watchers
	m.fetching += fetching
	return m.watchers, m.fetching
}

func (m *moody) String() string { return m.name }

func (m *moody) Fetch(context.Context) ([]content.File, diag.List) {
	m.count(0, 1)
	defer m.count(0, -1)
	for {
		mood, text, changed := m.now()
		switch mood {
		case hangs:
			<-changed
		case panics:
			panic("boom")
		default:
			return []content.File{{Path: m.name + ".yml", Data: []byte(text)}}, nil
		}
	}
}

func (m *moody) Watch(ctx context.Context, changed func()) error {
	m.count(1, 0)
	defer m.count(-1, 0)
	for {
		mood, _, next := m.now()
		if mood == panicsWatching {
			panic("boom")
		}
		changed()
		select {
		case <-ctx.Done():
			return nil
		case <-next:
		}
	}
}

// edition is the content of an assistant with the number of its edition.
func edition(name string, number int) string {
	return fmt.Sprintf("responses:\n  utter_x:\n    - text: \"%s %d\"\n", name, number)
}

// notContent is content that is rejected.
const notContent = "responses:\n  utter_x: 5\n"

// sourced returns the options of an assistant that serves a source.
func sourced(m *moody) AssistantOptions {
	return AssistantOptions{Name: m.name, Source: m, Fingerprint: fmt.Sprintf("%s %p", m.name, m)}
}

// muster starts a server of assistants, of which bank is the default, that waits a
// moment for slow ones.
func muster(t *testing.T, patience time.Duration, change func(*App), all ...AssistantOptions) *fleet {
	t.Helper()
	f := prepare(t, patience, all...)
	if change != nil {
		change(f.App)
	}
	if err := f.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := f.Stop(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return f
}

// prepare makes a server as [muster] does, and does not start it.
func prepare(t *testing.T, patience time.Duration, all ...AssistantOptions) *fleet {
	t.Helper()
	f := &fleet{dir: t.TempDir(), next: Assistants{Options: all, Default: "bank"}}
	path, log := filepath.Join(f.dir, "nlgserver.yml"), &syncBuffer{}
	write(t, path, "# as in the test\n")
	a, err := New(Options{
		Options:    httpapi.Options{Limits: httpapi.Limits{InFlight: 16 << 20}},
		Assistants: f.next, Configuration: Configuration{Path: path, Read: f.read}, Listen: "127.0.0.1:0", Poll: -1,
		Debounce: time.Millisecond, DebounceRemovals: -1, FollowEvery: 10 * time.Millisecond, Log: logTo(log),
	})
	if err != nil {
		t.Fatal(err)
	}
	a.patience = patience
	f.running = &running{App: a, t: t, log: log}
	return f
}

// within fails the test if something takes longer than it may ever take.
func within(t *testing.T, what string, do func()) {
	t.Helper()
	done := make(chan struct{})
	go func() {
		defer close(done)
		do()
	}()
	select {
	case <-done:
	case <-time.After(time.Minute):
		stacks := make([]byte, 1<<20)
		t.Fatalf("%s takes for ever\n%s", what, stacks[:runtime.Stack(stacks, true)])
	}
}

// faulty returns assistants with everything that can be wrong with one.
func faulty(t *testing.T) (all []AssistantOptions, sources []*moody) {
	t.Helper()
	for name, m := range map[string]struct {
		mood mood
		text string
	}{
		"broken":  {calm, notContent},
		"empty":   {calm, ""},
		"hangs":   {hangs, edition("hangs", 1)},
		"hangs-2": {hangs, edition("hangs-2", 1)},
		"hangs-3": {hangs, edition("hangs-3", 1)},
		"hangs-4": {hangs, edition("hangs-4", 1)},
		"hangs-5": {hangs, edition("hangs-5", 1)},
		"hangs-6": {hangs, edition("hangs-6", 1)},
		"panics":  {panics, edition("panics", 1)},
	} {
		s := newMoody(name, m.mood, m.text)
		t.Cleanup(func() { s.becomes(calm, edition(name, 1)) })
		all, sources = append(all, sourced(s)), append(sources, s)
	}
	return all, sources
}

// TestAssistantsFaultsAtStart checks that whatever is wrong with some, the others answer
// as soon as the server has started, and those as soon as they are mended.
func TestAssistantsFaultsAtStart(t *testing.T) {
	bank, shop := newMoody("bank", calm, edition("bank", 1)), newMoody("shop", calm, edition("shop", 1))
	all, sources := faulty(t)
	file := filepath.Join(t.TempDir(), "file")
	write(t, file, "no directory")
	unrecorded := sourced(shop)
	unrecorded.Record.Dir = filepath.Join(file, "records")
	all = slices.Insert(all, len(all)/2, unrecorded, sourced(bank)) // whoever begins first
	within(t, "the start", func() {
		f := muster(t, 500*time.Millisecond, nil, all...)
		f.want("/nlg", said("bank", 1))
		f.want("/a/shop/nlg", said("shop", 1))
		for _, m := range sources {
			f.want("/a/"+m.name+"/nlg", "503 ")
		}
		if !strings.Contains(f.log.String(), "requests are not recorded") {
			t.Error("the log does not say that nothing is recorded")
		}
		for _, m := range sources {
			m.becomes(calm, edition(m.name, 2))
			f.eventually(m.name, func() bool { return f.ask("/a/"+m.name+"/nlg") == said(m.name, 2) })
		}
	})
}

// TestAssistantsFaultsAtReload checks the same for assistants that come with a new
// configuration, and for one that answers already: it goes on.
func TestAssistantsFaultsAtReload(t *testing.T) {
	bank, shop := newMoody("bank", calm, edition("bank", 1)), newMoody("shop", calm, edition("shop", 1))
	f := muster(t, 200*time.Millisecond, nil, sourced(bank), sourced(shop))
	all, sources := faulty(t)
	for _, worse := range sources {
		// The shop gets each of these contents.
		changed := sourced(worse)
		changed.Name = "shop"
		within(t, "the reload with "+worse.name, func() {
			if status, body := f.configure(func(f *fleet) { f.next.Options = []AssistantOptions{sourced(bank), changed} }); status != http.StatusUnprocessableEntity {
				t.Errorf("%s: %d %s", worse.name, status, body)
			}
		})
		f.want("/nlg", said("bank", 1))
		f.want("/a/shop/nlg", said("shop", 1))
	}
	within(t, "the reload", func() {
		f.configure(func(f *fleet) { f.next.Options = append(all, sourced(bank), sourced(shop)) })
	})
	f.want("/nlg", said("bank", 1))
	f.want("/a/shop/nlg", said("shop", 1))
	within(t, "the signal", func() { f.Hangup(t.Context()) })
	bank.becomes(calm, edition("bank", 2))
	within(t, "the next signal", func() { f.Hangup(t.Context()) })
	f.want("/nlg", said("bank", 2))
	within(t, "the stop", func() {
		if err := f.Stop(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

// TestAssistantsPanicOfWatch checks that a watch that panics ends neither the server nor
// the reloads of its assistant.
func TestAssistantsPanicOfWatch(t *testing.T) {
	bank, shop := newMoody("bank", calm, edition("bank", 1)), newMoody("shop", panicsWatching, edition("shop", 1))
	f := muster(t, time.Second, nil, sourced(bank), sourced(shop))
	f.eventually("the panic", func() bool { return strings.Contains(f.log.String(), "panic: boom") })
	shop.becomes(calm, edition("shop", 2))
	f.post("/-/reload", "")
	f.want("/nlg", said("bank", 1))
	f.want("/a/shop/nlg", said("shop", 2))
}

// TestAssistantsPanicOfRequest checks that a panic in requests of one is an error of
// that request alone.
func TestAssistantsPanicOfRequest(t *testing.T) {
	bank, shop := newMoody("bank", calm, edition("bank", 1)), newMoody("shop", calm, edition("shop", 1))
	f := muster(t, time.Second, func(a *App) {
		a.assistants.Load().named("shop").routes.Record = func(*nlg.Catalog, *nlg.Request, *nlg.Message) { panic("boom") }
	}, sourced(bank), sourced(shop))
	for range 20 {
		f.ask("/a/shop/nlg")
		f.want("/nlg", said("bank", 1))
	}
	if got := f.metric(`nlg_panics_total{assistant="shop"}`); got != "20" {
		t.Errorf("%s panics of the shop", got)
	}
	if got := f.metric(`nlg_panics_total{assistant="bank"}`); got != "0" {
		t.Errorf("%s panics of the bank", got)
	}
	if used := f.memory.Used(); used != 0 {
		t.Errorf("%d bytes are still held", used)
	}
}

// TestAssistantsFloodOfBodies floods one assistant with bodies of every size. Requests of
// another get their memory, and the flood's is given back.
func TestAssistantsFloodOfBodies(t *testing.T) {
	bank, shop := newMoody("bank", calm, edition("bank", 1)), newMoody("shop", calm, edition("shop", 1))
	f := muster(t, time.Second, nil, sourced(bank), sourced(shop))
	for _, size := range []int{4 << 20, 900 << 10, 100 << 10} {
		for range min(64, int(f.memory.Limit())/size) {
			conn, err := net.Dial("tcp", f.Addr())
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			go func() {
				// The last byte never comes.
				_, _ = fmt.Fprintf(conn, "POST /a/shop/nlg HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"+`{"response": "utter_x", "tracker": {"slots": {"x": "%s`, size, strings.Repeat("x", size-60))
				_, _ = bufio.NewReader(conn).ReadString('\n')
			}()
		}
	}
	f.eventually("the flood", func() bool { return f.memory.Used() >= f.memory.Limit()/4 })
	// How far large ones get depends on how fast they come, and they give back what they
	// have once they are refused more. Small requests of the shop take that, and all else
	// that it may have, again and again.
	taken, ofShop := int64(0), f.assistants.Load().named("shop").memory
	defer func() { ofShop.Give(taken) }()
	most := ofShop.Limit()
	if most >= f.memory.Limit() {
		t.Fatalf("the shop may have %d of %d bytes; the bank has none of its own", most, f.memory.Limit())
	}
	fill := func() {
		const piece = 4 << 10
		for ofShop.Take(nil, 0, piece) {
			if taken += piece; taken > most {
				t.Fatalf("the shop could take %d of %d bytes; it may have %d", taken, f.memory.Limit(), most)
			}
		}
	}
	usual := `{"response": "utter_x", "tracker": {"slots": {"x": "` + strings.Repeat("x", 500<<10) + `"}}}`
	for i := range 10 {
		fill() // its last piece is waited for
		f.want("/nlg", said("bank", 1))
		if status, body := f.post("/a/bank/nlg", usual); status != http.StatusOK {
			t.Fatalf("usual request %d: %d %s", i, status, body)
		}
	}
}

// TestAssistantsRecordsGone checks that a directory of records that vanishes, or that
// cannot be made, changes no reply.
func TestAssistantsRecordsGone(t *testing.T) {
	bank, shop := newMoody("bank", calm, edition("bank", 1)), newMoody("shop", calm, edition("shop", 1))
	recorded := sourced(shop)
	recorded.Record.Dir = filepath.Join(t.TempDir(), "records")
	f := muster(t, time.Second, nil, sourced(bank), recorded)
	f.want("/a/shop/nlg", said("shop", 1))
	if err := os.RemoveAll(recorded.Record.Dir); err != nil {
		t.Fatal(err)
	}
	write(t, recorded.Record.Dir, "no directory")
	elsewhere := recorded
	elsewhere.Record.Dir, elsewhere.Fingerprint = filepath.Join(recorded.Record.Dir, "below"), "elsewhere"
	status, body := f.configure(func(f *fleet) {
		f.next.Options = []AssistantOptions{sourced(newMoody("new", calm, edition("new", 1))), elsewhere}
	})
	if status != http.StatusUnprocessableEntity || !strings.Contains(body, "record directory") {
		t.Errorf("%d %s", status, body)
	}
	f.want("/nlg", said("bank", 1))
	f.want("/a/shop/nlg", said("shop", 1))
	f.want("/a/new/nlg", "404 ")
	if f.metric(`nlg_catalog_responses{assistant="new"}`) != "" {
		t.Error("the metrics show an assistant that never came")
	}
	// Options that do not differ in what is recorded keep the recorder, as it is.
	recorded.OnUnknown, recorded.Fingerprint = httpapi.OnUnknownEmpty, "another"
	f.configure(func(f *fleet) { f.next.Options = []AssistantOptions{sourced(bank), recorded} })
	f.want("/a/shop/nlg", said("shop", 1))
}
