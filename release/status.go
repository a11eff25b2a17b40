package release

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
)

// lostSlack is what a beat may be late beside three of its intervals.
const lostSlack = time.Second

// The beat of a replica that does not say how often it beats, or says nonsense.
const (
	usualEvery   = 5 * time.Second
	longestEvery = time.Minute
)

// Status is who says what.
type Status struct {
	// Live is what is live, and Staged what is staged; nil for nothing.
	Live   *Live
	Staged *Staged
	// StagedAge is how long ago that was staged, and Abandoned is set if its publisher must
	// be gone.
	StagedAge time.Duration
	Abandoned bool
	// Replicas are sorted by name.
	Replicas []ReplicaStatus
	// LiveUnread, StagedUnread and ReplicasUnread are set for what could not be read, and is
	// nil for that.
	LiveUnread, StagedUnread, ReplicasUnread bool
}

// ReplicaStatus is what a replica told last.
type ReplicaStatus struct {
	Beat
	// Age is how long ago that was, by the clock of the store. The replica is Lost if that is
	// too long: nobody waits for it.
	Age  time.Duration
	Lost bool
	// Error says why its beat cannot be read; empty if it can.
	Error string
}

// Says reports whether the replica says what is live: the content, and the canary if
// there is one.
func (r *ReplicaStatus) Says(live *Live) bool {
	if r.Sequence > live.Sequence {
		// Somebody else moved on, and it followed; or the store was restored from an old copy,
		// and it refuses to go back.
		return r.RefusalOf(live.Nonce) == nil
	}
	if r.Sequence < live.Sequence || r.Beat.Says.Version != live.Version {
		return false
	}
	if live.Canary == nil || r.Canary == nil {
		return (live.Canary == nil) == (r.Canary == nil)
	}
	return live.Canary.Version == r.Canary.Version
}

// RefusalOf returns why the replica cannot have what has the nonce; nil if it can.
func (r *ReplicaStatus) RefusalOf(nonce string) *Refusal {
	for i := range r.Refusals {
		if r.Refusals[i].Of == nonce && nonce != "" {
			return &r.Refusals[i]
		}
	}
	return nil
}

// ReadStatus returns who says what. If what is live or staged cannot be read or trusted,
// it returns the rest, and the error.
func ReadStatus(ctx context.Context, s Store, trust Trust) (*Status, error) {
	r := StatusReader{Store: s, Trust: trust}
	return r.Read(ctx)
}

// StatusReader reads the status of a store again and again, and asks only for what has
// changed. It is for one goroutine.
type StatusReader struct {
	Store Store
	Trust Trust

	live   pointer[Live]
	staged pointer[Staged]
	roll   roll
}

// Read does what [ReadStatus] does. The records of what it returns must not be changed.
func (r *StatusReader) Read(ctx context.Context) (*Status, error) {
	var status Status
	var problems []error
	live, _, err := r.live.read(ctx, r.Store, LiveKey, r.Trust)
	switch {
	case err == nil:
		status.Live = live
	case !errors.Is(err, ErrNotFound):
		status.LiveUnread = true
		problems = append(problems, err)
	}
	staged, e, err := r.staged.read(ctx, r.Store, StagedKey, r.Trust)
	switch {
	case err == nil:
		if staged.Nonce != "" {
			status.Staged, status.StagedAge, status.Abandoned = staged, e.Age, staged.abandoned(e.Age)
		}
	case !errors.Is(err, ErrNotFound):
		status.StagedUnread = true
		problems = append(problems, err)
	}
	if err := r.roll.read(ctx, r.Store); err != nil {
		status.ReplicasUnread = true
		problems = append(problems, err)
	} else {
		status.Replicas = r.roll.replicas
	}
	return &status, errors.Join(problems...)
}

// pointer is a pointer of a store as it was when it was last read.
type pointer[T Record] struct {
	record   *T
	revision Revision
}

// read reads the pointer if it has changed.
func (p *pointer[T]) read(ctx context.Context, s Store, key string, trust Trust) (*T, Entry, error) {
	record, e, err := read[T](ctx, s, key, trust, p.revision)
	switch {
	case err != nil:
		*p = pointer[T]{}
		return nil, e, err
	case record != nil:
		*p = pointer[T]{record, e.Revision}
	}
	return p.record, e, nil
}

// roll are the replicas of a store, as they were when it was last read.
type roll struct {
	replicas []ReplicaStatus
	seen     map[string]seenBeat
}

type seenBeat struct {
	revision Revision
	beat     Beat
	fault    string
}

// read reads the beats that have changed.
func (r *roll) read(ctx context.Context, s Store) error {
	entries, err := s.List(ctx, ReplicasPrefix)
	if err != nil {
		return fmt.Errorf("cannot list the replicas: %w", err)
	}
	found := make([]seenBeat, len(entries))
	gone := make([]bool, len(entries))
	failed := make([]error, len(entries))
	each(len(entries), func(i int) {
		e := entries[i]
		if seen, ok := r.seen[e.Key]; ok && seen.revision == e.Revision && e.Revision != "" {
			found[i] = seen
			return
		}
		name := strings.TrimSuffix(strings.TrimPrefix(e.Key, ReplicasPrefix), recordSuffix)
		got, err := s.Get(ctx, e.Key, "")
		if errors.Is(err, ErrNotFound) {
			gone[i] = true // it has stopped since the list was made
			return
		}
		if err != nil {
			failed[i] = fmt.Errorf("cannot read the beat of %s: %w", name, err)
			return
		}
		found[i] = seenBeat{revision: got.Revision, beat: Beat{Replica: name}}
		beat, err := Decode[Beat](got.Data, Trust{}) // beats are not signed
		switch {
		case err != nil:
			found[i].fault = err.Error()
		case beat.Replica != name:
			found[i].fault = fmt.Sprintf("the beat is one of %q", beat.Replica)
		default:
			found[i].beat = *beat
		}
		entries[i].Age = got.Age
	})
	if err := errors.Join(failed...); err != nil {
		return err
	}
	r.replicas, r.seen = nil, map[string]seenBeat{}
	for i, e := range entries {
		if gone[i] {
			continue
		}
		r.seen[e.Key] = found[i]
		b := found[i].beat
		r.replicas = append(r.replicas, ReplicaStatus{
			Beat: b, Age: e.Age, Error: found[i].fault,
			Lost: found[i].fault != "" || e.Age >= b.lifetime(),
		})
	}
	return nil
}

// lifetime is how old a beat may get before its replica counts as lost.
func (b *Beat) lifetime() time.Duration {
	every := b.Every
	if every <= 0 || every > longestEvery {
		every = usualEvery
	}
	return 3*every + lostSlack
}
