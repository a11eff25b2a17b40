package config_test

import (
	"strings"
	"testing"
)

// FuzzRead reads any file around a secret: what is wrong can be shown, and shows nothing of
// the secret.
func FuzzRead(f *testing.F) {
	f.Add("listen: x\n", "drain: 5\nassistants: {bank: {content: a, access: {token: b}}}\n")
	f.Add("assistants: &a {bank: {<<: *b}}\nlisen: [", "default_assistant: [}\n")
	f.Add("<<: {page: 1}\nmax_body: 99999999999999999999\n", "- token\n")
	const secret = "hunter2-and-more"
	f.Fuzz(func(t *testing.T, before, after string) {
		text := before + "\ntoken: " + secret + "\n" + after
		file, found := keys.Read("nlgserver.yml", []byte(text), env)
		if len(found) == 0 {
			for _, a := range file.Assistants {
				if len(a.Name) == 0 {
					t.Fatalf("%q: %+v", text, a)
				}
			}
		}
		for _, d := range found {
			if d.Message == "" || d.File != "nlgserver.yml" {
				t.Fatalf("%q: %+v", text, d)
			}
			if _, isSecret := file.Server["token"]; isSecret && strings.Contains(d.Text(), secret) {
				t.Fatalf("%q: the error shows the secret: %s", text, d.Text())
			}
		}
	})
}
