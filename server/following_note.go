package server

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"

	"nlgserver/internal/source/lastgood"
	"nlgserver/release"
	"nlgserver/release/replica"
)

// note is what is kept beside the last good copy: which release it is of, and which
// pointer was followed. A restart takes none that is older.
type note struct {
	// Store is where the release is from. The sequences of another store mean nothing.
	Store string        `json:"store"`
	Live  *release.Live `json:"live"`
	// Says is what the copy is of.
	Says release.Ref `json:"says"`
}

func (f *following) writeNote(use *replica.Use) error {
	text, err := json.Marshal(note{f.opts.Store, use.Live, use.Says})
	if err != nil {
		return err
	}
	return lastgood.Copy(f.s.opts.LastGood).SaveNote(text)
}

// readNote returns the note; its zero value if there is none of this store.
func (f *following) readNote() (n note) {
	text, err := lastgood.Copy(f.s.opts.LastGood).Note()
	if err == nil {
		err = json.Unmarshal(text, &n)
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err == nil && n.Live == nil:
		err = errors.New("it names no release")
		fallthrough
	case err != nil:
		f.s.log.Warn("cannot read which release the last good copy is of", "error", err)
	case n.Store != f.opts.Store:
		f.s.log.Info("the last good copy is of another store; taking what is live in this one", "store", f.opts.Store, "copy_of", n.Store)
	default:
		return n
	}
	return note{}
}

// load serves what is there without the store: what an earlier configuration served from
// it, or else the last good copy.
func (f *following) load(ctx context.Context) {
	if f.s.inherited.Load() != nil {
		if err := f.takeOver(ctx); err != nil {
			f.s.log.Warn("what is served meanwhile is as configured before", "error", err)
		}
		return
	}
	if f.s.opts.LastGood == "" {
		return
	}
	copied := lastgood.Copy(f.s.opts.LastGood)
	if !copied.Exists() {
		return
	}
	if err := f.loadCopy(ctx, copied); err != nil {
		f.s.log.Error("cannot serve the last good copy; waiting for the store of releases", "file", copied.String(), "error", err)
	}
}

// takeOver serves what the same assistant served from the same store, as it is configured
// now.
func (f *following) takeOver(ctx context.Context) error {
	if f.before == nil || f.before.opts.Store != f.opts.Store {
		return nil
	}
	used := f.before.used.Load()
	if used == nil {
		return nil
	}
	use := *used
	main, err := f.prepareAgain(ctx, use.Main)
	if err != nil {
		return err
	}
	use.Main = main
	if use.Canary != nil {
		if use.Canary, err = f.prepareAgain(ctx, use.Canary); err != nil {
			return err
		}
	}
	f.Switch(use)
	return nil
}

func (f *following) prepareAgain(ctx context.Context, was replica.Prepared) (replica.Prepared, error) {
	p, err := f.prepare(ctx, was.(*prepared).files)
	if err != nil {
		return nil, err
	}
	return p, nil
}

// loadCopy serves the last good copy.
func (f *following) loadCopy(ctx context.Context, copied lastgood.Copy) error {
	var main *prepared
	files, found := copied.Fetch(ctx)
	if found.Refused() {
		return errorsOf(found)
	}
	main, err := f.prepare(ctx, files)
	if err != nil {
		if refused, ok := errors.AsType[*replica.RefusedError](err); ok {
			err = fmt.Errorf("%w: %w", errRejected, errorsOf(refused.Diagnostics))
		}
		return err
	}
	f.choice.Store(&choice{key: main.catalog.Version(), live: f.liveOf(main), diags: main.diags})
	if _, err := f.s.loop.Load(ctx, TriggerLastGood, f.fetch); err != nil {
		return err
	}
	line := []any{"file", copied.String(), "version", main.catalog.ShortVersion()}
	if n := f.readNote(); n.Live != nil {
		says := n.Says
		if says.Version != main.catalog.Version() {
			says = release.Ref{Version: main.catalog.Version()} // the copy was not written any more
		}
		f.used.Store(&replica.Use{Live: n.Live, Says: says, Main: main})
		line = append(line, "number", says.Number, "sequence", n.Live.Sequence)
	}
	f.s.log.Info("serving the last good copy until the store of releases answers", line...)
	f.s.warnOfOnUnknown()
	return nil
}
