package nats

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// ForbiddenError means that the account may not use a subject.
type ForbiddenError struct{ Subject string }

func (e *ForbiddenError) Error() string {
	return fmt.Sprintf("the account of NATS has no permission to publish to %q", e.Subject)
}

// The error codes of JetStream that the client has no names for.
const (
	codeNoMessage      = 10037
	codeNoStream       = 10059
	codeWrongLast      = 10071
	codeReplicasSingle = 10074
	codeNoPeers        = 10005
	codeExists         = 10058
	codeNotLeader      = 10009
	codeOffline        = 10118
	// codeBusy means that another write of the same subject is in process, and that this one
	// was not taken. It is also said for a moment after the other one was acknowledged.
	codeBusy = 10164
	// codeSent means that the same write is in process: it was sent before.
	codeSent = 10158
)

// code returns the error code and the status of JetStream in an error; 0 for none.
func code(err error) (code, status int) {
	if one, ok := errors.AsType[*nats.APIError](err); ok {
		return int(one.ErrorCode), one.Code
	}
	var other jetstream.JetStreamError
	if errors.As(err, &other) && other.APIError() != nil {
		return int(other.APIError().ErrorCode), other.APIError().Code
	}
	return 0, 0
}

func is(err error, codes ...int) bool {
	got, _ := code(err)
	return slices.Contains(codes, got)
}

// undelivered reports whether an error means that no server has taken the request.
func undelivered(err error) bool {
	return errors.Is(err, nats.ErrNoResponders) || errors.Is(err, jetstream.ErrNoStreamResponse) ||
		errors.Is(err, nats.ErrReconnectBufExceeded)
}

// passing reports whether an error may be gone at the next attempt: no answer, a lost
// connection, a cluster without a leader.
func passing(err error) bool {
	_, status := code(err)
	return undelivered(err) || status == 503 || is(err, codeNotLeader, codeOffline) || errors.Is(err, errAway) ||
		errors.Is(err, context.DeadlineExceeded) || errors.Is(err, nats.ErrTimeout) ||
		errors.Is(err, nats.ErrDisconnected) || errors.Is(err, nats.ErrConnectionReconnecting)
}
