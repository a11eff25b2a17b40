package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// TestAssistantsComeAndGo has an assistant come and go many times, with everything that
// one can have. Nothing of it is left: no goroutine, no memory, no metrics.
func TestAssistantsComeAndGo(t *testing.T) {
	bank := newMoody("bank", calm, edition("bank", 1))
	f := muster(t, time.Second, nil, sourced(bank))
	tokens := filepath.Join(f.dir, "tokens")
	write(t, tokens, "SECRET\n")
	f.says(t, "shop", 1)
	guest := f.assistant("shop")
	guest.LastGood, guest.Record.Dir, guest.Access.TokenFile = filepath.Join(f.dir, "last-good.tar"), filepath.Join(f.dir, "records"), tokens
	rejected := sourced(newMoody("x", calm, edition("x", 1)))
	rejected.Record.Dir = filepath.Join(tokens, "below a file")
	visit := func(i int) {
		all := []AssistantOptions{sourced(bank), guest}
		all[1].Fingerprint = fmt.Sprint(i)
		if status, body := f.configure(func(f *fleet) { f.next.Options = all }); status != http.StatusOK {
			t.Fatalf("%d %s", status, body)
		}
		f.want("/a/shop/nlg?token=SECRET", said("shop", 1))
		f.want("/a/shop/nlg", "401 ")
		// One that goes on under the same name, and one that never comes.
		all[1].Fingerprint, all[1].OnUnknown = fmt.Sprint(i, "again"), "utter_x"
		f.configure(func(f *fleet) { f.next.Options = all })
		if status, _ := f.configure(func(f *fleet) { f.next.Options = append(all, rejected) }); status != http.StatusUnprocessableEntity {
			t.Error(status)
		}
		f.configure(func(f *fleet) { f.next.Options = all[:1] })
		f.want("/a/shop/nlg", "404 ")
		f.want("/nlg", said("bank", 1))
	}
	visit(0) // what is made once is there by now
	http.DefaultClient.CloseIdleConnections()
	var before int
	f.eventually("the end of the first visit", func() bool {
		n := runtime.NumGoroutine()
		quiet := n == before
		before = n
		return quiet
	})
	for i := range 100 {
		visit(1 + i)
	}
	http.DefaultClient.CloseIdleConnections()
	f.eventually("the end of all goroutines", func() bool {
		if runtime.NumGoroutine() <= before+1 {
			return true
		}
		http.DefaultClient.CloseIdleConnections()
		return false
	})
	if used, limit := f.memory.Used(), f.byDefault().memory.Limit(); used != 0 || limit != f.opts.Limits.InFlight {
		t.Errorf("%d bytes are held, and %d of %d are for the only one", used, limit, f.opts.Limits.InFlight)
	}
	for line := range strings.Lines(f.get(t, "/metrics")) {
		if strings.Contains(line, `assistant="shop"`) || strings.Contains(line, `assistant="x"`) {
			t.Errorf("the metrics show what is gone: %s", line)
		}
	}
}

// TestAssistantsWatches checks that what comes is watched, and what is gone is not.
func TestAssistantsWatches(t *testing.T) {
	bank, shop := newMoody("bank", calm, edition("bank", 1)), newMoody("shop", calm, edition("shop", 1))
	f := muster(t, time.Second, nil, sourced(bank))
	f.configure(func(f *fleet) { f.next.Options = []AssistantOptions{sourced(bank), sourced(shop)} })
	shop.becomes(calm, edition("shop", 2))
	f.eventually("the change", func() bool { return f.ask("/a/shop/nlg") == said("shop", 2) })
	f.configure(func(f *fleet) { f.next.Options = []AssistantOptions{sourced(bank)} })
	f.eventually("the end of the watch", func() bool { n, _ := shop.count(0, 0); return n == 0 })
	if n, _ := bank.count(0, 0); n != 1 {
		t.Errorf("the bank is watched by %d", n)
	}
}

