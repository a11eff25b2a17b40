package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"nlgserver/compare"
	"nlgserver/nlg"
	"nlgserver/release"
)

func newReleaseDiff(at *storeAt) *cobra.Command {
	f := releaseFlags{storeAt: at}
	var color string
	cmd := &cobra.Command{
		Use:   "diff [N] [M]",
		Short: "Show what a release has changed, or what differs between two",
		Long: `Show by meaning, as "nlgserver diff" does, what release N has changed, or without N
the one that is live; with N and M, what differs between them.

Environment variables in the content are compared by name.

The exit code is 0 if nothing differs, 1 if something does, or if there is no such
release, 2 for incorrect usage, and 3 if the store cannot be read.`,
		Example: `  nlgserver release diff --store dir:/srv/releases
  nlgserver release diff 11 12 --store dir:/srv/releases --format markdown`,
		Args: numbers(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			if f.format != formatText && f.format != formatJSON && f.format != formatMarkdown {
				return fmt.Errorf("--format: %q is not text, json or markdown", f.format)
			}
			colored, err := useColor(cmd.OutOrStdout(), color)
			if err != nil {
				return err
			}
			return f.with(cmd, func(ctx context.Context, s *opened) error {
				from, to, err := s.sides(ctx, args)
				if err != nil {
					return err
				}
				d := compare.Catalogs(from, to)
				if err := writeDiff(cmd.OutOrStdout(), f.format, d, colored); err != nil {
					return written(err)
				}
				if !d.Empty() {
					return &exitError{code: exitFindings}
				}
				return nil
			})
		},
	}
	f.registerFormat(cmd.Flags(), "output format: text, json or markdown")
	registerColor(cmd.Flags(), &color)
	return cmd
}

// sides returns the two releases to compare. The old one is nil if the new one has no
// parent.
func (s *opened) sides(ctx context.Context, args []string) (from, to *nlg.Catalog, err error) {
	first, err := numberIn(args, 0)
	if err != nil {
		return nil, nil, err
	}
	second, err := numberIn(args, 1)
	if err != nil {
		return nil, nil, err
	}
	if second == 0 { // what the first has changed
		r, err := s.either(ctx, first)
		if err != nil {
			return nil, nil, err
		}
		first, second = r.Parent, r.Number
	}
	if first > 0 {
		if from, err = s.numbered(ctx, first); err != nil {
			return nil, nil, err
		}
	}
	to, err = s.numbered(ctx, second)
	return from, to, err
}

// either returns a release; 0 is the one that is live.
func (s *opened) either(ctx context.Context, number int) (*release.Release, error) {
	if number == 0 {
		live, err := s.live(ctx)
		if err != nil {
			return nil, err
		}
		if number, err = numberOr(live, 0); err != nil {
			return nil, err
		}
	}
	return s.release(ctx, number)
}

// numbered compiles a release for a comparison.
func (s *opened) numbered(ctx context.Context, number int) (*nlg.Catalog, error) {
	r, err := s.release(ctx, number)
	if err != nil {
		return nil, err
	}
	catalog, err := s.catalog(ctx, r.Ref)
	if unloadable, ok := errors.AsType[*unloadableError](err); ok {
		return nil, &exitError{code: exitUnreadable, err: fmt.Errorf("release %d: %w", number, unloadable)}
	}
	return catalog, unread(s, err)
}
