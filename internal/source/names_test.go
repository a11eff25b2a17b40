package source

import "testing"

func TestNames(t *testing.T) {
	for name, want := range map[string]string{
		"a.yml": "yaml content", "a.yaml": "yaml content", ".yml": "yaml content", ".a.yml": "yaml content", "nlgtest.yml": "yaml content",
		"a.YML": "", "a.yml~": "", "yml": "", "a.json": "", "a.nlgtest.yml.bak": "",
		".nlgserver.yml": "yaml", "x.nlgserver.yml": "yaml content",
		"a.nlgtest.yml": "yaml test", "a.nlgtest.yaml": "yaml test", ".nlgtest.yml": "yaml test",
		"..data": "bookkeeping", "..2026.yml": "yaml content bookkeeping", ".h": "", "..": "",
		".#a.yml": "yaml content lock", ".#a": "lock",
	} {
		got := ""
		for _, rule := range []struct {
			word string
			is   func(string) bool
		}{{"yaml", IsYAML}, {"content", IsContent}, {"test", IsTest}, {"bookkeeping", IsBookkeeping}, {"lock", IsLock}} {
			if rule.is(name) {
				if got != "" {
					got += " "
				}
				got += rule.word
			}
		}
		if got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
}
