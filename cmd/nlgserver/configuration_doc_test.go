package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// schemaNode is the part of a JSON Schema that has keys.
type schemaNode struct {
	Default              any
	AdditionalProperties json.RawMessage
	Properties           map[string]schemaNode
	AnyOf                []schemaNode
}

// inside returns the keys of a map, also of one that may be a string instead.
func (s schemaNode) inside() map[string]schemaNode {
	for _, one := range s.AnyOf {
		if one.Properties != nil {
			return one.Properties
		}
	}
	return s.Properties
}

// defaults returns the default of each key, as the document prints it.
func defaults(keys map[string]schemaNode, group string) map[string]string {
	all := map[string]string{}
	for name, key := range keys {
		all[group+name] = "none"
		if key.Default != nil {
			all[group+name] = fmt.Sprintf("`%v`", key.Default)
		}
		maps.Copy(all, defaults(key.inside(), group+name+"."))
	}
	return all
}

// TestConfigurationDocs checks that docs/configuration.md explains the keys of the JSON
// Schema, each with its default, and no others.
func TestConfigurationDocs(t *testing.T) {
	keys, _ := keysOf(newSettings("serve").flags)
	var root, assistant schemaNode
	decode := func(text string, into any) {
		d := json.NewDecoder(strings.NewReader(text))
		d.UseNumber() // 67108864, not 6.7108864e+07
		if err := d.Decode(into); err != nil {
			t.Fatal(err)
		}
	}
	decode(keys.Schema(), &root)
	decode(string(root.Properties["assistants"].AdditionalProperties), &assistant)
	if len(root.Properties) < 40 || len(assistant.Properties) < 10 {
		t.Fatalf("the schema has only %d keys, and %d of an assistant", len(root.Properties), len(assistant.Properties))
	}
	text := read(t, "docs/configuration.md")
	for heading, want := range map[string]map[string]string{"Server": defaults(root.Properties, ""), "Assistant": defaults(assistant.Properties, "")} {
		_, section, _ := strings.Cut(text, "\n## "+heading+"\n")
		section, _, _ = strings.Cut(section, "\n## ")
		got := map[string]bool{}
		for _, row := range regexp.MustCompile("(?m)^\\| `([\\w.]+)` \\| (.+?) \\| (.+) \\|$").FindAllStringSubmatch(section, -1) {
			key := row[1]
			switch byDefault, known := want[key]; {
			case got[key]:
				t.Errorf("%s: %s appears twice", heading, key)
			case !known:
				t.Errorf("%s: there is no key %s", heading, key)
			case row[2] != byDefault:
				t.Errorf("%s: the default of %s is %s, not %s", heading, key, byDefault, row[2])
			}
			got[key] = true
		}
		for key := range want {
			if !got[key] {
				t.Errorf("%s: %s is not explained", heading, key)
			}
		}
	}
}

// TestConfigurationDocsExample checks the example of the document with the program.
func TestConfigurationDocsExample(t *testing.T) {
	_, example, _ := strings.Cut(read(t, "docs/configuration.md"), "```yaml\n")
	example, _, _ = strings.Cut(example, "```")
	t.Setenv("SHOP_TOKEN", "hunter2")
	t.Chdir(t.TempDir())
	for name, text := range map[string]string{
		"nlgserver.yml": example, "secrets/admin": "a\n", "secrets/bank": "b\n", "shared/goodbye.yml": "responses: {utter_bye: [{text: Bye}]}\n",
		"bank/a.yml": "responses: {utter_default: [{text: Bank}]}\n", "shop/a.yml": "responses: {utter_default: [{text: Shop}]}\n",
	} {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var out strings.Builder
	if code := execute(t.Context(), []string{"config", "check"}, strings.NewReader(""), &out, &out); code != exitFine {
		t.Errorf("exit code %d: %s", code, out.String())
	}
}