// TestAssistantsRecorder checks that a recorder goes on under a new configuration that
// records the same, and ends otherwise, and that what it has is written either way.
func TestAssistantsRecorder(t *testing.T) {
	bank, shop := newMoody("bank", calm, edition("bank", 1)), newMoody("shop", calm, edition("shop", 1))
	recorded, dir := sourced(shop), t.TempDir()
	into := func(name string) func(*fleet) {
		return func(f *fleet) {
			recorded.Fingerprint += "x"
			recorded.Record.Dir = filepath.Join(dir, name)
			f.next.Options = []AssistantOptions{sourced(bank), recorded}
		}
	}
	f := muster(t, time.Second, nil, sourced(bank))
	written := func(name string, want int) {
		t.Helper()
		f.eventually("the records in "+name, func() bool {
			files, err := os.ReadDir(filepath.Join(dir, name))
			return err == nil && len(files) == want
		})
	}
	ask := func() {
		for range 3 {
			f.want("/a/shop/nlg", said("shop", 1))
		}
	}
	f.configure(into("a"))
	first := f.assistants.Load().named("shop").recording
	ask()
	f.configure(into("a"))
	if f.assistants.Load().named("shop").recording != first {
		t.Error("another recorder for the same records")
	}
	ask()
	f.configure(into("b"))
	written("a", 6)
	<-first.ended
	ask()
	f.configure(func(f *fleet) { f.next.Options = f.next.Options[:1] })
	written("b", 3)
	f.configure(into("c"))
	ask()
	if err := f.Stop(t.Context()); err != nil {
		t.Error(err)
	}
	written("c", 3)
}

// TestAssistantsInherit checks that an assistant whose new content does not come says what
// it said last under the configuration before, also if that changed while the new
// configuration waited for the content.
func TestAssistantsInherit(t *testing.T) {
	bank, next := newMoody("bank", calm, notContent), newMoody("bank", hangs, "")
	shop := newMoody("shop", calm, edition("shop", 1))
	f := muster(t, time.Hour, nil, sourced(bank), sourced(shop))
	defer next.becomes(calm, edition("bank", 3))
	f.want("/nlg", "503 ")
	configured := make(chan string)
	go func() {
		_, body := f.configure(func(f *fleet) { f.next.Options = []AssistantOptions{sourced(next), sourced(shop)} })
		configured <- body
	}()
	f.eventually("the new content is read", func() bool { _, n := next.count(0, 0); return n > 0 })
	bank.becomes(calm, edition("bank", 2))
	f.eventually("the old content is mended", func() bool { return f.ask("/nlg") == said("bank", 2) })
	next.becomes(calm, notContent)
	<-configured
	f.want("/nlg", said("bank", 2))
	if f.byDefault().source != next {
		t.Error("the new configuration is not in use")
	}
}

// TestAssistantsStopWhileConfiguring checks that a stop does not wait for the content of
// assistants that are about to come, and that none of them is left.
func TestAssistantsStopWhileConfiguring(t *testing.T) {
	bank, shop := newMoody("bank", calm, edition("bank", 1)), newMoody("shop", hangs, "")
	f := muster(t, time.Hour, nil, sourced(bank))
	defer shop.becomes(calm, edition("shop", 1))
	configured := make(chan int, 1)
	go func() {
		status, _ := f.configure(func(f *fleet) { f.next.Options = []AssistantOptions{sourced(bank), sourced(shop)} })
		configured <- status
	}()
	f.eventually("the new content is read", func() bool { _, n := shop.count(0, 0); return n > 0 })
	within(t, "the stop", func() {
		if err := f.Stop(t.Context()); err != nil {
			t.Error(err)
		}
	})
	if status := <-configured; status != http.StatusServiceUnavailable {
		t.Errorf("the reload ends with %d", status)
	}
	if f.assistants.Load().named("shop") != nil {
		t.Error("an assistant has come while the server stopped")
	}
}

// TestAssistantsStartCanceled checks that a start ends with its context, whatever the
// assistants do, and leaves nothing behind.
func TestAssistantsStartCanceled(t *testing.T) {
	before := runtime.NumGoroutine()
	all, sources := faulty(t)
	f := prepare(t, time.Hour, all...)
	ctx, cancel := context.WithCancel(t.Context())
	started := make(chan error)
	go func() { started <- f.Start(ctx) }()
	f.eventually("the content is read", func() bool {
		n := 0
		for _, m := range sources {
			_, fetching := m.count(0, 0)
			n += fetching
		}
		return n > 1
	})
	cancel()
	within(t, "the start", func() {
		if err := <-started; !errors.Is(err, context.Canceled) {
			t.Errorf("%v", err)
		}
	})
	for _, m := range sources {
		m.becomes(calm, edition(m.name, 1))
	}
	f.eventually("the end of all goroutines", func() bool { return runtime.NumGoroutine() <= before+1 })
}

