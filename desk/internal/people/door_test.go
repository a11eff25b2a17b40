package people

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"nlgserver/desk/internal/people/peopletest"
)

// team are users whose passwords are their names backwards.
func team(t *testing.T) *List {
	t.Helper()
	list, _, err := Parse("users", []byte("ann:"+peopletest.Hash(t, "nna")+":publisher\nbob:"+peopletest.Hash(t, "bob")+"\npat:*:author\n"))
	if err != nil {
		t.Fatal(err)
	}
	return list
}

var here = netip.MustParseAddr("192.0.2.1")

// TestSignIn checks who gets in, with real hashes, and that one hash is computed
// whatever the name is: otherwise the time would tell who has an account.
func TestSignIn(t *testing.T) {
	list := team(t)
	for _, tt := range []struct {
		name, password string
		in             bool
	}{
		{"ann", "nna", true},
		{"bob", "bob", true},
		{"ann", "bob", false},
		{"bob", "nna", false},
		{"ann", "", false},
		{"ann", "nna ", false},
		{"ann", "NNA", false},
		{"Ann", "nna", false},
		{"ann ", "nna", false},
		{"", "", false},
		{"nobody", "nna", false},
		{"nobody", "", false},
		{"pat", "*", false},
		{"pat", "", false},
		{"ann", "nna\x00", false},
		{"ann", strings.Repeat("nna", 10_000), false},
		{strings.Repeat("ann", 10_000), "nna", false},
		{"ann\xff", "nna", false},
	} {
		d := NewDoor()
		hashes := 0
		d.compare = func(hash, password string) bool {
			hashes++
			if !strings.HasPrefix(hash, "$2a$04$") || len(password) > maxPassword {
				t.Errorf("compares with %q", hash)
			}
			return fits(hash, password)
		}
		user, err := d.SignIn(t.Context(), list, tt.name, tt.password, here)
		if tt.in != (err == nil) || tt.in && user.Name != tt.name || !tt.in && (!errors.Is(err, ErrWrong) || user.Name != "") {
			t.Errorf("%.20q %.20q: %+v, %v", tt.name, tt.password, user, err)
		}
		if hashes != 1 {
			t.Errorf("%.20q %.20q: %d hashes", tt.name, tt.password, hashes)
		}
	}
}

// TestDecoys checks that names without an account are compared with the hashes of all
// users, each name always with the same: otherwise a cost that only some have would
// tell.
func TestDecoys(t *testing.T) {
	list := team(t)
	seen := map[string]bool{}
	for i := range 100 {
		name := fmt.Sprint("nobody", i)
		first, second := list.decoy(name), list.decoy(name)
		if first != second {
			t.Fatal(name)
		}
		seen[first] = true
	}
	if len(seen) != 2 {
		t.Error(len(seen))
	}
}

// fake returns a door that knows one password, and counts what it checks.
func fake(d *Door, password string) *int {
	checked := new(int)
	d.compare = func(_, given string) bool {
		*checked++
		return given == password
	}
	return checked
}

