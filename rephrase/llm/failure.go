package llm

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"syscall"
	"time"

	"nlgserver/rephrase"
)

// failure is why a call gave no answer.
type failure struct {
	// reason is that of a [rephrase.ModelError], or [rephrase.Gone].
	reason rephrase.Outcome
	status int
	// cause has nothing of a prompt, an answer, and a secret.
	cause error
	// after is how long the server asks to be left alone; 0 if it does not.
	after time.Duration
}

// interrupted returns the failure of a call whose context is done.
func interrupted(ctx context.Context) *failure {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return &failure{reason: rephrase.Timeout, cause: fmt.Errorf("no answer in time: %w", ctx.Err())}
	}
	return &failure{reason: rephrase.Gone, cause: ctx.Err()}
}

// broken returns the failure of an exchange that ended with an error.
func broken(ctx context.Context, err error) *failure {
	if ctx.Err() != nil {
		return interrupted(ctx)
	}
	return &failure{reason: rephrase.Unreachable, cause: errors.New(explain(err))}
}

func malformed(err error) *failure { return &failure{reason: rephrase.Malformed, cause: err} }

// explain says what went wrong in words of our own: those of net/http may have a part of an
// address, of a proxy's password, and of what the server has sent.
func explain(err error) string {
	if e, ok := errors.AsType[*net.DNSError](err); ok {
		if e.IsNotFound {
			return "cannot resolve the name of the host: no such host"
		}
		return "cannot resolve the name of the host"
	}
	if _, ok := errors.AsType[x509.UnknownAuthorityError](err); ok {
		return "the certificate of the server is signed by an unknown authority"
	}
	if _, ok := errors.AsType[x509.HostnameError](err); ok {
		return "the certificate of the server is for another host"
	}
	if e, ok := errors.AsType[x509.CertificateInvalidError](err); ok {
		if e.Reason == x509.Expired {
			return "the certificate of the server has expired, or is not valid yet"
		}
		return "the certificate of the server is not valid"
	}
	if _, ok := errors.AsType[tls.RecordHeaderError](err); ok {
		return "the server does not speak TLS at this port"
	}
	if e, ok := errors.AsType[syscall.Errno](err); ok {
		return e.Error()
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return "the connection was closed before the end of the answer"
	}
	if e, ok := errors.AsType[net.Error](err); ok && e.Timeout() {
		return "no connection in time"
	}
	return "the exchange over HTTP failed"
}

// result returns what a failure says of the deployment. A server that refuses one request as
// wrong works: another prompt may be right. One that refuses the key, the address, or the
// number of requests refuses them all, and one whose answers cannot be read does not work.
func (f *failure) result() result {
	switch f.reason {
	case rephrase.Gone:
		return undecided
	case rephrase.Refused:
		switch f.status {
		case http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusRequestTimeout, http.StatusTooManyRequests:
			return failed
		}
		if f.status >= 400 && f.status < 500 {
			return worked
		}
	}
	return failed
}

// retryAfter returns how long a server asks to be left alone; 0 if it does not.
func retryAfter(header http.Header, now time.Time) time.Duration {
	text := strings.TrimSpace(header.Get("Retry-After"))
	if seconds, err := strconv.ParseUint(text, 10, 31); err == nil {
		return time.Duration(seconds) * time.Second
	}
	if at, err := http.ParseTime(text); err == nil {
		return max(at.Sub(now), 0)
	}
	return 0
}
