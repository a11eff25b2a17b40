package main

import (
	"log/slog"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/spf13/pflag"

	"nlgserver/httpapi"
	"nlgserver/server"
)

// parsed returns the options of a command line.
func parsed(t *testing.T, args ...string) server.Options {
	t.Helper()
	s := newSettings("serve")
	if err := s.flags.Parse(args); err != nil {
		t.Fatal(err)
	}
	opts, err := s.serverOptions([]string{"domain"}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	return opts
}

// TestServeFlags checks that the flags for access, limits and shutdown set the
// right options.
func TestServeFlags(t *testing.T) {
	got := parsed(t, "--listen", "127.0.0.1:1", "--admin-listen", "127.0.0.1:2", "--socket-mode", "600",
		"--token", "a", "--token", "b,c", "--token-file", "tf", "--token-name", "key",
		"--basic-auth", "u:p", "--basic-auth-file", "bf", "--require-header", "X: 1", "--require-header-file", "hf",
		"--admin-token", "d", "--admin-token-file", "af", "--cors-origin", "https://a.example", "--allowed-host", "nlg.example",
		"--tls-cert", "c.pem", "--tls-key", "k.pem",
		"--max-body", "1", "--max-inflight-bytes", "262144", "--max-request-memory", "65536", "--max-json-depth", "3", "--max-header-bytes", "4", "--max-connections", "5",
		"--read-header-timeout", "6s", "--read-timeout", "7s", "--min-read-rate", "8", "--write-timeout", "9s", "--idle-timeout", "10s",
		"--on-unknown", "empty", "--strict-json", "--ignore-request-id", "--seed", "11", "--debounce", "12ms", "--poll", "13s",
		"--last-good", "lg", "--shutdown-delay", "14s", "--drain", "15s", "--log-content",
		"--record", "rd", "--record-keep", "16", "--record-max-bytes", "17", "--record-content", "--record-plain", "tier", "--metrics-responses", "--page=false")
	want := server.DefaultOptions()
	want.Paths, want.Listen, want.AdminListen = []string{"domain"}, "127.0.0.1:1", "127.0.0.1:2"
	want.SocketMode = 0o600
	want.Access = server.AccessOptions{
		TokenName: "key", Tokens: []string{"a", "b,c"}, BasicAuth: []string{"u:p"}, Headers: []string{"X: 1"},
		TokenFile: "tf", BasicAuthFile: "bf", HeaderFile: "hf", AdminTokens: []string{"d"}, AdminTokenFile: "af",
	}
	want.TLS = server.TLSOptions{CertFile: "c.pem", KeyFile: "k.pem"}
	want.Connections = server.ConnectionLimits{HeaderBytes: 4, Max: 5, ReadHeaderTimeout: 6 * time.Second, IdleTimeout: 10 * time.Second}
	want.Options = httpapi.Options{
		Limits: httpapi.Limits{
			Body: 1, InFlight: 262144, RequestMemory: 65536, JSONDepth: 3, ReadTimeout: 7 * time.Second, MinReadRate: 8, WriteTimeout: 9 * time.Second,
		},
		Origins: []string{"https://a.example"}, AllowedHosts: []string{"nlg.example"}, StrictJSON: true, LogContent: true,
	}
	want.OnUnknown, want.IgnoreRequestID = "empty", true
	seed := uint64(11)
	want.Seed, want.Debounce, want.Poll, want.LastGood = &seed, 12*time.Millisecond, 13*time.Second, "lg"
	want.ShutdownDelay, want.Drain = 14*time.Second, 15*time.Second
	want.Record = server.RecordOptions{Dir: "rd", Keep: 16, MaxBytes: 17, Content: true, Plain: []string{"tier"}}
	want.MetricsResponses = true
	ignored := cmpopts.IgnoreFields(server.Options{}, "Log", "Build", "Version", "Language", "Patterns", "SettingName")
	if diff := cmp.Diff(want, got, ignored); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestNoLimit checks that 0 lifts the limits that can be lifted; to the server it
// would mean the default.
func TestNoLimit(t *testing.T) {
	if got := parsed(t, "--max-connections", "0", "--min-read-rate", "0", "--debounce-removals", "0"); got.Connections.Max >= 0 || got.Limits.MinReadRate >= 0 || got.DebounceRemovals >= 0 {
		t.Errorf("%+v", got)
	}
	byDefault := server.DefaultOptions()
	if parsed(t).Page == nil {
		t.Error("there is no page by default")
	}
	if got := parsed(t); got.Connections != byDefault.Connections || got.Limits != byDefault.Limits {
		t.Errorf("%+v", got)
	}
}

// TestListenPrecedence checks the order: the flag, NLG_LISTEN, PORT, the default.
func TestListenPrecedence(t *testing.T) {
	flags := func(args ...string) string {
		t.Helper()
		cmd := newServe()
		if err := cmd.Flags().Parse(args); err != nil {
			t.Fatal(err)
		}
		if err := fromEnvironment(cmd.Flags()); err != nil {
			t.Fatal(err)
		}
		got, err := listenAddress(cmd.Flags(), cmd.Flags().Lookup("listen").Value.String())
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	check := func(what, got, want string) {
		t.Helper()
		if got != want {
			t.Errorf("%s: %s, want %s", what, got, want)
		}
	}
	t.Setenv("PORT", "")
	check("nothing", flags(), "127.0.0.1:5056")
	t.Setenv("PORT", "8080")
	check("PORT", flags(), ":8080")
	t.Setenv("NLG_LISTEN", "")
	check("an empty NLG_LISTEN", flags(), ":8080")
	t.Setenv("NLG_LISTEN", "127.0.0.1:1")
	check("NLG_LISTEN", flags(), "127.0.0.1:1")
	check("the flag", flags("--listen", "127.0.0.1:2"), "127.0.0.1:2")
}

// TestSettingNames checks that every setting that the server names has a flag.
func TestSettingNames(t *testing.T) {
	flags := pflag.NewFlagSet("serve", pflag.ContinueOnError)
	newServeFlags().register(flags)
	for _, s := range []server.Setting{
		server.SettingListen, server.SettingAdminListen,
		server.SettingTokenFile, server.SettingBasicAuthFile, server.SettingHeaderFile, server.SettingAdminTokenFile,
		server.SettingOrigin, server.SettingAllowedHost, server.SettingCertificate, server.SettingKey, server.SettingRecord, server.SettingOnUnknown,
	} {
		if name := flagOf(s); name == "" || flags.Lookup(name) == nil {
			t.Errorf("%s has the flag %s", s, flagOf(s))
		}
	}
}
