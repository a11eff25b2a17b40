package config_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"nlgserver/config"
)

// keys are some of each kind.
var keys = config.Keys{
	Server: []config.Key{
		{Name: "listen", Usage: "address to listen on", Default: "127.0.0.1:5056"},
		{Name: "admin_listen", Usage: "address of the operators"},
		{Name: "page", Kind: config.Bool, Usage: "show a page", Default: "true"},
		{Name: "max_body", Kind: config.Integer, Usage: "maximum size", Default: "67108864"},
		{Name: "drain", Kind: config.Duration, Usage: "how long to wait", Default: "10s"},
		{Name: "tls_cert", IsPath: true, Usage: "file of the certificate"},
		{Name: "token", Kind: config.Strings, IsSecret: true, Usage: "tokens"},
		{Name: "log_level", Usage: "level", Default: "info", Check: func(text string) error {
			if text != "info" && text != "debug" {
				return fmt.Errorf("%q is not one of debug, info", text)
			}
			return nil
		}},
	},
	Assistant: []config.Key{
		{Name: "content", Kind: config.Strings, IsPath: true, Usage: "files"},
		{Name: "metadata", Kind: config.Pairs, Usage: "for logs"},
		{Name: "language.default", IsShort: true, Usage: "language"},
		{Name: "language.from", Kind: config.Strings, Usage: "where it is"},
		{Name: "access.token", Kind: config.Strings, IsSecret: true, Usage: "tokens"},
		{Name: "access.token_file", IsPath: true, Usage: "file of tokens"},
	},
}

func env(name string) (string, bool) {
	return "from the environment", name == "BANK_TOKEN"
}

func TestRead(t *testing.T) {
	f, found := keys.Read("etc/nlgserver.yml", []byte(`listen: ":5056"
page: false
max_body: 1024
drain: 5s
tls_cert: tls/cert.pem
token: only
default_assistant: bank
assistants:
  bank:
    content: bank/
    language: de
    access:
      token:
        - a
        - "$BANK_TOKEN"
        - ${BANK_TOKEN}
      token_file: /run/secrets/bank
    metadata: {team: retail, "b": c}
  test.bank_1-a: &test
    content: [bank, extra.yml]
    language: {from: [slot:lang]}
  copy:
    <<: *test
`), env)
	if len(found) > 0 {
		t.Fatal(found)
	}
	for key, want := range map[string]string{
		"listen": "[:5056]", "page": "[false]", "max_body": "[1024]", "drain": "[5s]", "token": "[only]",
		"tls_cert": "[" + filepath.Join("etc", "tls", "cert.pem") + "]",
	} {
		if got := fmt.Sprint(f.Server[key].Values); got != want {
			t.Errorf("%s is %s, want %s", key, got, want)
		}
	}
	if f.Server["tls_cert"].Line != 5 || f.Default != "bank" || len(f.Assistants) != 3 {
		t.Errorf("%+v", f)
	}
	bank := f.Assistants[0]
	if got := fmt.Sprint(bank.Name, bank.Settings["content"].Values, bank.Settings["language.default"].Values, bank.Settings["access.token"].Values,
		bank.Settings["access.token_file"].Values, bank.Settings["metadata"].Pairs); got != "bank[etc/bank] [de] [a $BANK_TOKEN from the environment] [/run/secrets/bank] [{team retail} {b c}]" {
		t.Error(got)
	}
	for _, a := range f.Assistants[1:] {
		if got := fmt.Sprint(a.Settings["content"].Values, a.Settings["language.from"].Values); got != "[etc/bank etc/extra.yml] [slot:lang]" {
			t.Errorf("%s: %s", a.Name, got)
		}
	}
}

