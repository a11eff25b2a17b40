package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/spf13/pflag"

	"nlgserver/desk"
	"nlgserver/release"
	"nlgserver/release/stores"
)

// deskReleases are the flags of desk for a store of releases.
type deskReleases struct {
	storeAt
	signKey string
	wait    time.Duration
}

func (f *deskReleases) register(flags *pflag.FlagSet) {
	f.storeAt.register(flags)
	flags.StringVar(&f.signKey, "sign-key", "", "`file` of a private key to sign releases with, as \"nlgserver release key\" makes it")
	flags.DurationVar(&f.wait, "wait", defaultWait, "how long to wait for the replicas when publishing")
}

// deskStoreFlags are those that need a store.
var deskStoreFlags = [...]string{"store-creds", "store-nkey", "store-token-file", "store-ca", "store-cert", "store-key", "trust-key", "sign-key", "wait"}

// check rejects flags that do not fit together. Without a store, only those of the command
// line count: what is in the environment may be for "nlgserver release".
func (f *deskReleases) check(flags *pflag.FlagSet) error {
	if onCommandLine(flags, "store") && f.store == "" {
		return errors.New("--store is empty: name a store, as in --store dir:/srv/releases")
	}
	for _, name := range deskStoreFlags {
		if f.store == "" && onCommandLine(flags, name) {
			return fmt.Errorf("--%s needs --store", name)
		}
	}
	if f.store != "" && f.wait <= 0 {
		return errors.New("--wait must be more than 0")
	}
	return nil
}

// onCommandLine reports whether a flag is on the command line.
func onCommandLine(flags *pflag.FlagSet, name string) bool {
	flag := flags.Lookup(name)
	_, byEnv := flag.Annotations[fromEnv]
	return flag.Changed && !byEnv
}

// open opens the store, if there is one, and sets it in the configuration.
func (f *deskReleases) open(ctx context.Context, cfg *desk.Config, paths []string) (release.Store, error) {
	if f.store == "" {
		return nil, nil
	}
	if len(cfg.Authoring.Paths) == 0 {
		return nil, errors.New("--store: the demo assistant has no files to publish: name your own")
	}
	sign, err := readSignKey(f.signKey)
	if err != nil {
		return nil, err
	}
	opening := releaseFlags{storeAt: &f.storeAt, makes: true}
	store, err := opening.open(ctx)
	if err != nil {
		return nil, err
	}
	cfg.Authoring.Releases = &desk.Releases{
		Store: store.Store, Name: stores.Shown(f.store), Sign: sign, Trust: store.trust, Wait: f.wait,
		Settings: func() ([]byte, error) {
			_, settings, err := settingsBeside(contentPaths(paths))
			return settings, err
		},
	}
	return store, nil
}

// readSignKey reads a key of --sign-key; without a name there is none.
func readSignKey(name string) (release.Signers, error) {
	if name == "" {
		return release.Signers{}, nil
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return release.Signers{}, &exitError{code: exitUnreadable, err: fmt.Errorf("--sign-key: %w", err)}
	}
	sign, err := release.ReadSigners(text)
	if err != nil {
		return release.Signers{}, &exitError{code: exitFindings, err: fmt.Errorf("--sign-key %s: %w", name, err)}
	}
	return sign, nil
}
