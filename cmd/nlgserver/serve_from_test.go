package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nlgserver/release"
	"nlgserver/release/stores"
	"nlgserver/server"
)

// TestServeFrom checks what the flags say that a server follows.
func TestServeFrom(t *testing.T) {
	follow := func(args ...string) (server.Options, error) {
		t.Helper()
		s := newSettings("serve")
		if err := s.flags.Parse(args); err != nil {
			t.Fatal(err)
		}
		return s.serverOptions(nil, nil)
	}
	dir := t.TempDir()
	_, public, err := release.NewKey("ann")
	if err != nil {
		t.Fatal(err)
	}
	pub := filepath.Join(dir, "ann.pub")
	if err := os.WriteFile(pub, []byte(public), 0o600); err != nil {
		t.Fatal(err)
	}
	opts, err := follow("--from", "dir:"+filepath.Join(dir, "store"), "--replica", "nlg-0", "--trust-key", pub)
	if err != nil || opts.Source != nil || opts.Release == nil || opts.Release.Replica != "nlg-0" || len(opts.Release.Trust.Keys()) != 1 {
		t.Fatalf("%+v, %v", opts.Release, err)
	}
	store, err := opts.Release.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Close(); err != nil {
		t.Error(err)
	}
	if opts, err := follow("--from", "git+https://ann:hunter2@git.example/bank.git//domain?ref=main"); err != nil || opts.Source == nil || opts.Release != nil || strings.Contains(opts.Source.String(), "hunter2") {
		t.Errorf("%v, %v", opts.Source, err)
	}
	if opts, err := follow("--from", "dir:x", "--replica", "x", "--store-creds", "c", "--store-nkey", "n", "--store-token-file", "t", "--store-ca", "ca", "--store-cert", "c", "--store-key", "k"); err != nil || opts.Release == nil {
		t.Errorf("%+v, %v", opts.Release, err)
	}
	if opts, err := follow("--from", "nats://ann:hunter2@nats.example/bank", "--replica", "x"); err != nil || opts.Release.Store != "nats://nats.example/bank" {
		t.Errorf("%+v, %v", opts.Release, err)
	}
	for _, args := range [][]string{
		{"--from", "bank"},
		{"--from", "nats://"},
		{"--from", "git+ftp://x/y"},
		{"--from", "dir:x", "--replica", "No. 1"},
		{"--from", "dir:x", "--store-cert", "x"},
		{"--from", "dir:x", "--trust-key", filepath.Join(dir, "missing")},
		{"--from", "dir:x", "--trust-key", ""},
	} {
		if _, err := follow(args...); err == nil {
			t.Errorf("%q is accepted", args)
		}
	}
}

// TestReplicaName checks that the name of nearly any host is made one of a replica.
func TestReplicaName(t *testing.T) {
	for host, want := range map[string]string{
		"nlg-0": "nlg-0", "NLG.Example.COM": "nlg.example.com", "my host": "my-host", "-x-": "x", "a..b": "a.b", "日本": "", strings.Repeat("a", 80): strings.Repeat("a", 63),
	} {
		if got := replicaNameOf(host); got != want {
			t.Errorf("%q becomes %q, not %q", host, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		host := rapid.String().Draw(t, "host")
		if name := replicaNameOf(host); name != "" && release.CheckReplica(name) != nil {
			t.Fatalf("%q becomes %q", host, name)
		}
	})
}

// TestTitleOfStore checks how an assistant is called that comes from a store.
func TestTitleOfStore(t *testing.T) {
	for from, want := range map[string]string{
		"dir:/srv/bank": "bank", "nats://a,b/bank": "bank", "s3://bucket/bank?region=eu": "bank", "https://hub.example/bank": "bank",
		"git+https://ann:x@git.example/bank.git//domain?ref=main": "bank", "dir:/": "dir",
	} {
		if got := titleOfStore(from); got != want {
			t.Errorf("%s is %q, not %q", stores.Shown(from), got, want)
		}
	}
}

// TestConfigStores checks what a configuration file says that assistants follow.
func TestConfigStores(t *testing.T) {
	c := newConfiguring(t)
	opts := c.start("admin_token: x\nreplica: nlg-0\nstore_ca: ca.pem\nassistants:\n  bank: {from: dir:releases}\n  shop: {content: shop}\n  git: {from: \"git+file:///srv/git.git\"}\n")
	bank := opts.Assistants.Options[0]
	if bank.Release == nil || bank.Release.Replica != "nlg-0" || bank.Release.Store != "dir:"+filepath.Join(filepath.Dir(c.path), "releases") {
		t.Errorf("%+v", bank.Release)
	}
	if shop := opts.Assistants.Options[1]; shop.Release != nil || shop.Source != nil || len(shop.Paths) != 1 {
		t.Errorf("%+v", shop)
	}
	if git := opts.Assistants.Options[2]; git.Release != nil || git.Source == nil {
		t.Errorf("%+v", git)
	}
	for text, want := range map[string]string{
		"assistants: {a: {content: x, from: \"dir:s\"}}":                   "an assistant has content or follows a store, not both",
		"assistants: {a: {from: \"dir:s\"}, b: {from: \"dir:./s\"}}":       "another assistant follows the same store",
		"assistants: {a: {content: x}, b: {trust_key: x}}":                 "assistant \"b\" has no content",
		"from: dir:s\nassistants: {a: {content: x}, b: {content: y}}":      "from cannot be shared by several assistants",
		"assistants: {a: {from: bank}}":                                    "is not the address of a store",
		"assistants: {a: {from: \"dir:s\", trust_key: []}}":                "trust_key is empty",
		"assistants: {a: {from: \"dir:s\", store: {cert: x}}}":             "store.cert needs",
		"assistants: {a: {from: \"git+ftp://ann:hunter2@git.example/x\"}}": "is not supported",
	} {
		c.write(text)
		_, _, err := opts.Configuration.Read()
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: %v", text, err)
		}
		if e, ok := errors.AsType[server.RejectedError](err); ok {
			for _, d := range e.Findings() {
				if strings.Contains(d.Source+d.Hint, "hunter2") {
					t.Errorf("%s: a password is shown: %+v", text, d)
				}
			}
		}
	}
}
