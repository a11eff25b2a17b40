package source

import "testing"

func TestNames(t *testing.T) {
	for name, want := range map[string]string{
		"a.yml": "yaml content", "a.yaml": "yaml content", ".yml": "yaml content", ".a.yml": "yaml content", "nlgtest.yml": "yaml content",
		"a.YML": "", "a.yml~": "", "yml": "", "a.json": "", "a.nlgtest.yml.bak": "",
		".nlgserver.yml": "yaml", "nlgserver.yml": "yaml", "x.nlgserver.yml": "yaml content",
		"a.nlgtest.yml": "yaml test", "a.nlgtest.yaml": "yaml test", ".nlgtest.yml": "yaml test",
		"..data": "bookkeeping", "..2026.yml": "yaml bookkeeping", ".h": "", "..": "",
		"._a.yml": "yaml bookkeeping", "_.yml": "yaml content", ".ipynb_checkpoints": "bookkeeping", ".stversions": "bookkeeping",
		"ipynb_checkpoints": "", ".history": "bookkeeping", "history": "", ".git": "bookkeeping", ".github": "", ".gitlab-ci.yml": "yaml content",
		".Trash-1000": "bookkeeping", "lost+found": "bookkeeping", "$RECYCLE.BIN": "bookkeeping", ".~tmp~": "bookkeeping", "__MACOSX": "bookkeeping",
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

func TestMisnamed(t *testing.T) {
	for name, want := range map[string]string{
		"a.YML": "a.yml", "A.Yaml": "A.yaml", "a.yml.txt": "a.yml", "a.yaml.TXT": "a.yaml", "a.YML.txt": "a.yml", "a.yml ": "a.yml", "a.ylm": "a.yml",
		"a.yml": "", "a.yaml": "", "a.txt": "", "a.yml.bak": "", "a.yml~": "", "a.yml.orig": "", "yml": "", ".YML": "", "a.json": "", "txt": "",
		"._a.YML": "", ".#a.YML": "", "README.md.txt": "",
	} {
		better, ok := Misnamed(name)
		if !ok {
			better = ""
		}
		if better != want {
			t.Errorf("%q should be %q, want %q", name, better, want)
		}
	}
}
