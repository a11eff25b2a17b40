package workspace

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"nlgserver/desk/internal/draft"
	"nlgserver/desk/internal/publish"
	"nlgserver/desk/internal/view"
	"nlgserver/edit"
	"nlgserver/nlg"
	"nlgserver/responses"
)

// Workspace is where one author works, in any number of windows. It is safe for
// concurrent use.
type Workspace struct {
	all *Workspaces
	// author is who works here; the name does not change.
	author publish.Author

	// publishing is held by a publication.
	publishing *lock

	mu    sync.Mutex
	draft *draft.Draft
	base  *Base
	// held is set if base is not the newest.
	held bool
	// onDisk is the version that a release of the files of a base has, and versioned the base.
	onDisk    string
	versioned *Base
	// number counts what the draft has been.
	number int
	// files are those of the draft now.
	files []nlg.File
	// shown is the content with the draft, or the last that was good; nil if none was.
	// shownFiles are its files. Files in pieces are kept by path: those of the draft, and
	// those that are shown.
	shown               *view.Content
	shownFiles          []nlg.File
	splits, shownSplits map[string]*split
	baseSplits          map[string]*split
	// preparing is set while a file is read for the first step on it.
	preparing bool
	// rejected are why the files of the draft are not shown, until the check says so.
	rejected []view.Finding
	// checked is what the last check found.
	checked *checked
	cancel  context.CancelFunc
	// hurry begins the check that waits until the draft is quiet.
	hurry func()
	// settled is closed once the draft as it is now is checked.
	settled chan struct{}
	// touches are what the draft touches, and others what other drafts touch, as of
	// touched.
	touches, others []draft.Touch
	touched         int
	// touchedHere is how many of the changes of what drafts touch are of this one.
	touchedHere int
	// progress are the steps of the last publications; the last has the number
	// reported.
	progress []Progress
	reported int
}

// sign sets the address of the author's commits.
func (ws *Workspace) sign(email string) {
	ws.mu.Lock()
	defer ws.mu.Unlock()
	ws.author.Email = email
}

// open opens the draft.
func (ws *Workspace) open(base *Base) error {
	present := base.all()
	d, rebased, err := ws.all.cfg.Store.Open(ws.author.Name, ws.all.cfg.Assistant, present)
	if err != nil {
		return err
	}
	if damaged := d.Damaged(); damaged != "" {
		ws.all.cfg.Log.Warn("a part of a draft could not be read; a copy of it as it was is kept", "author", ws.author.Name, "copy", damaged)
	}
	ws.mu.Lock()
	defer ws.mu.Unlock()
	ws.draft, ws.base, ws.touched = d, base, -1
	ws.splits, ws.shownSplits, ws.baseSplits = map[string]*split{}, map[string]*split{}, map[string]*split{}
	ws.shown, ws.shownFiles = base.Content, present
	ws.note(rebased)
	ws.changed()
	ws.all.begin(func() {
		d.Warm()
		if base.Content != nil {
			base.Content.Warm()
		}
	})
	return nil
}

// rest puts the draft on newer content.
func (ws *Workspace) rest(base *Base) error {
	ws.mu.Lock()
	defer ws.mu.Unlock()
	if ws.held = !base.isWhole() || ws.cannotRead(base); ws.held {
		return nil
	}
	rebased, err := ws.draft.Rebase(base.all())
	if err != nil {
		return err
	}
	ws.base = base
	if base.Content != nil {
		ws.shown, ws.shownFiles = base.Content, base.all()
	}
	ws.note(rebased)
	ws.changed()
	return nil
}

// cannotRead reports whether a file that the draft changes is no YAML now, as when it is
// being written: its changes would be conflicts, although nobody removed anything; mu is
// locked.
func (ws *Workspace) cannotRead(base *Base) bool {
	now := base.all()
	for _, path := range ws.draft.Status().Files {
		i := find(now, path)
		if i < 0 || draft.IsTest(now[i]) {
			continue
		}
		compile := ws.all.cfg.Options.Compile
		read := responses.Open(now[i], responses.Options{Env: compile.Env, EnvAllowed: compile.EnvAllowed})
		if read.Root().IsMissing() && read.Diagnostics().HasErrors() {
			return true
		}
	}
	return false
}

// Held reports whether the draft stays on older content, because the newer cannot be
// read.
func (ws *Workspace) Held() bool {
	ws.mu.Lock()
	defer ws.mu.Unlock()
	return ws.held
}

func (ws *Workspace) note(r draft.Rebased) {
	if r.Changed {
		ws.all.cfg.Log.Info("the content changed under a draft", "author", ws.author.Name, "merged", r.Merged, "conflicts", len(r.Conflicts))
	}
}

// changed is called after each change of the draft; mu is locked.
func (ws *Workspace) changed() {
	ws.number++
	ws.files = ws.draft.All()
	ws.show()
	ws.check()
	touches := ws.draft.Touches()
	if !slices.EqualFunc(touches, ws.touches, sameTouch) {
		ws.all.touch()
		ws.touchedHere++
	}
	ws.touches = touches
	ws.all.cfg.Changed()
}

