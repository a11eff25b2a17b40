// Package contract holds replies against the OpenAPI document of the server, in tests.
//
// The one rule to know: a test of routes checks every reply, and in the end that every
// documented reply of its routes has occurred.
package contract

import (
	"bytes"
	"fmt"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"nlgserver/api"
)

// Contract is the OpenAPI document of the server, to hold replies against.
type Contract struct {
	// Root is the whole document.
	Root     any
	compiler *jsonschema.Compiler
	// seen are the replies that have been checked: where they are documented.
	seen map[string]bool
}

// New returns the contract.
func New(t *testing.T) *Contract {
	t.Helper()
	root, err := jsonschema.UnmarshalJSON(strings.NewReader(api.OpenAPIJSON()))
	if err != nil {
		t.Fatal(err)
	}
	c := &Contract{root, jsonschema.NewCompiler(), map[string]bool{}}
	c.compiler.AssertFormat()
	if err := c.compiler.AddResource("openapi.json", root); err != nil {
		t.Fatal(err)
	}
	return c
}

// At returns what a pointer leads to, and the pointer after following $ref;
// nil if there is nothing.
func (c *Contract) At(pointer ...string) (map[string]any, []string) {
	v := c.Root
	for i, key := range pointer {
		m, _ := v.(map[string]any)
		v = m[key]
		next, _ := v.(map[string]any)
		if ref, ok := next["$ref"].(string); ok && !slices.Contains(pointer[:i+1], "schema") {
			return c.At(append(split(ref), pointer[i+1:]...)...)
		}
	}
	m, _ := v.(map[string]any)
	return m, pointer
}

func split(ref string) []string {
	keys := strings.Split(strings.TrimPrefix(ref, "#/"), "/")
	for i, key := range keys {
		keys[i] = strings.NewReplacer("~1", "/", "~0", "~").Replace(key)
	}
	return keys
}

// Join returns the pointer as text.
func Join(pointer []string) string {
	var b strings.Builder
	for _, key := range pointer {
		b.WriteByte('/')
		b.WriteString(strings.NewReplacer("~", "~0", "/", "~1").Replace(key))
	}
	return b.String()
}

// Validate holds a value against the schema at the pointer.
func (c *Contract) Validate(pointer []string, v any) error {
	schema, err := c.compiler.Compile("openapi.json#" + Join(pointer))
	if err != nil {
		return err
	}
	return schema.Validate(v)
}

// Check holds a reply against what is documented for the operation; without an
// operation, against what may happen to any request.
func (c *Contract) Check(method, path string, status int, header http.Header, body []byte) error {
	responses := []string{"paths", path, strings.ToLower(method), "responses"}
	response, pointer := c.At(append(responses, strconv.Itoa(status))...)
	if response == nil {
		response, pointer = c.At(append(responses, "default")...)
	}
	if path == "" || response == nil && slices.Contains([]int{404, 405}, status) {
		response, pointer = c.At("components", "responses", "Any")
	}
	if response == nil {
		return fmt.Errorf("%d is not documented", status)
	}
	c.seen[Join(pointer)] = true
	if err := c.checkHeaders(pointer, header); err != nil {
		return err
	}
	if method == http.MethodHead {
		return nil // net/http drops the body
	}
	return c.checkBody(pointer, header.Get("Content-Type"), body)
}

func (c *Contract) checkHeaders(pointer []string, header http.Header) error {
	documented, _ := c.At(append(pointer, "headers")...)
	known := map[string]bool{"X-Content-Type-Options": true}
	for name := range documented {
		known[http.CanonicalHeaderKey(name)] = true
		spec, where := c.At(append(pointer, "headers", name)...)
		value := header.Get(name)
		if value == "" {
			if spec["required"] == true {
				return fmt.Errorf("the header %s lacks", name)
			}
			continue
		}
		if err := c.Validate(append(where, "schema"), value); err != nil {
			return fmt.Errorf("header %s: %w", name, err)
		}
	}
	if header.Get("X-Content-Type-Options") != "nosniff" {
		return fmt.Errorf("the type may be sniffed")
	}
	for name := range header {
		if (strings.HasPrefix(name, "X-") || name == "Retry-After" || name == "Www-Authenticate") && !known[name] {
			return fmt.Errorf("the header %s is not documented", name)
		}
	}
	return nil
}

func (c *Contract) checkBody(pointer []string, contentType string, body []byte) error {
	media, _, err := mime.ParseMediaType(contentType)
	if err != nil {
		return err
	}
	content, pointer := c.At(append(pointer, "content", media)...)
	if content == nil {
		return fmt.Errorf("the type %s is not documented", media)
	}
	c.seen[Join(pointer)] = true
	var v any = string(body)
	if strings.HasSuffix(media, "json") {
		if v, err = jsonschema.UnmarshalJSON(bytes.NewReader(body)); err != nil {
			return err
		}
	}
	return c.Validate(append(pointer, "schema"), v)
}

// CheckAllSeen tells what is documented, for those operations and those components
// that are ours, and has not been answered.
func (c *Contract) CheckAllSeen(t *testing.T, ours func(tag, component string) bool) {
	t.Helper()
	paths, _ := c.At("paths")
	for path := range paths {
		operations, _ := c.At("paths", path)
		for method := range operations {
			if !ours(c.Tag(path, method), "") {
				continue
			}
			responses, _ := c.At("paths", path, method, "responses")
			for status := range responses {
				c.checkSeen(t, "paths", path, method, "responses", status)
			}
		}
	}
	components, _ := c.At("components", "responses")
	for name := range components {
		if !ours("", name) {
			continue
		}
		c.checkSeen(t, "components", "responses", name)
	}
}

func (c *Contract) checkSeen(t *testing.T, pointer ...string) {
	t.Helper()
	response, where := c.At(pointer...)
	if !c.seen[Join(where)] {
		t.Errorf("nothing is answered by %s", Join(pointer))
	}
	content, _ := response["content"].(map[string]any)
	for media := range content {
		if !c.seen[Join(slices.Concat(where, []string{"content", media}))] {
			t.Errorf("nothing is answered by %s of type %s", Join(pointer), media)
		}
	}
}

// Tag returns the tag of an operation.
func (c *Contract) Tag(path, method string) string {
	operation, _ := c.At("paths", path, method)
	tags, _ := operation["tags"].([]any)
	if len(tags) == 0 {
		return ""
	}
	tag, _ := tags[0].(string)
	return tag
}
