package release

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Import writes what [Export] has written into a store that is empty, or whose history is
// the begin of the one in the file. Any other store stays as it is. With keys to trust, one of
// them must have signed each release and each move: give those of the past as well. An import
// that was interrupted can be done again: what is live is written last, when all of
// the file was read and found whole.
func Import(ctx context.Context, store Store, from io.Reader, trust Trust) error {
	if err := importFrom(ctx, store, from, trust); err != nil {
		return fmt.Errorf("cannot import into %s: %w", store, err)
	}
	return nil
}

func importFrom(ctx context.Context, store Store, from io.Reader, trust Trust) error {
	file, err := openArchive(from)
	if err != nil {
		return damaged(err)
	}
	head, err := file.first(indexEntry, mostIndex)
	if err != nil {
		return damaged(err)
	}
	x, err := readIndex(head)
	if err != nil {
		return damaged(err)
	}
	i := importer{store: store, trust: trust, index: x.byKey(), has: map[string]bool{}}
	if err := i.compare(ctx); err != nil {
		return err
	}
	var live []byte
	for _, e := range x.Entries {
		data, err := file.next(e.Key, e.Size)
		if err == nil {
			err = e.check(e.Key, data)
		}
		if err != nil {
			return damaged(err)
		}
		if err := i.check(e.Key, data); err != nil {
			return err
		}
		if e.Key == LiveKey {
			live = data
		} else if err := i.write(ctx, e.Key, data); err != nil {
			return err
		}
	}
	if err := file.end(); err != nil {
		return damaged(err)
	}
	return i.goLive(ctx, live)
}

func damaged(err error) error { return fmt.Errorf("the export is damaged: %w", err) }

// importer is where an export goes.
type importer struct {
	store Store
	trust Trust
	index map[string]digest
	// has are the keys that the store has already, and live is the revision of what is live.
	has  map[string]bool
	live Revision
	// moved is the sequence of the last move that was read.
	moved int
}

// compare returns an error if the history of the store is not the begin of the one in the
// index.
func (i *importer) compare(ctx context.Context) error {
	for _, prefix := range [...]string{ReleasesPrefix, MovesPrefix} {
		entries, err := i.store.List(ctx, prefix)
		if err != nil {
			return err
		}
		for _, e := range entries {
			listed, ok := i.index[e.Key]
			if !ok {
				return fmt.Errorf("it has another history: %s is not in the export", e.Key)
			}
			data, err := get(ctx, i.store, e.Key)
			if err != nil {
				return err
			}
			if sha256Of(data) != listed.SHA256 {
				return fmt.Errorf("it has another history: %s is not the one in the export", e.Key)
			}
			i.has[e.Key] = true
		}
	}
	bundles, err := i.store.List(ctx, BundlesPrefix)
	if err != nil {
		return err
	}
	for _, b := range bundles {
		i.has[b.Key] = true
	}
	return i.compareLive(ctx)
}

func (i *importer) compareLive(ctx context.Context) error {
	live, err := i.store.Get(ctx, LiveKey, "")
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	now, err := Decode[Live](live.Data, Trust{})
	if err != nil {
		return err
	}
	// The move of what is live may not be written yet.
	switch sum := sha256Of(live.Data); sum {
	case i.index[LiveKey].SHA256:
		i.has[LiveKey] = true
	case i.index[MoveKey(now.Sequence)].SHA256:
	default:
		return fmt.Errorf("it has another history: what is live, with the sequence %d, is not in the export", now.Sequence)
	}
	i.live = live.Revision
	return nil
}

// check looks into a record. What is in a bundle is checked by those who unpack it.
func (i *importer) check(key string, data []byte) error {
	if stageOf(key) == 0 {
		return nil
	}
	number, refs, err := readRecord(key, data, i.trust)
	if err != nil {
		return err
	}
	if key == LiveKey && number < i.moved {
		return damaged(fmt.Errorf("what is live has the sequence %d, which is older than its moves", number))
	}
	if strings.HasPrefix(key, MovesPrefix) {
		i.moved = number
	}
	for _, r := range refs {
		if listed, ok := i.index[BundleKey(r.Bundle)]; !ok || listed.Size != r.Size {
			return damaged(fmt.Errorf("%s names the bundle %s, which is not in it", key, r.Bundle))
		}
	}
	return nil
}

// write writes an entry that never changes.
func (i *importer) write(ctx context.Context, key string, data []byte) error {
	switch {
	case i.has[key]:
		return nil
	case stageOf(key) == 0:
		return i.store.Put(ctx, key, data)
	}
	_, err := i.store.Set(ctx, key, data, "")
	if !errors.Is(err, ErrChanged) {
		return err
	}
	if now, err := get(ctx, i.store, key); err != nil || !bytes.Equal(now, data) {
		return errors.Join(fmt.Errorf("%s was %w", key, ErrChanged), err)
	}
	return nil
}

// goLive is the last step.
func (i *importer) goLive(ctx context.Context, live []byte) error {
	if i.has[LiveKey] {
		return nil
	}
	_, err := i.store.Set(ctx, LiveKey, live, i.live)
	if errors.Is(err, ErrChanged) {
		return fmt.Errorf("somebody else has published to it meanwhile: %w", err)
	}
	return err
}
