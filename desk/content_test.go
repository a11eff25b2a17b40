package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"nlgserver/desk/internal/view"
	"nlgserver/desk/internal/workspace"
	"nlgserver/nlg"
)

// fakeSource is content that a test changes.
type fakeSource struct {
	mu       sync.Mutex
	text     string
	found    nlg.Diagnostics
	changed  func()
	fetched  int
	watching int
	// rejected is for a source of good content.
	rejected nlg.Diagnostics
	since    time.Time
	watchErr error
}

func (s *fakeSource) Fetch(context.Context) ([]nlg.File, nlg.Diagnostics) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fetched++
	if s.text == "panic while reading" {
		panic(s.text)
	}
	return []nlg.File{{Path: "a.yml", Data: []byte(s.text)}}, s.found
}

func (s *fakeSource) Watch(ctx context.Context, changed func()) error {
	if s.watchErr != nil {
		return s.watchErr
	}
	s.mu.Lock()
	s.changed = changed
	s.watching++
	s.mu.Unlock()
	changed()
	<-ctx.Done()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.watching--
	return nil
}

func (s *fakeSource) Rejected() (nlg.Diagnostics, time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.rejected, s.since
}

// save changes the content.
func (s *fakeSource) save(text string) {
	s.mu.Lock()
	s.text = text
	changed := s.changed
	s.mu.Unlock()
	if changed != nil {
		changed()
	}
}

// fakeContent is content that was opened.
type fakeContent struct {
	shown
	version string
}

func (c fakeContent) Version() string { return c.version }

// fakeOpener opens content that takes as long as its text says: "bad" is rejected,
// and "slow …" takes an hour.
type fakeOpener struct {
	mu                 sync.Mutex
	began, given, done []string
}

func (o *fakeOpener) open(ctx context.Context, _ Options, r *reading) (shown, []view.Finding) {
	text := string(r.files[0].Data)
	o.note(&o.began, text)
	wait := time.Second
	if len(text) > 4 && text[:4] == "slow" {
		wait = time.Hour
	}
	select {
	case <-time.After(wait):
	case <-ctx.Done():
		o.note(&o.given, text)
		return nil, nil
	}
	o.note(&o.done, text)
	if text == "panic" {
		panic("oh")
	}
	if text == "bad" {
		return nil, []view.Finding{{Severity: "error", Message: "bad"}}
	}
	if r.newer {
		return fakeContent{version: text}, []view.Finding{{Severity: "error", Message: "newer"}}
	}
	return fakeContent{version: text}, nil
}

func (o *fakeOpener) note(list *[]string, text string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	*list = append(*list, text)
}

// seen returns what was begun, given up and done so far.
func (o *fakeOpener) seen() (began, given, done []string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Clone(o.began), slices.Clone(o.given), slices.Clone(o.done)
}

// managed runs a test with a manager of fakes, in a bubble.
func managed(t *testing.T, cfg Config, test func(t *testing.T, m *manager, s *fakeSource, o *fakeOpener)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s, o := &fakeSource{text: "1"}, &fakeOpener{}
		if cfg.Source != nil {
			s = cfg.Source.(*fakeSource)
		}
		cfg := cfg
		cfg.Source = s
		cfg, err := cfg.withDefaults()
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		m := newManager(ctx, cfg)
		m.open = o.open
		defer m.close(cancel)
		test(t, m, s, o)
	})
}

// is checks the state.
func is(t *testing.T, m *manager, name, version string, rejected bool) {
	t.Helper()
	synctest.Wait()
	s := m.peek()
	if s.name != name || s.version() != version || (s.rejected != nil) != rejected {
		t.Errorf("state %s, version %q, rejected %v", s.name, s.version(), s.rejected)
	}
}

