package main

import (
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"nlgserver/config"
	"nlgserver/release/stores"
)

// configFlag is the flag that names the configuration file.
const configFlag = "config"

// pathFlags are the flags whose values are paths, and secretFlags those whose values
// must not be shown.
var (
	pathFlags = [...]string{
		"token-file", "basic-auth-file", "require-header-file", "admin-token-file", "tls-cert", "tls-key", "last-good", "record",
		"store-creds", "store-nkey", "store-token-file", "store-ca", "store-cert", "store-key", "trust-key", rephraseFlag,
	}
	secretFlags = [...]string{"token", "basic-auth", "require-header", "admin-token"}
)

// assistantKey is a key of an assistant. Flag is the flag that sets the same for a server
// with one assistant; empty if there is none.
type assistantKey struct {
	config.Key
	flag string
}

// ownKeys are the keys of an assistant that are no flags.
var ownKeys = [...]config.Key{
	{Name: "content", Kind: config.Strings, IsPath: true, Usage: "the response files and directories, in loading order"},
	{Name: "assistant_id", Kind: config.String, Usage: "the assistant_id in the assistant's config.yml; a request with another one gets a 409"},
	{Name: "metadata", Kind: config.Pairs, Usage: "what each line of the log about the assistant also says"},
}

// flagsOfAssistant are the flags that an assistant has as keys of its own.
var flagsOfAssistant = [...]struct {
	key, flag string
	isShort   bool
}{
	{"language.default", "default-language", true},
	{"language.from", "language-from", false},
	{"language.fallback", "language-fallback", false},
	{"on_unknown", "on-unknown", false},
	{"pattern_responses", "pattern-responses", false},
	{"ignore_request_id", "ignore-request-id", false},
	{"rephrase", rephraseFlag, false},
	{"from", "from", false},
	{"store.creds", "store-creds", false},
	{"store.nkey", "store-nkey", false},
	{"store.token_file", "store-token-file", false},
	{"store.ca", "store-ca", false},
	{"store.cert", "store-cert", false},
	{"store.key", "store-key", false},
	{"trust_key", "trust-key", false},
	{"content_env", "content-env", false},
	{"follow_links", "follow-links", false},
	{"last_good", "last-good", false},
	{"record.dir", "record", true},
	{"record.keep", "record-keep", false},
	{"record.content", "record-content", false},
	{"record.plain", "record-plain", false},
	{"record.max_bytes", "record-max-bytes", false},
	{"access.token", "token", false},
	{"access.token_file", "token-file", false},
	{"access.token_name", "token-name", false},
	{"access.basic_auth", "basic-auth", false},
	{"access.basic_auth_file", "basic-auth-file", false},
	{"access.require_header", "require-header", false},
	{"access.require_header_file", "require-header-file", false},
}

// keysOf returns the keys of the flags of serve, and of an assistant.
func keysOf(flags *pflag.FlagSet) (config.Keys, []assistantKey) {
	var keys config.Keys
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Name != configFlag && f.Name != "help" {
			keys.Server = append(keys.Server, keyOf(f, keyName(f.Name)))
		}
	})
	var own []assistantKey
	for _, key := range ownKeys {
		own = append(own, assistantKey{Key: key})
	}
	for _, a := range flagsOfAssistant {
		key := keyOf(flags.Lookup(a.flag), a.key)
		key.IsShort, key.Top = a.isShort, keyName(a.flag)
		own = append(own, assistantKey{key, a.flag})
	}
	for _, key := range own {
		keys.Assistant = append(keys.Assistant, key.Key)
	}
	return keys, own
}

// keyName returns the key of a flag at the top of a configuration file.
func keyName(flag string) string { return strings.ReplaceAll(flag, "-", "_") }

// flagName returns the flag of a key at the top of a configuration file.
func flagName(key string) string { return strings.ReplaceAll(key, "_", "-") }

func keyOf(f *pflag.Flag, name string) config.Key {
	key := config.Key{
		Name: name, Kind: kindOf(f), Usage: inFile(f.Usage), Default: f.DefValue,
		IsPath: slices.Contains(pathFlags[:], f.Name), IsSecret: slices.Contains(secretFlags[:], f.Name),
		Check: checkOf(f.Name),
	}
	if key.Kind == config.Strings {
		key.Default = ""
	}
	if f.Name == fromFlag {
		key.PathAfter = stores.Dir
	}
	return key
}

func kindOf(f *pflag.Flag) config.Kind {
	switch f.Value.Type() {
	case "bool":
		return config.Bool
	case "int", "int64", "uint64":
		return config.Integer
	case "duration":
		return config.Duration
	case "stringArray":
		return config.Strings
	default:
		return config.String
	}
}

var aFlag = regexp.MustCompile(`--([a-z][a-z-]*)`)

// inFile writes the usage of a flag for the key of a configuration file.
func inFile(usage string) string {
	usage = strings.NewReplacer("`", "", "; may be repeated", "").Replace(usage)
	return aFlag.ReplaceAllStringFunc(usage, func(flag string) string { return keyName(flag[2:]) })
}
