package main

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"nlgserver/config"
	"nlgserver/nlg"
	"nlgserver/server"
)

// configuring is a configuration file that a test writes again and again, and the command
// line beside it.
type configuring struct {
	t *testing.T
	configuration
}

func newConfiguring(t *testing.T, args ...string) *configuring {
	t.Helper()
	s := newSettings("serve")
	if err := s.flags.Parse(args); err != nil {
		t.Fatal(err)
	}
	if err := fromEnvironment(s.flags); err != nil {
		t.Fatal(err)
	}
	return &configuring{t, configuration{path: filepath.Join(t.TempDir(), configFile), given: givenBy(s.flags)}}
}

func (c *configuring) write(text string) {
	c.t.Helper()
	if err := os.WriteFile(c.path, []byte(text), 0o600); err != nil {
		c.t.Fatal(err)
	}
}

// start returns the options of a server of the file.
func (c *configuring) start(text string) server.Options {
	c.t.Helper()
	c.write(text)
	all, err := c.read()
	if err != nil {
		c.t.Fatal(err)
	}
	opts, err := c.serverOptions(all, slog.New(slog.DiscardHandler))
	if err != nil {
		c.t.Fatal(err)
	}
	return opts
}

// TestConfigOptions checks that each key of an assistant sets its option, and that those
// of the server stay with the server.
func TestConfigOptions(t *testing.T) {
	c := newConfiguring(t, "--drain", "7s")
	opts := c.start(`
listen: 127.0.0.1:1
drain: 3s
admin_token: operator
default_language: en
default_assistant: shop
assistants:
  bank:
    content: [bank, /etc/bank]
    assistant_id: id-1
    metadata: {team: retail, tier: one}
    language: {from: [slot:lang], fallback: true}
    on_unknown: empty
    pattern_responses: false
    ignore_request_id: true
    content_env: [COMPANY]
    follow_links: true
    last_good: bank.tar
    record: {dir: rec, keep: 3, content: true, plain: [tier], max_bytes: 4}
    access: {token: a, token_file: tf, token_name: key, basic_auth: [u:p], basic_auth_file: bf, require_header: ["X: 1"], require_header_file: hf}
  shop:
    content: shop
    language: de
    record: shop-requests
`)
	dir := filepath.Dir(c.path)
	in := func(name string) string { return filepath.Join(dir, name) }
	want := server.AssistantOptions{
		Name: "bank", ID: "id-1", Metadata: []string{"team", "retail", "tier", "one"},
		Paths: []string{in("bank"), "/etc/bank"}, LastGood: in("bank.tar"), OnUnknown: "empty", IgnoreRequestID: true, FollowLinks: true,
		Language: nlg.LanguageOptions{From: []nlg.LanguageSource{{In: nlg.InSlot, Name: "lang"}}, Fallback: true, Default: "en"},
		Access: server.AccessOptions{
			TokenName: "key", Tokens: []string{"a"}, TokenFile: in("tf"), BasicAuth: []string{"u:p"}, BasicAuthFile: in("bf"), Headers: []string{"X: 1"}, HeaderFile: in("hf"),
		},
		Record: server.RecordOptions{Dir: in("rec"), Keep: 3, Content: true, Plain: []string{"tier"}, MaxBytes: 4},
	}
	bank := opts.Assistants.Options[0]
	if bank.EnvAllowed == nil || !bank.EnvAllowed("COMPANY") || bank.EnvAllowed("HOME") {
		t.Error("content_env is not that of the assistant")
	}
	if name := bank.SettingName(server.SettingOnUnknown); name != filepath.ToSlash(c.path)+":13: on_unknown" {
		t.Errorf("on_unknown is called %q", name)
	}
	if name := opts.SettingName(server.SettingListen); name != filepath.ToSlash(c.path)+":2: listen" {
		t.Errorf("listen is called %q", name)
	}
	bank.EnvAllowed, bank.SettingName, bank.Fingerprint = nil, nil, ""
	if diff := cmp.Diff(want, bank); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	shop := opts.Assistants.Options[1]
	if shop.Language.Default != "de" || !shop.Patterns || shop.EnvAllowed != nil || shop.Record.Dir != in("shop-requests") || shop.Record.Keep != server.DefaultOptions().Record.Keep {
		t.Errorf("%+v", shop)
	}
	if opts.Assistants.Default != "shop" || opts.Listen != "127.0.0.1:1" || opts.Drain.Seconds() != 7 || opts.Record.Dir != "" || opts.LastGood != "" || opts.Page == nil {
		t.Errorf("%+v", opts)
	}
	if got := opts.Access.AdminTokens; !slices.Equal(got, []string{"operator"}) || len(shop.Access.AdminTokens) != 0 {
		t.Errorf("the tokens of operators are %q, those of an assistant %q", got, shop.Access.AdminTokens)
	}
}

