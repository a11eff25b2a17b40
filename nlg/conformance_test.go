package nlg_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"nlgserver/internal/python"
	"nlgserver/internal/source/files"
	"nlgserver/internal/wire"
	"nlgserver/nlg"
)

// conformanceCase is one line of the vectors: see testdata/conformance.
type conformanceCase struct {
	ID      string            `json:"id"`
	Family  string            `json:"family"`
	Note    string            `json:"note"`
	Files   map[string]string `json:"files"`
	Paths   []string          `json:"paths"`
	Env     map[string]string `json:"env"`
	Request json.RawMessage   `json:"request"`
	Want    struct {
		Load     string          `json:"load"`
		Outcome  string          `json:"outcome"`
		Eligible []int           `json:"eligible"`
		Messages json.RawMessage `json:"messages"`
		Of       string          `json:"of"`
		Raw      bool            `json:"raw"`
	} `json:"want"`
}

// TestConformance runs every case that was run on Rasa's own code. It reads
// NLG_CONFORMANCE_DIR, if set, instead of the project's own copy. A case that
// cannot be read counts as one that does not agree. The tally is written to
// standard output, for people and scripts to read.
func TestConformance(t *testing.T) {
	dir := os.Getenv("NLG_CONFORMANCE_DIR")
	if dir == "" {
		dir = "../testdata/conformance"
	} else if !filepath.IsAbs(dir) {
		// The path is relative to the project's root, but a test runs in its package.
		if _, err := os.Stat(dir); err != nil {
			dir = filepath.Join("..", dir)
		}
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.jsonl"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no vectors in %s (%v)", dir, err)
	}
	slices.Sort(files)
	total, agreed := 0, 0
	for _, name := range files {
		family := strings.TrimSuffix(filepath.Base(name), ".jsonl")
		n, ok := 0, 0
		for _, line := range lines(t, name) {
			n++
			if err := runCase(line); err != nil {
				t.Errorf("%s: %v", family, err)
				continue
			}
			ok++
		}
		fmt.Printf("%s: %d of %d agree\n", family, ok, n)
		total, agreed = total+n, agreed+ok
	}
	fmt.Printf("total: %d of %d agree\n", agreed, total)
}

func lines(t *testing.T, name string) [][]byte {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var out [][]byte
	s := bufio.NewScanner(bytes.NewReader(data))
	s.Buffer(nil, len(data)+1)
	for s.Scan() {
		if len(bytes.TrimSpace(s.Bytes())) > 0 {
			out = append(out, bytes.Clone(s.Bytes()))
		}
	}
	return out
}

func runCase(line []byte) error {
	var c conformanceCase
	if err := json.Unmarshal(line, &c); err != nil {
		return fmt.Errorf("unreadable case: %w", err)
	}
	if err := c.run(); err != nil {
		return fmt.Errorf("%s (%s): %w", c.ID, c.Note, err)
	}
	return nil
}

func (c *conformanceCase) run() error {
	env := func(name string) (string, bool) {
		v, ok := c.Env[name]
		return v, ok
	}
	files, err := c.files()
	if err != nil {
		return err
	}
	catalog, diags := nlg.Compile(files, nlg.Options{Env: env})
	if c.Want.Load == "error" {
		if catalog != nil {
			return errors.New("the content is accepted")
		}
		for _, d := range diags {
			if d.File == "" || d.Message == "" || d.Code == "" {
				return fmt.Errorf("an incomplete diagnostic: %+v", d)
			}
		}
		return nil
	}
	if catalog == nil {
		return fmt.Errorf("content rejected: %v", diags)
	}
	var w wire.Request
	if err := w.Read(c.Request); err != nil {
		return err
	}
	request := nlg.Request(w.Fields())
	return c.check(catalog, &request)
}

// check explains the request, and renders it once for each eligible variation:
// both must give the same messages.
func (c *conformanceCase) check(catalog *nlg.Catalog, request *nlg.Request) error {
	e, err := catalog.Explain(request)
	if _, unknown := errors.AsType[*nlg.UnknownResponseError](err); unknown {
		if c.Want.Outcome != "unknown_response" {
			return err
		}
		return nil
	}
	if err != nil {
		return err
	}
	if c.Want.Outcome != "" {
		m, err := catalog.Render(request, nth(0))
		if err != nil || e.Outcome != nlg.Silence || m.Outcome != nlg.Silence || string(m.JSON) != "{}" {
			return fmt.Errorf("outcome %s, want %s", e.Outcome, c.Want.Outcome)
		}
		return nil
	}
	if !slices.Equal(e.Eligible, c.Want.Eligible) {
		return fmt.Errorf("eligible are %v, want %v", e.Eligible, c.Want.Eligible)
	}
	if c.Want.Of != "" && e.Said != c.Want.Of {
		return fmt.Errorf("variations of %q, want of %q", e.Said, c.Want.Of)
	}
	want, err := python.ParseJSON(string(c.Want.Messages))
	if err != nil {
		return err
	}
	raised := false
	for i, message := range want.Items() {
		if err := sameMessage(e.Messages[i], message); err != nil {
			return err
		}
		m, err := catalog.Render(request, nth(i))
		if err != nil {
			return err
		}
		if err := sameMessage(m, message); err != nil {
			return fmt.Errorf("rendered: %w", err)
		}
		for _, p := range m.Problems {
			raised = raised || p.Kind == nlg.Raised
		}
	}
	if raised && !c.Want.Raw {
		return errors.New("a text is reported to raise in Rasa, and does not")
	}
	// Rasa also fills translations that it does not send, and may raise an
	// error there; nlgserver does not, so compare only messages without any.
	if c.Want.Raw && !raised && !c.translated() {
		return errors.New("a text raises in Rasa, and this is not reported")
	}
	return nil
}

func (c *conformanceCase) translated() bool {
	for _, text := range c.Files {
		if strings.Contains(text, "translation") {
			return true
		}
	}
	return false
}

// nth is a Rand that always picks the same index.
type nth int

func (n nth) IntN(int) int { return int(n) }

// sameMessage compares messages as JSON values: integers and floats are
// different, and the order of keys does not matter.
func sameMessage(m *nlg.Message, want nlg.Value) error {
	got := m.Value()
	if !identical(got, want) {
		return fmt.Errorf("message is\n     %s\nwant %s", m.JSON, want.AppendJSON(nil))
	}
	return nil
}

func identical(a, b nlg.Value) bool {
	if a.Kind() != b.Kind() || !python.Equal(a, b) {
		return false
	}
	for i, item := range a.Items() {
		if !identical(item, b.Items()[i]) {
			return false
		}
	}
	for _, e := range a.Dict().Entries() {
		other, ok := b.Dict().GetKey(e.Key)
		if !ok || !identical(e.Value, other) {
			return false
		}
	}
	return true
}

// files reads the case's files from a directory, as the server does: which files
// are found, and in which order, is part of the test.
func (c *conformanceCase) files() ([]nlg.File, error) {
	root, err := os.MkdirTemp("", "conformance")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(root) }()
	for path, text := range c.Files {
		name := filepath.Join(root, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			return nil, err
		}
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			return nil, err
		}
	}
	paths := []string{root}
	if len(c.Paths) > 0 {
		paths = nil
		for _, path := range c.Paths {
			paths = append(paths, filepath.Join(root, filepath.FromSlash(path)))
		}
	}
	// Files that cannot be fetched are missing, and content without files is
	// rejected.
	files, _ := files.New(paths).Fetch(context.Background())
	return files, nil
}