func TestReadFaults(t *testing.T) {
	a := func(text string) string { return "assistants:\n  bank:\n    content: bank/\n    " + text + "\n" }
	for _, tt := range []struct{ text, at, says, hint string }{
		{"- a\n", "1:1", "the configuration must be a map, not a list", "listen:"},
		{"lisen: x\n", "1:1", `unknown key "lisen" in the configuration`, "did you mean `listen`?"},
		{"admin-listen: x\n", "1:1", `unknown key "admin-listen"`, "write `admin_listen`"},
		{"content: x\n", "1:1", `unknown key "content"`, "move it into an assistant, below `assistants:`"},
		{"listen: 5056\n", "1:9", "listen must be a string, not a number", "quote it: `\"5056\"`"},
		{"listen:\n", "1:8", "listen must be a string, not nothing", "or remove the line"},
		{"page: 1\n", "1:7", "page must be true or false, not a number", "write `page: true`"},
		{"max_body: 64MB\n", "1:11", "max_body must be a whole number, not a string", "`67108864`"},
		{"drain: 5\n", "1:8", "drain must be a duration", "write a unit, such as `5s`"},
		{"drain: soon\n", "1:8", "drain must be a duration", "`10s`"},
		{"log_level: loud\n", "1:12", `log_level "loud" is not one of debug, info`, ""},
		{"token: [a, 1234]\n", "1:12", "an item of token must be a string, not a number", "${TOKEN}"},
		{"token: ${NONE}\n", "1:8", "NONE", ""},
		{"default_assistant: bank\n", "1:20", `there is no assistant "bank"`, "below `assistants:`"},
		{"default_assistant: bank\nassistants: {shop: {content: a}}\n", "1:20", `there is no assistant "bank"`, "`default_assistant: shop`"},
		{"assistants: [bank]\n", "1:13", "assistants must be a map, not a list", "as a key"},
		{"assistants: {1: {content: a}}\n", "1:14", "the name of an assistant must be a string, not a number", "quote it: `\"1\"`"},
		{"assistants: {a/b: {content: a}}\n", "1:14", `an assistant cannot be named "a/b"`, "letters, digits"},
		{"assistants: {bank: bank/}\n", "1:20", "an assistant must be a map, not a string", "`content: bank/`"},
		{"assistants: {bank: {language: de}}\n", "1:14", `assistant "bank" has no content`, "add `content: bank/`"},
		{a("contnt: x"), "4:5", `unknown key "contnt" in an assistant`, "did you mean `content`?"},
		{a("token_file: x"), "4:5", `unknown key "token_file" in an assistant`, "write `access: {token_file: …}`"},
		{a("listen: x"), "4:5", `unknown key "listen" in an assistant`, "move it to the top of the file"},
		{a("access: x"), "4:13", "access must be a map, not a string", "`token:`"},
		{a("access: {tokn_file: x}"), "4:14", `unknown key "tokn_file" in access`, "did you mean `token_file`?"},
		{a("language: {from: {}}"), "4:22", "from must be a list, not a map", "`from: [a, b]`"},
		{a("metadata: x"), "4:15", "metadata must be a map, not a string", "{team: support}"},
		{a("metadata: {a: 1}"), "4:19", `"a" in metadata must be a string, not a number`, "quote it"},
	} {
		_, found := keys.Read("nlgserver.yml", []byte(tt.text), env)
		if len(found) != 1 {
			t.Errorf("%q: %v", tt.text, found)
			continue
		}
		d := found[0]
		if d.Position.String() != "nlgserver.yml:"+tt.at || !strings.Contains(d.Message, tt.says) || !strings.Contains(d.Hint, tt.hint) {
			t.Errorf("%q: %s, hint %q; want %s %q, hint %q", tt.text, d, d.Hint, tt.at, tt.says, tt.hint)
		}
		if strings.Contains(d.Hint+d.Source, "1234") {
			t.Errorf("%q: the error shows a secret: %+v", tt.text, d)
		}
	}
}

// TestReadAllFaults checks that the errors of a file come all at once, in their order.
func TestReadAllFaults(t *testing.T) {
	_, found := keys.Read("nlgserver.yml", []byte("page: 1\nassistants:\n  bank: {language: [a], content: a}\n  a b: {}\ndrain: 1\n"), env)
	var at []string
	for _, d := range found {
		at = append(at, fmt.Sprint(d.Line))
	}
	if got := strings.Join(at, " "); got != "1 3 4 5" {
		t.Errorf("errors in lines %s: %v", got, found)
	}
}
