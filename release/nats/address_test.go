package nats

import (
	"strings"
	"testing"
	"time"
)

func TestAddress(t *testing.T) {
	for text, want := range map[string]string{
		"nats://h/a":                   "nats://h:4222/a",
		"nats://h:1,i,[::1]:2/a_b-C":   "nats://h:1,i:4222,[::1]:2/a_b-C",
		"tls://u:p%40%2F@h/a/":         "tls://h:4222/a",
		"nats://token@10.0.0.1:4222/a": "nats://10.0.0.1:4222/a",
	} {
		if a, err := parseAddress(text); err != nil || a.String() != want {
			t.Errorf("%s: %s, %v, want %s", text, a.String(), err, want)
		}
	}
	for _, text := range []string{
		"", "h/a", "http://h/a", "nats://", "nats://h", "nats:///a", "nats://h/", "nats://h/a/b", "nats://h,/a", "nats://h:0/a", "nats://h:x/a",
		"nats://h/a.b", "nats://h/a*", "nats://:s3cret@h/a", "nats://u:s3cret%@h/a", "nats://u:s3cret/@h/a",
	} {
		a, err := parseAddress(text)
		if err == nil {
			t.Errorf("%s is %s", text, a.String())
		} else if strings.Contains(err.Error(), "s3cret") {
			t.Errorf("the error shows the password: %v", err)
		}
	}
}

func FuzzAddress(f *testing.F) {
	for _, text := range []string{"nats://h/a", "tls://u:p@h:1,[::1]/a", "nats://t@h/a"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		a, err := parseAddress(text)
		if err != nil {
			return
		}
		again, err := parseAddress(a.String())
		if err != nil || again.String() != a.String() {
			t.Errorf("%q is %q, and that %q, %v", text, a.String(), again.String(), err)
		}
	})
}

// TestClock checks that ages come from the servers' time and the time that passed, whatever
// the date of this machine.
func TestClock(t *testing.T) {
	here := time.Date(1999, 1, 1, 0, 0, 0, 0, time.UTC)
	server := time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)
	c := clock{now: func() time.Time { return here }}
	if c.fresh(time.Hour) {
		t.Error("it knows the time of nobody")
	}
	c.tell(server, false)
	here = here.Add(time.Minute)
	if got := c.age(server.Add(-time.Hour)); got != time.Hour+time.Minute {
		t.Error(got)
	}
	c.tell(server.Add(-time.Hour), true)
	if got := c.age(server); got != time.Minute {
		t.Errorf("an old entry has turned back the clock: %v", got)
	}
	c.tell(server.Add(time.Hour), true)
	if got := c.age(server.Add(time.Hour)); got != 0 {
		t.Error(got)
	}
	if got := c.age(server.Add(2 * time.Hour)); got != 0 {
		t.Errorf("an age is negative: %v", got)
	}
}
