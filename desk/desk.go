package desk

import (
	"context"
	"net/http"
	"net/url"
	"runtime/debug"
	"sync"
	"sync/atomic"

	"nlgserver/desk/internal/releases"
	"nlgserver/desk/internal/workspace"
	"nlgserver/internal/hosts"
)

// Desk answers the requests of the page. Its methods are safe for concurrent use.
type Desk struct {
	cfg        Config
	page       func() *page
	content    *manager
	work       *workspace.Workspaces // nil if the desk is read-only
	releases   *releases.Releases    // nil without a store
	following  sync.WaitGroup        // of the store
	moved      atomic.Int64          // how often what is known of the store has changed
	sessions   *sessions
	keys       *keys     // nil with a gate, or with people
	people     *entrance // nil without people
	known      *hosts.Known
	protection *http.CrossOriginProtection
	routes     map[string]map[string]route
	// importing is held by who judges a translator's file.
	importing chan struct{}
	// done ends with the desk.
	done context.Context
	end  context.CancelFunc
}

// New returns a desk. It reads no content and runs nothing before the first request, but
// the following of a store. With [Config].Authoring, it takes the state directory, and
// finishes or takes back a publication that a crash interrupted.
func New(cfg Config) (*Desk, error) {
	cfg, err := cfg.withDefaults()
	if err != nil {
		return nil, err
	}
	d := &Desk{cfg: cfg, protection: http.NewCrossOriginProtection(), importing: make(chan struct{}, 1)}
	// A server whose page nobody opens does not keep it in memory.
	d.page = sync.OnceValue(embeddedPage)
	d.done, d.end = context.WithCancel(context.Background())
	d.content = newManager(d.done, cfg)
	if cfg.Authoring != nil && !cfg.ReadOnly {
		if err := d.author(*cfg.Authoring); err != nil {
			d.end()
			return nil, err
		}
	}
	d.sessions = newSessions()
	d.sessions.encrypted = d.isEncrypted
	if cfg.People != nil {
		d.people = newEntrance(*cfg.People, cfg.Log)
	} else if cfg.Gate == nil {
		d.keys = newKeys()
	}
	// A page may make its own name resolve to this machine: only names that nobody
	// else can have will do.
	names := append([]string{"localhost"}, cfg.AllowedHosts...)
	d.known = hosts.New(names, nil, func() bool { return true })
	d.routes = d.table()
	return d, nil
}

// Open begins to read the content before the first request for it.
func (d *Desk) Open() { d.content.current() }

// NewLink returns the path of a link that lets one browser in, once. It replaces the
// last one. With a gate or with people there is none, and the path is /.
func (d *Desk) NewLink() string {
	if d.keys == nil {
		return "/"
	}
	return openPath + "?key=" + url.QueryEscape(d.keys.renew())
}

// EndSessions ends all sessions, such as when the credentials have changed.
func (d *Desk) EndSessions() { d.sessions.endAll() }

// Close ends everything that runs: streams of events, and the reading of content, unless
// that hangs. It saves the drafts. Requests that come later get no content.
func (d *Desk) Close() error {
	d.content.close(d.end)
	d.unfollow()
	if d.work != nil {
		return d.work.Close()
	}
	return nil
}

// ServeHTTP answers a request.
func (d *Desk) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	w := &writer{ResponseWriter: rw}
	setHeaders(w.Header())
	defer func() {
		cause := recover()
		if cause == nil {
			return
		}
		d.cfg.Log.Error("panic while handling a request of the desk", "path", r.URL.Path, "cause", cause, "stack", string(debug.Stack()))
		if w.begun {
			panic(http.ErrAbortHandler) // the client must not take what it has for the whole
		}
		refuse(w, codeInternal, "see the log of the program")
	}()
	d.route(w, r)
}
