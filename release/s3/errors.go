package s3

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"regexp"

	"nlgserver/release"
)

var (
	errClosed  = errors.New("the store is closed")
	errForeign = errors.New("the response is a 404 that no S3 storage has written: check endpoint")
	errNotS3   = errors.New("the response is not that of an S3 storage: check endpoint")
	errUnclear = errors.New("the storage asked for fewer requests, and then had another revision: the write may have happened")
	// errUnconditional says what would be lost.
	errUnconditional = errors.New("the storage does not check If-Match and If-None-Match on writes, so one of two publishers could overwrite the other: use a storage that does, such as Amazon S3, Cloudflare R2 or MinIO")
)

// codes are those of S3 that are shown; the text of a storage is not: some put what the
// caller sent into it.
var codes = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9]{0,63}$`)

// failureOf is the failure in an error; one without status if there is none.
func failureOf(err error) *failure {
	if f, ok := errors.AsType[*failure](err); ok {
		return f
	}
	return &failure{}
}

func statusOf(err error) int { return failureOf(err).status }

// isMissing reports whether there is no such object. That there is no bucket is something
// else.
func isMissing(err error) bool {
	response := failureOf(err)
	return response.status == http.StatusNotFound && response.code == "NoSuchKey"
}

// isUnmet reports whether a write had a condition that is not met.
func isUnmet(err error) bool { return statusOf(err) == http.StatusPreconditionFailed }

// isUnreachable reports whether a request had no response, or no whole one.
func isUnreachable(err error) bool {
	var transfer *url.Error
	var network net.Error
	return errors.As(err, &transfer) || errors.As(err, &network) || errors.Is(err, errDropped) || errors.Is(err, errStalled)
}

// explain is the error of a use of the store, for people: what was tried, with what, and
// what to do.
func (s *Store) explain(verb, key string, err error) error {
	what := s.String()
	if key != "" {
		what = fmt.Sprintf("%q in %s", key, s)
	}
	if errors.Is(err, release.ErrNotFound) {
		return fmt.Errorf("%q: %w", key, release.ErrNotFound)
	}
	return fmt.Errorf("cannot %s %s: %w", verb, what, s.reason(err))
}

func (s *Store) reason(err error) error {
	if over, ok := errors.AsType[*overError](err); ok {
		return fmt.Errorf("%w; before that: %w", over.end, s.reason(over.last))
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	if response, ok := errors.AsType[*failure](err); ok {
		return s.refusal(response)
	}
	if transfer, ok := errors.AsType[*url.Error](err); ok {
		// Its own text repeats the whole URL.
		return fmt.Errorf("cannot reach %s: %w", s.location.endpoint.String(), transfer.Err)
	}
	return err
}

// refusal is the reason in the response of the storage.
func (s *Store) refusal(response *failure) error {
	code := fmt.Sprintf("HTTP %d", response.status)
	if codes.MatchString(response.code) {
		code = fmt.Sprintf("%s, HTTP %d", response.code, response.status)
	}
	switch response.code {
	case "NoSuchBucket":
		return fmt.Errorf("bucket %q does not exist at %s (%s)", s.location.bucket, s.location.endpoint.String(), code)
	case "InvalidAccessKeyId", "XAdminUserNotFound": // the latter is versitygw's
		return fmt.Errorf("the storage does not know the access key (%s)", code)
	case "SignatureDoesNotMatch":
		return fmt.Errorf("the secret key is not that of the access key (%s)", code)
	case "ExpiredToken", "ExpiredTokenException", "InvalidToken":
		return fmt.Errorf("the session token is not valid any more (%s)", code)
	case "RequestTimeTooSkewed":
		return fmt.Errorf("the clock of this machine differs too much from that of the storage (%s)", code)
	case "AuthorizationHeaderMalformed", "PermanentRedirect", "TemporaryRedirect", "InvalidRegion", "IllegalLocationConstraintException":
		return fmt.Errorf("the bucket is in another region: set region in the address (%s)", code)
	case "NotImplemented":
		return fmt.Errorf("the storage does not have what is needed (%s)", code)
	}
	switch response.status {
	case http.StatusUnauthorized, http.StatusForbidden:
		if s.credless() {
			return fmt.Errorf("access denied, and no credentials were found: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give this machine a role (%s)", code)
		}
		return fmt.Errorf("access denied: reading needs s3:GetObject and s3:ListBucket, and writing s3:PutObject and s3:DeleteObject (%s)", code)
	case http.StatusMovedPermanently, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return fmt.Errorf("the storage sends the request elsewhere: check endpoint and region in the address (%s)", code)
	}
	return fmt.Errorf("the storage failed or refused (%s)", code)
}
