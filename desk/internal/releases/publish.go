package releases

import (
	"context"
	"errors"
	"fmt"

	"nlgserver/internal/content"
	"nlgserver/release"
)

// Seen is what a user has seen as live: the sequence; 0 for nothing.
type Seen int

// Publication is what is published.
type Publication struct {
	Files    []content.File
	Settings []byte
	// Draft has the message, counts, checks, changes and source.
	Draft release.Release
	// By is who publishes.
	By string
	// Canary is a percentage from 1 to 99; 0 for everybody.
	Canary int
	Seen   Seen
	// Told is called with each step; nil for nobody.
	Told func(release.Step)
	// Write writes the files of the publication, once every replica is ready: it calls live
	// when they are in place, and takes them back if that fails. It returns the error of live
	// as it is. The number of the release is known then; if nothing becomes live, it is not
	// given again. If Write is nil, live is called at once.
	//
	// If it cannot be known whether the release became live, live returns nil, so that the
	// files stay: they are what was most likely published, and the [*release.UnclearError] of
	// [Releases.Publish] tells the rest.
	Write func(number int, live func() error) error
}

// Publish publishes. The errors are those of [release.Publisher.Publish], and that of Write;
// a [*release.OvertakenError] also means that something else was live than the user has
// seen. If the release is not nil, it is live, or, with a [*release.UnclearError], may be.
// [Releases.Now] has what came of it.
func (r *Releases) Publish(ctx context.Context, p Publication) (*release.Release, error) {
	bundle, err := release.Pack(p.Files, p.Settings)
	if err != nil {
		return nil, err
	}
	publisher := r.publisher(p.By, p.Seen, p.Told)
	if p.Write != nil {
		publisher.Write = func(made *release.Release, move func() error) error {
			return p.Write(made.Number, func() error {
				err := move()
				if _, unclear := errors.AsType[*release.UnclearError](err); unclear {
					return nil
				}
				return err
			})
		}
	}
	made, err := publisher.Publish(ctx, bundle, p.Draft, p.Canary)
	r.catchUp(ctx)
	return made, named(err)
}

// Move is one of the moves that need no content.
type Move struct {
	// What is [release.MoveRollback], [release.MovePromote] or [release.MoveAbort].
	What release.Move
	// Number is that of the release to go back to; only for a rollback.
	Number  int
	Message string
	By      string
	Seen    Seen
	// Told is called with each step; nil for nobody.
	Told func(release.Step)
}

// Move moves what is live. The errors are those of [release.Publisher]. If what it returns is
// not nil, it is live, or, with a [*release.UnclearError], may be. [Releases.Now] has what
// came of it.
func (r *Releases) Move(ctx context.Context, m Move) (*release.Live, error) {
	publisher := r.publisher(m.By, m.Seen, m.Told)
	var live *release.Live
	var err error
	switch m.What {
	case release.MoveRollback:
		live, err = publisher.Rollback(ctx, m.Number, m.Message)
	case release.MovePromote:
		live, err = publisher.Promote(ctx, m.Message)
	case release.MoveAbort:
		live, err = publisher.Abort(ctx, m.Message)
	default:
		return nil, fmt.Errorf("%q is no move without content", m.What)
	}
	r.catchUp(ctx)
	return live, named(err)
}

// named returns an error that names others as the page does, without their email addresses.
func named(err error) error {
	if busy, ok := errors.AsType[*release.BusyError](err); ok {
		busy.Staged.By = nameOnly(busy.Staged.By)
	}
	if overtaken, ok := errors.AsType[*release.OvertakenError](err); ok && overtaken.Live != nil {
		live := *overtaken.Live
		live.By = nameOnly(live.By)
		overtaken.Live = &live
	}
	return err
}

// publisher returns what moves what a user has seen, and nothing else.
func (r *Releases) publisher(by string, seen Seen, told func(release.Step)) *release.Publisher {
	return &release.Publisher{
		Store: r.store, Sign: r.cfg.Sign, Trust: r.cfg.Trust, By: by, Wait: r.cfg.Wait, Told: told,
		Check: func(live *release.Live) error {
			sequence := 0
			if live != nil {
				sequence = live.Sequence
			}
			if Seen(sequence) != seen {
				return &release.OvertakenError{Live: live}
			}
			return nil
		},
	}
}