// TestGuessing checks how many guesses are checked, from one address and from many, for
// names of users and for others: a limit that only users have would tell who is one.
func TestGuessing(t *testing.T) {
	many := func(i int) netip.Addr { return netip.AddrFrom4([4]byte{10, 0, byte(i >> 8), byte(i)}) }
	for _, tt := range []struct {
		what string
		name func(i int) string
		from func(i int) netip.Addr
		// first is how many are checked at once, and later how many more in the next 100
		// seconds.
		first, later int
	}{
		{"one user from one address", func(int) string { return "ann" }, func(int) netip.Addr { return here }, userFailures, 10},
		{"nobody from one address", func(int) string { return "nobody" }, func(int) netip.Addr { return here }, userFailures, 10},
		{"one user from many addresses", func(int) string { return "ann" }, many, userFailures, 10},
		{"nobody from many addresses", func(int) string { return "nobody" }, many, userFailures, 10},
		{"many names from one address", func(i int) string { return fmt.Sprint(i) }, func(int) netip.Addr { return here }, addressFailures, 20},
		{"many names from one network of IPv6", func(i int) string { return fmt.Sprint(i) }, func(i int) netip.Addr {
			return netip.AddrFrom16([16]byte{0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, byte(i >> 8), byte(i)})
		}, addressFailures, 20},
		{"one address written in two ways", func(i int) string { return fmt.Sprint(i) }, func(i int) netip.Addr {
			if i%2 == 0 {
				return here
			}
			return netip.AddrFrom16(here.As16())
		}, addressFailures, 20},
	} {
		t.Run(tt.what, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				list, d := team(t), NewDoor()
				checked := fake(d, "right")
				guess := func(from int) {
					for i := from; i < from+1000; i++ {
						_, err := d.SignIn(t.Context(), list, tt.name(i), "wrong", tt.from(i))
						if tooMany, is := errors.AsType[*TooManyError](err); is && (tooMany.After <= 0 || tooMany.After > userEvery) {
							t.Fatal(tooMany.After)
						}
					}
				}
				guess(0)
				if *checked != tt.first {
					t.Errorf("%d are checked at once, want %d", *checked, tt.first)
				}
				*checked = 0
				for i := range 100 {
					time.Sleep(time.Second)
					guess(1000 * (i + 1))
				}
				if *checked != tt.later {
					t.Errorf("%d are checked later, want %d", *checked, tt.later)
				}
			})
		})
	}
}

// TestNobodyIsLockedOut checks that whoever guesses somebody's password, from however
// many addresses, does not keep them out where they have signed in before; and elsewhere
// only as long as it goes on.
func TestNobodyIsLockedOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		list, d := team(t), NewDoor()
		fake(d, "right")
		in := func(from string) error {
			_, err := d.SignIn(t.Context(), list, "ann", "right", netip.MustParseAddr(from))
			return err
		}
		attack := func() {
			for i := range 5000 {
				_, _ = d.SignIn(t.Context(), list, "ann", "wrong", netip.AddrFrom4([4]byte{10, 0, byte(i >> 8), byte(i)}))
			}
		}
		if err := in("192.0.2.1"); err != nil {
			t.Fatal(err)
		}
		attack()
		if err := in("192.0.2.1"); err != nil {
			t.Error("where she was:", err)
		}
		if err := in("192.0.2.2"); err == nil {
			t.Error("the limit does nothing")
		}
		// Her own slips count there, and are forgiven.
		for range 2 * userFailures {
			_, _ = d.SignIn(t.Context(), list, "ann", "wrong", here)
		}
		if _, tooMany := errors.AsType[*TooManyError](in("192.0.2.1")); !tooMany {
			t.Error("whoever knows her address may guess on")
		}
		time.Sleep(userEvery)
		for _, from := range []string{"192.0.2.1", "192.0.2.2"} {
			if err := in(from); err != nil {
				t.Error("after a while:", from, err)
			}
		}
	})
}

// TestRightPasswordsAreFree checks that signing in often is no reason to be kept out.
func TestRightPasswordsAreFree(t *testing.T) {
	list, d := team(t), NewDoor()
	fake(d, "right")
	for i := range 500 {
		if _, err := d.SignIn(t.Context(), list, "ann", "right", netip.AddrFrom4([4]byte{10, 0, byte(i >> 8), byte(i)})); err != nil {
			t.Fatal(i, err)
		}
	}
	if len(d.names.counts)+len(d.from.counts)+len(d.pairs.counts) != 0 {
		t.Error(d.names.counts, d.from.counts)
	}
}

