package config

import (
	"encoding/json"
	"strings"
)

// schema is a part of a JSON Schema; draft-07, which editors know.
type schema struct {
	Schema      string `json:"$schema,omitempty"`
	Title       string `json:"title,omitempty"`
	Description string `json:"description,omitempty"`
	// Type is a name or a list of names.
	Type                 any                `json:"type,omitempty"`
	Default              any                `json:"default,omitempty"`
	Pattern              string             `json:"pattern,omitempty"`
	Items                *schema            `json:"items,omitempty"`
	Properties           map[string]*schema `json:"properties,omitempty"`
	PropertyNames        *schema            `json:"propertyNames,omitempty"`
	AdditionalProperties any                `json:"additionalProperties,omitempty"`
	Required             []string           `json:"required,omitempty"`
	AnyOf                []*schema          `json:"anyOf,omitempty"`
}

// Schema returns the JSON Schema of a configuration file, for editors.
func (k *Keys) Schema() string {
	assistant := mapOf(k.Assistant)
	assistant.Description = "An assistant: its content, who may call, and how its requests are answered."
	if assistant.Required = []string{contentKey}; find(k.Assistant, fromKey) != nil {
		assistant.Required, assistant.AnyOf = nil, []*schema{{Required: []string{contentKey}}, {Required: []string{fromKey}}}
	}
	root := mapOf(k.Server)
	root.Schema = "http://json-schema.org/draft-07/schema#"
	root.Title = "Configuration of nlgserver"
	root.Properties[assistantsKey] = &schema{
		Description: "The assistants, by name. Each answers at POST /a/NAME/nlg.",
		Type:        "object", PropertyNames: &schema{Pattern: assistantName.String()}, AdditionalProperties: assistant,
	}
	root.Properties[defaultKey] = &schema{
		Description: "The assistant that answers at POST /nlg. By default the only one, or the one named default.",
		Type:        "string", Pattern: assistantName.String(),
	}
	text, err := json.MarshalIndent(root, "", "  ")
	if err != nil {
		panic(err) // only strings, numbers and booleans
	}
	return string(text) + "\n"
}

// mapOf returns the schema of a map with the keys.
func mapOf(keys []Key) *schema {
	s := &schema{Type: "object", Properties: map[string]*schema{}, AdditionalProperties: false}
	for i := range keys {
		group, name := keys[i].group()
		in := s
		if group != "" {
			if in = s.Properties[group]; in == nil {
				in = &schema{Type: "object", Properties: map[string]*schema{}, AdditionalProperties: false}
				s.Properties[group] = in
			}
		}
		in.Properties[name] = keys[i].schema()
	}
	for i := range keys {
		if group, _ := keys[i].group(); group != "" && keys[i].IsShort {
			s.Properties[group] = &schema{AnyOf: []*schema{keys[i].schema(), s.Properties[group]}}
		}
	}
	return s
}

// durationPattern is what time.ParseDuration reads, in the syntax of JSON Schema.
const durationPattern = `^-?([0-9]+(\.[0-9]*)?(ns|us|µs|ms|s|m|h))+$`

// schema returns the schema of a setting.
func (k *Key) schema() *schema {
	s := &schema{Description: sentence(k.Usage)}
	switch k.Kind {
	case Bool:
		s.Type = "boolean"
		s.Default = k.Default == "true"
	case Integer:
		s.Type = "integer"
		if k.Default != "" {
			s.Default = json.Number(k.Default)
		}
	case Duration:
		s.Type, s.Pattern = "string", durationPattern
		if k.Default != "" {
			s.Default = k.Default
		}
	case Strings:
		s.AnyOf = []*schema{{Type: "string"}, {Type: "array", Items: &schema{Type: "string"}}}
	case Pairs:
		s.Type, s.AdditionalProperties = "object", &schema{Type: "string"}
	default:
		s.Type = "string"
		if k.Default != "" {
			s.Default = k.Default
		}
	}
	return s
}

// sentence writes the usage of a key as one.
func sentence(usage string) string {
	if usage == "" {
		return ""
	}
	return strings.ToUpper(usage[:1]) + usage[1:] + "."
}
