package httpapi

import (
	"bufio"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"nlgserver/internal/diag"
	"nlgserver/internal/source/demo"
	"nlgserver/nlg"
)

func schemaOf(t *testing.T, name string) *jsonschema.Schema {
	t.Helper()
	schema, err := jsonschema.NewCompiler().Compile("../api/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func holds(t *testing.T, schema *jsonschema.Schema, text string) error {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		return err
	}
	return schema.Validate(v)
}

// TestRequestSchema checks that the schema and the server reject the same
// bodies.
func TestRequestSchema(t *testing.T) {
	schema, h := schemaOf(t, "request.schema.json"), serverOf(t, nil)
	bodies := map[bool][]string{true: {
		`{"response": "utter_greet"}`, `{"template": "utter_greet"}`, `{"response": null, "template": "utter_greet"}`, `{"response": "", "template": "utter_greet"}`,
		`{"response": "utter_greet", "template": ""}`, `{"response": "utter_greet", "whatever": [1, {"a": null}]}`, `{"response": "utter_greet", "tracker": {"events": 5}}`,
	}, false: {`{}`, `[]`, `"utter_greet"`, `null`, `{"response": ""}`, `{"response": null}`, `{"template": ""}`, `{"response": "utter_greet", "template": 5}`}}
	values := map[string]string{"null": `null`, "text": `"x"`, "number": `5`, "bool": `true`, "list": `[]`, "texts": `["x", null]`, "numbers": `[5]`, "object": `{}`, "objects": `[{}, null]`}
	for field, kinds := range map[string]string{
		`"id": %`: "null text", `"ids": %`: "null list texts", `"arguments": %`: "null object",
		`"channel": %`: "null text object", `"channel": {"name": %}`: "null text",
		`"tracker": %`: "null object", `"tracker": {"slots": %}`: "null object", `"tracker": {"stack": %}`: "null list objects",
		`"tracker": {"sender_id": %}`: "null text", `"tracker": {"latest_input_channel": %}`: "null text",
		`"tracker": {"latest_message": %}`: "null text number bool list texts numbers object objects",
	} {
		for kind, value := range values {
			good := strings.Contains(" "+kinds+" ", " "+kind+" ")
			bodies[good] = append(bodies[good], `{"response": "utter_greet", `+strings.ReplaceAll(field, "%", value)+`}`)
		}
	}
	for good, list := range bodies {
		for _, body := range list {
			if err := holds(t, schema, body); (err == nil) != good {
				t.Errorf("the schema on %s: %v", body, err)
			}
			if w := post(h, "/nlg", "application/json", body); (w.Code == http.StatusOK) != good {
				t.Errorf("the server on %s: %d %s", body, w.Code, w.Body)
			}
		}
	}
}

// TestBodiesSatisfyTheSchema checks real requests against the schema.
func TestBodiesSatisfyTheSchema(t *testing.T) {
	schema := schemaOf(t, "request.schema.json")
	names, err := filepath.Glob("../testdata/bodies/*.json")
	if err != nil || len(names) < 2 {
		t.Fatal(names, err)
	}
	if more := os.Getenv("NLG_BODIES"); more != "" {
		longer, err := filepath.Glob(filepath.Join(more, "*.json"))
		if err != nil || len(longer) == 0 {
			t.Fatal(longer, err)
		}
		names = append(names, longer...)
	}
	for _, name := range names {
		body, err := os.ReadFile(name)
		if err == nil {
			err = holds(t, schema, string(body))
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestRepliesSatisfyTheSchema checks that Rasa's client accepts every reply of
// the demo assistant, and of the cases that were run on Rasa's own code, unless
// a diagnostic tells the author that Rasa rejects it.
func TestRepliesSatisfyTheSchema(t *testing.T) {
	request, reply := schemaOf(t, "request.schema.json"), schemaOf(t, "reply.schema.json")
	said := 0
	check := func(name, text string, diags nlg.Diagnostics) {
		said++
		told := slices.ContainsFunc(diags, func(d nlg.Diagnostic) bool { return d.Code == diag.WrongType && d.Severity == diag.Defect })
		if err := holds(t, reply, text); err != nil && !told {
			t.Errorf("%s: %s: %v", name, text, err)
		}
	}
	assistant, err := demo.Source()
	if err != nil {
		t.Fatal(err)
	}
	files, _ := assistant.Fetch(t.Context())
	catalog, diags := nlg.Compile(files, nlg.Options{Patterns: true})
	h := New(of(catalog).config())
	for name := range catalog.Names() {
		for _, channel := range []string{"collector", "slack", "facebook", "twilio"} {
			body, err := json.Marshal(map[string]any{"response": name, "channel": map[string]any{"name": channel}})
			if err != nil {
				t.Fatal(err)
			}
			w := post(h, "/nlg", "application/json", string(body))
			if w.Code != http.StatusOK {
				t.Errorf("%s: %d %s", name, w.Code, w.Body)
			}
			check(name, w.Body.String(), diags)
		}
	}
	for name, c := range conformance(t) {
		if err := holds(t, request, string(c.Request)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		catalog, diags := nlg.Compile(c.files(), nlg.Options{Env: func(name string) (string, bool) { v, ok := c.Env[name]; return v, ok }})
		if catalog == nil {
			continue // what is refused at load is the business of package nlg
		}
		h := New(of(catalog).config())
		if w := post(h, "/nlg", "application/json", string(c.Request)); w.Code == http.StatusOK {
			check(name, w.Body.String(), diags)
		}
	}
	if said < 1500 {
		t.Errorf("only %d replies", said)
	}
}

// conformanceCase is what matters here of a line of testdata/conformance.
type conformanceCase struct {
	ID      string            `json:"id"`
	Files   map[string]string `json:"files"`
	Env     map[string]string `json:"env"`
	Request json.RawMessage   `json:"request"`
}

func (c conformanceCase) files() []nlg.File {
	var files []nlg.File
	for path, text := range c.Files {
		files = append(files, nlg.File{Path: path, Data: []byte(text)})
	}
	return files
}

func conformance(t *testing.T) map[string]conformanceCase {
	t.Helper()
	names, err := filepath.Glob("../testdata/conformance/*.jsonl")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	cases := map[string]conformanceCase{}
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(f)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			var c conformanceCase
			if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
				t.Fatal(name, err)
			}
			cases[c.ID] = c
		}
		if err := lines.Err(); err != nil {
			t.Fatal(name, err)
		}
		f.Close()
	}
	return cases
}
