package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"nlgserver/internal/width"
	"nlgserver/release"
)

// statusEvery is how often status --watch looks again if the store tells of no change.
const statusEvery = 2 * time.Second

// clearScreen clears a terminal.
const clearScreen = "\x1b[H\x1b[2J"

func newReleaseStatus(at *storeAt) *cobra.Command {
	f := releaseFlags{storeAt: at}
	var watch bool
	var color string
	cmd := &cobra.Command{
		Use:   "status",
		Short: "Show what each replica serves, and why one does not follow",
		Long: `Show what is live and what is being published, and for each replica what it serves, for
how long, when it was last heard of, and why it refuses a release. A replica that was
not heard of for several times as long as usual is lost.

--watch shows it again whenever it changes, until Ctrl+C.

The exit code is 0 if every replica that is not lost serves what is live, 1 if one does
not, or nothing is live, 2 for incorrect usage, and 3 if the store cannot be read.`,
		Example: `  nlgserver release status --store dir:/srv/releases
  nlgserver release status --store dir:/srv/releases --watch`,
		SuggestFor: []string{"replicas", "replicas", "fleet"},
		Args:       noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := f.checkFormat(); err != nil {
				return err
			}
			colored, err := useColor(cmd.OutOrStdout(), color)
			if err != nil {
				return err
			}
			return f.with(cmd, func(ctx context.Context, s *opened) error {
				if watch {
					return f.watchStatus(ctx, cmd, s, colored)
				}
				status, unreadable := release.ReadStatus(ctx, s, s.trust)
				if err := f.writeStatus(cmd.OutOrStdout(), status, colored); err != nil {
					return written(err)
				}
				switch {
				case unreadable != nil:
					return unread(s, unreadable)
				case !inStep(status):
					return &exitError{code: exitFindings}
				}
				return nil
			})
		},
	}
	f.registerFormat(cmd.Flags(), "output format: text or json")
	registerColor(cmd.Flags(), &color)
	cmd.Flags().BoolVarP(&watch, "watch", "w", false, "show it again whenever it changes")
	return cmd
}

func (f *releaseFlags) writeStatus(w io.Writer, status *release.Status, colored bool) error {
	if f.format == formatJSON {
		return writeJSON(w, statusOf(status))
	}
	return writeFleet(w, status, colored)
}

// watchStatus shows the status whenever it changes. A store that is away is waited for.
func (f *releaseFlags) watchStatus(ctx context.Context, cmd *cobra.Command, s *opened, colored bool) error {
	changed := make(chan struct{}, 1)
	watching, stop := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		// Without a watch, what changes is seen at the next look.
		_ = s.Watch(watching, "", func() {
			select {
			case changed <- struct{}{}:
			default:
			}
		}, nil)
	}()
	defer func() { stop(); <-ended }()
	out, isScreen := cmd.OutOrStdout(), isTerminalOut(cmd.OutOrStdout()) && f.format == formatText
	var shown []byte
	tick := time.NewTicker(statusEvery)
	defer tick.Stop()
	for {
		status, err := release.ReadStatus(ctx, s, s.trust)
		if ctx.Err() != nil {
			return nil
		}
		var now, still bytes.Buffer
		if err := errors.Join(f.writeStatus(&now, status, colored), f.writeStatus(&still, withoutAges(status), colored)); err != nil {
			return written(err)
		}
		if err != nil && f.format == formatText {
			fmt.Fprintf(&now, "\n%v\n", unread(s, err))
			fmt.Fprintf(&still, "%v\n", err)
		}
		var wrong error
		switch {
		case isScreen:
			_, wrong = fmt.Fprintf(out, "%s%s", clearScreen, now.Bytes())
		case !bytes.Equal(shown, still.Bytes()):
			_, wrong = out.Write(now.Bytes())
		}
		if wrong != nil {
			return written(wrong)
		}
		shown = still.Bytes()
		select {
		case <-ctx.Done():
			return nil
		case <-changed:
		case <-tick.C:
		}
	}
}

