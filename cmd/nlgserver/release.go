package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"nlgserver/internal/source/branch"
	"nlgserver/release"
	"nlgserver/release/stores"
)

func newRelease() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "release",
		Args:  noSuchCommand,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
		Short: "Publish content to many replicas at once, and take it back",
		Long: `Publish content to every replica that follows a store ("nlgserver serve --from
STORE"), see what was published by whom, and take it back.

A release goes live on all replicas or on none: each first makes it ready, and only
then it is served. The store keeps every release.`,
		SuggestFor: []string{"releases", "publish", "deploy", "rollout"},
	}
	at := &storeAt{}
	at.register(cmd.PersistentFlags())
	cmd.AddCommand(newReleasePublish(at), newReleaseList(at), newReleaseShow(at), newReleaseDiff(at), newReleasePull(at),
		newReleaseRollback(at), newReleasePromote(at), newReleaseAbort(at), newReleaseStatus(at),
		newReleaseExport(at), newReleaseImport(at), newReleaseKey())
	return cmd
}

// storeAt are the flags of all commands about releases: which store, and how to reach it.
type storeAt struct {
	storeFlags
	store string
}

func (f *storeAt) register(flags *pflag.FlagSet) {
	flags.StringVar(&f.store, "store", "", "`store` of the releases: dir:/PATH, https://HUB/ASSISTANT, nats://HOST/ASSISTANT or s3://BUCKET/PREFIX")
	f.storeFlags.register(flags)
}

// releaseFlags are the flags of a command about the releases of a store.
type releaseFlags struct {
	*storeAt
	format string
	// makes is set if the command may make the store.
	makes bool
}

// registerFormat adds --format.
func (f *releaseFlags) registerFormat(flags *pflag.FlagSet, usage string) {
	flags.StringVar(&f.format, "format", formatText, usage)
}

// checkFormat rejects other formats than text and json.
func (f *releaseFlags) checkFormat() error {
	if f.format != formatText && f.format != formatJSON {
		return fmt.Errorf("--format: %q is neither text nor json", f.format)
	}
	return nil
}

// errNoStore is a usage error.
var errNoStore = errors.New("no store given: name it with --store, as in --store dir:/srv/releases, or in the environment variable NLG_STORE")

// opened is a store of releases, and whom its readers trust.
type opened struct {
	release.Store
	trust release.Trust
}

// open opens the store. An error of a store that cannot be reached ends the program.
func (f *releaseFlags) open(ctx context.Context) (*opened, error) {
	switch {
	case f.store == "":
		return nil, errNoStore
	case branch.Is(f.store):
		return nil, fmt.Errorf("--store %q: a git branch has no releases: each commit of the branch is one, and git keeps their history", stores.Shown(f.store))
	}
	if err := stores.Check(f.store); err != nil {
		return nil, fmt.Errorf("--store %w", err)
	}
	trust, err := f.trusted()
	if err != nil {
		return nil, err
	}
	opts, err := f.options()
	if err != nil {
		return nil, err
	}
	opts.MustExist = !f.makes
	store, err := stores.Open(ctx, f.store, opts)
	if _, isUsage := errors.AsType[*stores.AddressError](err); isUsage {
		return nil, fmt.Errorf("--store %s: %w", stores.Shown(f.store), err)
	}
	if err != nil {
		return nil, &exitError{code: exitUnreadable, err: fmt.Errorf("cannot open the store %s: %w", stores.Shown(f.store), err)}
	}
	return &opened{store, trust}, nil
}

// with opens the store for a command, which a signal ends.
func (f *releaseFlags) with(cmd *cobra.Command, do func(ctx context.Context, s *opened) error) error {
	ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	s, err := f.open(ctx)
	if err != nil {
		return err
	}
	err = do(ctx, s)
	if closed := s.Close(); err == nil && closed != nil {
		return &exitError{code: exitUnreadable, err: fmt.Errorf("cannot close the store %s: %w", s, closed)}
	}
	return err
}

// firstLine returns the first line of a message.
func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return line
}

// shortVersion returns what people compare of the version of content.
func shortVersion(version string) string { return version[:min(12, len(version))] }
