package nlgserver_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"nlgserver/channels"
	"nlgserver/config"
	"nlgserver/expect"
	"nlgserver/internal/content"
	"nlgserver/internal/diag"
	"nlgserver/internal/source"
	"nlgserver/internal/source/files"
	"nlgserver/lint"
	"nlgserver/nlg"
)

const hintsDir = "testdata/hints"

// hintEnv are the environment variables that are set for the cases.
var hintEnv = map[string]string{"HELP_DESK": "555-0100"}

func lookupHintEnv(name string) (string, bool) {
	value, ok := hintEnv[name]
	return value, ok
}

// configurationFile is read as a configuration with some keys of each kind; the command
// line has the others.
const configurationFile = "nlgserver.yml"

var configurationKeys = config.Keys{
	Server: []config.Key{
		{Name: "listen"},
		{Name: "admin_listen"},
		{Name: "drain", Kind: config.Duration},
		{Name: "page", Kind: config.Bool},
		{Name: "token_file"},
		{Name: "default_language"},
	},
	Assistant: []config.Key{
		{Name: "content", Kind: config.Strings}, {Name: "language.default", IsShort: true, Top: "default_language"}, {Name: "access.token_file", Top: "token_file"},
	},
}

// hintCase is a directory of testdata/hints: a slip, and the same files after the
// hint was followed literally.
type hintCase struct {
	name       string
	code       diag.Code
	bad, fixed hintFiles
}

// hintFiles are the files of one side of a case, by their path in it.
type hintFiles map[string]string

// readHintCases reads all cases.
func readHintCases(t *testing.T) []hintCase {
	t.Helper()
	dirs, err := os.ReadDir(hintsDir)
	if err != nil {
		t.Fatal(err)
	}
	var cases []hintCase
	for _, dir := range dirs {
		code, _, named := strings.Cut(dir.Name(), "-")
		if _, known := diag.Describe(diag.Code(code)); !known || !named {
			t.Errorf("%s: the name must be CODE-what", dir.Name())
			continue
		}
		at := filepath.Join(hintsDir, dir.Name())
		cases = append(cases, hintCase{dir.Name(), diag.Code(code), readHintFiles(t, at, "bad"), readHintFiles(t, at, "fixed")})
	}
	return cases
}

// readHintFiles reads a side: NAME.yml, or the files in the directory NAME.
func readHintFiles(t *testing.T, dir, name string) hintFiles {
	t.Helper()
	side := hintFiles{}
	if data, err := os.ReadFile(filepath.Join(dir, name+".yml")); err == nil {
		side["domain.yml"] = string(data)
		return side
	}
	root := filepath.Join(dir, name)
	err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		inside, _ := filepath.Rel(root, path)
		side[filepath.ToSlash(inside)] = string(data)
		return err
	})
	if err != nil || len(side) == 0 {
		t.Errorf("%s: no file: %v", root, err)
	}
	return side
}

// validate does what `nlgserver validate` does, with optional checks, and reads the expectation
// files as `nlgserver test` does.
func (f hintFiles) validate(t *testing.T, enabled []diag.Code) diag.List {
	t.Helper()
	dir := t.TempDir()
	var settings lint.Settings
	var found diag.List
	for name, text := range f {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		switch {
		case name == source.SettingsFile:
			settings, found = lint.ReadSettings(name, []byte(text))
		case name == configurationFile:
			_, unusable := configurationKeys.Read(name, []byte(text), lookupHintEnv)
			found = append(found, unusable...)
		case source.IsTest(name):
			_, tests := expect.Read(name, []byte(text), expect.Options{Env: lookupHintEnv, Request: f.request})
			found = append(found, tests...)
		}
	}
	read, domains, unread := f.fetch(t, dir)
	found = append(found, unread...)
	opts := lint.Options{For: settings.For, Languages: settings.Languages, Arguments: settings.Arguments, Enabled: enabled, Channels: channels.Known().With(settings.Channels...)}
	result := lint.Run(read, domains, nlg.Options{Env: lookupHintEnv}, opts)
	found = append(found, settings.Apply(result.Found)...)
	for i := range found {
		found[i].File = strings.TrimPrefix(found[i].File, filepath.ToSlash(dir)+"/")
		if r := found[i].Related; r != nil {
			found[i].Related = &diag.Related{Position: r.Position, Message: r.Message}
			found[i].Related.File = strings.TrimPrefix(r.File, filepath.ToSlash(dir)+"/")
		}
	}
	found.Sort()
	return found
}

// fetch reads the directory; a file alone is given by its name, as in `nlgserver
// validate domain.yml`. If there is a directory rasa, it is `nlgserver validate
// content --domain rasa`.
func (f hintFiles) fetch(t *testing.T, dir string) (content, domains []content.File, found diag.List) {
	t.Helper()
	if _, alone := f["domain.yml"]; alone && len(f) == 1 {
		dir = filepath.Join(dir, "domain.yml")
	}
	if _, err := os.Stat(filepath.Join(dir, "rasa")); err == nil {
		domains, _ = files.New([]string{filepath.Join(dir, "rasa")}).Fetch(t.Context())
		dir = filepath.Join(dir, "content")
	}
	content, found = files.New([]string{dir}).Fetch(t.Context())
	return content, domains, found
}

// request returns a saved request beside an expectation file.
func (f hintFiles) request(_, name string) ([]byte, error) {
	text, ok := f[name]
	if !ok {
		return nil, os.ErrNotExist
	}
	return []byte(text), nil
}

// of returns the diagnostics with a code.
func of(l diag.List, code diag.Code) diag.List {
	return slices.DeleteFunc(slices.Clone(l), func(d diag.Diagnostic) bool { return d.Code != code })
}
