package people

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/netip"
	"strings"
	"testing"
	"time"
)

// newBook returns a register, what it has written, and its clock.
func newBook() (r *Register, written func() string, now *time.Time) {
	var out bytes.Buffer
	leaveTime := func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey {
			return slog.Attr{}
		}
		return a
	}
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	r = NewRegister(slog.New(slog.NewTextHandler(&out, &slog.HandlerOptions{ReplaceAttr: leaveTime})))
	r.now = func() time.Time { return at }
	return r, func() string {
		text := out.String()
		out.Reset()
		return text
	}, &at
}

// TestRegister checks what is logged of a sign-in: a name that is none of a user's is not,
// since it may be a password.
func TestRegister(t *testing.T) {
	users, _, err := Parse("users", []byte("ann lee:*:author\nJosé:*:author\n"))
	if err != nil {
		t.Fatal(err)
	}
	from := netip.MustParseAddr("2001:db8::7")
	r, written, _ := newBook()
	r.Welcomed("ann lee", from)
	if got, want := written(), `level=INFO msg="signed in" user="ann lee" address=2001:db8::7`+"\n"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	for name, want := range map[string]string{
		"ann lee":                  `user="ann lee"`,
		"José":                     `user=José`,
		"correct horse":            `known=false`,
		"":                         `known=false`,
		"ann lee\nlevel=INFO":      `known=false`,
		strings.Repeat("a", 1<<12): `known=false`,
	} {
		r.Refused(users, name, from, ErrWrong)
		if got, want := written(), `level=WARN msg="sign-in refused" `+want+` address=2001:db8::7 reason="wrong name or password"`+"\n"; got != want {
			t.Errorf("%q: %s, want %s", name, got, want)
		}
	}
	r.Refused(users, "José", from, &TooManyError{time.Second})
	if got := written(); !strings.Contains(got, `reason="too many wrong passwords"`) {
		t.Error(got)
	}
}

// TestRegisterInAFlood checks that a flood of refusals fills no log, hides no sign-in, and
// is counted, and that one user's sign-ins hide nobody else's.
func TestRegisterInAFlood(t *testing.T) {
	users := &List{}
	r, written, now := newBook()
	flood := func() {
		for i := range 10000 {
			r.Refused(users, fmt.Sprint("name", i), netip.AddrFrom4([4]byte{10, 1, byte(i >> 8), byte(i)}), ErrWrong)
		}
	}
	flood()
	if got := strings.Count(written(), "\n"); got != mostRefused {
		t.Errorf("%d lines", got)
	}
	r.Welcomed("ann", netip.Addr{})
	if got := written(); !strings.Contains(got, "user=ann") || strings.Contains(got, "left_out") {
		t.Error(got)
	}
	*now = now.Add(refusedEvery)
	flood()
	if got := written(); strings.Count(got, "\n") != 1 || !strings.Contains(got, fmt.Sprint("left_out=", 10000-mostRefused)) {
		t.Error(got)
	}
	*now = now.Add(time.Hour)
	r.Refused(users, "a", netip.Addr{}, ErrWrong)
	if got := written(); !strings.Contains(got, "left_out=9999\n") {
		t.Error(got)
	}
	r.Refused(users, "a", netip.Addr{}, ErrWrong)
	if got := written(); got == "" || strings.Contains(got, "left_out") {
		t.Error(got)
	}
	for range 1000 {
		r.Welcomed("bob", netip.Addr{})
	}
	if got := strings.Count(written(), "\n"); got != mostWelcomed {
		t.Errorf("%d lines", got)
	}
	r.Welcomed("cat", netip.Addr{})
	if got := written(); !strings.Contains(got, "user=cat") || !strings.Contains(got, fmt.Sprint("left_out=", 1000-mostWelcomed)) {
		t.Error(got)
	}
}
