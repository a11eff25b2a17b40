package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"nlgserver/internal/diag"
	"nlgserver/internal/source"
)

// example is a fenced block of docs/diagnostics.md.
type example struct {
	bad   bool
	flags []string
	text  string
}

// documented are the sections of docs/diagnostics.md.
func documented(t *testing.T) map[diag.Code][]example {
	t.Helper()
	data, err := os.ReadFile("../../docs/diagnostics.md")
	if err != nil {
		t.Fatal(err)
	}
	sections := map[diag.Code][]example{}
	fence := regexp.MustCompile("(?ms)^```yaml (bad|good)([^\n]*)\n(.*?)^```$")
	for _, section := range strings.Split(string(data), "\n## ")[1:] {
		name, body, _ := strings.Cut(section, "\n")
		examples := []example{}
		for _, m := range fence.FindAllStringSubmatch(body, -1) {
			examples = append(examples, example{m[1] == "bad", strings.Fields(m[2]), m[3]})
		}
		sections[diag.Code(name)] = examples
	}
	return sections
}

// TestDiagnosticsDocumented checks that docs/diagnostics.md documents exactly the
// codes that exist, and runs its examples.
func TestDiagnosticsDocumented(t *testing.T) {
	sections := documented(t)
	for _, d := range diag.Descriptions() {
		if _, ok := sections[d.Code]; !ok {
			t.Errorf("docs/diagnostics.md has no section %s (%s)", d.Code, d.Summary)
		}
	}
	// A page cannot show these bytes.
	unwritable := map[diag.Code]string{
		diag.BadEncoding:        "responses:\n  utter_a:\n  - text: \"\xff\"\n",
		diag.TooDeep:            "responses:\n  utter_a:\n  - text: a\n    custom: {a: " + strings.Repeat("[", 600) + strings.Repeat("]", 600) + "}\n",
		diag.InvisibleCharacter: "responses:\n  utter_a\u200b:\n  - text: a\n",
		diag.TooLarge:           "# " + strings.Repeat("x", 33<<20),
		diag.MoreFindings:       "responses:\n  utter_a:\n" + strings.Repeat("  - a\n", 1001),
		diag.TooLong:            "responses:\n  utter_a:\n  - text: a\n  - text: b\n    condition: \"slots.a == '" + strings.Repeat("b", 64<<10) + "'\"\n",
	}
	for code, examples := range sections {
		t.Run(string(code), func(t *testing.T) {
			if _, known := diag.Describe(code); !known {
				t.Fatal("the code does not exist")
			}
			if text, ok := unwritable[code]; ok {
				examples = []example{{bad: true, text: text}}
			} else if code == diag.Unreadable {
				found := codesOf(t, "validate", filepath.Join(t.TempDir(), "missing.yml"))
				if !slices.Contains(found, code) {
					t.Errorf("found %v", found)
				}
				return
			} else if len(examples) < 2 {
				t.Error("a code needs a bad and a good example")
			}
			twoLanguages := code == diag.MissingInLanguage || code == diag.LanguageDiffers
			for _, e := range examples {
				found := e.run(t)
				switch {
				case e.bad && !slices.Contains(found, code):
					t.Errorf("found %v in\n%s", found, e.text)
				case !e.bad && twoLanguages && slices.Equal(found, []diag.Code{diag.DuplicateResponse}):
					// Every duplicate gets it: only one of the two is used.
				case !e.bad && len(found) > 0:
					t.Errorf("found %v in the good example\n%s", found, e.text)
				}
			}
		})
	}
}

// run writes the files of an example and returns the codes that validate, or config
// check, finds.
func (e *example) run(t *testing.T) []diag.Code {
	dir := t.TempDir()
	name := "domain.yml"
	files := map[string]string{}
	for line := range strings.Lines(e.text) {
		if link, ok := strings.CutPrefix(line, "# link: "); ok {
			link, target, _ := strings.Cut(strings.TrimSpace(link), " -> ")
			if err := os.Symlink(target, filepath.Join(dir, link)); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if next, ok := strings.CutPrefix(line, "# file: "); ok {
			name = strings.TrimSpace(next)
			continue
		}
		files[name] += line
	}
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var flags []string
	path := dir
	for _, f := range e.flags {
		switch f {
		case "--direct":
			path = filepath.Join(dir, "domain.yml")
		case "--domain":
			path = filepath.Join(dir, "content")
			flags = append(flags, f, filepath.Join(dir, "rasa"))
		default:
			flags = append(flags, f)
		}
	}
	args := append([]string{"validate", path}, flags...)
	for name := range files {
		switch {
		case source.IsTest(name):
			args = []string{"test", dir}
		case name == configFile:
			args = []string{"config", "check", filepath.Join(dir, name)}
		}
	}
	return codesOf(t, args...)
}

// codesOf runs validate, or test, and returns the codes that it finds.
func codesOf(t *testing.T, args ...string) []diag.Code {
	t.Helper()
	var out, errs bytes.Buffer
	execute(t.Context(), append(args, "--format", "json"), nil, &out, &errs)
	var result struct {
		Diagnostics []struct{ Code diag.Code }
	}
	if err := json.Unmarshal(out.Bytes(), &result); err != nil {
		t.Fatalf("%v: %s%s", err, out.String(), errs.String())
	}
	var codes []diag.Code
	for _, d := range result.Diagnostics {
		codes = append(codes, d.Code)
	}
	return codes
}
