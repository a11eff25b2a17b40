//go:build unix

package server

import (
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// testKill is the row "SIGKILL, then start": the replies are the same, even if
// the content was broken in the meantime and only the last good copy is left.
func testKill(t *testing.T, program string) {
	dir := t.TempDir()
	name, copied := filepath.Join(dir, "responses.yml"), filepath.Join(t.TempDir(), "last-good")
	content := func(save int) string {
		var b strings.Builder
		fmt.Fprintf(&b, "slots:\n  vip: {type: bool, mappings: []}\nresponses:\n  utter_x:\n")
		for i := range 7 {
			fmt.Fprintf(&b, "    - text: \"save %d: %d for {name}\"\n      id: n%d\n", save, i, i)
		}
		return b.String()
	}
	start := func() *child {
		return serving(t, exec.Command(program, "serve", dir, "--seed", "7", "--last-good", copied))
	}
	kill := func(c *child) {
		t.Helper()
		if err := c.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		if err := <-c.ended; err == nil {
			t.Error("it exited without an error")
		}
	}
	// answers are the replies to a series of requests, with the version.
	answers := func(c *child) (all []string) {
		t.Helper()
		l := lineTo(t, c.address)
		for i := range 50 {
			got, err := l.post("/nlg", "", fmt.Sprintf(`{"response": "utter_x", "tracker": {"slots": {"name": "guest %d"}}}`, i))
			if err != nil || got.status != 200 {
				t.Fatalf("%+v, %v", got, err)
			}
			all = append(all, got.header.Get("X-NLG-Catalog")+" "+got.text)
		}
		return all
	}
	write(t, name, content(0))
	c := start()
	want := answers(c)
	if distinct := strings.Count(strings.Join(want, "\n"), `"id":"n3"`); distinct == 0 || distinct == len(want) {
		t.Fatalf("the picks are not random: %q", want)
	}
	for range 2 {
		kill(c)
		c = start()
		if got := answers(c); strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Fatalf("different replies than before:\n%q\n%q", got, want)
		}
		write(t, name, broken) // for the second round
	}

	// Killed at any point between saves, the server starts from one of the
	// saves, complete.
	for round := range 8 {
		ctx, stop := context.WithCancel(t.Context())
		// The second reply means that the first save is complete, with its copy.
		saved, replies := make(chan struct{}), make(chan struct{}, 2)
		go func() {
			defer close(saved)
			l := lineTo(t, c.address)
			for n := 0; ctx.Err() == nil; n++ {
				replace(t, name, content(1000*(round+1)+n))
				if _, err := l.post("/-/reload", "", ""); err != nil {
					return // killed
				}
				if n < cap(replies) {
					replies <- struct{}{}
				}
			}
		}()
		for range cap(replies) {
			select {
			case <-replies:
			case <-saved:
				t.Fatal("the server died before it was killed")
			}
		}
		time.Sleep(time.Duration(7*round) * time.Millisecond)
		kill(c)
		stop()
		<-saved
		write(t, name, broken)
		c = start()
		got := answers(c)[0]
		if !strings.Contains(got, fmt.Sprintf(`"save %d`, round+1)) || !strings.Contains(got, "for guest 0") {
			t.Errorf("after a kill among the saves %d…: %s", 1000*(round+1), got)
		}
	}
	c.terminate()
	c.ends()
}
