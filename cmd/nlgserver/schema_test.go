package main

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"nlgserver/api"
	"nlgserver/channels"
	"nlgserver/internal/content"
	"nlgserver/internal/diag"
	"nlgserver/internal/source/demo"
	"nlgserver/internal/yamlsrc"
	"nlgserver/nlg"
)

func responsesSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(api.ResponsesSchema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("responses.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("responses.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// instance returns a file as values for a schema; false if it is not YAML.
func instance(t *testing.T, f content.File) (any, bool) {
	t.Helper()
	doc, _ := yamlsrc.Parse(f.Path, f.Data, yamlsrc.Options{})
	if doc == nil || doc.Root == nil {
		return nil, false
	}
	v, err := jsonschema.UnmarshalJSON(strings.NewReader(string(doc.Root.ToValue().AppendJSON(nil))))
	if err != nil {
		return nil, false // an infinite number, which JSON cannot hold
	}
	return v, true
}

// accepted reports whether a file loads without an error about its shape.
func accepted(f content.File) bool {
	f.Direct = true
	c, diags := nlg.Compile([]content.File{f}, nlg.Options{})
	return c != nil && !slices.ContainsFunc(diags, func(d diag.Diagnostic) bool { return isOfShape(d) })
}

// isOfShape reports whether a schema can find the error too.
func isOfShape(d diag.Diagnostic) bool {
	switch d.Code {
	case diag.WrongType, diag.NoTextOrCustom, diag.ConditionItem, diag.VersionKey, diag.EngineName:
		return d.Severity >= diag.Defect
	case diag.RephraseValue:
		return true // a schema knows no warnings
	}
	return false
}

// TestSchemaAcceptsWhatLoads checks that every file of this repository, and of a
// corpus of assistants if there is one, satisfies the schema exactly if it loads
// without an error about its shape.
func TestSchemaAcceptsWhatLoads(t *testing.T) {
	s := responsesSchema(t)
	var good, bad int
	check := func(f content.File) {
		v, ok := instance(t, f)
		if !ok {
			return
		}
		err := s.Validate(v)
		f.Direct = true
		_, diags := nlg.Compile([]content.File{f}, nlg.Options{})
		switch ofShape := slices.ContainsFunc(diags, isOfShape); {
		case ofShape && err == nil:
			t.Errorf("%s satisfies the schema:\n%v", f.Path, diags)
		case !ofShape && err != nil && !diags.Refused():
			t.Errorf("%s: %v", f.Path, err)
		case ofShape:
			bad++
		case err == nil:
			good++
		}
	}
	assistant, err := demo.Source()
	if err != nil {
		t.Fatal(err)
	}
	files, _ := assistant.Fetch(t.Context())
	for _, f := range files {
		check(f)
	}
	for _, root := range []string{"../../nlg/testdata", "../../lint/testdata", "../../../shared/corpus"} {
		if _, err := os.Stat(root); err != nil {
			continue
		}
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			ext := filepath.Ext(path)
			if err != nil || d.IsDir() || ext != ".yml" && ext != ".yaml" {
				return err
			}
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			if c, _ := nlg.Compile([]content.File{{Path: path, Data: data}}, nlg.Options{}); c != nil || strings.Contains(path, "testdata") {
				check(content.File{Path: path, Data: data})
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d files satisfy the schema, %d must not and do not", good, bad)
	if good < 10 || bad < 10 {
		t.Errorf("too few files: %d good, %d bad", good, bad)
	}
}

// TestSchemaFaults checks that common type errors, one at a time, are found.
func TestSchemaFaults(t *testing.T) {
	s := responsesSchema(t)
	for name, faulty := range map[string]string{
		"responses are a list":        "responses: [utter_a]",
		"a response is a string":      "responses: {utter_a: hi}",
		"a response is a map":         "responses: {utter_a: {text: hi}}",
		"a response is nothing":       "responses: {utter_a: }",
		"an empty name":               `responses: {"": [{text: hi}]}`,
		"a variation is nothing":      "responses: {utter_a: [null]}",
		"text is a number":            "responses: {utter_a: [{text: 5}]}",
		"text is a list":              "responses: {utter_a: [{text: [a]}]}",
		"no text":                     "responses: {utter_a: [{image: x}]}",
		"an empty custom":             "responses: {utter_a: [{custom: {}}]}",
		"custom is a list":            "responses: {utter_a: [{text: a, custom: [1]}]}",
		"image is a number":           "responses: {utter_a: [{text: a, image: 1}]}",
		"a button is a string":        "responses: {utter_a: [{text: a, buttons: [b]}]}",
		"a title is a number":         "responses: {utter_a: [{text: a, buttons: [{title: 1}]}]}",
		"a payload is a map":          "responses: {utter_a: [{text: a, quick_replies: [{payload: {a: b}}]}]}",
		"attachment is a string":      "responses: {utter_a: [{text: a, attachment: b}]}",
		"an element is a string":      "responses: {utter_a: [{text: a, elements: [b]}]}",
		"a channel is a list":         "responses: {utter_a: [{text: a, channel: [slack]}]}",
		"an id is a number":           "responses: {utter_a: [{text: a, id: 1}]}",
		"a condition is a number":     "responses: {utter_a: [{text: a, condition: 1}]}",
		"a condition is a map":        "responses: {utter_a: [{text: a, condition: {name: x, value: 1}}]}",
		"a condition lacks its name":  "responses: {utter_a: [{text: a, condition: [{type: slot, value: 1}]}]}",
		"a condition lacks its value": "responses: {utter_a: [{text: a, condition: [{type: slot, name: x}]}]}",
		"translation is a string":     "responses: {utter_a: [{text: a, translation: de}]}",
		"a translated text is a list": "responses: {utter_a: [{text: a, translation: {de: [b]}}]}",
		"an unknown engine":           "responses: {utter_a: [{text: a, metadata: {template: mustache}}]}",
		"version is a number":         "version: 3.1\nresponses: {utter_a: [{text: a}]}",
	} {
		f := content.File{Path: "a.yml", Data: []byte(faulty), Direct: true}
		v, ok := instance(t, f)
		if !ok {
			t.Fatal(name)
		}
		if s.Validate(v) == nil {
			t.Errorf("%s satisfies the schema", name)
		}
		if accepted(f) {
			t.Errorf("%s: but it loads", name)
		}
	}
}

// TestSchemaChannels checks that the schema offers the channels of the table.
func TestSchemaChannels(t *testing.T) {
	var doc struct {
		Definitions struct {
			ChannelName struct{ Enum []string }
		}
	}
	if err := json.Unmarshal([]byte(api.ResponsesSchema()), &doc); err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, c := range channels.Known().All() {
		want = append(want, c.Name)
	}
	if slices.Sort(want); !slices.Equal(doc.Definitions.ChannelName.Enum, want) {
		t.Errorf("the schema has %q, the table %q", doc.Definitions.ChannelName.Enum, want)
	}
}

// TestSchemaDescribes checks that every key of a variation has a description.
func TestSchemaDescribes(t *testing.T) {
	var doc struct {
		Definitions struct {
			Variation struct {
				AnyOf []struct {
					Properties map[string]struct{ Description string }
				}
			}
		}
	}
	if err := json.Unmarshal([]byte(api.ResponsesSchema()), &doc); err != nil {
		t.Fatal(err)
	}
	keys := doc.Definitions.Variation.AnyOf[0].Properties
	for _, key := range []string{"text", "image", "custom", "buttons", "button_type", "quick_replies", "elements", "attachment", "channel", "id", "condition", "metadata", "translation"} {
		if keys[key].Description == "" {
			t.Errorf("%s is not described", key)
		}
	}
}
