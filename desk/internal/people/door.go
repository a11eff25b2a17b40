package people

import (
	"context"
	"errors"
	"hash/maphash"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/crypto/bcrypt"
)

const (
	// maxHashing is how many passwords are checked at a time, so that sign-ins leave the
	// machine to others; maxWaiting is how many may wait for that, and checkWait how long.
	maxHashing = 2
	maxWaiting = 64
	checkWait  = 10 * time.Second

	// userFailures is how many wrong passwords for a name are checked in a row, from all
	// addresses together; one more is each userEvery.
	userFailures = 10
	userEvery    = 10 * time.Second
	// addressFailures and addressEvery are the same for an address, for all names
	// together.
	addressFailures = 20
	addressEvery    = 5 * time.Second
	// maxCounted is how many names, and how many addresses, have their failures counted.
	maxCounted = 4096
	// maxKnown is how many pairs of a user and an address are known.
	maxKnown = 1024
	// maxOwnKnown is how many of them one user may have: nobody makes others forgotten by
	// signing in at many addresses.
	maxOwnKnown = 32

	// maxPassword is how long a password may be, in bytes. Of a longer one than 72,
	// bcrypt takes the beginning, as htpasswd says.
	maxPassword = 1024
)

// ErrWrong says that there is no user of that name and password.
var ErrWrong = errors.New("wrong name or password")

// ErrNoRole says that there is such a user, who may nothing.
var ErrNoRole = errors.New("no role")

// ErrBusy says that too many others sign in at the moment.
var ErrBusy = errors.New("too many others sign in at the moment")

// TooManyError says that there were too many wrong passwords.
type TooManyError struct {
	// After is how long to wait.
	After time.Duration
}

func (e *TooManyError) Error() string {
	return "too many wrong passwords; wait " + e.After.Round(time.Second).String()
}

// pair is a user who has signed in from an address.
type pair struct {
	name uint64
	from netip.Prefix
}

// Door checks passwords, and keeps those out who guess. Its methods are safe for
// concurrent use.
type Door struct {
	seed    maphash.Seed
	compare func(hash, password string) bool
	hashing chan struct{}

	mu      sync.Mutex
	waiting int
	names   *limit[uint64]
	from    *limit[netip.Prefix]
	// pairs counts the failures of those who have signed in from that address before:
	// whoever guesses elsewhere does not keep them out.
	pairs *limit[pair]
	// known are those, and when they last signed in.
	known map[pair]time.Time
}

// NewDoor returns a door at which nobody has failed yet.
func NewDoor() *Door {
	return &Door{
		seed: maphash.MakeSeed(), compare: fits, hashing: make(chan struct{}, maxHashing), known: map[pair]time.Time{},
		names: newLimit[uint64](userFailures, maxCounted, userEvery),
		from:  newLimit[netip.Prefix](addressFailures, maxCounted, addressEvery),
		pairs: newLimit[pair](userFailures, maxKnown, userEvery),
	}
}

func fits(hash, password string) bool {
	return bcrypt.CompareHashAndPassword([]byte(hash), []byte(password)) == nil
}

// SignIn returns the user whose name and password they are. The error is [ErrWrong],
// [ErrBusy], a [TooManyError], or that of the context. Exactly one hash is computed
// unless it is one of the last three, whether there is such a user or not.
func (d *Door) SignIn(ctx context.Context, users *List, name, password string, from netip.Addr) (User, error) {
	who := pair{maphash.String(d.seed, name), networkOf(from)}
	takeBack, after := d.begin(who, time.Now())
	if after > 0 {
		return User{}, &TooManyError{after}
	}
	if err := d.queue(ctx); err != nil {
		takeBack()
		return User{}, err
	}
	user, is := users.Find(name)
	hash := user.hash
	if is = is && user.HasPassword() && len(password) <= maxPassword; !is {
		hash = users.decoy(name)
		password = password[:min(len(password), maxPassword)]
	}
	fits := d.compare(hash, password)
	<-d.hashing
	if !fits || !is {
		return User{}, ErrWrong
	}
	takeBack()
	d.remember(who, time.Now())
	return user, nil
}

// begin counts a failure before it is known to be one, so that many at a time are not
// all checked, and returns what takes it back. If there were too many, it returns how
// long to wait.
func (d *Door) begin(who pair, now time.Time) (takeBack func(), wait time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if _, known := d.known[who]; known {
		if wait := d.pairs.wait(who, now); wait > 0 {
			return nil, wait
		}
		d.pairs.fail(who, now)
		return func() {
			d.mu.Lock()
			defer d.mu.Unlock()
			d.pairs.takeBack(who)
		}, 0
	}
	if wait := max(d.names.wait(who.name, now), d.from.wait(who.from, now)); wait > 0 {
		return nil, wait
	}
	d.names.fail(who.name, now)
	d.from.fail(who.from, now)
	return func() {
		d.mu.Lock()
		defer d.mu.Unlock()
		d.names.takeBack(who.name)
		d.from.takeBack(who.from)
	}, 0
}

// remember notes where a user has signed in.
func (d *Door) remember(who pair, now time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if _, known := d.known[who]; !known {
		d.forget(func(one pair) bool { return one.name == who.name }, maxOwnKnown)
		d.forget(func(pair) bool { return true }, maxKnown)
	}
	d.known[who] = now
}

// forget forgets who has signed in longest ago of some who are known, if there are too
// many; mu is locked.
func (d *Door) forget(of func(pair) bool, most int) {
	var oldest pair
	var last time.Time
	n := 0
	for one, at := range d.known {
		if !of(one) {
			continue
		}
		if n++; n == 1 || at.Before(last) {
			oldest, last = one, at
		}
	}
	if n >= most {
		delete(d.known, oldest)
	}
}

// queue waits until a password may be checked.
func (d *Door) queue(ctx context.Context) error {
	d.mu.Lock()
	if d.waiting >= maxWaiting {
		d.mu.Unlock()
		return ErrBusy
	}
	d.waiting++
	d.mu.Unlock()
	defer func() {
		d.mu.Lock()
		d.waiting--
		d.mu.Unlock()
	}()
	timer := time.NewTimer(checkWait)
	defer timer.Stop()
	select {
	case d.hashing <- struct{}{}:
		return nil
	case <-timer.C:
		return ErrBusy
	case <-ctx.Done():
		return ctx.Err()
	}
}

// networkOf returns what counts as one address: of IPv6, a customer has a whole /64.
func networkOf(addr netip.Addr) netip.Prefix {
	addr = addr.Unmap().WithZone("")
	bits := addr.BitLen()
	if addr.Is6() {
		bits = 64
	}
	network, err := addr.Prefix(bits)
	if err != nil {
		return netip.Prefix{} // no address at all
	}
	return network
}
