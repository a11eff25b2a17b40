package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// The content has responses with the number of the save in every text.
const (
	responses = 200
	// brokenEvery is the interval between broken saves.
	brokenEvery = 7
)

// saves simulates the saves of an author.
type saves struct {
	dir string
	n   int
}

// write replaces the last save with the next one.
func (s *saves) write() error {
	var b strings.Builder
	b.WriteString("responses:\n")
	for i := range responses {
		fmt.Fprintf(&b, `  utter_%[2]d:
    - text: "v%[1]d {name} v%[1]d"
      condition: [{type: slot, name: vip, value: true}]
      id: "%[2]d-vip"
    - text: "v%[1]d {name} v%[1]d"
      buttons: [{title: "v%[1]d", payload: "/v%[1]d"}]
`, s.n, i)
	}
	if s.broken() {
		b.WriteString("    - text: Hi: there\n")
	}
	name := filepath.Join(s.dir, "responses.yml")
	if err := os.WriteFile(name+"~", []byte(b.String()), 0o600); err != nil {
		return err
	}
	return os.Rename(name+"~", name)
}

// broken reports whether the current save is broken.
func (s *saves) broken() bool { return s.n%brokenEvery == brokenEvery-1 }

// keepOn saves and reloads once per second.
func (s *saves) keepOn(ctx context.Context, address string, seen *tally) {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		s.n++
		if err := s.write(); err != nil {
			seen.count("reload", err.Error(), false)
			continue
		}
		want := "200 "
		if s.broken() {
			want = "422 reload_rejected"
		}
		got := one(address, plainPost("/-/reload", nil))
		seen.count("reload", got.outcome, got.outcome == want)
	}
}