// TestConfigKeysAreAll checks that each key of an assistant changes what it is told apart
// by, and that nothing else does.
func TestConfigKeysAreAll(t *testing.T) {
	c := newConfiguring(t)
	settings := "nlg: {llm: {provider: self-hosted, model: a, api_base: http://localhost:1}}\n"
	if err := os.WriteFile(filepath.Join(filepath.Dir(c.path), "rephrase.yml"), []byte(settings), 0o600); err != nil {
		t.Fatal(err)
	}
	one := func(more string) string {
		t.Helper()
		return c.start("admin_token: x\nassistants:\n  bank:\n    content: bank\n" + more).Assistants.Options[0].Fingerprint
	}
	plain := one("")
	if again := one("# a comment\n"); again != plain {
		t.Error("the same settings have another fingerprint")
	}
	keys, own := keysOf(newSettings("serve").flags)
	if len(own) != len(keys.Assistant) {
		t.Fatal(len(own), len(keys.Assistant))
	}
	seen := map[string]string{plain: "none"}
	for _, key := range keys.Assistant {
		if key.Name == "content" {
			continue
		}
		var fingerprint string
		if key.Name == fromFlag { // instead of content
			fingerprint = c.start("admin_token: x\nassistants:\n  bank:\n    from: dir:store\n").Assistants.Options[0].Fingerprint
		} else {
			fingerprint = one("    " + inYAML(key) + "\n")
		}
		if other, ok := seen[fingerprint]; ok {
			t.Errorf("%s has the fingerprint of %s", key.Name, other)
		}
		seen[fingerprint] = key.Name
	}
}

// inYAML writes a key with a value that is not its default, on one line.
func inYAML(key config.Key) string {
	value := map[config.Kind]string{config.String: "x", config.Integer: "7", config.Duration: "7s", config.Strings: "[x]", config.Pairs: "{a: b}"}[key.Kind]
	switch {
	case key.Kind == config.Bool:
		value = fmt.Sprint(key.Default != "true")
	case key.Name == "language.from":
		value = "slot:x"
	case key.Name == rephraseFlag:
		value = "rephrase.yml"
	case key.Name == "store.cert": // they go together
		return "store: {cert: x, key: y}"
	case key.Name == "store.key":
		return "store: {cert: y, key: x}"
	case strings.Contains(key.Name, "basic_auth") || strings.Contains(key.Name, "require_header"):
		value = `"a: b"`
	}
	if group, name, ok := strings.Cut(key.Name, "."); ok {
		return group + ": {" + name + ": " + value + "}"
	}
	return key.Name + ": " + value
}

// TestConfigPrecedence checks the order: an assistant's own settings, the command line,
// the environment, the top of the file, the default.
func TestConfigPrecedence(t *testing.T) {
	const file = "default_language: top\non_unknown: utter_top\nassistants:\n  own: {content: a, language: own, on_unknown: utter_own}\n  other: {content: a}\n"
	language := func(opts server.Options) string {
		return opts.Assistants.Options[0].Language.Default + " " + opts.Assistants.Options[1].Language.Default
	}
	if got := language(newConfiguring(t).start(file)); got != "own top" {
		t.Errorf("by the file: %s", got)
	}
	t.Setenv("NLG_DEFAULT_LANGUAGE", "env")
	if got := language(newConfiguring(t).start(file)); got != "own env" {
		t.Errorf("by the environment: %s", got)
	}
	if got := language(newConfiguring(t, "--default-language", "flag").start(file)); got != "own flag" {
		t.Errorf("by the command line: %s", got)
	}
}

// TestConfigAccess checks that an assistant with secrets of its own has no others.
func TestConfigAccess(t *testing.T) {
	t.Setenv("NLG_TOKEN", "env")
	opts := newConfiguring(t, "--basic-auth", "u:p").start(`
token_file: top
token_name: key
assistants:
  own: {content: a, access: {token: own}}
  name: {content: a, access: {token_name: other}}
  none: {content: a}
`)
	for i, want := range []string{"key [own] [] top=false", "other [env] [u:p] top=true", "key [env] [u:p] top=true"} {
		a := opts.Assistants.Options[i].Access
		if got := fmt.Sprintf("%s %v %v top=%v", a.TokenName, a.Tokens, a.BasicAuth, a.TokenFile != ""); got != want {
			t.Errorf("%s: %s, want %s", opts.Assistants.Options[i].Name, got, want)
		}
	}
}