// withoutAges returns a status without what changes all the time.
func withoutAges(s *release.Status) *release.Status {
	still := *s
	still.Replicas = append([]release.ReplicaStatus(nil), s.Replicas...)
	for i := range still.Replicas {
		r := &still.Replicas[i]
		r.Age, r.At = 0, time.Time{}
	}
	still.StagedAge = 0
	return &still
}

// inStep reports whether all replicas that are not lost serve what is live.
func inStep(s *release.Status) bool {
	for _, r := range s.Replicas {
		if !r.Lost && stateOf(s, &r) != stateFine {
			return false
		}
	}
	return s.Live != nil
}

// The states of a replica.
const (
	stateFine    = "ok"
	stateLost    = "lost"
	stateRefuses = "refuses"
	stateBehind  = "behind"
	stateNothing = "serves nothing"
)

// stateOf says how a replica is.
func stateOf(s *release.Status, r *release.ReplicaStatus) string {
	switch {
	case r.Lost:
		return stateLost
	case len(r.Refusals) > 0:
		return stateRefuses
	case r.Beat.Says.Version == "":
		return stateNothing
	case s.Live != nil && !r.Says(s.Live):
		return stateBehind
	default:
		return stateFine
	}
}

// stateColors are the colors of the states.
var stateColors = map[string]string{stateFine: greenText, stateLost: dimText, stateRefuses: redText, stateBehind: yellowText, stateNothing: redText}

func writeFleet(w io.Writer, s *release.Status, colored bool) error {
	var b bytes.Buffer
	switch {
	case s.LiveUnread:
		b.WriteString("what is live cannot be read\n")
	case s.Live == nil:
		b.WriteString("nothing is live\n")
	default:
		since := "since " + at(s.Live.At) + byWhom(s.Live.By, s.Live.Message)
		if c := s.Live.Canary; c != nil {
			fmt.Fprintf(&b, "live: release %d (%s) for %d%% of the conversations\n", s.Live.Number, shortVersion(s.Live.Version), 100-c.Percent)
			fmt.Fprintf(&b, "canary: release %d (%s) for %d%%, %s\n", c.Number, shortVersion(c.Version), c.Percent, since)
			break
		}
		fmt.Fprintf(&b, "live: release %d (%s) %s\n", s.Live.Number, shortVersion(s.Live.Version), since)
	}
	if s.Staged != nil {
		fmt.Fprintf(&b, "being published: %s, for %s%s\n", shortVersion(s.Staged.Version), ago(s.StagedAge), byWhom(s.Staged.By, s.Staged.Message))
	}
	if s.ReplicasUnread && len(s.Replicas) == 0 {
		b.WriteString("what the replicas tell cannot be read\n")
		_, err := w.Write(b.Bytes())
		return err
	}
	if len(s.Replicas) == 0 {
		b.WriteString("no replica follows this store: `nlgserver serve --from STORE` does\n")
		_, err := w.Write(b.Bytes())
		return err
	}
	b.WriteString("\n")
	rows := [][]string{{"replica", "release", "version", "for", "heard", "build", "state"}}
	for _, r := range s.Replicas {
		rows = append(rows, []string{
			r.Replica, numberOrDash(r.Beat.Says.Number), dashIfEmpty(shortVersion(r.Beat.Says.Version)), serving(&r), ago(r.Age), dashIfEmpty(width.Printable(strings.TrimPrefix(r.Build, "nlgserver "))),
			paintIf(colored, stateColors[stateOf(s, &r)], stateOf(s, &r)) + fromLastGood(&r),
		})
	}
	if err := writeTable(&b, rows); err != nil {
		return err
	}
	if err := writeRefusals(&b, s, colored); err != nil {
		return err
	}
	_, err := w.Write(b.Bytes())
	return err
}
