package release

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"
)

// Rollback makes an older release live again, which must have been live before; with 0
// that is the one before what is live, or, if there is a canary, what is live without it.
// A canary ends in any case. Replicas are not asked before: they have the release before
// what is live ready, and fetch any other.
//
// The errors are those of [Publisher.Publish], besides [ErrNothingLive] and [ErrNoFormer]. What
// is live is returned together with a [*LateError] and an [*UnclearError].
func (p *Publisher) Rollback(ctx context.Context, number int, message string) (*Live, error) {
	return p.change(ctx, func(live *Live) (*Live, error) {
		next := &Live{Move: MoveRollback, Message: message}
		switch {
		case live.Canary != nil && (number == 0 || number == live.Number):
			next.Ref, next.Previous = live.Ref, live.Previous
			return next, nil
		case number == 0 && live.Previous == nil:
			return nil, ErrNoFormer
		case number == 0:
			number = live.Previous.Number
		case number == live.Number:
			return nil, fmt.Errorf("release %d %w", number, ErrLiveAlready)
		}
		r, err := FetchRelease(ctx, p.Store, p.Trust, number)
		if err != nil {
			return nil, err
		}
		if live.Previous == nil || live.Previous.Number != number {
			if err := p.wasLive(ctx, number); err != nil {
				return nil, err
			}
		}
		next.Ref = r.Ref
		if r.Parent > 0 {
			parent, err := FetchRelease(ctx, p.Store, p.Trust, r.Parent)
			_, untrusted := errors.AsType[*UntrustedError](err)
			switch {
			case err == nil:
				next.Previous = &parent.Ref
			case untrusted || errors.Is(err, ErrNotFound):
				// It is only for replicas that cannot have the other one. A rollback has to
				// work also when an old key or an old release is gone.
			default:
				return nil, err
			}
		}
		return next, nil
	})
}

// Promote gives the canary all conversations. The errors are those of
// [Publisher.Rollback], besides [ErrNoCanary].
func (p *Publisher) Promote(ctx context.Context, message string) (*Live, error) {
	return p.change(ctx, func(live *Live) (*Live, error) {
		if live.Canary == nil {
			return nil, ErrNoCanary
		}
		return &Live{Move: MovePromote, Ref: live.Canary.Ref, Previous: &live.Ref, Message: message}, nil
	})
}

// Abort ends the canary. The errors are those of [Publisher.Promote].
func (p *Publisher) Abort(ctx context.Context, message string) (*Live, error) {
	return p.change(ctx, func(live *Live) (*Live, error) {
		if live.Canary == nil {
			return nil, ErrNoCanary
		}
		return &Live{Move: MoveAbort, Ref: live.Ref, Previous: live.Previous, Message: message}, nil
	})
}

// wasLive returns an error for a release that never was live for all conversations.
func (p *Publisher) wasLive(ctx context.Context, number int) error {
	moves, _, err := movesSince(ctx, p.Store, p.Trust, number)
	if err != nil {
		return err
	}
	for _, m := range moves {
		if m.Number == number {
			return nil
		}
	}
	return fmt.Errorf("release %d %w", number, ErrNeverLive)
}

// change moves from what is live to what next returns, and waits for the replicas.
func (p *Publisher) change(ctx context.Context, next func(*Live) (*Live, error)) (*Live, error) {
	w := p.watch(ctx)
	defer w.stop()
	from, err := p.from(ctx)
	if err != nil {
		return nil, err
	}
	if from.live == nil {
		return nil, ErrNothingLive
	}
	to, err := next(from.live)
	if err != nil {
		return nil, err
	}
	live, err := p.move(ctx, from, to)
	if err != nil {
		return live, err
	}
	return live, p.await(ctx, w, live)
}

// from is what was live when a change began.
type from struct {
	live     *Live // nil for nothing
	sequence int
	data     []byte
	revision Revision
}

// from reads what is live, and has it checked.
func (p *Publisher) from(ctx context.Context) (*from, error) {
	f, err := p.readFrom(ctx)
	if err == nil && p.Check != nil {
		err = p.Check(f.live)
	}
	if err != nil {
		return nil, err
	}
	return f, nil
}

func (p *Publisher) readFrom(ctx context.Context) (*from, error) {
	live, e, err := read[Live](ctx, p.Store, LiveKey, p.Trust, "")
	if err == nil {
		return &from{live, live.Sequence, e.Data, e.Revision}, nil
	}
	if !errors.Is(err, ErrNotFound) {
		return nil, fmt.Errorf("cannot read what is live: %w", err)
	}
	// Nothing is live, but something may have been.
	moves, err := p.Store.List(ctx, MovesPrefix)
	if err != nil {
		return nil, fmt.Errorf("cannot list what was live: %w", err)
	}
	f := &from{}
	if len(moves) > 0 {
		f.sequence = NumberOf(moves[len(moves)-1].Key)
	}
	return f, nil
}

