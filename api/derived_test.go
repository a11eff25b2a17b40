package api

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
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
	written, err := os.ReadFile("openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	packed(t, "openapi.yaml.gz", written)
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
			packed(t, "openapi.json.gz", want.Bytes())
		}
	}
}

// packed compares a compressed file with what it should contain. With -update it writes the
// file if it contains something else: another version of Go may compress to other bytes.
func packed(t *testing.T, name string, want []byte) {
	t.Helper()
	if data, err := os.ReadFile(name); err == nil {
		z, err := gzip.NewReader(bytes.NewReader(data))
		if err == nil {
			got, err := io.ReadAll(z)
			if err == nil && bytes.Equal(got, want) {
				return
			}
		}
	}
	if !golden.Update() {
		t.Errorf("%s is not current: rerun with -update", name)
		return
	}
	var out bytes.Buffer
	z, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := z.Write(want); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, out.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestEmbedded checks that the program has the documents of this directory.
func TestEmbedded(t *testing.T) {
	for name, got := range map[string]string{"openapi.yaml": OpenAPIYAML(), "openapi.json": OpenAPIJSON(), "responses.schema.json": ResponsesSchema()} {
		want, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s: the program has %d bytes, and the file %d", name, len(got), len(want))
		}
	}
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
