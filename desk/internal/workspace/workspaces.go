package workspace

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"nlgserver/desk/internal/draft"
	"nlgserver/desk/internal/publish"
	"nlgserver/desk/internal/releases"
	"nlgserver/desk/internal/view"
	"nlgserver/internal/source/files"
)

// ErrNoContent is the error while the content was not read yet.
var ErrNoContent = errors.New("the content is still being read")

// closeWait is how long closing waits for files that are being published: a store of
// releases may hang then, and the next start takes back what is not finished.
const closeWait = 5 * time.Second

// Config says where authors work, and on what.
type Config struct {
	// Store keeps the drafts, and Assistant is the name of the content in it.
	Store     *draft.Store
	Assistant string
	// Target is where drafts are published; if it is nil, NoTarget says why.
	Target   publish.Target
	NoTarget string
	// TargetName names the target, such as "git, branch main".
	TargetName func(ctx context.Context) string
	// Paths are those of the content on disk, and Read how they are read: for the files
	// of a commit.
	Paths []string
	Read  files.Options
	// Releases is the store that drafts are published to as well; nil for none. Settings
	// returns the settings beside the content for it; nil for none.
	Releases *releases.Releases
	Settings func() ([]byte, error)
	// Options say how content is opened.
	Options view.Options
	// Changed is called when there is something new to tell the pages.
	Changed func()
	// Refresh reads the content again, and returns when it was handed to
	// [Workspaces.Rest].
	Refresh func(ctx context.Context) error
	// Background runs work that nobody waits for.
	Background func(work func())
	Log        *slog.Logger
}

// Workspaces are those of all authors. They are safe for concurrent use.
type Workspaces struct {
	cfg Config
	// disk is held while files are read or published: what was read is as it was before
	// a publication, or after it.
	disk *lock

	done   context.Context
	end    context.CancelFunc
	closed sync.Once
	// group is the work that ends with the workspaces, such as the checks; see begin.
	group sync.WaitGroup

	// opening is held while a workspace is opened.
	opening sync.Mutex

	mu   sync.Mutex
	base *Base
	of   map[string]*Workspace
	// touched counts the changes of what drafts touch.
	touched int
	// target is the name of the target when it was last looked up.
	target string
	// published is when files were last published.
	published time.Time

	since since
}

// New returns workspaces without content.
func New(cfg Config) *Workspaces {
	w := &Workspaces{cfg: cfg, disk: newLock(), of: map[string]*Workspace{}, since: newSince()}
	w.done, w.end = context.WithCancel(context.Background())
	w.target = w.nameTarget(w.done)
	return w
}

// nameTarget looks the name of the target up.
func (w *Workspaces) nameTarget(ctx context.Context) string {
	if w.cfg.Target == nil {
		return ""
	}
	name := w.cfg.TargetName(ctx)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.target = name
	return name
}

// Target names where drafts are published; empty for nowhere.
func (w *Workspaces) Target() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.target
}

// Close ends the checks, saves the drafts, and gives the store back. What is being written,
// and made live, comes to its end first.
func (w *Workspaces) Close() error {
	w.mu.Lock()
	w.end()
	w.mu.Unlock()
	w.group.Wait()
	w.closed.Do(w.finish)
	return w.cfg.Store.Close()
}

// begin runs work that Close waits for. It returns false, and runs nothing, once Close has
// ended what runs: a wait group must not grow from nothing while somebody waits for it.
func (w *Workspaces) begin(work func()) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.done.Err() != nil {
		return false
	}
	w.group.Go(work)
	return true
}

// finish waits until nobody publishes into the files any more, unless that hangs. Whoever has
// not begun to gives up.
func (w *Workspaces) finish() {
	if w.disk.isFree() {
		return
	}
	w.cfg.Log.Info("the files are being published; waiting for it")
	ctx, cancel := context.WithTimeout(context.Background(), closeWait)
	defer cancel()
	end, err := w.disk.write(ctx)
	if err != nil {
		w.cfg.Log.Warn("the files are still being published, or read; not waiting for it", "waited", closeWait)
		return
	}
	end()
}

// Reading runs work that reads the files of the content. If ctx ends before it may, it
// returns an error instead.
func (w *Workspaces) Reading(ctx context.Context, work func()) error {
	end, err := w.disk.read(ctx)
	if err != nil {
		return err
	}
	defer end()
	work()
	return nil
}

// Rest puts all drafts on newer content.
func (w *Workspaces) Rest(base *Base) {
	w.mu.Lock()
	if base.Read.Before(w.published) {
		w.mu.Unlock()
		return // what was published has come since: it is read again
	}
	w.base = base
	var all []*Workspace
	for _, one := range w.of {
		all = append(all, one)
	}
	w.mu.Unlock()
	for _, one := range all {
		if err := one.rest(base); err != nil {
			w.cfg.Log.Error("cannot move a draft to newer content", "author", one.author.Name, "error", err)
		}
	}
	w.cfg.Changed()
}

// Of returns the workspace of an author, and opens it if it is not open. The author is
// known by the name; the email address signs what is published from now on.
func (w *Workspaces) Of(author publish.Author) (*Workspace, error) {
	w.opening.Lock()
	defer w.opening.Unlock()
	w.mu.Lock()
	one, base := w.of[author.Name], w.base
	w.mu.Unlock()
	if one != nil {
		one.sign(author.Email)
		return one, nil
	}
	if base == nil {
		return nil, ErrNoContent
	}
	one = &Workspace{all: w, author: author, publishing: newLock()}
	if err := one.open(base); err != nil {
		return nil, err
	}
	w.mu.Lock()
	w.of[author.Name] = one
	newer := w.base
	w.mu.Unlock()
	if newer != base {
		return one, one.rest(newer)
	}
	return one, nil
}

// Forget forgets the content, as before it was read; for tests.
func (w *Workspaces) Forget() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.base, w.of = nil, map[string]*Workspace{}
}

// touch notes that what a draft touches is another set now.
func (w *Workspaces) touch() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.touched++
}

func (w *Workspaces) touchedNow() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.touched
}