// TestAssistantsTurmoil changes everything at the same time: configuration, content,
// signals, reloads, and at last the server stops in the middle of it.
func TestAssistantsTurmoil(t *testing.T) {
	bank := newMoody("bank", calm, edition("bank", 1))
	guests := []*moody{newMoody("shop", calm, edition("shop", 1)), newMoody("till", calm, edition("till", 1))}
	before := runtime.NumGoroutine()
	f := prepare(t, 20*time.Millisecond, sourced(bank))
	if err := f.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	over := make(chan struct{})
	// Everything goes on while the server stops.
	each := func(do func(i int)) {
		group.Go(func() {
			for i := 0; ; i++ {
				select {
				case <-over:
					return
				default:
					do(i)
				}
			}
		})
	}
	each(func(i int) {
		f.mu.Lock()
		f.next.Options = []AssistantOptions{sourced(bank)}
		for n, m := range guests {
			if i>>n&1 == 0 {
				guest := sourced(m)
				guest.Fingerprint += fmt.Sprint(i / 4)
				guest.Record.Dir = filepath.Join(f.dir, m.name)
				f.next.Options = append(f.next.Options, guest)
			}
		}
		f.mu.Unlock()
		write(t, f.opts.Configuration.Path, fmt.Sprintf("# %d\n", i))
		f.reconfigure(t.Context())
	})
	each(func(int) { f.Hangup(t.Context()) })
	each(func(int) { f.lookAtConfiguration(t.Context(), false) })
	each(func(i int) { guests[i%2].becomes(mood(i%3), edition(guests[i%2].name, i)) })
	answered := make(chan struct{}, 1000)
	client := lineTo(t, f.Addr())
	group.Go(func() {
		for range cap(answered) {
			got, err := client.post("/nlg", "", `{"response": "utter_x"}`)
			if err != nil || got.text != `{"text":"bank 1"}` {
				t.Errorf("%+v %v", got, err)
			}
			answered <- struct{}{}
		}
	})
	f.eventually("all answers", func() bool { return len(answered) == cap(answered) || t.Failed() })
	within(t, "the stop", func() {
		if err := f.Stop(context.Background()); err != nil {
			t.Error(err)
		}
	})
	running := len(f.assistants.Load().all)
	close(over)
	within(t, "the end", group.Wait)
	if len(f.assistants.Load().all) != running {
		t.Error("assistants have come after the stop")
	}
	for _, m := range guests {
		m.becomes(calm, edition(m.name, 1))
	}
	f.eventually("the end of all goroutines", func() bool { return runtime.NumGoroutine() <= before+1 })
}

// TestConfigFileGone checks that a configuration file that vanishes is told like a broken
// one, changes nothing, and that it is in use again when it is back.
func TestConfigFileGone(t *testing.T) {
	bank := newMoody("bank", calm, edition("bank", 1))
	f := muster(t, time.Second, nil, sourced(bank))
	f.mu.Lock()
	f.wrong = errors.New("it is gone")
	f.mu.Unlock()
	if err := os.Remove(f.opts.Configuration.Path); err != nil {
		t.Fatal(err)
	}
	f.eventually("the rejection", func() bool { return f.metric("nlg_configuration_last_reload_successful") == "0" })
	if s := f.get(t, "/api/v1/status"); !strings.Contains(s, `"reason":"it is gone"`) {
		t.Error(s)
	}
	f.want("/nlg", said("bank", 1))
	f.mu.Lock()
	f.wrong = nil
	f.mu.Unlock()
	write(t, f.opts.Configuration.Path, "# back\n")
	f.eventually("the return", func() bool { return f.metric("nlg_configuration_last_reload_successful") == "1" })
}

// TestConfigDuringAStop checks that the configuration is not even read once a stop has begun.
func TestConfigDuringAStop(t *testing.T) {
	var reads atomic.Int64
	f := newFleet(t, "bank", func(o *Options) {
		read := o.Configuration.Read
		o.Configuration.Read = func() (Assistants, []string, error) {
			reads.Add(1)
			return read()
		}
	}, "bank")
	f.endReloads()
	before := reads.Load()
	for range 100 {
		f.App.configure(t.Context(), true)
	}
	if n := reads.Load() - before; n > 0 {
		t.Errorf("it was read %d times", n)
	}
}
