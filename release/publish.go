package release

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"
)

const (
	defaultWait = 30 * time.Second
	// longestWait bounds how long an abandoned publication keeps others from publishing.
	longestWait = time.Hour
	// stagedSlack is what a publisher may take beside waiting, before it counts as gone.
	stagedSlack = 10 * time.Second
	// cleanup is how long a publisher that ends tries to leave nothing staged.
	cleanup = 5 * time.Second
	// forgotten is the age at which the beat of a lost replica is deleted.
	forgotten = 24 * time.Hour
)

// Publisher changes what is live. Several may work at once, on any machines: each change
// either happens as a whole, or not at all.
type Publisher struct {
	Store Store
	// Sign has the keys to sign with, and Trust those that must have signed what is in the
	// store.
	Sign  Signers
	Trust Trust
	// By is who does it.
	By string
	// Wait is how long to wait for the replicas (default 30 s): first until they are ready,
	// and then until they say what is live.
	Wait time.Duration
	// Told is called with each step; nil for nobody.
	Told func(Step)
	// Check is called with what is live when a change begins, which is nil for nothing. Its
	// error ends the change before anything was done. It may be nil. If something else is live
	// by the time of the move, that is an [*OvertakenError] as ever.
	Check func(live *Live) error
	// Write is called by [Publisher.Publish] when every replica is ready and the release has
	// its number, so that what belongs to the release can be written before it is live, with
	// its number in it. It calls move once, which makes the release live, and returns its
	// error. An error before that, or of move, means that what is live has not changed, so
	// whatever was written has to be taken back, unless it is an [*UnclearError]. A release
	// that did not become live stays in the history, as one that never was live: its number is
	// not given again. Write may be nil.
	Write func(r *Release, move func() error) error
	// Now is the clock for the records; nil for that of the machine. It is compared with
	// no other clock.
	Now func() time.Time
}

// Publish makes a bundle live on all replicas, or on none. With a percentage it becomes a
// canary. The draft holds what is known about the release beside its content and place.
//
// The error is a [*BusyError], a [*CanaryError], a [*RefusedError], an [*OvertakenError], or
// a [*LateError], or that of Check or of Write, or says that the store failed: then the
// release is nil and what is live has not changed. Three errors come with the release: a
// [*LateError] that says Live, an [*UnclearError], and one of Write after the move.
func (p *Publisher) Publish(ctx context.Context, b *Bundle, draft Release, canaryPercent int) (*Release, error) {
	if canaryPercent < 0 || canaryPercent > 99 {
		return nil, fmt.Errorf("a canary gets 1 to 99 %% of the conversations, not %d", canaryPercent)
	}
	w := p.watch(ctx)
	defer w.stop()
	from, err := p.from(ctx)
	if err != nil {
		return nil, err
	}
	switch {
	case from.live != nil && from.live.Canary != nil:
		return nil, &CanaryError{from.live}
	case from.live == nil && canaryPercent > 0:
		return nil, ErrNothingLive
	}
	staged, err := p.stage(ctx, b, draft.Message)
	if err != nil {
		return nil, err
	}
	r, live, err := p.publish(ctx, w, from, staged, b, draft, canaryPercent)
	p.unstage(ctx, staged)
	if err != nil {
		return r, err
	}
	err = p.await(ctx, w, live)
	p.forget(ctx, w)
	return r, err
}

// publish makes live what is staged, once every replica is ready.
func (p *Publisher) publish(ctx context.Context, w *watch, from *from, staged *stagedAt, b *Bundle, draft Release, percent int) (*Release, *Live, error) {
	if err := p.ready(ctx, w, staged.Nonce); err != nil {
		return nil, nil, err
	}
	// The release gets its number only now, and only if it can still become live: a number is
	// never given back. Write needs it.
	if err := p.unchanged(ctx, from); err != nil {
		return nil, nil, err
	}
	r := draft
	r.Ref, r.Manifest, r.Files, r.At = b.Ref, b.Manifest, b.Files, p.now()
	if r.Author == "" {
		r.Author = p.By
	}
	if from.live != nil {
		r.Parent = from.live.Number
	}
	if err := p.record(ctx, &r); err != nil {
		return nil, nil, err
	}
	p.told(Step{What: StepRecorded, Release: &r, Text: fmt.Sprintf("recorded release %d", r.Number)})
	next := &Live{Move: MovePublish, Ref: r.Ref, Message: r.Message}
	if old := from.live; old != nil {
		next.Previous = &old.Ref
		if percent > 0 {
			next.Move, next.Ref, next.Previous = MoveCanary, old.Ref, old.Previous
			next.Canary = &Canary{Ref: r.Ref, Percent: percent, Salt: rand.Text()}
		}
	}
	live, err := p.write(ctx, from, next, &r)
	if live == nil {
		return nil, nil, err
	}
	return &r, live, err
}

