package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"nlgserver/release"
)

func newReleasePull(at *storeAt) *cobra.Command {
	f := releaseFlags{storeAt: at}
	var force bool
	cmd := &cobra.Command{
		Use:   "pull N DIR",
		Short: "Write the files of a release to a directory",
		Long: `Write the files of release N to a directory; "live" stands for the one that is live.
The commands that read content work there, and serve says the same from it.

Files that pull has not written, or that were changed since, are never overwritten or
removed, unless --force is set. The file .nlgserver-pull.json in the directory tells
which it has written.

The exit code is 0 if the files are there, 1 if there is no such release, or a file is
in the way: then nothing is written. It is 2 for incorrect usage, and 3 if the store or
the directory cannot be read.`,
		Example: `  nlgserver release pull 12 content/ --store dir:/srv/releases
  nlgserver release pull live content/ --store dir:/srv/releases --force`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 2 {
				return fmt.Errorf("pull takes the number of a release and a directory, but got %s", plural(len(args), "argument"))
			}
			_, err := numberOrLive(args[0])
			return err
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			number, err := numberOrLive(args[0])
			if err != nil {
				return err
			}
			return f.with(cmd, func(ctx context.Context, s *opened) error {
				r, err := s.either(ctx, number)
				if err != nil {
					return err
				}
				unpacked, err := release.FetchBundle(ctx, s, r.Ref)
				if err != nil {
					return unread(s, err)
				}
				p, err := newPulling(args[1], r, unpacked)
				if err != nil {
					return err
				}
				if err := p.write(force); err != nil {
					return err
				}
				_, err = fmt.Fprintf(cmd.OutOrStdout(), "release %d: %s in %s\n", r.Number, plural(len(unpacked.Files), "file"), args[1])
				if err == nil {
					_, err = fmt.Fprintf(cmd.OutOrStdout(), "to serve it: nlgserver serve %s\n", p.paths())
				}
				return written(err)
			})
		},
	}
	cmd.Flags().BoolVar(&force, "force", false, "overwrite files that were changed, or that pull has not written")
	return cmd
}

// numberOrLive returns the number of a release; 0 for "live".
func numberOrLive(text string) (int, error) {
	if text == "live" {
		return 0, nil
	}
	return numberIn([]string{text}, 0)
}