// TestMemory checks that no number of names and addresses takes more memory, and that
// made-up ones do not make room for more guesses.
func TestMemory(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		list, d := team(t), NewDoor()
		checked := fake(d, "right")
		address := func(i int) netip.Addr { return netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)}) }
		for i := range userFailures {
			_, _ = d.SignIn(t.Context(), list, "ann", "wrong", address(i))
		}
		for i := range maxCounted + 500 {
			_, _ = d.SignIn(t.Context(), list, fmt.Sprint("nobody", i), "wrong", address(1000+i))
			_, _ = d.SignIn(t.Context(), list, fmt.Sprint("somebody", i), "right", address(1000+i))
		}
		for i := range maxKnown + 100 {
			d.remember(pair{uint64(i), networkOf(here)}, time.Now())
		}
		if len(d.names.counts) > maxCounted || len(d.from.counts) > maxCounted || len(d.known) > maxKnown {
			t.Error(len(d.names.counts), len(d.from.counts), len(d.known))
		}
		*checked = 0
		if _, _ = d.SignIn(t.Context(), list, "ann", "wrong", address(999)); *checked != 0 {
			t.Error("made-up names make others forgotten")
		}
	})
}

// TestKnown checks that whoever signs in at many addresses makes nobody else forgotten, and
// is known at the latest ones.
func TestKnown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		list, d := team(t), NewDoor()
		fake(d, "right")
		ann := pair{maphash.String(d.seed, "ann"), networkOf(here)}
		bob := func(i int) netip.Addr { return netip.AddrFrom4([4]byte{10, 0, byte(i >> 8), byte(i)}) }
		_, _ = d.SignIn(t.Context(), list, "ann", "right", here)
		for i := range 2 * maxKnown {
			time.Sleep(time.Second)
			if _, err := d.SignIn(t.Context(), list, "bob", "right", bob(i)); err != nil {
				t.Fatal(err)
			}
		}
		last := pair{maphash.String(d.seed, "bob"), networkOf(bob(2*maxKnown - 1))}
		if _, is := d.known[ann]; !is || len(d.known) != 1+maxOwnKnown || d.known[last].IsZero() {
			t.Error(is, len(d.known), d.known[last])
		}
	})
}

// TestCrowd checks that few passwords are checked at a time, that few wait for it, and
// that who gives up leaves room.
func TestCrowd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		list, d := team(t), NewDoor()
		var now, most atomic.Int64
		release := make(chan struct{})
		d.compare = func(string, string) bool {
			n := now.Add(1)
			for old := most.Load(); n > old && !most.CompareAndSwap(old, n); old = most.Load() {
			}
			<-release
			now.Add(-1)
			return false
		}
		ctx, giveUp := context.WithCancel(t.Context())
		var mu sync.Mutex
		results := map[string]int{}
		var all sync.WaitGroup
		for i := range 500 {
			all.Go(func() {
				_, err := d.SignIn(ctx, list, fmt.Sprint("nobody", i), "wrong", netip.AddrFrom4([4]byte{10, 0, byte(i >> 8), byte(i)}))
				mu.Lock()
				defer mu.Unlock()
				results[err.Error()]++
			})
		}
		synctest.Wait()
		if now.Load() != maxHashing || d.waiting != maxWaiting || results[ErrBusy.Error()] != 500-maxHashing-maxWaiting {
			t.Error(now.Load(), d.waiting, results)
		}
		giveUp()
		synctest.Wait()
		if d.waiting != 0 || results[context.Canceled.Error()] != maxWaiting {
			t.Error(d.waiting, results)
		}
		close(release)
		all.Wait()
		if most.Load() != maxHashing || results[ErrWrong.Error()] != maxHashing || len(d.hashing) != 0 {
			t.Error(most.Load(), results, len(d.hashing))
		}
		// Only those who were checked have failed.
		if len(d.names.counts) != maxHashing {
			t.Error(len(d.names.counts))
		}
	})
}

// TestWaitsNotForever checks that somebody who waits is told at last.
func TestWaitsNotForever(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := NewDoor()
		for range maxHashing {
			d.hashing <- struct{}{}
		}
		begin := time.Now()
		_, err := d.SignIn(t.Context(), team(t), "ann", "nna", here)
		if !errors.Is(err, ErrBusy) || time.Since(begin) != checkWait {
			t.Error(err, time.Since(begin))
		}
	})
}

