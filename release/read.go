package release

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"sync"
)

// ReadLive returns what is live, and its revision. If that is the known one, Live is nil:
// nothing has changed. The error is [ErrNotFound] if nothing is live.
func ReadLive(ctx context.Context, s Store, trust Trust, known Revision) (*Live, Revision, error) {
	live, e, err := read[Live](ctx, s, LiveKey, trust, known)
	return live, e.Revision, err
}

// ReadStaged returns what is staged, and its revision; an empty nonce means nothing. If
// the revision is the known one, Staged is nil: nothing has changed.
func ReadStaged(ctx context.Context, s Store, trust Trust, known Revision) (*Staged, Revision, error) {
	staged, e, err := read[Staged](ctx, s, StagedKey, trust, known)
	if errors.Is(err, ErrNotFound) {
		return &Staged{}, "", nil
	}
	return staged, e.Revision, err
}

// FetchRelease returns a release by its number.
func FetchRelease(ctx context.Context, s Store, trust Trust, number int) (*Release, error) {
	r, _, err := read[Release](ctx, s, RecordKey(number), trust, "")
	if err != nil {
		return nil, fmt.Errorf("release %d: %w", number, err)
	}
	if r.Number != number {
		return nil, fmt.Errorf("release %d: the store has release %d in its place", number, r.Number)
	}
	return r, nil
}

// FetchBundle returns the content that a ref names. The error is a [*BundleError] if the
// store has something else in its place.
func FetchBundle(ctx context.Context, s Store, ref Ref) (*Unpacked, error) {
	data, err := DownloadBundle(ctx, s, ref)
	if err != nil {
		return nil, err
	}
	return OpenBundle(ref, data)
}

// DownloadBundle returns the bytes that the store has for a ref, which [OpenBundle] checks:
// this is the part of [FetchBundle] that waits for others, and hardly works.
func DownloadBundle(ctx context.Context, s Store, ref Ref) ([]byte, error) {
	e, err := s.Get(ctx, BundleKey(ref.Bundle), "")
	if err != nil {
		return nil, fmt.Errorf("bundle %s: %w", short(ref.Bundle), err)
	}
	return e.Data, nil
}

// OpenBundle returns the content that a ref names, from the bytes of its bundle. The error is
// a [*BundleError] if they are something else. It waits for nobody, and works for long if
// the content is large.
func OpenBundle(ref Ref, data []byte) (*Unpacked, error) {
	if int64(len(data)) != ref.Size {
		return nil, &BundleError{ref, fmt.Errorf("it has %d bytes instead of %d", len(data), ref.Size)}
	}
	if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != ref.Bundle {
		return nil, &BundleError{ref, errors.New("its bytes do not have its SHA-256")}
	}
	unpacked, err := Unpack(data)
	if err != nil {
		return nil, &BundleError{ref, err}
	}
	if unpacked.Version != ref.Version {
		return nil, &BundleError{ref, fmt.Errorf("it has version %s instead of %s", short(unpacked.Version), short(ref.Version))}
	}
	return unpacked, nil
}

// read returns a record and its entry; a nil record if it has the known revision.
func read[T Record](ctx context.Context, s Store, key string, trust Trust, known Revision) (*T, Entry, error) {
	e, err := s.Get(ctx, key, known)
	if err != nil {
		return nil, e, err
	}
	if known != "" && e.Revision == known {
		return nil, e, nil
	}
	record, err := Decode[T](e.Data, trust)
	if err != nil {
		return nil, e, fmt.Errorf("%s: %w", key, err)
	}
	return record, e, nil
}

// abreast is how many entries are read at once.
const abreast = 8

// each calls do for the numbers below n, some of them at once.
func each(n int, do func(int)) {
	slots := make(chan struct{}, abreast)
	var all sync.WaitGroup
	for i := range n {
		slots <- struct{}{}
		all.Go(func() {
			defer func() { <-slots }()
			do(i)
		})
	}
	all.Wait()
}
