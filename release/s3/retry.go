package s3

import (
	"context"
	"math/rand/v2"
	"net/http"
	"time"
)

const (
	// tries is how often a request is sent that may be repeated.
	tries = 3
	// patience is how long a storage is asked again that asks for fewer requests.
	patience = time.Minute

	firstWait = 100 * time.Millisecond
	maxWait   = 5 * time.Second
)

// repeats says whether a request may be sent again after a failure that does not tell
// whether it was carried out.
type repeats bool

const (
	once       repeats = false
	repeatable repeats = true
)

// retry sends a request, and sends it again while that can help: if the storage did not
// carry it out because of too many requests or of another one at the same moment, or if
// it failed and is repeatable.
func (s *Store) retry(ctx context.Context, may repeats, send func(context.Context) error) error {
	if s.isClosed() {
		return errClosed
	}
	begun := time.Now()
	wait := firstWait
	var last error
	for try := 1; ; try++ {
		err := send(ctx)
		if err == nil {
			return nil
		}
		if over := ctx.Err(); over != nil && last != nil {
			return &overError{end: over, last: last}
		} else if over != nil {
			return over
		}
		last = err
		again := isThrottle(err) || isConflict(err)
		if again && time.Since(begun) > patience || !again && (may == once || try >= tries || !isPassing(err)) {
			return err
		}
		if over := s.pause(ctx, wait/2+rand.N(wait/2)); over != nil {
			return &overError{end: over, last: err}
		}
		wait = min(2*wait, maxWait)
	}
}

// isThrottle reports whether the storage asks for fewer requests, and carried out nothing.
func isThrottle(err error) bool {
	response := failureOf(err)
	switch response.code {
	case "SlowDown", "SlowDownRead", "SlowDownWrite", "Throttling", "ThrottlingException", "RequestLimitExceeded", "RequestThrottled", "TooManyRequests":
		return true
	}
	return response.status == http.StatusTooManyRequests
}

// isConflict reports whether a write met another one at the same moment, of which neither
// the storage nor this package knows yet whether it will happen.
func isConflict(err error) bool {
	code := failureOf(err).code
	return code == "ConditionalRequestConflict" || code == "OperationAborted"
}

// isPassing reports whether the same request may well succeed later: the storage cannot be
// reached, or has a failure.
func isPassing(err error) bool {
	status := failureOf(err).status
	return isUnreachable(err) || status == http.StatusRequestTimeout ||
		status >= http.StatusInternalServerError && status != http.StatusNotImplemented
}

// pause waits, and returns an error if ctx ends or the store is closed before.
func (s *Store) pause(ctx context.Context, wait time.Duration) error {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	case <-s.closed:
		return errClosed
	}
}

func (s *Store) isClosed() bool {
	select {
	case <-s.closed:
		return true
	default:
		return false
	}
}

// overError means that the time was over while a request waited to be sent again.
type overError struct{ end, last error }

func (e *overError) Error() string { return e.end.Error() }

func (e *overError) Unwrap() error { return e.end }
