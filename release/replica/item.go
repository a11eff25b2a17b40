package replica

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"nlgserver/internal/content"
	"nlgserver/release"
)

// mostShown is how many findings a refusal holds. Beats are read by every publisher.
const mostShown = 20

// item is the content of one version, ready or on its way. It is guarded by the turn.
type item struct {
	ref    release.Ref
	cancel context.CancelFunc
	// limit is the size of its files, in bytes, up to which it is prepared; 0 for any. size is
	// that of its files, or -1 before it is known.
	limit, size int64

	// status is how far it is; err is why the last attempt has failed, and refusal what to
	// tell of it, nil if only the store has failed.
	status   status
	err      error
	refusal  *release.Refusal
	prepared Prepared
	// retry ends the pause before the next attempt.
	retry chan struct{}
}

type status int

const (
	// fresh: it was not tried yet, or the first attempt is under way.
	fresh status = iota
	// failing: it has failed, and is tried again.
	failing
	// refused: it can never be had.
	refused
	// skipped: it has more bytes than the limit.
	skipped
	ready
)

func (it *item) is(s status) bool { return it != nil && it.status == s }

// settled reports whether nobody works at it any more.
func (it *item) settled() bool { return it.status >= refused }

// obtain fetches and prepares an item, until that has succeeded, can never succeed, or
// nobody wants it any more.
func (r *Replica) obtain(ctx context.Context, it *item) {
	defer it.cancel()
	var files []content.File
	var pause backoff
	for {
		ref := it.ref // it never changes
		var err error
		if files == nil {
			files, err = r.fetch(ctx, ref)
		}
		var prepared Prepared
		if err == nil {
			over := false
			r.update(func(*facts) {
				it.size = size(files)
				if over = it.limit > 0 && it.size > it.limit; over {
					it.status = skipped
				}
			})
			if over {
				return
			}
			prepared, err = r.prepare(ctx, ref, files)
		}
		if ctx.Err() != nil {
			return
		}
		done := false
		r.update(func(*facts) {
			it.finish(prepared, err)
			done = it.settled()
		})
		if err != nil {
			r.cfg.Log.Warn("cannot prepare content", "release", ref.Number, "version", ref.Version, "final", done, "error", err)
		}
		if done {
			return
		}
		pause.sleep(ctx, it.retry)
		if ctx.Err() != nil {
			return
		}
	}
}

// finish takes over what an attempt has come to.
func (it *item) finish(prepared Prepared, err error) {
	it.err, it.refusal = err, nil
	if err == nil {
		it.status, it.prepared = ready, prepared
		return
	}
	it.status = failing
	var never *RefusedError
	switch {
	case errors.As(err, &never):
		it.status = refused
		it.refusal = &release.Refusal{Reason: never.Reason, Diagnostics: never.Diagnostics.Worst(mostShown)}
	case !errors.As(err, new(storeError)):
		it.refusal = &release.Refusal{Reason: err.Error()}
	}
}

// storeError means that the store has failed, which says nothing of the content.
type storeError struct{ error }

func (e storeError) Unwrap() error { return e.error }

// fetch returns the files of a bundle.
func (r *Replica) fetch(ctx context.Context, ref release.Ref) ([]content.File, error) {
	data, err := r.download(ctx, ref)
	if err != nil {
		return nil, err
	}
	var unpacked *release.Unpacked
	r.cfg.Room(int64(len(data)), func() { unpacked, err = release.OpenBundle(ref, data) })
	if err != nil {
		return nil, err
	}
	return unpacked.Files, nil
}

// download returns the bytes of a bundle.
func (r *Replica) download(ctx context.Context, ref release.Ref) ([]byte, error) {
	most := patienceForBundle + time.Duration(min(max(ref.Size, 0), release.MaxEntry)/slowest)*time.Second
	ctx, cancel := context.WithTimeoutCause(ctx, most, fmt.Errorf("no answer within %s", most))
	defer cancel()
	data, err := release.DownloadBundle(ctx, r.cfg.Store, ref)
	switch {
	case err == nil:
		return data, nil
	case errors.Is(err, release.ErrNotFound):
		return nil, err
	case ctx.Err() != nil:
		err = context.Cause(ctx)
	}
	return nil, storeError{err}
}

// prepare asks the host. A panic is its refusal: what is served must not end by it.
func (r *Replica) prepare(ctx context.Context, ref release.Ref, files []content.File) (prepared Prepared, err error) {
	defer func() {
		if p := recover(); p != nil {
			r.cfg.Log.Error("panic while preparing content", "version", ref.Version, "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
			prepared, err = nil, &RefusedError{Reason: fmt.Sprintf("preparing it panicked: %v", p)}
		}
	}()
	return r.cfg.Host.Prepare(ctx, ref, files)
}

func size(files []content.File) int64 {
	sum := int64(0)
	for _, f := range files {
		sum += int64(len(f.Data))
	}
	return sum
}