// unchanged returns an [*OvertakenError] if something else is live by now.
func (p *Publisher) unchanged(ctx context.Context, f *from) error {
	e, err := p.Store.Get(ctx, LiveKey, f.revision)
	switch {
	case errors.Is(err, ErrNotFound):
		if f.revision == "" {
			return nil
		}
		return &OvertakenError{}
	case err != nil:
		return fmt.Errorf("cannot read what is live: %w", err)
	case e.Revision == f.revision:
		return nil
	}
	return p.overtaken(ctx)
}

func (p *Publisher) overtaken(ctx context.Context) error {
	live, _, err := ReadLive(ctx, p.Store, p.Trust, "")
	if err != nil && !errors.Is(err, ErrNotFound) {
		return fmt.Errorf("somebody changed what is live meanwhile, and it cannot be read: %w", err)
	}
	return &OvertakenError{live}
}

// moveTime bounds how long a move is tried. Whoever calls it from Write may keep others
// waiting, and a store that hangs is as bad as one that fails.
const moveTime = 30 * time.Second

// move makes next live, if nobody else has changed what is live. What is live is returned
// together with an [*UnclearError].
func (p *Publisher) move(ctx context.Context, f *from, next *Live) (*Live, error) {
	if err := ctx.Err(); err != nil { // Write may take long
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, moveTime)
	defer cancel()
	if f.live != nil {
		// Only the pointer itself knows what is live. Whoever moves it keeps that first.
		_, err := p.set(ctx, MoveKey(f.sequence), f.data, "")
		if err != nil && !errors.Is(err, ErrChanged) {
			return nil, fmt.Errorf("cannot record what was live: %w", err)
		}
		if err := ctx.Err(); err != nil { // nothing has changed yet, which is not to say of a write that fails
			return nil, fmt.Errorf("the store took long to record what was live: %w", err)
		}
	}
	next.Sequence, next.By, next.At, next.Nonce = f.sequence+1, p.By, p.now(), rand.Text()
	data, err := Encode(next, p.Sign)
	if err != nil {
		return nil, err
	}
	_, err = p.set(ctx, LiveKey, data, f.revision)
	switch {
	case errors.Is(err, ErrChanged):
		// It may have been live, until somebody moved on from it.
		detached, cancel := detach(ctx)
		defer cancel()
		e, err := p.Store.Get(detached, MoveKey(next.Sequence), "")
		switch {
		case err != nil && !errors.Is(err, ErrNotFound):
			return next, &UnclearError{next, err}
		case err != nil || !bytes.Equal(e.Data, data):
			return nil, p.overtaken(detached)
		}
	case err != nil:
		return next, &UnclearError{next, err}
	}
	p.told(Step{What: StepLive, Live: next, Text: fmt.Sprintf("live: %s", describe(next))})
	return next, nil
}

const (
	// tries are how often a write is tried whose outcome is not known.
	tries = 5
	// firstPause is the pause after the first of them. Each one is twice as long as that
	// before.
	firstPause = 100 * time.Millisecond
)

// set writes an entry by compare-and-set. If the store fails, it finds out what has
// happened. The error is [ErrChanged] if somebody else has written the entry; after any
// other error it is not known whether it was written.
func (p *Publisher) set(ctx context.Context, key string, data []byte, was Revision) (Revision, error) {
	// The outcome is of interest even if ctx ends while the write is under way.
	detached, cancel := detach(ctx)
	defer cancel()
	pause := firstPause
	for try, unclear := 1, false; ; try++ {
		revision, err := p.Store.Set(ctx, key, data, was)
		if err == nil {
			return revision, nil
		}
		e, readErr := p.Store.Get(detached, key, "")
		changed := errors.Is(err, ErrChanged)
		switch {
		case readErr == nil && bytes.Equal(e.Data, data):
			return e.Revision, nil
		case changed && !unclear,
			readErr == nil && e.Revision != was,
			errors.Is(readErr, ErrNotFound) && was != "":
			return "", ErrChanged
		case changed:
			err = readErr // it may be our own try before that has changed it
		default:
			unclear = true
		}
		// The write has not happened, or the store does not say. To try it again does no harm:
		// it succeeds at most once.
		if try == tries || ctx.Err() != nil {
			return "", err
		}
		select {
		case <-ctx.Done():
			return "", err
		case <-time.After(pause):
			pause *= 2
		}
	}
}

// detach returns a context that lasts for some time after ctx has ended.
func detach(ctx context.Context) (context.Context, context.CancelFunc) {
	detached, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() { time.AfterFunc(cleanup, cancel) })
	return detached, func() { stop(); cancel() }
}
