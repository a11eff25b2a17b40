package replica

import (
	"context"
	"fmt"

	"nlgserver/internal/content"
	"nlgserver/internal/diag"
	"nlgserver/release"
)

// Host is what uses the content: a server.
type Host interface {
	// Prepare makes content ready and returns whatever [Host.Switch] needs of it. It may take
	// long, and several may run at once. When ctx ends, nobody needs the result. The number
	// of the ref is 0 if the content is only staged. An error that is a [*RefusedError] is
	// final for this content, and so is a panic; after any other it is tried again.
	Prepare(ctx context.Context, ref release.Ref, files []content.File) (Prepared, error)
	// Switch puts to use what is prepared, all at once. It must be quick and cannot fail: what
	// can fail, or takes time, belongs into Prepare. There is one call at a time.
	Switch(use Use)
}

// Prepared is content that a [Host] has ready. It must not change.
type Prepared any

// Use is what a replica is to say.
type Use struct {
	// Live is the pointer that it follows. It must not be changed.
	Live *release.Live
	// Says names Main: it is that of Live or, for a replica that has nothing and cannot have
	// that, the one before.
	Says release.Ref
	Main Prepared
	// Canary is what a share of the conversations gets, by Live.Canary; nil for none, also if
	// the replica cannot have it.
	Canary Prepared
}

// RefusedError says that content cannot be had, ever, by this host.
type RefusedError struct {
	// Reason is why, in a sentence without a period.
	Reason string
	// Diagnostics are the findings in the content.
	Diagnostics diag.List
}

func (e *RefusedError) Error() string {
	if len(e.Diagnostics) == 0 {
		return e.Reason
	}
	return fmt.Sprintf("%s: %s", e.Reason, e.Diagnostics[0].Message)
}