// TestConfigDefault checks which assistant is meant where none is named.
func TestConfigDefault(t *testing.T) {
	for text, want := range map[string]string{
		"assistants: {bank: {content: a}}":                                                 "bank",
		"assistants: {bank: {content: a}, shop: {content: a}}":                             "",
		"assistants: {bank: {content: a}, default: {content: a}}":                          "default",
		"assistants: {bank: {content: a}, default: {content: a}}\ndefault_assistant: bank": "bank",
	} {
		opts := newConfiguring(t).start(text)
		if opts.Assistants.Default != want || (opts.Page != nil) != (want != "") {
			t.Errorf("%s\nthe default is %q, and there is a page: %v", text, opts.Assistants.Default, opts.Page != nil)
		}
	}
}

// TestConfigSettingsOnly checks that a file without assistants says how to serve what the
// command line names.
func TestConfigSettingsOnly(t *testing.T) {
	c := newConfiguring(t)
	c.paths = []string{"domain"}
	opts := c.start("last_good: copy.tar\ndefault_language: de\nmax_connections: 0\n")
	if len(opts.Assistants.Options) > 0 || !slices.Equal(opts.Paths, c.paths) || opts.Language.Default != "de" || opts.LastGood == "" || opts.Connections.Max >= 0 {
		t.Errorf("%+v", opts)
	}
	c.write("last_good: copy.tar\ndefault_language: en\n")
	all, restart, err := opts.Configuration.Read()
	if err != nil || len(all.Options) > 0 || !slices.Equal(restart, []string{"default_language", "max_connections"}) {
		t.Errorf("%+v, restart for %v, %v", all, restart, err)
	}
	c.write("assistants: {bank: {content: a}}\n")
	if _, _, err := opts.Configuration.Read(); err == nil || !strings.Contains(err.Error(), `"domain" cannot be served beside the assistants`) {
		t.Errorf("assistants beside a path: %v", err)
	}
}

// TestConfigReload checks what a changed file says: the assistants, and what needs a
// restart.
func TestConfigReload(t *testing.T) {
	const rest = "assistants:\n  bank: {content: bank, last_good: copy.tar}\n  shop: {content: shop}\n"
	c := newConfiguring(t, "--drain", "5s")
	opts := c.start("listen: :1\ntoken: a\ndrain: 1s\n" + rest)
	first := opts.Assistants
	for _, tt := range []struct {
		name, text string
		// same are the assistants that go on as they are.
		same, restart []string
	}{
		{"nothing", "listen: :1\ntoken: a\n" + rest, []string{"bank", "shop"}, nil},
		{"an address", "listen: :2\nadmin_listen: :3\ntoken: a\n" + rest, []string{"bank", "shop"}, []string{"admin_listen", "listen"}},
		{"what a flag sets", "listen: :1\ntoken: a\ndrain: 2s\n" + rest, []string{"bank", "shop"}, nil},
		{"a setting of assistants", "listen: :1\ntoken: a\ndefault_language: de\n" + rest, nil, nil},
		{"a token, which also is that of the operators", "listen: :1\ntoken: b\n" + rest, nil, []string{"token"}},
		{"an assistant", strings.Replace("listen: :1\ntoken: a\n"+rest, "content: shop", "content: store", 1), []string{"bank"}, nil},
		{"the order", "listen: :1\ntoken: a\nassistants:\n  shop: {content: shop}\n  bank: {last_good: copy.tar, content: bank}\n", []string{"bank", "shop"}, nil},
	} {
		c.write(tt.text)
		all, restart, err := opts.Configuration.Read()
		if err != nil || !slices.Equal(restart, tt.restart) {
			t.Errorf("%s: restart for %v, %v", tt.name, restart, err)
		}
		for _, a := range all.Options {
			before := slices.IndexFunc(first.Options, func(b server.AssistantOptions) bool { return b.Name == a.Name })
			if same := first.Options[before].Fingerprint == a.Fingerprint; same != slices.Contains(tt.same, a.Name) {
				t.Errorf("%s: %s goes on: %v", tt.name, a.Name, same)
			}
		}
	}
	c.write("listen: 5\ndrain: 6\n")
	_, _, err := opts.Configuration.Read()
	if e, ok := errors.AsType[server.RejectedError](err); !ok || len(e.Findings()) != 2 || !strings.HasSuffix(err.Error(), ", and 1 more") {
		t.Errorf("%v", err)
	}
}

// TestConfigTokensOfOperators checks that a changed token needs no restart if the
// operators have their own.
func TestConfigTokensOfOperators(t *testing.T) {
	const rest = "admin_token: x\nassistants: {bank: {content: a}}\n"
	c := newConfiguring(t)
	opts := c.start("token: a\n" + rest)
	c.write("token: b\n" + rest)
	all, restart, err := opts.Configuration.Read()
	if err != nil || len(restart) > 0 || !slices.Equal(all.Options[0].Access.Tokens, []string{"b"}) {
		t.Errorf("%+v, restart for %v, %v", all, restart, err)
	}
}
