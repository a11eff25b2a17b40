package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"strings"

	"github.com/spf13/pflag"

	"nlgserver/internal/source"
	"nlgserver/internal/source/branch"
	"nlgserver/internal/source/files"
	"nlgserver/release"
	"nlgserver/release/stores"
	"nlgserver/server"
)

// fromFlag is the flag that names what a server follows instead of files.
const fromFlag = "from"

// fromFlags say what a server follows instead of files.
type fromFlags struct {
	storeFlags
	from    string
	replica string
	// shared is what all stores of a process use; nil for nothing.
	shared *sharedByStores
}

// sharedByStores is what the stores of a process share.
type sharedByStores struct {
	connections stores.Connections
	log         *slog.Logger
}

func (f *fromFlags) register(flags *pflag.FlagSet) {
	flags.StringVar(&f.from, fromFlag, "", "follow this `store` of releases, or branch of a git repository, instead of files: dir:/srv/releases, https://hub.example/bank, nats://host/bank, s3://bucket/bank, git+https://host/repo.git//domain?ref=main")
	flags.StringVar(&f.replica, "replica", "", "`name` of this server among those that follow the store (default the name of the host)")
	f.storeFlags.register(flags)
}

// follow returns what the server follows: a branch, or a store of releases.
func (f *fromFlags) follow(links bool) (source.Source, *server.ReleaseOptions, error) {
	if branch.Is(f.from) {
		of, err := branch.New(f.from, branch.Options{TokenFile: f.tokenFile, Files: files.Options{FollowLinks: links}})
		if err != nil {
			return nil, nil, err
		}
		return of, nil, nil
	}
	opts, err := f.options()
	if err != nil {
		return nil, nil, err
	}
	if f.shared != nil {
		opts.Connections, opts.Log = &f.shared.connections, f.shared.log
	}
	out := &server.ReleaseOptions{
		Store: stores.Shown(f.from),
		Open:  func(ctx context.Context) (release.Store, error) { return stores.Open(ctx, f.from, opts) },
	}
	if out.Replica, err = f.name(); err != nil {
		return nil, nil, err
	}
	out.Trust, err = f.trusted()
	return nil, out, err
}

// name returns the name of the replica.
func (f *fromFlags) name() (string, error) {
	if f.replica != "" {
		return f.replica, nil
	}
	host, err := os.Hostname()
	if err != nil {
		return "", fmt.Errorf("this host has no name: name the replica with --replica (%w)", err)
	}
	name := replicaNameOf(host)
	if release.CheckReplica(name) != nil {
		return "", fmt.Errorf("the name of this host, %q, cannot be that of a replica: name it with --replica", host)
	}
	return name, nil
}

// longestReplica is the length of the longest name of a replica.
const longestReplica = 63

// replicaNameOf makes the name of a host one of a replica.
func replicaNameOf(host string) string {
	name := strings.Map(func(r rune) rune {
		if 'a' <= r && r <= 'z' || '0' <= r && r <= '9' || r == '-' || r == '.' || r == '_' {
			return r
		}
		return '-'
	}, strings.ToLower(host))
	for strings.Contains(name, "..") {
		name = strings.ReplaceAll(name, "..", ".")
	}
	if len(name) > longestReplica {
		name = name[:longestReplica]
	}
	return strings.Trim(name, "-._")
}

// checkFrom checks a value of --from. The error follows the flag's name, and shows no
// password.
func checkFrom(text string) error {
	if text == "" {
		return nil
	}
	if branch.Is(text) {
		_, err := branch.New(text, branch.Options{})
		return err
	}
	return stores.Check(text)
}

// checkReplicaName checks a value of --replica.
func checkReplicaName(text string) error {
	if text == "" {
		return nil
	}
	return release.CheckReplica(text)
}

// fromFaults returns the faults of what an assistant may have for itself of what it
// follows.
func (f *serveFlags) fromFaults(flags *pflag.FlagSet) []fault {
	found := faultsOfValues(flags, fromFlag)
	if (f.cert == "") != (f.key == "") {
		one, other := "store-cert", "store-key"
		if f.cert == "" {
			one, other = other, one
		}
		found = append(found, fault{flag: one, says: "needs --" + other})
	}
	if flags.Changed("trust-key") && len(f.trust) == 0 {
		found = append(found, fault{flag: "trust-key", says: isEmpty})
	}
	return found
}

// titleOfStore names an assistant after the store or the repository that it comes from.
func titleOfStore(from string) string {
	shown, _, _ := strings.Cut(stores.Shown(from), "?")
	parts := strings.FieldsFunc(shown, func(r rune) bool { return r == '/' || r == ':' })
	for i, part := range parts {
		if strings.HasSuffix(part, ".git") {
			return strings.TrimSuffix(parts[i], ".git")
		}
	}
	if len(parts) == 0 {
		return "Responses"
	}
	return parts[len(parts)-1]
}

// logger returns the log of the process; nil before there is one.
func (s *sharedByStores) logger() *slog.Logger {
	if s == nil {
		return nil
	}
	return s.log
}