func sameTouch(a, b draft.Touch) bool {
	b.Changed = a.Changed
	return a == b
}

// do changes the draft.
func (ws *Workspace) do(change func(d *draft.Draft) error) error {
	return ws.doAnd(change, func() error { return nil })
}

// doAnd changes the draft, and then looks at it before anybody else changes it.
func (ws *Workspace) doAnd(change func(d *draft.Draft) error, look func() error) error {
	ws.mu.Lock()
	defer ws.mu.Unlock()
	if err := ws.doNow(change); err != nil {
		return err
	}
	return look()
}

// doNow changes the draft; mu is locked.
func (ws *Workspace) doNow(change func(d *draft.Draft) error) error {
	before := ws.draft.Moment()
	if err := change(ws.draft); err != nil {
		return err
	}
	if ws.draft.Moment() != before {
		ws.changed()
	}
	return nil
}

// Do applies ops as one step. Its errors are those of [draft.Draft.Do].
func (ws *Workspace) Do(ops ...edit.Op) error {
	return ws.do(func(d *draft.Draft) error {
		if err := d.Do(ops...); err != nil {
			return err
		}
		if !slices.ContainsFunc(ops, func(op edit.Op) bool { return op.Kind.ChangesNames() || op.Response != ops[0].Response }) {
			ws.keepSplits(ws.files, d.All(), ops[0].Response)
		}
		return nil
	})
}

// Undo takes the last step back, Redo does it again, and Discard drops all of them.
func (ws *Workspace) Undo() error { return ws.do((*draft.Draft).Undo) }

// Redo does the step again that was undone last.
func (ws *Workspace) Redo() error { return ws.do((*draft.Draft).Redo) }

// Discard drops all steps.
func (ws *Workspace) Discard() error { return ws.do((*draft.Draft).Discard) }

// Revert takes back what the draft changes of a response or a field.
func (ws *Workspace) Revert(f draft.Field) error {
	return ws.do(func(d *draft.Draft) error { return d.Revert(f) })
}

// Resolve decides a conflict.
func (ws *Workspace) Resolve(ref draft.Ref, choice draft.Choice) error {
	return ws.do(func(d *draft.Draft) error { return d.Resolve(ref, choice) })
}

// Shown returns the content with the draft, or the last that was good; nil if none was.
func (ws *Workspace) Shown() *view.Content {
	ws.mu.Lock()
	defer ws.mu.Unlock()
	return ws.shown
}

// Rejected returns why the content with the draft is rejected, and since when; nothing
// if it is not.
func (ws *Workspace) Rejected() ([]view.Finding, time.Time) {
	ws.mu.Lock()
	defer ws.mu.Unlock()
	if ws.checked == nil || ws.checked.content != nil {
		return nil, time.Time{}
	}
	return ws.checked.rejected, ws.checked.since
}

// Settled waits until the draft as it is now is checked.
func (ws *Workspace) Settled(ctx context.Context) error {
	for {
		ws.mu.Lock()
		settled, is := ws.settled, ws.isSettled()
		ws.hurry()
		ws.mu.Unlock()
		if is {
			return nil
		}
		select {
		case <-settled:
		case <-ctx.Done():
			return ctx.Err()
		case <-ws.all.done.Done():
			return ws.all.done.Err()
		}
	}
}

// lockSettled waits until the draft as it is now is checked, and locks mu before anybody
// changes it again. With an error, mu is not locked.
func (ws *Workspace) lockSettled(ctx context.Context) error {
	for {
		if err := ws.Settled(ctx); err != nil {
			return err
		}
		ws.mu.Lock()
		if ws.isSettled() {
			return nil
		}
		ws.mu.Unlock()
	}
}

// ErrMoved says that a draft has changed since somebody looked at it.
var ErrMoved = errors.New("the draft has changed meanwhile: try again")

// Whole returns the content with the draft, once it is checked as a whole, and the
// number of what the draft was; nil if the content with the draft is rejected.
func (ws *Workspace) Whole(ctx context.Context) (c *view.Content, number int, err error) {
	if err := ws.lockSettled(ctx); err != nil {
		return nil, 0, err
	}
	defer ws.mu.Unlock()
	return ws.checked.content, ws.number, nil
}

// DoAt applies ops as one step if the draft still is what Whole returned; else it
// returns [ErrMoved], and changes nothing.
func (ws *Workspace) DoAt(number int, ops ...edit.Op) error {
	return ws.do(func(d *draft.Draft) error {
		if ws.number != number {
			return ErrMoved
		}
		return d.Do(ops...)
	})
}

// isSettled reports whether the last check is of the draft as it is now; mu is locked.
func (ws *Workspace) isSettled() bool { return ws.checked != nil && ws.checked.number == ws.number }
