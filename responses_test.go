package nlgserver_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"nlgserver/httpapi"
	"nlgserver/internal/golden"
	"nlgserver/nlg"
)

// leastExamples keeps the specification from shrinking unnoticed.
const leastExamples = 60

// TestResponses checks every case of testdata/responses, the specification by
// example. Its README says how a case is written.
func TestResponses(t *testing.T) {
	names, err := exampleNames()
	if err != nil {
		t.Fatal(err)
	}
	if len(names) < leastExamples {
		t.Errorf("%d cases, want at least %d", len(names), leastExamples)
	}
	schemas := compileSchemas(t)
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			e, err := readExample(filepath.Join(examplesDir, name))
			if err != nil {
				t.Fatal(err)
			}
			e.check(t, schemas)
		})
	}
}

// schemas are the JSON schemas of requests and replies in api/.
type schemas struct{ request, reply *jsonschema.Schema }

func compileSchemas(t *testing.T) schemas {
	t.Helper()
	c := jsonschema.NewCompiler()
	request, err := c.Compile("api/request.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	reply, err := c.Compile("api/reply.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return schemas{request, reply}
}

// validate checks a JSON file against its schema.
func validate(t *testing.T, schema *jsonschema.Schema, file string, data []byte) {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err == nil {
		err = schema.Validate(v)
	}
	if err != nil {
		t.Errorf("%s: %v", file, err)
	}
}

// check compares the results of the content with those that the case expects.
func (e *example) check(t *testing.T, schemas schemas) {
	catalog, diags := e.compile()
	e.checkDiagnostics(t, diags)
	again, diagsAgain := e.compile()
	if diff := cmp.Diff(text(diags), text(diagsAgain)); diff != "" {
		t.Errorf("compiling twice gives other diagnostics (-first +second)\n%s", diff)
	}
	switch {
	case catalog == nil && e.request != nil:
		t.Fatalf("the content is rejected, but the case expects a reply:\n%s", text(diags))
	case catalog != nil && e.request == nil:
		t.Fatal("the content is accepted; without request.json it must be rejected")
	case catalog == nil:
		return
	}
	validate(t, schemas.request, requestFile, e.request)
	for _, want := range e.messages {
		validate(t, schemas.reply, e.wantFile, []byte(want))
	}
	if catalog.Version() != again.Version() {
		t.Errorf("compiling twice gives versions %s and %s", catalog.Version(), again.Version())
	}
	for _, c := range []*nlg.Catalog{catalog, again} {
		if e.problem != nil {
			e.checkUnknown(t, c)
		} else {
			e.checkMessages(t, c)
		}
	}
	e.checkHTTP(t, catalog)
}

func (e *example) checkDiagnostics(t *testing.T, diags nlg.Diagnostics) {
	t.Helper()
	got, path := text(diags), filepath.Join(e.dir, diagnosticsFile)
	if golden.Update() {
		if err := writeDiagnostics(path, got); err != nil {
			t.Fatal(err)
		}
		e.diagnostics = got
	}
	if diff := cmp.Diff(e.diagnostics, got); diff != "" {
		t.Errorf("%s (-want +got)\n%s", diagnosticsFile, diff)
	}
}

// writeDiagnostics writes the file, or removes it if there are no diagnostics.
func writeDiagnostics(path, text string) error {
	if text != "" {
		return os.WriteFile(path, []byte(text), 0o600)
	}
	if err := os.Remove(path); !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

// text returns diagnostics as validate prints them.
func text(diags nlg.Diagnostics) string {
	var b strings.Builder
	for _, d := range diags {
		b.WriteString(d.Text())
	}
	return b.String()
}

// checkMessages checks that the replies are exactly the case's messages, in order.
func (e *example) checkMessages(t *testing.T, catalog *nlg.Catalog) {
	t.Helper()
	request := e.read(t)
	var drawn []string
	rng := &nth{}
	for rng.i = 0; rng.i == 0 || rng.i < rng.of; rng.i++ {
		m, err := catalog.Render(request, rng)
		if err != nil {
			t.Fatal(err)
		}
		drawn = append(drawn, string(m.JSON))
	}
	if diff := cmp.Diff(e.messages, drawn); diff != "" {
		t.Errorf("%s (-want +got)\n%s", e.wantFile, diff)
	}
	explanation, err := catalog.Explain(request)
	if err != nil {
		t.Fatal(err)
	}
	if request.ID != "" || request.IDs != nil {
		return // an explanation covers all eligible variations, whatever the id
	}
	var explained []string
	for _, m := range explanation.Messages {
		explained = append(explained, string(m.JSON))
	}
	if explanation.Outcome == nlg.Silence {
		explained = []string{"{}"}
	}
	if diff := cmp.Diff(drawn, explained); diff != "" {
		t.Errorf("Explain differs from Render (-Render +Explain)\n%s", diff)
	}
}

// checkUnknown checks that the request's response is unknown.
func (e *example) checkUnknown(t *testing.T, catalog *nlg.Catalog) {
	t.Helper()
	_, err := catalog.Render(e.read(t), &nth{})
	unknown, ok := errors.AsType[*nlg.UnknownResponseError](err)
	if !ok {
		t.Fatalf("Render: error %v; want an unknown response", err)
	}
	if diff := cmp.Diff(e.problem.Suggestions, unknown.Suggestions); diff != "" {
		t.Errorf("suggestions (-want +got)\n%s", diff)
	}
}

// checkHTTP sends the request as Rasa does.
func (e *example) checkHTTP(t *testing.T, catalog *nlg.Catalog) {
	t.Helper()
	for i := range max(1, len(e.messages)) {
		only := httpapi.OneAssistant(&httpapi.Assistant{
			Name: "default", Catalog: func() *nlg.Catalog { return catalog }, IgnoreRequestID: e.options.IgnoreRequestID, ReadMetadata: true,
		})
		handler := httpapi.New(httpapi.Config{Assistants: func() *httpapi.Assistants { return only }, Rand: &nth{i: i}})
		r := httptest.NewRequest(http.MethodPost, "/nlg", bytes.NewReader(e.request))
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		if e.problem == nil {
			if got := w.Body.String(); w.Code != http.StatusOK || got != e.messages[i] {
				t.Errorf("POST /nlg: status %d, body\n     %s\nwant %s", w.Code, got, e.messages[i])
			}
			continue
		}
		var got problem
		if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
			t.Fatalf("%v in %s", err, w.Body)
		}
		if diff := cmp.Diff(*e.problem, got); diff != "" || w.Code != http.StatusNotFound {
			t.Errorf("POST /nlg: status %d, problem (-want +got)\n%s", w.Code, diff)
		}
	}
}

// read turns the body into a request.
func (e *example) read(t *testing.T) *nlg.Request {
	t.Helper()
	request, err := nlg.ReadRequest(e.request)
	if err != nil {
		t.Fatalf("%s: %v", requestFile, err)
	}
	if e.options.IgnoreRequestID {
		request.ID, request.IDs = "", nil
	}
	return request
}

// nth is a nlg.Rand that draws number i, and remembers out of how many.
type nth struct{ i, of int }

func (r *nth) IntN(n int) int {
	r.of = n
	return r.i
}

// TestBrokenExamples checks that a case that breaks the rules is rejected.
func TestBrokenExamples(t *testing.T) {
	good := map[string]string{
		contentFile: "# A greeting.\nresponses:\n  utter_x:\n    - text: a\n",
		requestFile: `{"response": "utter_x"}`,
		messageFile: `{"text": "a"}`,
	}
	tests := map[string]struct {
		change map[string]string // "" removes a file
		want   string
	}{
		"good":              {nil, ""},
		"no comment":        {map[string]string{contentFile: "responses:\n  utter_x:\n    - text: a\n"}, "first line"},
		"no sentence":       {map[string]string{contentFile: "# greeting\nresponses:\n"}, "first line"},
		"no content":        {map[string]string{contentFile: ""}, contentFile},
		"two contents":      {map[string]string{contentDir + "/a.yml": "# A.\n"}, contentDir},
		"unused file":       {map[string]string{"notes.txt": "x"}, "notes.txt"},
		"no result":         {map[string]string{messageFile: ""}, "request.json needs"},
		"two results":       {map[string]string{messagesFile: "[{}, {}]"}, "one of"},
		"one of several":    {map[string]string{messageFile: "", messagesFile: "[{}]"}, "message.json"},
		"no request":        {map[string]string{requestFile: ""}, requestFile},
		"nothing to reject": {map[string]string{requestFile: "", messageFile: ""}, diagnosticsFile},
		"no options":        {map[string]string{optionsFile: "{}"}, optionsFile},
		"unknown option":    {map[string]string{optionsFile: `{"x": 1}`}, optionsFile},
		"message not JSON":  {map[string]string{messageFile: "{"}, messageFile},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			for _, files := range []map[string]string{good, test.change} {
				for file, data := range files {
					if err := writeOrRemove(filepath.Join(dir, file), data); err != nil {
						t.Fatal(err)
					}
				}
			}
			_, err := readExample(dir)
			if got := fmt.Sprint(err); (err == nil) != (test.want == "") || !strings.Contains(got, test.want) {
				t.Errorf("error %v, want %q", err, test.want)
			}
		})
	}
}

func writeOrRemove(path, data string) error {
	if data == "" {
		return os.Remove(path)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	return os.WriteFile(path, []byte(data), 0o600)
}

// exampleNames returns the names of the cases, sorted.
func exampleNames() ([]string, error) {
	entries, err := os.ReadDir(examplesDir)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, entry := range entries {
		if entry.IsDir() {
			names = append(names, entry.Name())
		}
	}
	slices.Sort(names)
	return names, nil
}