// write calls Write around the move. It returns what is live, or may be, together with an
// [*UnclearError]; nil if nothing has moved.
func (p *Publisher) write(ctx context.Context, from *from, next *Live, r *Release) (*Live, error) {
	if p.Write == nil {
		return p.move(ctx, from, next)
	}
	var live *Live
	var moved error
	tried := false
	err := p.Write(r, func() error {
		if tried {
			return errors.New("move is to be called once")
		}
		tried = true
		live, moved = p.move(ctx, from, next)
		return moved
	})
	switch {
	case !tried && err == nil:
		err = errors.New("move was not called")
	case moved != nil && !errors.Is(err, moved):
		err = errors.Join(moved, err) // what has become of the move is not for Write to say
	}
	return live, err
}

// stagedAt is what is staged, and where in its history.
type stagedAt struct {
	Staged
	revision Revision
}

// stage puts a bundle into the store, and asks the replicas to make it ready.
func (p *Publisher) stage(ctx context.Context, b *Bundle, message string) (*stagedAt, error) {
	// Somebody else's publication is found before the bundle is sent.
	was, err := p.vacant(ctx)
	if err != nil {
		return nil, err
	}
	if err := p.Store.Put(ctx, BundleKey(b.Bundle), b.Data); err != nil {
		return nil, fmt.Errorf("cannot store the bundle: %w", err)
	}
	p.told(Step{What: StepStored, Text: fmt.Sprintf("stored bundle %s, %d bytes", short(b.Bundle), b.Size)})
	next := &stagedAt{Staged: Staged{Nonce: rand.Text(), Ref: b.Ref, By: p.By, Message: message, At: p.now(), Wait: p.wait()}}
	data, err := Encode(&next.Staged, p.Sign)
	if err != nil {
		return nil, err
	}
	next.revision, err = p.set(ctx, StagedKey, data, was)
	if errors.Is(err, ErrChanged) {
		if _, err := p.vacant(ctx); err != nil {
			return nil, err
		}
		return nil, errors.New("somebody else was publishing just now: try again")
	}
	if err != nil {
		// It may be staged all the same. Whoever comes next finds out how old it is.
		return nil, fmt.Errorf("cannot stage the release: %w", err)
	}
	p.told(Step{What: StepStaged, Text: "staged; waiting until every replica is ready"})
	return next, nil
}

// vacant returns the revision of what is staged, if that is nothing, or nothing that
// anybody still waits for.
func (p *Publisher) vacant(ctx context.Context) (Revision, error) {
	staged, e, err := read[Staged](ctx, p.Store, StagedKey, p.Trust, "")
	switch {
	case errors.Is(err, ErrNotFound):
		return "", nil
	case err != nil && e.Revision == "":
		return "", err
	case err == nil && staged.Nonce != "" && !staged.abandoned(e.Age):
		return "", &BusyError{*staged, e.Age}
	}
	// What cannot be read or trusted is nobody's.
	return e.Revision, nil
}

// abandoned reports whether the publisher must be gone.
func (s *Staged) abandoned(age time.Duration) bool {
	return age > min(max(s.Wait, 0), longestWait)+stagedSlack
}

// unstage leaves nothing staged, even if ctx has ended.
func (p *Publisher) unstage(ctx context.Context, staged *stagedAt) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), cleanup)
	defer cancel()
	data, err := Encode(&Staged{}, p.Sign)
	if err == nil {
		_, err = p.set(ctx, StagedKey, data, staged.revision)
	}
	if err != nil && !errors.Is(err, ErrChanged) {
		p.told(Step{What: StepProblem, Text: fmt.Sprintf("cannot remove what was staged, so nobody can publish for up to %s: %s", p.wait()+stagedSlack, err)})
	}
}

// record gives a release the next number.
func (p *Publisher) record(ctx context.Context, r *Release) error {
	for {
		entries, err := p.Store.List(ctx, ReleasesPrefix)
		if err != nil {
			return fmt.Errorf("cannot list the releases: %w", err)
		}
		r.Number = 1
		if len(entries) > 0 {
			r.Number = NumberOf(entries[len(entries)-1].Key) + 1
		}
		data, err := Encode(r, p.Sign)
		if err != nil {
			return err
		}
		_, err = p.set(ctx, RecordKey(r.Number), data, "")
		if err == nil {
			return nil
		}
		if !errors.Is(err, ErrChanged) {
			return fmt.Errorf("cannot record the release: %w", err)
		}
	}
}

func (p *Publisher) wait() time.Duration {
	if p.Wait <= 0 {
		return defaultWait
	}
	return min(p.Wait, longestWait)
}

func (p *Publisher) now() time.Time {
	if p.Now != nil {
		return p.Now().UTC()
	}
	return time.Now().UTC()
}

func (p *Publisher) told(s Step) {
	if p.Told != nil {
		p.Told(s)
	}
}
