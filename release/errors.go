package release

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// The errors of a [Publisher] that has nothing to do.
var (
	// ErrNothingLive means that nothing was published yet.
	ErrNothingLive = errors.New("nothing is live: publish a release first")
	// ErrNoCanary means that there is no canary to promote or to abort.
	ErrNoCanary = errors.New("there is no canary")
	// ErrNoFormer means that nothing was live before what is live.
	ErrNoFormer = errors.New("there is no former release to roll back to")
	// ErrLiveAlready and ErrNeverLive are about the release to roll back to.
	ErrLiveAlready = errors.New("is live already")
	ErrNeverLive   = errors.New("was never live for all conversations: publish its content instead")
)

// ReplicaRefusal is the refusal of one replica.
type ReplicaRefusal struct {
	Replica string
	Refusal
}

// RefusedError means that a replica cannot have what was staged. What is live has not
// changed.
type RefusedError struct {
	// By are the refusals, at most one of each replica, sorted by its name.
	By []ReplicaRefusal
}

func (e *RefusedError) Error() string {
	if len(e.By) == 0 {
		return "a replica refused the content"
	}
	first := e.By[0]
	if len(e.By) == 1 {
		return fmt.Sprintf("replica %s refused the content: %s", first.Replica, first.Reason)
	}
	return fmt.Sprintf("%d replicas refused the content; %s: %s", len(e.By), first.Replica, first.Reason)
}

// BusyError means that somebody else is publishing.
type BusyError struct {
	Staged Staged
	// Age is how long ago that began, by the clock of the store.
	Age time.Duration
}

func (e *BusyError) Error() string {
	return fmt.Sprintf("%s started publishing %s %s ago: wait until that is done",
		somebody(e.Staged.By), quoted(e.Staged.Message, "another release"), spaced(e.Age))
}

// OvertakenError means that somebody else has changed what is live meanwhile. The caller
// has changed nothing.
type OvertakenError struct {
	// Live is what they made live; nil if nothing is live any more.
	Live *Live
}

func (e *OvertakenError) Error() string {
	if e.Live == nil {
		return "somebody removed what was live meanwhile"
	}
	l := e.Live
	return fmt.Sprintf("%s changed what is live meanwhile, at %s: %s", somebody(l.By), l.At.UTC().Format(time.RFC3339), describe(l))
}

// CanaryError means that there is a canary, which has to be promoted or aborted first.
type CanaryError struct{ Live *Live }

func (e *CanaryError) Error() string {
	c := e.Live.Canary
	return fmt.Sprintf("release %d is a canary with %d%% of the conversations: promote or abort it first", c.Number, c.Percent)
}

// LateError means that living replicas did not follow in time.
type LateError struct {
	// Replicas are their names, sorted.
	Replicas []string
	// Refusals are those of the replicas that say why.
	Refusals []ReplicaRefusal
	// Live is set if the move has happened, and only some replicas do not say so yet. Else
	// nothing has changed.
	Live bool
	// Err is why the replicas could not be asked; nil if they were.
	Err error
}

func (e *LateError) Error() string {
	what := "not ready in time, so nothing has changed: "
	if e.Live {
		what = "live, but not yet on all replicas: "
	}
	switch {
	case len(e.Refusals) > 0:
		what += fmt.Sprintf("%s: %s", e.Refusals[0].Replica, e.Refusals[0].Reason)
		if more := len(e.Replicas) - 1; more > 0 {
			what += fmt.Sprintf(" (and %d more)", more)
		}
	case len(e.Replicas) > 0:
		what += strings.Join(e.Replicas, ", ")
	default:
		what += "the replicas cannot be asked"
	}
	if e.Err != nil {
		what += ": " + e.Err.Error()
	}
	return what
}

func (e *LateError) Unwrap() error { return e.Err }

// UnclearError means that the store failed when something was to become live, and that
// it cannot be told whether it did. [ReadStatus] tells, once the store answers.
type UnclearError struct {
	// Live is what was to become live.
	Live *Live
	Err  error
}

func (e *UnclearError) Error() string {
	return fmt.Sprintf("it is not known whether this is live (%s): %s", describe(e.Live), e.Err)
}

func (e *UnclearError) Unwrap() error { return e.Err }

// BundleError means that a bundle is not what its release says.
type BundleError struct {
	Ref Ref
	Err error
}

func (e *BundleError) Error() string {
	return fmt.Sprintf("bundle %s is broken: %s", short(e.Ref.Bundle), e.Err)
}

func (e *BundleError) Unwrap() error { return e.Err }

// describe says what a move did.
func describe(l *Live) string {
	switch l.Move {
	case MoveCanary:
		if l.Canary != nil {
			return fmt.Sprintf("release %d as a canary with %d%%%s", l.Canary.Number, l.Canary.Percent, suffix(l.Message))
		}
	case MovePromote:
		return fmt.Sprintf("promoted release %d%s", l.Number, suffix(l.Message))
	case MoveAbort:
		return fmt.Sprintf("aborted the canary, release %d is live%s", l.Number, suffix(l.Message))
	case MoveRollback:
		return fmt.Sprintf("rolled back to release %d%s", l.Number, suffix(l.Message))
	}
	return fmt.Sprintf("release %d%s", l.Number, suffix(l.Message))
}

// spaced returns a duration in whole seconds as people write it: 1 min 5 s.
func spaced(d time.Duration) string {
	d = d.Round(time.Second)
	if d < time.Minute {
		return fmt.Sprintf("%d s", d/time.Second)
	}
	if rest := d % time.Minute; rest != 0 {
		return fmt.Sprintf("%d min %d s", d/time.Minute, rest/time.Second)
	}
	return fmt.Sprintf("%d min", d/time.Minute)
}

func somebody(by string) string {
	if by == "" {
		return "somebody"
	}
	return by
}

func quoted(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	subject, _, _ := strings.Cut(text, "\n")
	return fmt.Sprintf("%q", subject)
}

func suffix(message string) string {
	if message == "" {
		return ""
	}
	return fmt.Sprintf(" (%q)", message)
}

// short shortens a digest for people.
func short(digest string) string {
	if len(digest) > 12 {
		return digest[:12]
	}
	return digest
}
