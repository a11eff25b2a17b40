package view

import (
	"encoding/json"
	"slices"
	"strings"

	"nlgserver/api"
)

// schema is what the schema of response files says of a value.
type schema struct {
	Ref         string             `json:"$ref"`
	Description string             `json:"description"`
	Deprecated  bool               `json:"deprecated"`
	Type        any                `json:"type"`
	Enum        []any              `json:"enum"`
	Const       any                `json:"const"`
	AnyOf       []*schema          `json:"anyOf"`
	Properties  properties         `json:"properties"`
	Items       *schema            `json:"items"`
	More        any                `json:"additionalProperties"`
	Definitions map[string]*schema `json:"definitions"`
}

// properties are those of a map, in the order of the schema.
type properties []property

type property struct {
	name string
	*schema
}

// UnmarshalJSON reads an object in its order.
func (p *properties) UnmarshalJSON(data []byte) error {
	d := json.NewDecoder(strings.NewReader(string(data)))
	if _, err := d.Token(); err != nil {
		return err
	}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return err
		}
		one := property{schema: new(schema)}
		one.name, _ = name.(string)
		if err := d.Decode(one.schema); err != nil {
			return err
		}
		*p = append(*p, one)
	}
	return nil
}

// get returns a property; nothing if there is none.
func (p properties) get(name string) *schema {
	for _, one := range p {
		if one.name == name {
			return one.schema
		}
	}
	return new(schema)
}

// schemaKeys returns the keys of the maps of response files, by what the map is. A test
// checks that the schema can be read.
func schemaKeys() map[string][]Key {
	root := new(schema)
	if err := json.Unmarshal([]byte(api.ResponsesSchema()), root); err != nil {
		return map[string][]Key{}
	}
	definition := func(name string) *schema {
		s := root.Definitions[name]
		if s == nil {
			return new(schema)
		}
		for _, one := range s.AnyOf {
			if one.Properties != nil {
				return one
			}
		}
		return s
	}
	variation := definition("variation").Properties
	elements := new(schema)
	if e := variation.get("elements"); e.Items != nil {
		elements = e.Items
	}
	out := map[string][]Key{}
	for place, of := range map[string]properties{
		"file": root.Properties, "variation": variation, "button": definition("button").Properties,
		"condition": definition("conditionItem").Properties, "metadata": variation.get("metadata").Properties, "element": elements.Properties,
	} {
		for _, one := range of {
			if !one.Deprecated {
				out[place] = append(out[place], Key{Name: one.name, Words: one.Description, Shape: root.shape(one.schema), Values: root.values(one.schema)})
			}
		}
	}
	return out
}

// refer returns what a schema stands for.
func (s *schema) refer(to *schema) *schema {
	if name, ok := strings.CutPrefix(to.Ref, "#/definitions/"); ok && s.Definitions[name] != nil {
		return s.Definitions[name]
	}
	return to
}

// shape returns map or list if a value must be one.
func (s *schema) shape(of *schema) string {
	of = s.refer(of)
	var types []any
	switch t := of.Type.(type) {
	case string:
		types = []any{t}
	case []any:
		types = t
	}
	switch {
	case slices.Contains(types, "string"):
		return ""
	case slices.Contains(types, "object") || of.Properties != nil || of.More != nil && of.Type == nil:
		return "map"
	case slices.Contains(types, "array"):
		return "list"
	}
	return ""
}

// values returns the texts that a value may be, as they are written in YAML.
func (s *schema) values(of *schema) []string {
	of = s.refer(of)
	var out []string
	for _, one := range append(slices.Clone(of.Enum), of.Const) {
		if text, ok := one.(string); ok {
			out = append(out, text)
		}
	}
	if of.Type == "boolean" {
		out = append(out, "true", "false")
	}
	for _, one := range of.AnyOf {
		out = append(out, s.values(one)...)
	}
	return out
}
