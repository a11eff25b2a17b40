package desk

import (
	"context"
	"sync"
	"time"

	"nlgserver/desk/internal/view"
	"nlgserver/desk/internal/workspace"
)

const (
	// debounce is how long saved content must not change before it is read.
	debounce = 150 * time.Millisecond
	// pollEvery is how often the content is read without a sign of a change, while it
	// is open: not every change can be watched.
	pollEvery = 15 * time.Second
	// closeWait is how long closing waits for content that is being read: a file system
	// may hang, and a read of it cannot be given up.
	closeWait = 2 * time.Second
)

// The states of the newest content.
const (
	stateLoading  = "loading"
	stateReady    = "ready"
	stateRejected = "rejected"
)

// state is what there is to show. It does not change.
type state struct {
	// name is the state of the newest content. While newer content is being read, it
	// is still that of the last one.
	name string
	// shown is the last good content; nil if there is none.
	shown shown
	// rejected is what is wrong with the newest content, if it is rejected.
	rejected *rejection
	// base is the newest content, for drafts.
	base *workspace.Base
}

// rejection is the answer to what is wrong with the newest content.
type rejection struct {
	Findings []view.Finding `json:"findings"`
	Since    time.Time      `json:"since"`
}

// version is the version of what is shown; empty for nothing.
func (s *state) version() string {
	if s.shown == nil {
		return ""
	}
	return s.shown.Version()
}

// manager opens content when somebody asks for it, keeps the last good one, opens it
// again when it has changed, and drops it when nobody has asked for long.
type manager struct {
	cfg  Config
	open opener
	done context.Context
	// group are the goroutines that end with the desk, and work are those that read and
	// open content, which may hang.
	group, work sync.WaitGroup
	closed      sync.Once

	mu      sync.Mutex
	running bool
	state   *state
	used    time.Time
	streams map[chan struct{}]bool

	// reading runs work that reads the files, rest gets the newest content, and asked
	// those who wait for it.
	reading func(ctx context.Context, work func()) error
	rest    func(*workspace.Base)
	asked   chan chan struct{}
}

func newManager(done context.Context, cfg Config) *manager {
	return &manager{
		cfg: cfg, open: openContent, done: done, state: &state{name: stateLoading}, streams: map[chan struct{}]bool{},
		reading: atOnce, rest: func(*workspace.Base) {}, asked: make(chan chan struct{}),
	}
}

// atOnce runs work that nobody else is in the way of.
func atOnce(_ context.Context, work func()) error {
	work()
	return nil
}

// current returns what there is to show. The first call begins to read it.
func (m *manager) current() *state {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.used = time.Now()
	m.start()
	return m.state
}

// peek is [manager.current] for the manager itself.
func (m *manager) peek() *state {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.state
}

// start runs the manager; mu is locked.
func (m *manager) start() {
	if !m.running && m.done.Err() == nil {
		m.running = true
		m.group.Go(m.run)
	}
}

// close ends what runs, by end, and waits for it. Nothing begins any more. Content that is
// still being read then is left to itself: nothing comes of it.
func (m *manager) close(end func()) {
	m.mu.Lock()
	end()
	m.mu.Unlock()
	m.group.Wait()
	m.closed.Do(func() {
		worked := make(chan struct{})
		go func() {
			m.work.Wait()
			close(worked)
		}()
		timer := time.NewTimer(closeWait)
		defer timer.Stop()
		select {
		case <-worked:
		case <-timer.C:
			m.cfg.Log.Warn("the content is still being read; not waiting for it", "waited", closeWait)
		}
	})
}

// publish makes a state the current one, and tells the streams.
func (m *manager) publish(s *state) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.state = s
	m.tell()
}

// wake makes the streams look.
func (m *manager) wake() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.tell()
}

// tell makes the streams look; mu is locked.
func (m *manager) tell() {
	for stream := range m.streams {
		select {
		case stream <- struct{}{}:
		default: // it has yet to look
		}
	}
}

// refresh reads the content again, and returns when it was opened.
func (m *manager) refresh(ctx context.Context) error {
	m.current()
	read := make(chan struct{})
	select {
	case m.asked <- read:
	case <-ctx.Done():
		return ctx.Err()
	case <-m.done.Done():
		return m.done.Err()
	}
	select {
	case <-read:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	case <-m.done.Done():
		return m.done.Err()
	}
}

// subscribe returns a channel that gets a value when the state may have changed; not
// ok if there are too many.
func (m *manager) subscribe() (stream chan struct{}, ok bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.streams) >= maxStreams {
		return nil, false
	}
	stream = make(chan struct{}, 1)
	m.streams[stream] = true
	return stream, true
}

func (m *manager) unsubscribe(stream chan struct{}) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.streams, stream)
	m.used = time.Now()
}

// drop forgets the content if nobody has asked for it for long, and reports whether
// it did. The next request reads it anew. A page that is open has a stream.
func (m *manager) drop() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.streams) > 0 || time.Since(m.used) < m.cfg.Idle {
		return false
	}
	m.running, m.state = false, &state{name: stateLoading}
	return true
}

// run reads the content and opens it, until the desk ends or nobody asks any more.
func (m *manager) run() {
	ctx, cancel := context.WithCancel(m.done)
	defer cancel()
	changed := make(chan struct{}, 1)
	m.work.Go(func() { m.watch(ctx, changed) })

	work := &opening{m: m, ctx: ctx, read: make(chan *reading), opened: make(chan *reading)}
	defer work.stop()
	work.fetch()
	quiet, poll := time.NewTimer(debounce), time.NewTicker(pollEvery)
	quiet.Stop() // until something changes
	defer quiet.Stop()
	defer poll.Stop()
	idle := make(<-chan time.Time)
	if m.cfg.Idle > 0 {
		ticker := time.NewTicker(max(m.cfg.Idle/10, time.Millisecond))
		defer ticker.Stop()
		idle = ticker.C
	}
	for {
		select {
		case <-changed:
			quiet.Reset(debounce)
		case <-quiet.C:
			work.fetch()
		case <-poll.C:
			work.fetch()
		case r := <-work.read:
			work.openIfNew(r)
		case r := <-work.opened:
			work.finish(r)
		case asked := <-m.asked:
			work.waiting = append(work.waiting, asked)
			work.fetch()
		case <-idle:
			if m.drop() {
				return
			}
		case <-ctx.Done():
			return
		}
	}
}

// watch passes the changes of the source on.
func (m *manager) watch(ctx context.Context, changed chan<- struct{}) {
	err := m.cfg.Source.Watch(ctx, func() {
		select {
		case changed <- struct{}{}:
		default:
		}
	})
	if err != nil && ctx.Err() == nil {
		m.cfg.Log.Warn("cannot watch the content; polling it for changes", "error", err)
	}
}
