package desktest

import (
	"context"
	"sync"
	"time"

	"nlgserver/nlg"
	"nlgserver/release"
)

// often is how often a replica of a [Fleet] says that it tells of itself. It tells only what
// is new, and is not lost before the end of a test.
const often = time.Minute

// Replica is a replica that tells at once that it says what is live, and has ready what is
// staged, unless a test wants otherwise.
type Replica struct {
	fleet *Fleet
	end   func()

	mu   sync.Mutex
	beat release.Beat
	// held is set if it follows nothing, and refusal if it refuses what it does not say.
	held    bool
	refusal *release.Refusal
}

// Replica runs a replica until the end of the test, or until it is lost.
func (f *Fleet) Replica(name string) *Replica {
	f.t.Helper()
	r := &Replica{fleet: f, beat: release.Beat{Replica: name, Build: "test", Every: often}}
	ctx, cancel := context.WithCancel(f.t.Context())
	var watching sync.WaitGroup
	for _, key := range []string{release.LiveKey, release.StagedKey} {
		watching.Go(func() { _ = f.entries.Handle().Watch(ctx, key, func() { r.look(ctx) }, nil) })
	}
	r.end = func() { cancel(); watching.Wait() }
	f.t.Cleanup(r.end)
	r.look(ctx)
	return r
}

// Hold keeps the replica from following what comes.
func (r *Replica) Hold() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.held = true
}

// Follow ends [Replica.Hold] and [Replica.Refuse].
func (r *Replica) Follow() {
	r.mu.Lock()
	r.held, r.refusal = false, nil
	r.mu.Unlock()
	r.look(r.fleet.t.Context())
}

// Refuse has the replica refuse what comes.
func (r *Replica) Refuse(reason string, findings ...nlg.Diagnostic) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.refusal = &release.Refusal{Reason: reason, Diagnostics: findings}
}

// Lose ends the replica without a word: soon it has not been heard of for too long.
func (r *Replica) Lose() {
	r.fleet.t.Helper()
	r.end()
	r.mu.Lock()
	defer r.mu.Unlock()
	r.beat.Every = time.Nanosecond
	r.fleet.Beat(r.beat)
}

// Stop ends the replica as one that is told to: it is gone.
func (r *Replica) Stop() {
	r.fleet.t.Helper()
	r.end()
	if err := r.fleet.entries.Delete(r.fleet.t.Context(), release.ReplicaKey(r.beat.Replica)); err != nil {
		r.fleet.t.Fatal(err)
	}
}

// look tells what the replica says, after a look at the store.
func (r *Replica) look(ctx context.Context) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if ctx.Err() != nil {
		return
	}
	if !r.held || r.beat.Since.IsZero() {
		if err := r.follow(ctx); err != nil {
			r.fail(ctx, err)
			return
		}
	}
	if err := r.fleet.write(ctx, r.beat); err != nil {
		r.fail(ctx, err)
	}
}

func (r *Replica) fail(ctx context.Context, err error) {
	if ctx.Err() == nil {
		r.fleet.t.Errorf("replica %s: %v", r.beat.Replica, err)
	}
}

func (r *Replica) follow(ctx context.Context) error {
	status, err := release.ReadStatus(ctx, r.fleet.entries, release.Trust{})
	if err != nil {
		return err
	}
	r.beat.Ready, r.beat.Refusals = "", nil
	r.beat.At = time.Now()
	if r.beat.Since.IsZero() {
		r.beat.Since = r.beat.At
	}
	if live := status.Live; live != nil && live.Sequence > r.beat.Sequence {
		if r.refusal != nil {
			r.refuse(live.Nonce, live.Ref)
		} else {
			r.says(live)
		}
	}
	if staged := status.Staged; staged != nil {
		if r.refusal != nil {
			r.refuse(staged.Nonce, staged.Ref)
		} else {
			r.beat.Ready = staged.Nonce
		}
	}
	return nil
}

func (r *Replica) refuse(nonce string, ref release.Ref) {
	refusal := *r.refusal
	refusal.Of, refusal.Number, refusal.Version = nonce, ref.Number, ref.Version
	r.beat.Refusals = append(r.beat.Refusals, refusal)
}

func (r *Replica) says(live *release.Live) {
	if r.beat.Says != live.Ref {
		r.beat.Since = r.beat.At
	}
	r.beat.Sequence, r.beat.Says, r.beat.Canary = live.Sequence, live.Ref, nil
	if live.Canary != nil {
		r.beat.Canary = &live.Canary.Ref
	}
}
