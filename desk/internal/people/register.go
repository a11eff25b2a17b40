package people

import (
	"context"
	"errors"
	"log/slog"
	"net/netip"
	"sync"
	"time"
)

const (
	// mostRefused is how many refused sign-ins are logged in a row, of all names and
	// addresses together, since whoever guesses chooses them; one more is each
	// refusedEvery. mostWelcomed and welcomedEvery are the same for those of one user that
	// succeed: nobody hides those of another.
	mostRefused   = 30
	refusedEvery  = 20 * time.Second
	mostWelcomed  = 10
	welcomedEvery = time.Minute
	// maxLogged is how many users have their sign-ins counted.
	maxLogged = 1024
)

// Register logs who signs in, and who is refused. A flood leaves lines out, and the next
// line says how many. Its methods are safe for concurrent use.
type Register struct {
	log *slog.Logger
	now func() time.Time

	mu       sync.Mutex
	refused  *limit[struct{}]
	welcomed *limit[string]
	// refusals and welcomes count what was left out since the last line of its kind.
	refusals, welcomes int
}

// NewRegister returns a register that writes into a log.
func NewRegister(log *slog.Logger) *Register {
	return &Register{
		log: log, now: time.Now,
		refused:  newLimit[struct{}](mostRefused, 1, refusedEvery),
		welcomed: newLimit[string](mostWelcomed, maxLogged, welcomedEvery),
	}
}

// Welcomed logs that a user of the file has signed in.
func (r *Register) Welcomed(user string, from netip.Addr) {
	if leftOut, ok := tally(r, r.welcomed, user, &r.welcomes); ok {
		r.write(slog.LevelInfo, "signed in", leftOut, "user", user, "address", from)
	}
}

// Refused logs that somebody was not let in under a name, and why. Of the names only
// those of the users are logged: others are what a browser sent, and people type their
// password there by mistake.
func (r *Register) Refused(users *List, name string, from netip.Addr, why error) {
	leftOut, ok := tally(r, r.refused, struct{}{}, &r.refusals)
	if !ok {
		return
	}
	who := []any{"user", name}
	if _, known := users.Find(name); !known {
		who = []any{"known", false}
	}
	r.write(slog.LevelWarn, "sign-in refused", leftOut, append(who, "address", from, "reason", reasonOf(why))...)
}

// tally counts a line, and reports whether to write it, and how many of its kind were
// left out before.
func tally[K comparable](r *Register, of *limit[K], key K, leftOut *int) (before int, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.now()
	if of.wait(key, now) > 0 {
		*leftOut++
		return 0, false
	}
	of.fail(key, now)
	before, *leftOut = *leftOut, 0
	return before, true
}

func (r *Register) write(level slog.Level, message string, leftOut int, args ...any) {
	if leftOut > 0 {
		args = append(args, "left_out", leftOut)
	}
	r.log.Log(context.Background(), level, message, args...)
}

// reasonOf says why somebody is not let in, without numbers: lines of the same kind are
// alike.
func reasonOf(why error) string {
	if _, is := errors.AsType[*TooManyError](why); is {
		return "too many wrong passwords"
	}
	return why.Error()
}
