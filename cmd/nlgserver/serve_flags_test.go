package main

import (
	"log/slog"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/spf13/pflag"

	"nlgserver/internal/access"
	"nlgserver/server"
)

// parsed returns the options that a command line gives.
func parsed(t *testing.T, args ...string) server.Options {
	t.Helper()
	var f serveFlags
	flags := pflag.NewFlagSet("serve", pflag.ContinueOnError)
	f.register(flags)
	if err := flags.Parse(args); err != nil {
		t.Fatal(err)
	}
	opts, err := f.appOptions(flags, []string{"domain"}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	return opts
}

// TestServeFlags: every flag of access, limits and life arrives where it is
// meant to.
func TestServeFlags(t *testing.T) {
	got := parsed(t, "--listen", "127.0.0.1:1", "--admin-listen", "127.0.0.1:2",
		"--token", "a", "--token", "b,c", "--token-file", "tf", "--token-name", "key",
		"--basic-auth", "u:p", "--basic-auth-file", "bf", "--require-header", "X: 1", "--require-header-file", "hf",
		"--admin-token", "d", "--admin-token-file", "af", "--cors-origin", "https://a.example",
		"--tls-cert", "c.pem", "--tls-key", "k.pem",
		"--max-body", "1", "--max-inflight-bytes", "2", "--max-json-depth", "3", "--max-header-bytes", "4", "--max-connections", "5",
		"--read-header-timeout", "6s", "--read-timeout", "7s", "--min-read-rate", "8", "--write-timeout", "9s", "--idle-timeout", "10s",
		"--on-unknown", "empty", "--strict-json", "--ignore-request-id", "--seed", "11", "--debounce", "12ms", "--poll", "13s",
		"--last-good", "lg", "--shutdown-delay", "14s", "--drain", "15s", "--log-content")
	seed := uint64(11)
	want := server.Options{
		Paths: []string{"domain"}, Listen: "127.0.0.1:1", AdminListen: "127.0.0.1:2",
		Access: server.AccessOptions{
			TokenName: "key", Secrets: access.Secrets{Tokens: []string{"a", "b,c"}, BasicAuth: []string{"u:p"}, Headers: []string{"X: 1"}},
			TokenFile: "tf", BasicAuthFile: "bf", HeaderFile: "hf", AdminTokens: []string{"d"}, AdminTokenFile: "af",
			Origins: []string{"https://a.example"},
		},
		TLS: server.TLSOptions{CertFile: "c.pem", KeyFile: "k.pem"},
		Limits: server.Limits{
			JSONDepth: 3, HeaderBytes: 4, Connections: 5, ReadHeaderTimeout: 6 * time.Second, ReadTimeout: 7 * time.Second,
			MinReadRate: 8, WriteTimeout: 9 * time.Second, IdleTimeout: 10 * time.Second,
		},
		MaxBody: 1, MaxInFlight: 2, OnUnknown: "empty", StrictJSON: true, IgnoreRequestID: true, Seed: &seed,
		Debounce: 12 * time.Millisecond, Poll: 13 * time.Second, LastGood: "lg", ShutdownDelay: 14 * time.Second, Drain: 15 * time.Second, LogContent: true,
	}
	ignored := cmpopts.IgnoreFields(server.Options{}, "Log", "Build", "Version", "Language", "Patterns")
	if diff := cmp.Diff(want, got, ignored); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestNoLimit: 0 lifts the limits that may be lifted; to the library it would
// mean the default.
func TestNoLimit(t *testing.T) {
	if got := parsed(t, "--max-connections", "0", "--min-read-rate", "0").Limits; got.Connections >= 0 || got.MinReadRate >= 0 {
		t.Errorf("%+v", got)
	}
	if got := parsed(t).Limits; got.Connections != server.DefaultMaxConnections || got.MinReadRate <= 0 {
		t.Errorf("%+v", got)
	}
}
