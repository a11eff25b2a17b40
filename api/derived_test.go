package api

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"nlgserver/internal/golden"
	"nlgserver/internal/python"
	"nlgserver/internal/yamlsrc"
)

// TestDerived checks that the JSON document, the two separate schemas, and what the
// program contains match openapi.yaml.
func TestDerived(t *testing.T) {
	written := read(t, "openapi.yaml")
	golden.Packed(t, "openapi.yaml.gz", written)
	golden.Packed(t, "responses.schema.json.gz", read(t, "responses.schema.json"))
	doc, diags := yamlsrc.Parse("openapi.yaml", written, yamlsrc.Options{})
	if len(diags) > 0 {
		t.Fatal(diags)
	}
	root := doc.Root.ToValue()
	schemas := member(t, member(t, root, "components"), "schemas")
	for name, v := range map[string]python.Value{
		"openapi.json":        root,
		"request.schema.json": standalone(member(t, schemas, "Request")),
		"reply.schema.json":   standalone(member(t, schemas, "Reply")),
	} {
		var want bytes.Buffer
		if err := json.Indent(&want, v.AppendJSON(nil), "", "  "); err != nil {
			t.Fatal(err)
		}
		want.WriteByte('\n')
		golden.File(t, name, want.String())
		if name == "openapi.json" {
			golden.Packed(t, "openapi.json.gz", want.Bytes())
		}
	}
}

// TestEmbedded checks that the program has the documents of this directory.
func TestEmbedded(t *testing.T) {
	for name, got := range map[string]string{"openapi.yaml": OpenAPIYAML(), "openapi.json": OpenAPIJSON(), "responses.schema.json": ResponsesSchema()} {
		if want := read(t, name); got != string(want) {
			t.Errorf("%s: the program has %d bytes, and the file %d", name, len(got), len(want))
		}
	}
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func member(t *testing.T, v python.Value, key string) python.Value {
	t.Helper()
	m, ok := v.Dict().Get(key)
	if !ok {
		t.Fatalf("openapi.yaml has no %s", key)
	}
	return m
}

// standalone turns a schema of the document into a standalone one.
func standalone(schema python.Value) python.Value {
	d := python.DictOf("$schema", python.Str("https://json-schema.org/draft/2020-12/schema"))
	for _, e := range schema.Dict().Entries() {
		d.SetKey(e.Key, e.Value)
	}
	return python.OfDict(d)
}

// TestSchemasAreSchemas checks that the schemas compile on their own.
func TestSchemasAreSchemas(t *testing.T) {
	for _, name := range []string{"request.schema.json", "reply.schema.json", "responses.schema.json"} {
		if _, err := jsonschema.NewCompiler().Compile(name); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