// TestContent takes content through its life.
func TestContent(t *testing.T) {
	managed(t, Config{}, func(t *testing.T, m *manager, s *fakeSource, o *fakeOpener) {
		time.Sleep(time.Hour)
		if s.fetched != 0 {
			t.Error("read before anybody asked")
		}
		m.current()
		is(t, m, stateLoading, "", false)
		time.Sleep(2 * time.Second)
		is(t, m, stateReady, "1", false)
		s.save("2")
		time.Sleep(time.Second) // the debounce is not over yet, or the opening
		is(t, m, stateReady, "1", false)
		time.Sleep(time.Second)
		is(t, m, stateReady, "2", false)
		s.save("bad")
		time.Sleep(2 * time.Second)
		is(t, m, stateRejected, "2", true)
		since := m.peek().rejected.Since
		time.Sleep(time.Minute)
		s.save("bad") // once more: it is the same, and is not opened again
		time.Sleep(2 * time.Second)
		is(t, m, stateRejected, "2", true)
		if !m.peek().rejected.Since.Equal(since) {
			t.Error("it is rejected since", since)
		}
		s.save("3")
		time.Sleep(2 * time.Second)
		is(t, m, stateReady, "3", false)
		began, given, _ := o.seen()
		if got := fmt.Sprint(began, given); got != "[1 2 bad 3] []" {
			t.Error(got)
		}
	})
}

// TestDraftsFirst checks that whoever hears of content finds the drafts on it.
func TestDraftsFirst(t *testing.T) {
	managed(t, Config{}, func(t *testing.T, m *manager, s *fakeSource, _ *fakeOpener) {
		var seen []string
		m.rest = func(b *workspace.Base) {
			seen = append(seen, string(b.Sources.Files[0].Data)+" after "+m.peek().version())
		}
		m.current()
		time.Sleep(2 * time.Second)
		s.save("2")
		time.Sleep(2 * time.Second)
		is(t, m, stateReady, "2", false)
		if got := fmt.Sprintf("%q", seen); got != `["1 after " "2 after 1"]` {
			t.Error(got)
		}
	})
}

// TestOpeningPanics checks that a fault of ours while content is read or opened is told,
// and does not end the program.
func TestOpeningPanics(t *testing.T) {
	for _, text := range []string{"panic", "panic while reading"} {
		managed(t, Config{}, func(t *testing.T, m *manager, s *fakeSource, _ *fakeOpener) {
			m.current()
			time.Sleep(2 * time.Second)
			s.save(text)
			time.Sleep(2 * time.Second)
			is(t, m, stateRejected, "1", true)
			s.save("3")
			time.Sleep(2 * time.Second)
			is(t, m, stateReady, "3", false)
		})
	}
}

// TestNewerContent checks that what was being opened is given up for newer content,
// and that a file that is still being written is not opened.
func TestNewerContent(t *testing.T) {
	managed(t, Config{}, func(t *testing.T, m *manager, s *fakeSource, o *fakeOpener) {
		s.save("slow 1")
		m.current()
		time.Sleep(time.Minute)
		s.save("2")
		time.Sleep(2 * time.Second)
		is(t, m, stateReady, "2", false)
		for i := range 20 {
			s.save(fmt.Sprint("half ", i))
			time.Sleep(debounce / 2)
		}
		s.save("3")
		time.Sleep(2 * time.Second)
		is(t, m, stateReady, "3", false)
		began, given, done := o.seen()
		if got := fmt.Sprint(began, given, done); got != "[slow 1 2 3] [slow 1] [2 3]" {
			t.Error(got)
		}
	})
}

