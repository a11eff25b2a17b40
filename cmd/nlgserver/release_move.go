package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"nlgserver/internal/source/git"
	"nlgserver/release"
)

// moveFlags are the flags of whatever changes what is live.
type moveFlags struct {
	message, author string
	signKey         string
	wait            time.Duration
}

func (f *moveFlags) register(flags *pflag.FlagSet) {
	flags.StringVarP(&f.message, "message", "m", "", "why, for the history")
	flags.StringVar(&f.author, "author", "", "who does it, such as \"`NAME <EMAIL>`\" (default git's user.name and user.email, else your user name)")
	flags.StringVar(&f.signKey, "sign-key", "", "`file` of a private key to sign with, as \"nlgserver release key\" makes it")
	flags.DurationVar(&f.wait, "wait", defaultWait, "how long to wait for the replicas")
}

func (f *moveFlags) check() error {
	if f.wait <= 0 {
		return fmt.Errorf("--wait must be more than 0")
	}
	return nil
}

// who returns who does it.
func (f *moveFlags) who(ctx context.Context, paths []string) (string, error) {
	name, email, err := authorOf(ctx, f.author, contentPaths(paths), userName())
	if err != nil || email == "" {
		return name, err
	}
	return git.Signature{Name: name, Email: email}.String(), nil
}

// publisher returns what moves the releases of a store.
func (f *moveFlags) publisher(s *opened, by string, tell *teller) (*release.Publisher, error) {
	sign, err := readSignKey(f.signKey)
	if err != nil {
		return nil, err
	}
	return &release.Publisher{Store: s.Store, Trust: s.trust, Sign: sign, By: by, Wait: f.wait, Told: tell.step}, nil
}

// mover is a command that changes which of the releases is live.
type mover struct {
	releaseFlags
	moveFlags
	// do moves, and returns what is live then.
	do func(ctx context.Context, p *release.Publisher, message string, args []string) (*release.Live, error)
	// says is what is told about it.
	says func(live *release.Live) string
}

func (m *mover) command(cmd *cobra.Command) *cobra.Command {
	flags := cmd.Flags()
	m.register(flags)
	m.registerFormat(flags, "output format: text, or json for an event on each line")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if err := errors.Join(m.checkFormat(), m.check()); err != nil {
			return err
		}
		return m.with(cmd, func(ctx context.Context, s *opened) error { return m.move(ctx, cmd, s, args) })
	}
	return cmd
}

func (m *mover) move(ctx context.Context, cmd *cobra.Command, s *opened, args []string) error {
	tell := &teller{out: cmd.OutOrStdout(), errs: cmd.ErrOrStderr(), format: m.format}
	by, err := m.who(ctx, nil)
	if err != nil {
		return err
	}
	p, err := m.publisher(s, by, tell)
	if err != nil {
		return err
	}
	live, err := m.do(ctx, p, m.message, args)
	if errors.Is(err, release.ErrLiveAlready) {
		tell.event(event{Event: "unchanged", Text: err.Error() + ": nothing to do"})
		return tell.err
	}
	if err != nil {
		return moved(tell, s, err)
	}
	tell.event(event{Event: string(live.Move), Release: live.Number, Version: live.Version, Text: m.says(live)})
	return tell.err
}

func newReleaseRollback(at *storeAt) *cobra.Command {
	m := &mover{
		releaseFlags: releaseFlags{storeAt: at},
		do: func(ctx context.Context, p *release.Publisher, message string, args []string) (*release.Live, error) {
			number, err := numberIn(args, 0)
			if err != nil {
				return nil, err
			}
			live, err := p.Rollback(ctx, number, message)
			if errors.Is(err, release.ErrNotFound) && number > 0 {
				return nil, noSuchRelease(number)
			}
			return live, err
		},
		says: func(live *release.Live) string { return fmt.Sprintf("release %d is live again", live.Number) },
	}
	return m.command(&cobra.Command{
		Use:   "rollback [N]",
		Short: "Make an earlier release live again",
		Long: `Make release N live again, or without N the one that was live before. The replicas
that were running then still have it ready. A canary ends.

The exit code is 0 if it is live on all replicas, 1 if there is no such release, a
replica refuses it, or somebody else has published meanwhile: then nothing has changed.
It is 1 too if a replica does not follow in time. It is 2 for incorrect usage, and 3 if
the store cannot be read.`,
		Example: `  nlgserver release rollback --store dir:/srv/releases -m "Wrong prices"
  nlgserver release rollback 12 --store dir:/srv/releases`,
		Args: numbers(1),
	})
}

func newReleasePromote(at *storeAt) *cobra.Command {
	m := &mover{
		releaseFlags: releaseFlags{storeAt: at},
		do: func(ctx context.Context, p *release.Publisher, message string, _ []string) (*release.Live, error) {
			return p.Promote(ctx, message)
		},
		says: func(live *release.Live) string { return fmt.Sprintf("release %d is live", live.Number) },
	}
	return m.command(&cobra.Command{
		Use:   "promote",
		Short: "Make the canary live for all conversations",
		Long: `Make the release that "nlgserver release publish --canary" has published live for all
conversations.

The exit code is 0 if it is, 1 if there is no canary, or a replica does not follow in
time, 2 for incorrect usage, and 3 if the store cannot be read.`,
		Example: `  nlgserver release promote --store dir:/srv/releases`,
		Args:    noArgs,
	})
}

func newReleaseAbort(at *storeAt) *cobra.Command {
	m := &mover{
		releaseFlags: releaseFlags{storeAt: at},
		do: func(ctx context.Context, p *release.Publisher, message string, _ []string) (*release.Live, error) {
			return p.Abort(ctx, message)
		},
		says: func(live *release.Live) string {
			return fmt.Sprintf("the canary has ended: release %d is live", live.Number)
		},
	}
	return m.command(&cobra.Command{
		Use:   "abort",
		Short: "End the canary",
		Long: `End the canary that "nlgserver release publish --canary" has published: all
conversations get the release that is live.

The exit code is 0 if it has ended, 1 if there is no canary, or a replica does not
follow in time, 2 for incorrect usage, and 3 if the store cannot be read.`,
		Example: `  nlgserver release abort --store dir:/srv/releases -m "Too many complaints"`,
		Args:    noArgs,
	})
}

// numbers rejects arguments that are no numbers of releases, and more than so many.
func numbers(most int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) > most {
			return fmt.Errorf("%s takes at most %s, but got %d", cmd.Name(), plural(most, "number")+" of releases", len(args))
		}
		for i := range args {
			if _, err := numberIn(args, i); err != nil {
				return err
			}
		}
		return nil
	}
}

// numberIn returns the number of a release in an argument; 0 if there is none.
func numberIn(args []string, i int) (int, error) {
	if i >= len(args) {
		return 0, nil
	}
	number, err := strconv.Atoi(args[i])
	if err != nil || number < 1 {
		return 0, fmt.Errorf("%q is not the number of a release: `nlgserver release list` shows them", args[i])
	}
	return number, nil
}
