package nlgserver_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"nlgserver/internal/golden"
	"nlgserver/internal/source/files"
	"nlgserver/nlg"
)

// The files of a case; testdata/responses/README.md describes them.
const (
	examplesDir     = "testdata/responses"
	contentFile     = "responses.yml"
	contentDir      = "content"
	requestFile     = "request.json"
	optionsFile     = "options.json"
	messageFile     = "message.json"
	messagesFile    = "messages.json"
	problemFile     = "problem.json"
	diagnosticsFile = "diagnostics.txt"
)

// example is one case of the specification.
type example struct {
	dir string
	// shows is the first line's sentence.
	shows   string
	content []nlg.File
	// skipped are the warnings about files that are not read.
	skipped nlg.Diagnostics
	options options
	// from says where to find the language.
	from []nlg.LanguageSource
	// request is the body; nil if the content must be rejected.
	request []byte
	// messages are all possible replies, as JSON without blanks: the spelling of
	// numbers and the order of keys count. wantFile is the file that holds them.
	messages []string
	wantFile string
	// problem is set if the name must be unknown.
	problem *problem
	// diagnostics is the output of validate for the content; may be empty.
	diagnostics string
}

// options are the keys of options.json.
type options struct {
	Env             map[string]string `json:"env"`
	Patterns        bool              `json:"patterns"`
	IgnoreRequestID bool              `json:"ignoreRequestID"`
	Language        struct {
		Fallback bool     `json:"fallback"`
		Default  string   `json:"default"`
		From     []string `json:"from"`
	} `json:"language"`
}

// problem is the part of a problem document that a case checks.
type problem struct {
	Code        string   `json:"code"`
	Suggestions []string `json:"suggestions,omitempty"`
}

// readExample reads the case in a directory.
func readExample(dir string) (*example, error) {
	e := &example{dir: dir}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	if err := e.readContent(names); err != nil {
		return nil, err
	}
	for _, name := range names {
		if name == contentFile || name == contentDir {
			continue
		}
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err == nil {
			err = e.readFile(name, data)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	switch {
	case e.request != nil && e.wantFile == "":
		return nil, fmt.Errorf("%s needs a result: one of %s, %s, %s", requestFile, messageFile, messagesFile, problemFile)
	case e.request == nil && e.wantFile != "":
		return nil, fmt.Errorf("%s needs a %s", e.wantFile, requestFile)
	case e.request == nil && e.diagnostics == "" && !golden.Update():
		return nil, fmt.Errorf("without %s the content must be rejected, and %s says why", requestFile, diagnosticsFile)
	}
	return e, nil
}

// readFile reads one file beside the content.
func (e *example) readFile(name string, data []byte) error {
	switch name {
	case requestFile:
		e.request = data
		return nil
	case diagnosticsFile:
		e.diagnostics = string(data)
		return nil
	case optionsFile:
		return e.readOptions(data)
	case messageFile, messagesFile, problemFile:
		if e.wantFile != "" {
			return fmt.Errorf("a case has one of %s, %s, %s", messageFile, messagesFile, problemFile)
		}
		e.wantFile = name
		return e.readResult(data)
	default:
		return errors.New("not part of a case")
	}
}

func (e *example) readOptions(data []byte) error {
	if err := decode(data, &e.options); err != nil {
		return err
	}
	if compact(data) == "{}" {
		return errors.New("no options")
	}
	for _, place := range e.options.Language.From {
		from, err := nlg.ParseLanguageSource(place)
		if err != nil {
			return err
		}
		e.from = append(e.from, from)
	}
	return nil
}

func (e *example) readResult(data []byte) error {
	list := []json.RawMessage{data}
	switch e.wantFile {
	case problemFile:
		return decode(data, &e.problem)
	case messagesFile:
		if err := json.Unmarshal(data, &list); err != nil {
			return err
		}
		if len(list) < 2 {
			return fmt.Errorf("a single message belongs in %s", messageFile)
		}
	}
	for _, m := range list {
		if !json.Valid(m) {
			return errors.New("not JSON")
		}
		e.messages = append(e.messages, compact(m))
	}
	return nil
}

// readContent reads responses.yml or, in the order of the server, content/.
func (e *example) readContent(names []string) error {
	if slices.Contains(names, contentFile) == slices.Contains(names, contentDir) {
		return fmt.Errorf("a case has either %s or a directory %s", contentFile, contentDir)
	}
	path := filepath.Join(e.dir, contentFile)
	if slices.Contains(names, contentDir) {
		path = filepath.Join(e.dir, contentDir)
	}
	files, found := files.New([]string{path}).Fetch(context.Background())
	if found.Refused() || len(files) == 0 {
		return fmt.Errorf("cannot read %s: %s", path, text(found))
	}
	for i := range files {
		// Diagnostics name files relative to the case's directory.
		files[i].Path = strings.TrimPrefix(files[i].Path, filepath.ToSlash(e.dir)+"/")
	}
	for i := range found {
		found[i].File = strings.TrimPrefix(found[i].File, filepath.ToSlash(e.dir)+"/")
	}
	e.content, e.skipped = files, found
	first, _, _ := strings.Cut(string(files[0].Data), "\n")
	shows, ok := strings.CutPrefix(first, "# ")
	if !ok || !strings.HasSuffix(shows, ".") {
		return fmt.Errorf("the first line of %s must be a comment that says in a sentence what the case shows", files[0].Path)
	}
	e.shows = shows
	return nil
}

// compile compiles the content with the case's options.
func (e *example) compile() (*nlg.Catalog, nlg.Diagnostics) {
	catalog, diags := nlg.Compile(e.content, nlg.Options{
		Patterns: e.options.Patterns,
		Language: nlg.LanguageOptions{From: e.from, Fallback: e.options.Language.Fallback, Default: e.options.Language.Default},
		Env: func(name string) (string, bool) {
			value, ok := e.options.Env[name]
			return value, ok
		},
	})
	diags = append(slices.Clone(e.skipped), diags...)
	diags.Sort()
	return catalog, diags
}

// decode reads JSON that has no other keys than v.
func decode(data []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	return d.Decode(v)
}

// compact returns JSON without blanks.
func compact(data []byte) string {
	var b bytes.Buffer
	if err := json.Compact(&b, data); err != nil {
		return string(data)
	}
	return b.String()
}