// TestAlwaysNewerContent checks that content that changes faster than it can be opened is
// shown all the same, and the last of it in the end.
func TestAlwaysNewerContent(t *testing.T) {
	managed(t, Config{}, func(t *testing.T, m *manager, s *fakeSource, o *fakeOpener) {
		m.current()
		time.Sleep(2 * time.Second)
		for i := range 180 {
			s.save(fmt.Sprint("slow ", i))
			time.Sleep(time.Minute)
		}
		synctest.Wait()
		_, _, done := o.seen()
		if got := m.peek(); got.name != stateReady || got.version() == "1" || len(done) < 2 {
			t.Errorf("after three hours: state %s, version %q, opened %v", got.name, got.version(), done)
		}
		time.Sleep(2 * time.Hour)
		is(t, m, stateReady, "slow 179", false)
		began, given, done := o.seen()
		if m.peek().version() != "slow 179" || len(began) != len(given)+len(done) {
			t.Error(began, given, done)
		}
		// What was saved while other content may finish, and taken back, is not opened.
		for i := range maxGivenUp + 1 {
			s.save(fmt.Sprint("slow again ", i))
			time.Sleep(time.Minute)
		}
		s.save("other")
		time.Sleep(time.Minute)
		s.save(fmt.Sprint("slow again ", maxGivenUp))
		time.Sleep(2 * time.Hour)
		is(t, m, stateReady, fmt.Sprint("slow again ", maxGivenUp), false)
		if began, _, _ := o.seen(); began[len(began)-1] != fmt.Sprint("slow again ", maxGivenUp) {
			t.Error(began)
		}
	})
}

// TestIdle checks that content is dropped when nobody looks, and nothing runs any
// more; and that an open page keeps it.
func TestIdle(t *testing.T) {
	const idle = 10 * time.Minute
	managed(t, Config{Idle: idle}, func(t *testing.T, m *manager, s *fakeSource, o *fakeOpener) {
		m.current()
		time.Sleep(idle / 2)
		m.current()
		time.Sleep(idle - time.Second)
		is(t, m, stateReady, "1", false)
		stream, _ := m.subscribe()
		time.Sleep(5 * idle)
		is(t, m, stateReady, "1", false)
		m.unsubscribe(stream)
		time.Sleep(idle / 2)
		is(t, m, stateReady, "1", false)
		time.Sleep(idle)
		is(t, m, stateLoading, "", false)
		if m.running || s.watching != 0 {
			t.Error("something runs")
		}
		fetched := s.fetched
		time.Sleep(5 * idle)
		if s.fetched != fetched {
			t.Error("it is still read")
		}
		s.save("2")
		m.current()
		time.Sleep(2 * time.Second)
		is(t, m, stateReady, "2", false)
	})
}

// TestPoll checks that content is read from time to time if it cannot be watched.
func TestPoll(t *testing.T) {
	managed(t, Config{Source: &fakeSource{text: "1", watchErr: errors.New("no watches left")}}, func(t *testing.T, m *manager, s *fakeSource, _ *fakeOpener) {
		m.current()
		time.Sleep(time.Second)
		s.save("2")
		time.Sleep(pollEvery + 2*time.Second)
		is(t, m, stateReady, "2", false)
	})
}

// TestNewerRejected checks that good content is shown together with what is wrong with
// newer content that was rejected elsewhere.
func TestNewerRejected(t *testing.T) {
	managed(t, Config{}, func(t *testing.T, m *manager, s *fakeSource, _ *fakeOpener) {
		m.current()
		time.Sleep(2 * time.Second)
		since := time.Now()
		s.mu.Lock()
		s.rejected, s.since = nlg.Diagnostics{{Message: "worse"}}, since
		s.mu.Unlock()
		s.save("1")
		time.Sleep(2 * time.Second)
		is(t, m, stateRejected, "1", true)
		if got := m.peek().rejected; got.Findings[0].Message != "newer" || !got.Since.Equal(since) {
			t.Errorf("%+v", got)
		}
		s.mu.Lock()
		s.rejected = nil
		s.mu.Unlock()
		s.save("2")
		time.Sleep(2 * time.Second)
		is(t, m, stateReady, "2", false)
	})
}

// TestStop checks that a desk that ends gives up what it is opening, and begins
// nothing any more.
func TestStop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, o := &fakeSource{text: "slow"}, &fakeOpener{}
		d, err := New(Config{Source: s})
		if err != nil {
			t.Fatal(err)
		}
		d.content.open = o.open
		d.Open()
		time.Sleep(time.Second)
		began := time.Now()
		if err := d.Close(); err != nil || time.Since(began) > 0 {
			t.Error("it took", time.Since(began), err)
		}
		fetched := s.fetched
		d.Open()
		synctest.Wait()
		if s.fetched != fetched {
			t.Error("it began again")
		}
	})
}
