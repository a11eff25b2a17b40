package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"nlgserver/internal/width"
	"nlgserver/release"
)

// defaultListed is how many releases are listed.
const defaultListed = 20

func newReleaseList(at *storeAt) *cobra.Command {
	f := releaseFlags{storeAt: at}
	var limit, before int
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the releases of a store",
		Long: `List the releases of a store, the newest first: which is live, when and by whom it was
published, how many responses it added, changed and removed (+ ~ −), and why.

The exit code is 0, 2 for incorrect usage, and 3 if the store cannot be read. It is 1
if a record is not signed as --trust-key demands.`,
		Example: `  nlgserver release list --store dir:/srv/releases
  nlgserver release list --store dir:/srv/releases --before 100 --limit 50 --format json`,
		SuggestFor: []string{"ls", "log", "history"},
		Args:       noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := f.checkFormat(); err != nil {
				return err
			}
			if limit < 1 || before < 0 {
				return errors.New("--limit must be 1 or more, and --before 0 or more")
			}
			return f.with(cmd, func(ctx context.Context, s *opened) error {
				live, err := s.live(ctx)
				if err != nil {
					return err
				}
				past, err := release.ReadHistory(ctx, s, s.trust, before, limit)
				if err != nil {
					return unread(s, err)
				}
				if f.format == formatJSON {
					return written(writeJSON(cmd.OutOrStdout(), releasesOf(live, past)))
				}
				return written(writeReleases(cmd.OutOrStdout(), live, past))
			})
		},
	}
	f.registerFormat(cmd.Flags(), "output format: text or json")
	cmd.Flags().IntVar(&limit, "limit", defaultListed, "how many to list")
	cmd.Flags().IntVar(&before, "before", 0, "list only releases before this `number` (default all)")
	return cmd
}

// live returns what is live; nil if nothing is.
func (s *opened) live(ctx context.Context) (*release.Live, error) {
	live, _, err := release.ReadLive(ctx, s, s.trust, "")
	switch {
	case errors.Is(err, release.ErrNotFound):
		return nil, nil
	case err != nil:
		return nil, unread(s, err)
	}
	return live, nil
}

func writeReleases(w io.Writer, live *release.Live, past []release.Past) error {
	if len(past) == 0 {
		_, err := fmt.Fprintln(w, "no releases")
		return err
	}
	rows := [][]string{{"release", "live", "published", "author", "changes", "version", "message"}}
	for i := range past {
		p := &past[i]
		if p.Release == nil {
			rows = append(rows, []string{strconv.Itoa(p.Number), shareOf(live, p.Number), "–", "–", "–", "–", "cannot be read: " + width.Printable(p.Err.Error())})
			continue
		}
		r := p.Release
		rows = append(rows, []string{
			strconv.Itoa(p.Number), shareOf(live, p.Number), at(r.At), dashIfEmpty(width.Printable(nameOnly(r.Author))),
			changes(r.Changes), shortVersion(r.Version), width.Printable(firstLine(r.Message)),
		})
	}
	return writeTable(w, rows)
}

// nameOnly returns an author without the email address.
func nameOnly(author string) string {
	name, _, _ := strings.Cut(author, " <")
	return name
}

// list returns a list of one text, or of none if it is empty.
func list(text string) []string {
	if text == "" {
		return nil
	}
	return []string{text}
}

// shareOf says for which conversations a release is live; a dash for none.
func shareOf(live *release.Live, number int) string {
	switch {
	case live == nil:
		return "–"
	case live.Canary != nil && live.Canary.Number == number:
		return fmt.Sprintf("%d%%", live.Canary.Percent)
	case live.Number != number:
		return "–"
	case live.Canary != nil:
		return fmt.Sprintf("%d%%", 100-live.Canary.Percent)
	default:
		return "live"
	}
}

// changes counts what a release has changed; a dash if that is unknown.
func changes(c *release.Changes) string {
	if c == nil {
		return "–"
	}
	var parts []string
	for _, one := range [...]struct {
		sign string
		n    int
	}{{"+", c.Added}, {"~", c.Changed}, {"−", c.Removed}} {
		if one.n > 0 {
			parts = append(parts, one.sign+strconv.Itoa(one.n))
		}
	}
	if len(parts) == 0 {
		return "none"
	}
	return strings.Join(parts, " ")
}
