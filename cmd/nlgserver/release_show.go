package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"nlgserver/internal/width"
	"nlgserver/release"
)

func newReleaseShow(at *storeAt) *cobra.Command {
	f := releaseFlags{storeAt: at}
	cmd := &cobra.Command{
		Use:   "show [N]",
		Short: "Show a release: who published what, when and why",
		Long: `Show release N, or without N the one that is live: its author, message, commit,
checks and changes, and each time that it went live.

The exit code is 0, 1 if there is no such release, 2 for incorrect usage, and 3 if the
store cannot be read.`,
		Example: `  nlgserver release show --store dir:/srv/releases
  nlgserver release show 12 --store dir:/srv/releases --format json`,
		Args: numbers(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := f.checkFormat(); err != nil {
				return err
			}
			number, err := numberIn(args, 0)
			if err != nil {
				return err
			}
			return f.with(cmd, func(ctx context.Context, s *opened) error {
				live, err := s.live(ctx)
				if err != nil {
					return err
				}
				past, err := s.past(ctx, live, number)
				if err != nil {
					return err
				}
				if f.format == formatJSON {
					return written(writeJSON(cmd.OutOrStdout(), pastOf(past)))
				}
				return written(writeRelease(cmd.OutOrStdout(), live, past))
			})
		},
	}
	f.registerFormat(cmd.Flags(), "output format: text or json")
	return cmd
}

// errNothingLive means that a store has no release to show.
var errNothingLive = errors.New("nothing is live in this store: publish with `nlgserver release publish`")

// numberOr returns the number of a release; 0 means the one that is live.
func numberOr(live *release.Live, number int) (int, error) {
	switch {
	case number != 0:
		return number, nil
	case live == nil:
		return 0, &exitError{code: exitFindings, err: errNothingLive}
	default:
		return live.Number, nil
	}
}

// past returns a release and its moves; 0 is the one that is live.
func (s *opened) past(ctx context.Context, live *release.Live, number int) (*release.Past, error) {
	number, err := numberOr(live, number)
	if err != nil {
		return nil, err
	}
	past, err := release.ReadHistory(ctx, s, s.trust, number+1, 1)
	if err != nil {
		return nil, unread(s, err)
	}
	if len(past) == 0 || past[0].Number != number {
		return nil, noSuchRelease(number)
	}
	if past[0].Err != nil {
		return nil, unread(s, past[0].Err)
	}
	return &past[0], nil
}

func noSuchRelease(number int) error {
	return &exitError{code: exitFindings, err: fmt.Errorf("there is no release %d: `nlgserver release list` shows them", number)}
}

// release returns a release.
func (s *opened) release(ctx context.Context, number int) (*release.Release, error) {
	r, err := release.FetchRelease(ctx, s, s.trust, number)
	if errors.Is(err, release.ErrNotFound) {
		return nil, noSuchRelease(number)
	}
	return r, unread(s, err)
}

func writeRelease(w io.Writer, live *release.Live, past *release.Past) error {
	r := past.Release
	var b strings.Builder
	fmt.Fprintf(&b, "release %d", r.Number)
	if share := shareOf(live, r.Number); share == "live" {
		b.WriteString(" (live)")
	} else if share != "–" {
		fmt.Fprintf(&b, " (live for %s of the conversations)", share)
	}
	b.WriteString("\n\n")
	for line := range strings.SplitSeq(strings.TrimSpace(r.Message), "\n") {
		fmt.Fprintf(&b, "    %s\n", width.Printable(line))
	}
	b.WriteString("\n")
	t := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	row := func(name, format string, args ...any) { fmt.Fprintf(t, "%s\t%s\n", name, fmt.Sprintf(format, args...)) }
	row("author", "%s", dashIfEmpty(width.Printable(r.Author)))
	row("published", "%s", at(r.At))
	row("version", "%s", r.Version)
	if r.Parent > 0 {
		row("parent", "%d", r.Parent)
	}
	if r.Source != nil {
		row("commit", "%s", commitOf(r.Source))
	}
	row("content", "%s, %s, %s", plural(r.Files, "file"), plural(r.Responses, "response"), plural(r.Variations, "variation"))
	row("changes", "%s", changes(r.Changes))
	row("checks", "%s", checksOf(r.Checks))
	row("bundle", "sha256:%s, %s", r.Bundle, plural(int(r.Size), "byte"))
	if err := t.Flush(); err != nil {
		return err
	}
	if len(past.Moves) > 0 {
		b.WriteString("\n")
		rows := [][]string{{"move", "what", "when", "by", "message"}}
		for _, m := range past.Moves {
			rows = append(rows, []string{fmt.Sprint(m.Sequence), whatOf(m), at(m.At), dashIfEmpty(width.Printable(nameOnly(m.By))), dashIfEmpty(width.Printable(firstLine(m.Message)))})
		}
		if err := writeTable(&b, rows); err != nil {
			return err
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// whatOf says how something became live.
func whatOf(m *release.Live) string {
	if m.Canary != nil {
		return fmt.Sprintf("%s (%d%% get %d)", m.Move, m.Canary.Percent, m.Canary.Number)
	}
	return string(m.Move)
}

func commitOf(s *release.Source) string {
	text := s.Commit
	if s.Branch != "" {
		text += " (" + width.Printable(s.Branch) + ")"
	}
	if s.Modified {
		text += ", with changes that were not committed"
	}
	return text
}

func checksOf(c *release.Checks) string {
	if c == nil {
		return "not run"
	}
	text := plural(c.Errors, "error") + ", " + plural(c.Warnings, "warning") + ", " + plural(c.Expectations, "expectation")
	if c.Failed > 0 {
		text += fmt.Sprintf(", of which %d failed", c.Failed)
	}
	return text
}
