package publish

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"nlgserver/internal/atomicfile"
	"nlgserver/internal/source/git"
)

// newMode is the mode of a new file, minus the umask.
const newMode = 0o666

// Files publishes into files on disk.
type Files struct {
	// State is the directory for the intent. One process alone may use it.
	State string

	mu sync.Mutex
}

// String names the target.
func (f *Files) String() string { return "files" }

// History returns nothing: files have no history.
func (f *Files) History(context.Context, int, int) ([]git.Commit, error) { return nil, nil }

// Check reports what would keep the changes from being written. It leaves nothing
// behind.
func (f *Files) Check(_ context.Context, changes []Change) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	p, err := examine(changes)
	if err == nil {
		err = p.prepare()
	}
	return errors.Join(err, p.drop())
}

// Publish writes the changes, all or none.
func (f *Files) Publish(ctx context.Context, changes []Change, _ Author, _ string, live func() error) (Published, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.publish(ctx, changes, nil, live)
}

// publish writes the changes, and calls live, if there is one. If commit is set, it is what
// to do after that.
//
// Whoever is killed while live is under way takes the files back at the next start, for the
// store alone knows whether it happened, and a desk must start without it. If it had not
// happened, all is as it was before, and the draft still has the changes. If it had, the
// draft has them all the same, and differs from the files but not from what is live: it is
// published once more. To keep the files instead would bring what no replica has agreed to
// to whoever reads them, and commit it.
func (f *Files) publish(ctx context.Context, changes []Change, commit *commitIntent, live func() error) (Published, error) {
	if old, err := f.read(); old != nil || err != nil {
		return Published{}, errors.Join(errors.New("an earlier publication is not finished: restart to take it back"), err)
	}
	p, err := examine(changes)
	if err != nil {
		return Published{}, err
	}
	if err := ctx.Err(); err != nil {
		return Published{}, err
	}
	if len(p) == 0 && commit == nil {
		if live == nil {
			return Published{}, nil
		}
		return Published{}, live()
	}
	in := intent{Commit: commit}
	for _, one := range p {
		in.Files = append(in.Files, one.intent())
	}
	if err := f.write(&in); err != nil {
		return Published{}, err
	}
	// From here on there may be something to take back.
	err = p.prepare()
	if err == nil {
		err = p.replace()
	}
	if err != nil {
		return Published{}, f.giveUp(&in, errors.Join(err, p.drop()))
	}
	if live != nil {
		if err := live(); err != nil {
			return Published{}, f.giveUp(&in, err)
		}
	}
	if commit != nil {
		in.Written = true
		// After live nothing is taken back any more. Without this note, only a process that is
		// killed before it has committed does that, like one that is killed during live.
		if err := f.write(&in); err != nil && live == nil {
			return Published{}, f.giveUp(&in, err)
		}
	}
	var out Published
	for _, one := range p {
		out.Files = append(out.Files, one.change.Path)
	}
	if commit == nil {
		f.finish(&out)
	}
	return out, nil
}

// giveUp takes back a publication, and returns why, together with what goes wrong then.
func (f *Files) giveUp(in *intent, why error) error {
	_, err := in.takeBack()
	if err == nil {
		err = f.forget()
	}
	if err == nil {
		return why
	}
	return errors.Join(why, fmt.Errorf("cannot take it back: restart to try again: %w", err))
}

// finish ends a publication whose files are in place.
func (f *Files) finish(out *Published) {
	if err := f.forget(); err != nil {
		out.Problems = append(out.Problems, fmt.Sprintf("remove %q before the next start, which would take this publication back: %v", f.intentPath(), err))
	}
}

// pending is a change that is written beside its file.
type pending struct {
	change Change
	target string
	ready  *atomicfile.Prepared // nil once it is replaced or dropped
}

type set []*pending

// examine returns those of the changes that are to be written, if all may be.
func examine(changes []Change) (set, error) {
	var out set
	var changed []string
	for _, c := range changes {
		one := &pending{change: c, target: c.Path}
		if leads, err := filepath.EvalSymlinks(c.Path); err == nil {
			one.target = leads
		}
		if i := slices.IndexFunc(out, func(p *pending) bool { return p.target == one.target }); i >= 0 {
			return nil, fmt.Errorf("%q and %q are the same file: publish a change of one of them", out[i].change.Path, c.Path)
		}
		state, err := one.state()
		switch {
		case err != nil:
			return nil, cannot("read", c.Path, err)
		case state == isNew:
			continue // somebody wrote the same
		case state == isOther:
			changed = append(changed, c.Path)
			continue
		}
		out = append(out, one)
	}
	if len(changed) > 0 {
		return nil, &ChangedError{changed}
	}
	return out, nil
}

// prepare writes the changes beside their files.
func (s set) prepare() error {
	for _, one := range s {
		if err := one.prepare(); err != nil {
			return cannot("write", one.change.Path, err)
		}
	}
	return nil
}

func (p *pending) prepare() error {
	if !p.change.Created {
		// A file that may not be written stays, although its directory would let
		// another one take its place.
		file, err := os.OpenFile(p.target, os.O_WRONLY, 0)
		if err != nil {
			return err
		}
		if err := file.Close(); err != nil {
			return err
		}
	}
	ready, err := atomicfile.Prepare(p.target, p.change.After, newMode)
	p.ready = ready
	return err
}

// The states of a file.
const (
	isOld = iota
	isNew
	isOther
)

func (p *pending) state() (int, error) {
	return stateOf(p.target, p.change.Before, p.change.After, p.change.Created)
}

// stateOf reports whether a file is as it was before, or as it is after.
func stateOf(path string, before, after []byte, created bool) (int, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && created:
		return isOld, nil
	case errors.Is(err, fs.ErrNotExist):
		return isOther, nil
	case err != nil:
		return 0, err
	case !info.Mode().IsRegular():
		return 0, errors.New("it is not a regular file")
	}
	data, err := os.ReadFile(path)
	switch {
	case err != nil:
		return 0, err
	case bytes.Equal(data, after):
		return isNew, nil
	case !created && bytes.Equal(data, before):
		return isOld, nil
	}
	return isOther, nil
}

// replace puts all files in place, unless one changed in the last moment.
func (s set) replace() error {
	for _, one := range s {
		if state, err := one.state(); err != nil || state != isOld {
			return errors.Join(err, &ChangedError{[]string{one.change.Path}})
		}
		ready := one.ready
		one.ready = nil
		if err := ready.Replace(); err != nil {
			return cannot("write", one.change.Path, err)
		}
	}
	for _, one := range s {
		if err := atomicfile.SyncDir(filepath.Dir(one.target)); err != nil {
			return cannot("write", one.change.Path, err)
		}
	}
	return nil
}

// drop removes what is not in place.
func (s set) drop() error {
	var errs []error
	for _, one := range s {
		if one.ready != nil {
			errs = append(errs, one.ready.Drop())
			one.ready = nil
		}
	}
	return errors.Join(errs...)
}

// cannot returns the error of a file by its path as the author knows it.
func cannot(what, path string, err error) error {
	if fault, ok := errors.AsType[*fs.PathError](err); ok {
		err = fault.Err
	}
	return fmt.Errorf("cannot %s %q: %w; nothing was published", what, path, err)
}
