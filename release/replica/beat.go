package replica

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"nlgserver/release"
)

// longestReason is the length, in bytes, of a reason that is cut.
const longestReason = 2000

// farewell is how long a replica that stops tries to delete its beat.
const farewell = 2 * time.Second

// beats writes the beat when it changes, and now and then.
func (r *Replica) beats(ctx context.Context) {
	var pause backoff
	for {
		wait := jitter(r.cfg.Every)
		err := r.beat(ctx)
		if ctx.Err() != nil {
			return
		}
		r.note(beating, err)
		if err != nil {
			wait = min(pause.next(), wait)
		} else {
			pause.reset()
		}
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
			timer.Stop()
			return
		case <-r.beatIt:
		case <-timer.C:
		}
		timer.Stop()
	}
}

func (r *Replica) beat(ctx context.Context) error {
	beat := r.shown.Load().beat
	beat.Run, beat.At = r.run, time.Now().UTC()
	data, err := release.Encode(&beat, release.Signers{})
	if err != nil {
		// The findings are too long. What matters is that it refuses.
		beat.Refusals = slices.Clone(beat.Refusals)
		for i := range beat.Refusals {
			refusal := &beat.Refusals[i]
			refusal.Diagnostics = nil
			refusal.Reason = strings.ToValidUTF8(refusal.Reason[:min(len(refusal.Reason), longestReason)], "")
		}
		data, err = release.Encode(&beat, release.Signers{})
	}
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if r.hasBeat {
		r.lookForTwin(ctx)
	}
	if err := r.cfg.Store.Put(ctx, release.ReplicaKey(r.cfg.Name), data); err != nil {
		return err
	}
	r.hasBeat = true // before, what is there may be the beat of a run that was killed
	return nil
}

// alone is how many beats in a row are still there when the next one is due, until a twin
// counts as gone.
const alone = 3

// lookForTwin tells if another replica has the same name: each overwrites the beat of the
// other, and a publisher waits for one of them only.
func (r *Replica) lookForTwin(ctx context.Context) {
	e, err := r.cfg.Store.Get(ctx, release.ReplicaKey(r.cfg.Name), "")
	if err != nil {
		return // to write it tells what is wrong with the store
	}
	other, err := release.Decode[release.Beat](e.Data, release.Trust{})
	switch {
	case err == nil && other.Run != "" && other.Run != r.run:
		r.twin = alone
		err = fmt.Errorf("another server has the name %s too: give each its own", r.cfg.Name)
		r.note(beingToldApart, err)
	case r.twin > 0:
		if r.twin--; r.twin == 0 {
			r.note(beingToldApart, nil)
		}
	}
}

// leave deletes the beat, so that nobody waits for this replica.
func (r *Replica) leave(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), farewell)
	defer cancel()
	if err := r.cfg.Store.Delete(ctx, release.ReplicaKey(r.cfg.Name)); err != nil {
		r.cfg.Log.Warn("cannot delete the beat of this replica; it counts as lost soon", "error", err)
	}
}