// TestForeignHash checks a hash with the prefix of htpasswd that another program made:
// libxcrypt.
func TestForeignHash(t *testing.T) {
	list, _, err := Parse("users", []byte("rasmus:$2y$07$BCryptRequires22Chrcte/VlQH0piJtjXl.0t1XkA8pw9dMXTpOq:author\n"))
	if err != nil {
		t.Fatal(err)
	}
	for password, in := range map[string]bool{"rasmuslerdorf": true, "rasmuslerdorg": false} {
		if u, err := NewDoor().SignIn(t.Context(), list, "rasmus", password, here); (err == nil) != in || in && u.Role != Author {
			t.Errorf("%s: %+v, %v", password, u, err)
		}
	}
}

// TestHash checks that what is hashed for a file is good, and signs in, up to the length
// that counts.
func TestHash(t *testing.T) {
	for _, password := range []string{" påß\twörd:$ ", strings.Repeat("a", bcryptPassword)} {
		hash, err := Hash(password)
		if err != nil {
			t.Fatal(err)
		}
		list, warnings, err := Parse("users", []byte("ann:"+hash+":author\n"))
		if err != nil || len(warnings) > 0 {
			t.Fatal(err, warnings)
		}
		if _, err := NewDoor().SignIn(t.Context(), list, "ann", password, here); err != nil {
			t.Errorf("%q: %v", password, err)
		}
		if _, err := NewDoor().SignIn(t.Context(), list, "ann", password[:len(password)-1], here); err == nil {
			t.Errorf("%q: without its last byte", password)
		}
	}
	for _, password := range []string{"", strings.Repeat("a", bcryptPassword+1)} {
		if hash, err := Hash(password); err == nil || hash != "" {
			t.Errorf("%d bytes: %q", len(password), hash)
		}
	}
}

// TestKinds checks that every kind of hash that is refused by name is no bcrypt.
func TestKinds(t *testing.T) {
	var prefixes []string
	for _, kind := range kinds {
		if wrong, _ := checkHash(kind.prefix + strings.Repeat("a", bcryptBytes-len(kind.prefix))); !strings.Contains(wrong, kind.name) {
			t.Errorf("%s: %s", kind.prefix, wrong)
		}
		prefixes = append(prefixes, kind.prefix)
	}
	if slices.Contains(prefixes, "$2y$") {
		t.Error("bcrypt")
	}
}

// TestNobodyHasAPassword checks that a list without passwords lets nobody in.
func TestNobodyHasAPassword(t *testing.T) {
	none, _, err := Parse("users", []byte("pat:*:author\n"))
	if err != nil {
		t.Fatal(err)
	}
	for _, list := range []*List{none, {}} {
		for _, name := range []string{"pat", "ann", ""} {
			if u, err := NewDoor().SignIn(t.Context(), list, name, "*", here); !errors.Is(err, ErrWrong) || u.Name != "" {
				t.Errorf("%q: %+v, %v", name, u, err)
			}
		}
	}
}

// TestSamePassword checks that a session lasts for a line with the same hash only: the same
// password has another one when it is set again.
func TestSamePassword(t *testing.T) {
	one, two := peopletest.Hash(t, "nna"), peopletest.Hash(t, "nna")
	if !(User{Name: "ann", hash: one}).SamePassword(User{Name: "ann", hash: one}) {
		t.Error("the same")
	}
	for _, hash := range []string{two, ""} {
		if (User{Name: "ann", hash: one}).SamePassword(User{Name: "ann", hash: hash}) {
			t.Errorf("%q", hash)
		}
	}
}

// TestForgive checks that failures are forgiven at their pace, however often and whenever
// somebody looks.
func TestForgive(t *testing.T) {
	start := time.Now()
	l := newLimit[string](1, 10, 10*time.Second)
	l.fail("ann", start)
	l.fail("ann", start)
	for _, tt := range []struct{ after, want time.Duration }{{0, 10}, {9, 1}, {15, 5}, {19, 1}, {20, 0}} {
		if got := l.wait("ann", start.Add(tt.after*time.Second)); got != tt.want*time.Second {
			t.Errorf("after %d s: wait %v", tt.after, got)
		}
	}
}
