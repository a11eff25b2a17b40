package branch

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"nlgserver/internal/content"
	"nlgserver/internal/diag"
	"nlgserver/internal/source"
	"nlgserver/internal/source/files"
	"nlgserver/internal/source/git"
)

const (
	// DefaultTimeout is how long one look at the repository may take, with the fetch of a
	// new commit.
	DefaultTimeout = 2 * time.Minute
	// maxAsking is how much of it may pass until the repository says which commit the
	// branch has.
	maxAsking = 30 * time.Second
)

// Options are for [New]; the zero value is ready for use.
type Options struct {
	// Dir is the directory for copies of repositories. Empty means one in the user's
	// cache directory. Processes may share it.
	Dir string
	// TokenFile is a file with a password or token for https. It is read at each look,
	// and comes before a password in the URL.
	TokenFile string
	// Timeout is how long one look at the repository may take; 0 means DefaultTimeout.
	Timeout time.Duration
	// Files limit what is read.
	Files files.Options
}

// Branch is content in a branch of a git repository elsewhere: a source.Source.
type Branch struct {
	at   *address
	opts Options
	// dir is the directory of this repository's copy.
	dir string
	// busy has room for the one who looks.
	busy chan struct{}
	// packs is maxPacks, except in tests.
	packs int
	// plain is set once the repository has not given single objects. Only who is busy
	// uses it.
	plain bool
	// answered is set if the repository has answered to this look. Only who is busy uses it.
	answered bool
	// last is what was read; nil before. Only who is busy changes it.
	last *reading

	mu    sync.Mutex
	state State
}

// State is what is known of a branch.
type State struct {
	// URL has no credentials.
	URL string `json:"url"`
	Ref string `json:"ref"`
	// Commit is what was read last; nil for nothing.
	Commit *git.Commit `json:"commit,omitempty"`
	// Reachable is set if the repository has answered to the last look, whatever it said.
	Reachable bool `json:"reachable"`
	// Heard is when the repository answered last; zero for never.
	Heard time.Time `json:"heard,omitzero"`
	// Cached is set if the commit comes from the copy of an earlier run, because the
	// repository did not answer at the start.
	Cached bool `json:"cached,omitempty"`
	// Problem is why the last look failed, or found no more than the copy; empty if it did
	// not.
	Problem string `json:"problem,omitempty"`
}

// reading is what a commit has.
type reading struct {
	commit *git.Commit
	files  []content.File
	found  diag.List
}

// New returns the content of a branch. It does not look at it yet. The URL is
//
//	git+https://host/repository.git//path,path?ref=branch
//
// with git+ssh, git+file, git+http and git as other schemes. Without a path it is the
// whole repository, and without a ref its default branch.
func New(url string, opts Options) (*Branch, error) {
	at, err := parse(url)
	if err != nil {
		return nil, err
	}
	if err := at.checkCredentials(opts.TokenFile); err != nil {
		return nil, err
	}
	if opts.Timeout <= 0 {
		opts.Timeout = DefaultTimeout
	}
	if opts.Dir == "" {
		dir, err := os.UserCacheDir()
		if err != nil {
			return nil, fmt.Errorf("there is no directory for the copy of the git repository: %w", err)
		}
		opts.Dir = filepath.Join(dir, "nlgserver", "git")
	}
	if opts.Dir, err = filepath.Abs(opts.Dir); err != nil {
		return nil, err
	}
	// Who is somebody else may be shown something else.
	sum := sha256.Sum256([]byte(at.user + "\x00" + at.remote))
	return &Branch{
		at: at, opts: opts, dir: filepath.Join(opts.Dir, hex.EncodeToString(sum[:16])), busy: make(chan struct{}, 1), packs: maxPacks,
		state: State{URL: at.shown, Ref: at.branch},
	}, nil
}

// String returns the URL without credentials, and the commit that was read last.
func (b *Branch) String() string {
	if id := b.Commit(); id != "" {
		return b.at.shown + " at " + id[:12]
	}
	return b.at.shown
}

// Commit returns the full hash of the commit that was read last; empty for none.
func (b *Branch) Commit() string {
	if c := b.State().Commit; c != nil {
		return c.ID
	}
	return ""
}

// State returns what is known of the branch.
func (b *Branch) State() State {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.state
}

// Watch calls changed once. After that, somebody must look: a repository does not tell.
func (b *Branch) Watch(ctx context.Context, changed func()) error {
	if ctx.Err() == nil {
		changed()
	}
	<-ctx.Done()
	return nil
}

// Fetch asks the repository for the commit of the branch, and returns its files. If it is
// the commit of the last call, nothing is read again. If the repository does not answer
// to the first call, the files come from the copy of an earlier run, if there is one, with
// a warning that says so; later, that is an error.
func (b *Branch) Fetch(ctx context.Context) ([]content.File, diag.List) {
	ctx, cancel := context.WithTimeoutCause(ctx, b.opts.Timeout, fmt.Errorf("it took longer than %v", b.opts.Timeout))
	defer cancel()
	select {
	case b.busy <- struct{}{}:
		defer func() { <-b.busy }()
	case <-ctx.Done():
	}
	if ctx.Err() != nil {
		return nil, diag.List{source.Unreadable(b.at.shown, context.Cause(ctx))}
	}
	b.answered = false
	read, warning, err := b.look(ctx)
	b.note(read, warning, err)
	if err != nil {
		return nil, diag.List{b.diagnostic(err)}
	}
	found := slices.Clone(read.found)
	if warning != nil {
		found = append(found, diag.Diagnostic{
			Position: diag.Position{File: b.at.shown}, Severity: diag.Warning, Code: diag.Unreadable,
			Message: fmt.Sprintf("the repository did not answer, so commit %.12s from an earlier run is served: %v", read.commit.ID, warning),
		})
	}
	return slices.Clone(read.files), found
}

// look returns what the branch has. The warning is why it is what it had earlier.
func (b *Branch) look(ctx context.Context) (read *reading, warning, err error) {
	if _, err := exec.LookPath("git"); err != nil {
		return nil, nil, errNoGit
	}
	if err := b.makeDir(); err != nil {
		return nil, nil, err
	}
	secret, err := b.credentials()
	var tip string
	if err == nil {
		tip, err = b.tip(ctx, secret)
	}
	_, isGone := errors.AsType[*goneError](err)
	b.answered = err == nil || isGone
	switch {
	case err != nil && (b.last != nil || isGone || ctx.Err() != nil):
		return nil, nil, err
	case err != nil:
		if b.last = b.earlier(ctx); b.last == nil {
			return nil, nil, err
		}
		return b.last, err, nil
	case b.last != nil && b.last.commit.ID == tip:
		return b.last, nil, nil
	}
	if read, err = b.read(ctx, tip, secret); err == nil {
		b.last = read
	}
	return read, nil, err
}

// note keeps the outcome of a look for the status.
func (b *Branch) note(read *reading, warning, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.state.Reachable = b.answered; b.answered {
		b.state.Heard = time.Now()
	}
	b.state.Problem = ""
	if problem := cmp.Or(err, warning); problem != nil {
		b.state.Problem = problem.Error()
	}
	if err == nil {
		b.state.Commit, b.state.Cached = read.commit, warning != nil
	}
}
