package settings_test

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"

	"nlgserver/internal/diag"
	"nlgserver/internal/golden"
	"nlgserver/rephrase/settings"
)

// env has what the examples need, and a setting of the server.
func env(name string) (string, bool) {
	value, ok := map[string]string{
		"OPENAI_API_KEY": "sk-secret-1", "AZURE_API_KEY": "secret-2", "MY_KEY": "secret-3", "NLG_TOKEN": "secret-4", "HOSTED_VLLM_API_KEY": "secret-5", "ADDRESS": "http://models.example.com/v1",
		"NOTHING": "", "VARIABLE": "x", "SECONDS": "2.5", "TEMPERATURE": "0.7", "TOKENS": "64", "TURNS": "9", "ZERO": "0", "ON": "True", "OFF": "false", "YES": "yes", "NULL": "null",
		"COMMENT": "# 5", "BROKEN": "[",
	}[name]
	return value, ok
}

// opener opens the files of an archive.
func opener(a *golden.Archive) func(string) ([]byte, error) {
	return func(path string) ([]byte, error) {
		if !a.Has(path) {
			return nil, &fs.PathError{Op: "open", Path: path, Err: fs.ErrNotExist}
		}
		return a.Data(path), nil
	}
}

// inputs are the names of the files of an archive that are read.
func inputs(a *golden.Archive) []string {
	var names []string
	for _, f := range a.Files {
		if strings.HasSuffix(f.Name, ".yml") {
			names = append(names, f.Name)
		}
	}
	return names
}

// TestRephraseWrongFiles compares all findings of each wrong file as they are shown.
func TestRephraseWrongFiles(t *testing.T) {
	golden.Archives(t, "testdata/wrong/*.txtar", func(t *testing.T, a *golden.Archive) {
		for _, name := range inputs(a) {
			_, found := settings.Read(name, a.Data(name), env, opener(a))
			var b strings.Builder
			if err := found.WriteText(&b); err != nil {
				t.Fatal(err)
			}
			a.Want(t, strings.TrimSuffix(name, ".yml")+".txt", b.String())
			if len(found) == 0 {
				t.Errorf("%s has no finding", name)
			}
			for _, d := range found {
				if d.Line == 0 || d.Hint == "" && d.Code != diag.ManyDocuments && d.Code != diag.YAMLSyntax {
					t.Errorf("%s: no place or no hint: %s", name, d.Text())
				}
				for _, secret := range []string{"hunter2", "secret-", "12345678"} {
					if strings.Contains(d.Text(), secret) {
						t.Errorf("%s: a secret is shown: %s", name, d.Text())
					}
				}
			}
		}
	})
}

// leadOn are files whose hint leads to the next mistake.
var leadOn = map[string]bool{"misspelled-secret.yml": true, "copied.yml": true, "twice-secret.yml": true, "no-colon-line.yml": true}

// leastPasted keeps the next test from pasting nothing unnoticed.
const leastPasted = 55

// TestRephraseHintsPasted follows each hint that says what to write: afterwards the finding
// is gone, and no error has come.
func TestRephraseHintsPasted(t *testing.T) {
	pasted := 0
	golden.Archives(t, "testdata/wrong/*.txtar", func(t *testing.T, a *golden.Archive) {
		for _, name := range inputs(a) {
			text := string(a.Data(name))
			_, found := settings.Read(name, []byte(text), env, opener(a))
			for _, d := range found {
				if d.File != name || d.Code != diag.Configuration && !strings.Contains(d.Message, "a variable between") || leadOn[name] {
					continue
				}
				mended, ok := paste(text, d)
				if !ok {
					continue
				}
				pasted++
				_, left := settings.Read(name, []byte(mended), env, opener(a))
				if slices.ContainsFunc(left, d.Equal) || left.Count(diag.Error) > found.Count(diag.Error)-int(min(d.Severity, 1)) {
					t.Errorf("%s: %safter pasting:\n%s%v", name, d.Text(), mended, left)
				}
			}
		}
	})
	if pasted < leastPasted && !golden.Update() {
		t.Errorf("%d hints were pasted, want %d", pasted, leastPasted)
	}
}

var (
	code  = regexp.MustCompile("`([^`]+)`")
	words = regexp.MustCompile(`^(?:"[^"]*"|'[^']*'|[^\s:,\]}]+)`)
	entry = regexp.MustCompile(`^[A-Za-z_-]+: `)
)

// paste follows a hint literally: what it has in backticks replaces the entry or the word at
// the place, or is added to the map there.
func paste(text string, d diag.Diagnostic) (string, bool) {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	found := code.FindStringSubmatch(d.Hint)
	if found == nil || strings.ContainsAny(found[1], "…") || strings.HasPrefix(d.Hint, "remove") || strings.HasSuffix(found[1], ":") || d.Line > len(lines) {
		return "", false
	}
	line, at, write := lines[d.Line-1], d.Column-1, found[1]
	indent := strings.Repeat(" ", len(line)-len(strings.TrimLeft(line, " -")))
	switch {
	case strings.Contains(line, "{") && !strings.HasPrefix(strings.TrimSpace(line), "nlg: {"):
		return "", false // the entry is not alone in its line
	case strings.HasPrefix(write, "nlg: ") && at == 0, strings.HasPrefix(write, "model_groups: "):
		lines = append(lines, write)
	case strings.HasPrefix(d.Hint, "add "):
		if strings.HasSuffix(strings.TrimSpace(line), ":") {
			indent += "  "
		}
		lines = slices.Insert(lines, d.Line, indent+write)
	case strings.HasPrefix(d.Hint, "write ") && entry.MatchString(write) && strings.HasPrefix(strings.TrimSpace(line), "- "):
		lines[d.Line-1] = strings.Repeat(" ", len(indent)-2) + "- " + write
	case strings.HasPrefix(d.Hint, "write ") && entry.MatchString(write):
		lines[d.Line-1] = indent + write
	case strings.HasPrefix(d.Hint, "write "), strings.HasPrefix(d.Hint, "did you mean "):
		lines[d.Line-1] = line[:at] + write + strings.TrimPrefix(line[at:], words.FindString(line[at:]))
	default:
		return "", false
	}
	return strings.Join(lines, "\n") + "\n", true
}
