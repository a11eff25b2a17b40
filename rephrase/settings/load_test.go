package settings_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nlgserver/internal/diag"
	"nlgserver/rephrase/settings"
)

// certificate returns one in PEM format.
func certificate(t *testing.T) string {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
}

// TestRephraseLoad reads real files, and checks that a change of any of them changes the
// digest.
func TestRephraseLoad(t *testing.T) {
	dir := t.TempDir()
	contents := map[string]string{
		"endpoints.yml":      "nlg:\n  prompt_template: prompts/a.jinja2\n  llm:\n    api_key_file: key\n    cafile: ca.pem\n",
		"prompts/a.jinja2":   "{{ suggested_response }}\n",
		"key":                "secret-7\n",
		"ca.pem":             certificate(t),
		"beside/nothing.txt": "",
	}
	write := func(name, text string) {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	load := func() *settings.File {
		f, found := settings.Load(filepath.Join(dir, "endpoints.yml"), env)
		if len(found) > 0 {
			t.Fatal(found)
		}
		return f
	}
	for name, text := range contents {
		write(name, text)
	}
	first := load()
	if len(first.Paths) != 4 || first.Deployments[0].Key != "secret-7" || first.Deployments[0].CAFile != filepath.Join(dir, "ca.pem") {
		t.Errorf("%+v", first)
	}
	if load().Digest != first.Digest {
		t.Error("the digest changes by itself")
	}
	write("beside/nothing.txt", "x")
	if load().Digest != first.Digest {
		t.Error("the digest changes with a file that is not read")
	}
	for name, text := range contents {
		if !strings.HasPrefix(name, "beside") {
			write(name, text+"\n")
			if load().Digest == first.Digest {
				t.Errorf("the digest does not change with %s", name)
			}
			write(name, text)
		}
	}
}

// TestRephraseLoadFails checks files that cannot be read.
func TestRephraseLoadFails(t *testing.T) {
	dir := t.TempDir()
	large := filepath.Join(dir, "large.yml")
	if err := os.WriteFile(large, []byte(strings.Repeat("#", 1<<20+1)), 0o600); err != nil {
		t.Fatal(err)
	}
	small := filepath.Join(dir, "small.yml")
	if err := os.WriteFile(small, []byte("nlg:\n  prompt_template: large.yml\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		filepath.Join(dir, "none.yml"): "cannot be read: no such file or directory",
		large:                          "the settings of rephrasing cannot be larger than 1 MiB",
		small:                          `prompt_template "large.yml" cannot be read: it is larger than 1 MiB`,
	} {
		f, found := settings.Load(path, env)
		if len(found) != 1 || !found.Refused() || found[0].Message != want || f.Path != path {
			t.Errorf("%s: %v, %+v", path, found, f)
		}
	}
}

// TestRephraseOddPrompts checks templates that are no text to show.
func TestRephraseOddPrompts(t *testing.T) {
	for prompt, want := range map[string]string{
		"{{ suggested_response }} f\xfcr":                                      "e.yml:1:24 the file of prompt_template is not valid UTF-8",
		"\x1b[31m {{ suggested_response }} {{ x }}":                            `p:1:35 a prompt has no variable "x", so it is empty`,
		"{{ suggested_response }}" + strings.Repeat(" ", 5000) + "{{ x }}\r\n": `p:1:5028 a prompt has no variable "x", so it is empty`,
	} {
		_, found := settings.Read("e.yml", []byte("nlg: {prompt_template: p}\n"), env, func(string) ([]byte, error) { return []byte(prompt), nil })
		if len(found) != 1 || found[0].Position.String()+" "+found[0].Message != want || found[0].File == "p" && found[0].Source != "" {
			t.Errorf("%.40q: %+v", prompt, found)
		}
	}
}

// TestRephraseManyUnknown checks that a prompt of another program is not told at length.
func TestRephraseManyUnknown(t *testing.T) {
	var prompt strings.Builder
	prompt.WriteString("{{ suggested_response }}")
	for i := range 20_000 {
		fmt.Fprintf(&prompt, "{{ x%d }}", i)
	}
	_, found := settings.Read("e.yml", []byte("nlg: {prompt_template: p}\n"), env, func(string) ([]byte, error) { return []byte(prompt.String()), nil })
	if len(found) != 20 || found.Refused() {
		t.Errorf("%d findings", len(found))
	}
}

// FuzzRephraseSettings reads any file around a key: it never panics, each error can be
// shown, and none shows the key.
func FuzzRephraseSettings(f *testing.F) {
	f.Add("nlg:\n  llm:\n    model: gpt-4o\n", "    temperature: 0.1\n")
	f.Add("nlg: {type: rephrase}\nmodel_groups:\n  - id: a\n    models:\n      - provider: azure\n        headers:\n", "    router: {routing_strategy: x}\n")
	f.Add("nlg:\n  llm: &a\n    <<: *b\n    timeout: 1e99\n", "nlg: [")
	f.Add("nlg:\n  prompt_template: ${X\n  llm: {model_group: \"\n", "\"}\n")
	f.Add("\"", "\"\n")
	const secret = "hunter2-and-more"
	f.Fuzz(func(t *testing.T, before, after string) {
		text := before + "\n    api_key: " + secret + "\n" + after
		open := func(string) ([]byte, error) { return []byte(before), nil }
		file, found := settings.Read("endpoints.yml", []byte(text), env, open)
		if !found.Refused() && len(file.Deployments) == 0 {
			t.Fatalf("%q has no model and no error", text)
		}
		for _, d := range found {
			if d.Message == "" || d.File == "" || d.Severity == diag.Error && d.Line == 0 {
				t.Fatalf("%q: %+v", text, d)
			}
			if d.File == "endpoints.yml" && !strings.Contains(before, secret[:7]) && !strings.Contains(after, secret[:7]) && strings.Contains(d.Text(), secret) {
				t.Fatalf("%q: the error shows the key: %s", text, d.Text())
			}
		}
	})
}
