package release

import (
	"context"
	"errors"
	"fmt"
	"io"
)

// Export writes the whole history of a store as one file: the releases, the moves, what is
// live, and all bundles that they name. Records keep their bytes, so signatures stay valid.
// Equal histories give equal bytes. It reads an entry at a time, and may run while others
// publish: then what is live at its start is what is live in the file.
func Export(ctx context.Context, store Store, to io.Writer) error {
	if err := export(ctx, store, to); err != nil {
		return fmt.Errorf("cannot export %s: %w", store, err)
	}
	return nil
}

func export(ctx context.Context, store Store, to io.Writer) error {
	live, err := store.Get(ctx, LiveKey, "")
	if errors.Is(err, ErrNotFound) {
		return errors.New("nothing is live, so there is nothing to export")
	}
	if err != nil {
		return err
	}
	x, err := indexOf(ctx, store, live.Data)
	if err != nil {
		return err
	}
	head, err := x.bytes()
	if err != nil {
		return err
	}
	file := newArchive(to)
	if err := file.add(indexEntry, head); err != nil {
		return err
	}
	for _, e := range x.Entries {
		data := live.Data
		if e.Key != LiveKey {
			if data, err = get(ctx, store, e.Key); err != nil {
				return err
			}
		}
		if err := e.check(e.Key, data); err != nil {
			return err
		}
		if err := file.add(e.Key, data); err != nil {
			return err
		}
	}
	return file.close()
}

func get(ctx context.Context, store Store, key string) ([]byte, error) {
	entry, err := store.Get(ctx, key, "")
	if err != nil {
		return nil, fmt.Errorf("%s: %w", key, err)
	}
	return entry.Data, nil
}

// indexOf lists what an export of the store has.
func indexOf(ctx context.Context, store Store, live []byte) (*index, error) {
	x := &index{Format: exportFormat}
	var records []indexed
	sizes := map[string]int64{} // of bundles
	add := func(key string, data []byte) error {
		_, refs, err := readRecord(key, data, Trust{})
		if err != nil {
			return err
		}
		for _, r := range refs {
			if size, known := sizes[r.Bundle]; !known {
				sizes[r.Bundle] = r.Size
				x.Entries = append(x.Entries, indexed{BundleKey(r.Bundle), digest{r.Size, r.Bundle}})
			} else if size != r.Size {
				return fmt.Errorf("%s: the bundle %s has %d bytes, and not %d", key, r.Bundle, size, r.Size)
			}
		}
		records = append(records, indexed{key, digest{int64(len(data)), sha256Of(data)}})
		return nil
	}
	now, err := Decode[Live](live, Trust{})
	if err != nil {
		return nil, err
	}
	for _, prefix := range [...]string{ReleasesPrefix, MovesPrefix} {
		entries, err := store.List(ctx, prefix)
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			if prefix == MovesPrefix && NumberOf(e.Key) > now.Sequence {
				break // somebody publishes just now
			}
			data, err := get(ctx, store, e.Key)
			if err != nil {
				return nil, err
			}
			if err := add(e.Key, data); err != nil {
				return nil, err
			}
		}
	}
	if err := add(LiveKey, live); err != nil {
		return nil, err
	}
	x.Entries = append(x.Entries, records...)
	return x, nil
}
