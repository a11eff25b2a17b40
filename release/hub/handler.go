package hub

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"nlgserver/internal/hosts"
	"nlgserver/release"
	"nlgserver/release/dir"
)

const (
	// maxAssistants is how many assistants a hub has, and maxOfReplicas how many of them may
	// have come by a replica, so that there is room for those who publish.
	maxAssistants = 1000
	maxOfReplicas = maxAssistants / 2
	// maxReplicas is how many entries of replicas an assistant may get by their tokens.
	maxReplicas = 1000
	// maxWaiting is how many requests may wait for changes: each takes a connection.
	maxWaiting = 4096
	// maxReceiving is how many bodies may be received at a time: each is in memory until it
	// is whole.
	maxReceiving = 4
	// maxBeat is the largest entry of a replica, in bytes.
	maxBeat = release.MaxRecord
	// hubPoll is how often a hub looks at its files. The system tells of what others write,
	// and the hub knows what it writes itself.
	hubPoll = 10 * time.Second
)

// Config is what a [Handler] serves, and to whom.
type Config struct {
	// Dir is the directory of the stores: one for each assistant, with its name.
	Dir string
	// Access says who may do what.
	Access Access
	// Store are the options of each store.
	Store dir.Options
	// Log gets a line for each change but those of replicas; nil for none.
	Log *slog.Logger
}

// Handler serves stores. Close ends the requests that wait.
type Handler struct {
	dir    string
	opts   dir.Options
	log    *slog.Logger
	grants atomic.Pointer[grants]
	// ctx ends with Close.
	ctx       context.Context
	close     context.CancelFunc
	watches   sync.WaitGroup
	receiving chan struct{}
	waiting   atomic.Int64
	// looks counts how often a request has looked at a store.
	looks atomic.Int64

	mu         sync.Mutex
	assistants map[string]*assistant
	// came is closed when an assistant comes, and is another one then.
	came chan struct{}
}

// New returns a handler. The directory must exist.
func New(cfg Config) (*Handler, error) {
	info, err := os.Stat(cfg.Dir)
	if err == nil && !info.IsDir() {
		err = errors.New("it is not a directory")
	}
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		err = e.Err // the caller knows the path
	}
	if err != nil {
		return nil, err
	}
	if cfg.Store.Poll == 0 {
		cfg.Store.Poll = hubPoll
	}
	h := &Handler{
		dir: cfg.Dir, opts: cfg.Store, log: cfg.Log,
		receiving: make(chan struct{}, maxReceiving), assistants: map[string]*assistant{}, came: make(chan struct{}),
	}
	if h.log == nil {
		h.log = slog.New(slog.DiscardHandler)
	}
	h.ctx, h.close = context.WithCancel(context.Background())
	return h, h.SetAccess(cfg.Access)
}

// SetAccess changes who may do what, for the requests that begin after it.
func (h *Handler) SetAccess(a Access) error {
	g, err := a.compile()
	if err == nil {
		h.grants.Store(&g)
	}
	return err
}

// Close ends the requests that wait, and the watches of the stores.
func (h *Handler) Close() error {
	h.mu.Lock()
	h.close()
	h.mu.Unlock()
	h.watches.Wait()
	h.mu.Lock()
	defer h.mu.Unlock()
	var err error
	for _, a := range h.assistants {
		err = errors.Join(err, a.store.Close())
	}
	return err
}

// errTooMany is the error for one more assistant than a hub has.
var errTooMany = errors.New("too many assistants")

// find returns an assistant. One that is missing is made if there are fewer than most; nil
// if that is 0.
func (h *Handler) find(name string, most int) (*assistant, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if a := h.assistants[name]; a != nil {
		return a, nil
	}
	path := filepath.Join(h.dir, name)
	info, err := os.Lstat(path)
	missing := errors.Is(err, fs.ErrNotExist)
	switch {
	case missing && most == 0:
		return nil, nil
	case err == nil && !info.IsDir():
		return nil, fmt.Errorf("%q is not a directory", path)
	case err != nil && !missing:
		return nil, err
	}
	if h.ctx.Err() != nil {
		return nil, h.ctx.Err()
	}
	if len(h.assistants) >= maxAssistants || missing && len(h.assistants) >= most {
		return nil, errTooMany
	}
	opts := h.opts
	opts.OnStray = func(err error) {
		h.log.Warn("something in the store of an assistant is not of it; going on without", "assistant", name, "error", err)
	}
	store, err := dir.Open(h.ctx, path, opts)
	if err != nil {
		return nil, err
	}
	a := newAssistant(store)
	h.assistants[name] = a
	close(h.came)
	h.came = newChannel()
	h.watches.Go(func() { h.watch(name, a) })
	return a, nil
}

func newChannel() chan struct{} { return make(chan struct{}) }

// arrivals returns what is closed when an assistant comes.
func (h *Handler) arrivals() <-chan struct{} {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.came
}

// watch tells of what others write into a store. While its directory is away, it looks
// again and again.
func (h *Handler) watch(name string, a *assistant) {
	for h.ctx.Err() == nil {
		if err := a.store.WatchKeys(h.ctx, "", a.tell, nil); err != nil {
			h.log.Warn("cannot watch the store of an assistant", "assistant", name, "error", err)
		}
		select {
		case <-h.ctx.Done():
		case <-time.After(hubPoll):
		}
	}
}

// mayCall reports whether a request may come from where it comes from. A hub without
// tokens is for this machine; a page in its browser could reach it by a name of its own
// that leads here.
func mayCall(r *http.Request) bool {
	name, ok := hosts.NameOf(r.Host)
	return ok && (hosts.IsLocalhost(name) || hosts.IsAddress(name)) && !hosts.TellsOrigin(r.Header)
}
