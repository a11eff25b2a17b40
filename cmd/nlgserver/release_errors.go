package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"nlgserver/release"
)

// nothingChanged ends what is said of a failure that has left everything as it was.
const nothingChanged = "nothing has changed"

// moved turns an error of a publication, or of another move, into one that ends the
// program. It tells what the replicas have found.
func moved(tell *teller, s *opened, err error) error {
	if refused, ok := errors.AsType[*release.RefusedError](err); ok {
		return refusedBy(tell, refused)
	}
	if late, ok := errors.AsType[*release.LateError](err); ok {
		tell.refusals(late.Refusals)
		return cmp.Or(tell.err, error(&exitError{code: exitFindings, err: late}))
	}
	if unclear, ok := errors.AsType[*release.UnclearError](err); ok {
		return &exitError{code: exitUnreadable, err: fmt.Errorf("%s: %w; `nlgserver release status` tells, once the store answers", s, unclear)}
	}
	if isUnmoved(err) {
		return &exitError{code: exitFindings, err: fmt.Errorf("%w; %s", err, nothingChanged)}
	}
	return unread(s, err)
}

// isUnmoved reports whether an error says why there was nothing to move, or who was first.
func isUnmoved(err error) bool {
	if _, ok := errors.AsType[*release.BusyError](err); ok {
		return true
	}
	if _, ok := errors.AsType[*release.OvertakenError](err); ok {
		return true
	}
	if _, ok := errors.AsType[*release.CanaryError](err); ok {
		return true
	}
	for _, why := range [...]error{release.ErrNothingLive, release.ErrNoCanary, release.ErrNoFormer, release.ErrNeverLive} {
		if errors.Is(err, why) {
			return true
		}
	}
	return false
}

// refusedBy tells why replicas refuse a release.
func refusedBy(tell *teller, refused *release.RefusedError) error {
	tell.refusals(refused.By)
	var names []string
	for _, r := range refused.By {
		names = append(names, r.Replica)
	}
	return cmp.Or(tell.err, error(&exitError{code: exitFindings, err: fmt.Errorf("refused by %s: %s", strings.Join(names, ", "), nothingChanged)}))
}

// unread turns an error of reading a store into one that ends the program.
func unread(s *opened, err error) error {
	if err == nil {
		return nil
	}
	if exit, ok := errors.AsType[*exitError](err); ok {
		return exit
	}
	if untrusted, ok := errors.AsType[*release.UntrustedError](err); ok {
		return &exitError{code: exitFindings, err: fmt.Errorf("%s: %w", s, untrusted)}
	}
	switch {
	case errors.Is(err, context.Canceled):
		return &exitError{code: exitInterrupted, err: errors.New("interrupted")}
	case errors.Is(err, release.ErrNotFound):
		return &exitError{code: exitFindings, err: err}
	}
	return &exitError{code: exitUnreadable, err: fmt.Errorf("%s: %w", s, err)}
}

// exitInterrupted is the exit code of a program that Ctrl+C ends.
const exitInterrupted = 130

// at returns a time in the zone of the reader; a dash for none.
func at(t time.Time) string {
	if t.IsZero() {
		return "–"
	}
	return t.Local().Format("2006-01-02 15:04")
}
