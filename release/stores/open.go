package stores

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"strings"

	"nlgserver/release"
	"nlgserver/release/dir"
	"nlgserver/release/nats"
	"nlgserver/release/s3"
)

// Options say how a store is reached. Which of them matter depends on the store.
type Options struct {
	// Creds is a credentials file of NATS, and NKey a file with the seed of an NKey.
	Creds, NKey string
	// TokenFile is a file with the token for a hub, or for NATS.
	TokenFile string
	// CA is a file of certificates that that of the store is verified with; empty for those
	// of the system. Cert and Key are the files of a client certificate. All are PEM.
	CA, Cert, Key string
	// Connections are shared by the stores of a process; nil for none.
	Connections *Connections
	// MustExist refuses a directory that does not exist, instead of making it.
	MustExist bool
	// Log is where a store logs what callers need not know; nil for nowhere.
	Log *slog.Logger
}

// AddressError is returned for what is not the address of a store.
type AddressError struct{ Err error }

func (e *AddressError) Error() string { return e.Err.Error() }

func (e *AddressError) Unwrap() error { return e.Err }

// Dir begins the address of a store in a directory. A path follows.
const Dir = "dir:"

// strayText is the message for what is in a store and is no entry of it.
const strayText = "something in the store is not of it; going on without"

// Connections are shared by stores in NATS.
type Connections = nats.Connections

// kinds are the beginnings of addresses.
var kinds = [...]struct {
	begin string
	open  func(ctx context.Context, address string, o Options) (release.Store, error)
}{
	{Dir, openDir},
	{"nats://", openNATS},
	{"tls://", openNATS},
	{"s3://", openS3},
	{"https://", openHub},
	{"http://", openHub},
}

// Check returns an [*AddressError] for a text that cannot be the address of a store. It opens
// nothing.
func Check(address string) error {
	for _, kind := range kinds {
		if rest, ok := strings.CutPrefix(address, kind.begin); ok {
			if rest == "" {
				return &AddressError{fmt.Errorf("%q is not the whole address of a store", address)}
			}
			return nil
		}
	}
	if _, err := os.Stat(address); err == nil && address != "" {
		return &AddressError{fmt.Errorf("%q has no kind: for a directory, write dir:%[1]s", address)}
	}
	return &AddressError{fmt.Errorf("%q is not the address of a store: write dir:/PATH, https://HUB/ASSISTANT, nats://HOST/ASSISTANT or s3://BUCKET/PREFIX", Shown(address))}
}

// Open opens the store of an address. The error is an [*AddressError] if that is none.
// Whether a store over a network can be reached, only its use tells.
func Open(ctx context.Context, address string, o Options) (release.Store, error) {
	for _, kind := range kinds {
		if !strings.HasPrefix(address, kind.begin) {
			continue
		}
		if err := Check(address); err != nil {
			return nil, err
		}
		return kind.open(ctx, address, o)
	}
	return nil, Check(address)
}

func openDir(ctx context.Context, address string, o Options) (release.Store, error) {
	path := strings.TrimPrefix(address, Dir)
	if _, err := os.Stat(path); o.MustExist && errors.Is(err, fs.ErrNotExist) {
		return nil, errors.New("the directory does not exist: publishing the first release makes it")
	}
	s, err := dir.Open(ctx, path, dir.Options{
		OnWatchError: func(err error) { o.log().Warn("cannot watch the store; polling it for changes", "error", err) },
		OnStray:      func(err error) { o.log().Warn(strayText, "error", err) },
	})
	if err != nil {
		return nil, err
	}
	return s, nil
}

func openNATS(ctx context.Context, address string, o Options) (release.Store, error) {
	s, err := nats.Open(ctx, address, nats.Options{
		Connections: o.Connections, Creds: o.Creds, NKey: o.NKey, Token: o.TokenFile, CA: o.CA, Cert: o.Cert, Key: o.Key, Log: o.Log,
	})
	if err != nil {
		return nil, addressOr(err)
	}
	return s, nil
}

func openS3(ctx context.Context, address string, o Options) (release.Store, error) {
	transport, err := o.transport()
	if err != nil {
		return nil, err
	}
	s, err := s3.Open(ctx, address, s3.Options{
		Transport: transport,
		OnStray:   func(err error) { o.log().Warn(strayText, "error", err) },
	})
	if err != nil {
		return nil, addressOr(err)
	}
	return s, nil
}

// addressOr tells the error of a file from that of an address: nothing else can be wrong
// before a store is used.
func addressOr(err error) error {
	if _, isFile := errors.AsType[*fs.PathError](err); isFile {
		return err
	}
	return &AddressError{err}
}

func (o Options) log() *slog.Logger {
	if o.Log != nil {
		return o.Log
	}
	return slog.New(slog.DiscardHandler)
}

// Shown returns an address as messages show it: without user and password.
func Shown(address string) string {
	scheme, rest, ok := strings.Cut(address, "://")
	if !ok {
		return address
	}
	// Whatever is before an @ could be a password, or a part of one that has a slash.
	if i := strings.LastIndexByte(rest, '@'); i >= 0 {
		rest = rest[i+1:]
	}
	return scheme + "://" + rest
}

// HasSecret reports whether an address may have a password in it.
func HasSecret(address string) bool { return Shown(address) != address }
