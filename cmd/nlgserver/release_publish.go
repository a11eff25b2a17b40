package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"nlgserver/internal/content"
	"nlgserver/release"
)

// defaultWait is how long publish waits for the replicas.
const defaultWait = 30 * time.Second

// publishFlags are the flags of release publish.
type publishFlags struct {
	releaseFlags
	contentFlags
	moveFlags
	canary int
	dryRun bool
}

func newReleasePublish(at *storeAt) *cobra.Command {
	f := publishFlags{releaseFlags: releaseFlags{storeAt: at}}
	cmd := &cobra.Command{
		Use:   "publish [PATH…]",
		Short: "Make content live on every replica that follows a store",
		Long: `Check the content, put it into the store, wait until every replica has it ready, and
make it live on all of them at once. If a replica refuses it, nothing changes, and its
reasons are shown. Without a path the current directory is published.

The content is checked as by "nlgserver validate", with the settings beside it, and
its expectation files are run as by "nlgserver test". An environment variable that
content names need not be set here: each replica has its own.

--canary makes it live for a share of the conversations; "nlgserver release promote"
makes it live for all, "nlgserver release abort" for none. --dry-run checks, shows
what would change, and publishes nothing. Content that is live already is not
published again. --to is another name of --store.

The exit code is 0 if it is live, or was before, 1 if the content has errors, an
expectation fails, a replica refuses it, or somebody else publishes: then nothing has
changed. It is 1 too if a replica does not follow in time. It is 2 for incorrect usage,
and 3 if a path or the store cannot be read.`,
		Example: `  nlgserver release publish domain/ --store dir:/srv/releases -m "Greet in Spanish"
  nlgserver release publish domain/ --store nats://nats.example/bank -m "Shorter texts" --canary 10
  nlgserver release publish domain/ --store dir:/srv/releases --dry-run`,
		RunE: func(cmd *cobra.Command, paths []string) error {
			if err := f.check(); err != nil {
				return err
			}
			f.makes = !f.dryRun
			return f.with(cmd, func(ctx context.Context, s *opened) error { return f.publish(ctx, cmd, s, paths) })
		},
	}
	flags := cmd.Flags()
	flags.SetNormalizeFunc(asStore)
	f.moveFlags.register(flags)
	f.registerFormat(flags, "output format: text, or json for an event on each line")
	flags.IntVar(&f.canary, "canary", 0, "make it live for this `percentage` of the conversations, from 1 to 99 (default all)")
	flags.BoolVar(&f.dryRun, "dry-run", false, "check the content and show what would change, without publishing")
	f.contentFlags.register(flags)
	return cmd
}

// asStore lets --to stand for --store.
func asStore(_ *pflag.FlagSet, name string) pflag.NormalizedName {
	if name == "to" {
		name = "store"
	}
	return pflag.NormalizedName(name)
}

// check checks the flags.
func (f *publishFlags) check() error {
	if err := f.checkFormat(); err != nil {
		return err
	}
	if f.canary < 0 || f.canary > 99 {
		return fmt.Errorf("--canary: %d is not a percentage from 1 to 99", f.canary)
	}
	if f.message == "" && !f.dryRun {
		return errors.New(`no message given: say what the release is for, as in -m "Greet in Spanish"`)
	}
	return f.moveFlags.check()
}

func (f *publishFlags) publish(ctx context.Context, cmd *cobra.Command, s *opened, paths []string) error {
	tell := &teller{out: cmd.OutOrStdout(), errs: cmd.ErrOrStderr(), format: f.format}
	by, err := f.who(ctx, paths)
	if err != nil {
		return err
	}
	p, err := f.publisher(s, by, tell)
	if err != nil {
		return err
	}
	live, err := s.live(ctx)
	if err != nil {
		return err
	}
	read, err := f.read(ctx, tell, paths)
	if err != nil {
		return err
	}
	if version := content.Version(read.files); live != nil && live.Version == version {
		tell.event(event{Event: "unchanged", Release: live.Number, Version: version, Text: fmt.Sprintf("release %d has this content already: nothing to publish", live.Number)})
		return tell.err
	}
	made, err := f.make(ctx, tell, read)
	if err != nil {
		return err
	}
	if err := f.compare(ctx, tell, s, live, made); err != nil {
		return err
	}
	if f.dryRun {
		tell.event(event{Event: "dry-run", Version: made.bundle.Version, Text: fmt.Sprintf("would publish %s: %s; %s", shortVersion(made.bundle.Version), made.counts(), nothingChanged)})
		return tell.err
	}
	made.draft.Author, made.draft.Message = by, f.message
	published, err := p.Publish(ctx, made.bundle, made.draft, f.canary)
	if err != nil {
		return moved(tell, s, err)
	}
	tell.event(event{Event: "published", Release: published.Number, Version: published.Version, Text: f.outcome(published)})
	return tell.err
}

// outcome says what was published.
func (f *publishFlags) outcome(made *release.Release) string {
	if f.canary > 0 {
		return fmt.Sprintf("release %d is live for %d%% of the conversations: `nlgserver release promote` makes it live for all, `nlgserver release abort` for none", made.Number, f.canary)
	}
	return fmt.Sprintf("release %d is live", made.Number)
}
