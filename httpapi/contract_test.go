package httpapi

import (
	"bytes"
	"fmt"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"
	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"nlgserver/api"
)

// contract is the OpenAPI document of the server, to hold replies against.
type contract struct {
	root     any
	compiler *jsonschema.Compiler
	// seen are the replies that have been checked: where they are documented.
	seen map[string]bool
}

func newContract(t *testing.T) *contract {
	t.Helper()
	root, err := jsonschema.UnmarshalJSON(strings.NewReader(api.OpenAPIJSON()))
	if err != nil {
		t.Fatal(err)
	}
	c := &contract{root, jsonschema.NewCompiler(), map[string]bool{}}
	c.compiler.AssertFormat()
	if err := c.compiler.AddResource("openapi.json", root); err != nil {
		t.Fatal(err)
	}
	return c
}

// at returns what a pointer leads to, and the pointer after following $ref;
// nil if there is nothing.
func (c *contract) at(pointer ...string) (map[string]any, []string) {
	v := c.root
	for i, key := range pointer {
		m, _ := v.(map[string]any)
		v = m[key]
		next, _ := v.(map[string]any)
		if ref, ok := next["$ref"].(string); ok && !slices.Contains(pointer[:i+1], "schema") {
			return c.at(append(split(ref), pointer[i+1:]...)...)
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

func join(pointer []string) string {
	var b strings.Builder
	for _, key := range pointer {
		b.WriteByte('/')
		b.WriteString(strings.NewReplacer("~", "~0", "/", "~1").Replace(key))
	}
	return b.String()
}

// validate holds a value against the schema at the pointer.
func (c *contract) validate(pointer []string, v any) error {
	schema, err := c.compiler.Compile("openapi.json#" + join(pointer))
	if err != nil {
		return err
	}
	return schema.Validate(v)
}

// check holds a reply against what is documented for the operation; without an
// operation, against what may happen to any request.
func (c *contract) check(method, path string, status int, header http.Header, body []byte) error {
	responses := []string{"paths", path, strings.ToLower(method), "responses"}
	response, pointer := c.at(append(responses, strconv.Itoa(status))...)
	if response == nil {
		response, pointer = c.at(append(responses, "default")...)
	}
	if path == "" || response == nil && slices.Contains([]int{404, 405}, status) {
		response, pointer = c.at("components", "responses", "Any")
	}
	if response == nil {
		return fmt.Errorf("%d is not documented", status)
	}
	c.seen[join(pointer)] = true
	if err := c.checkHeaders(pointer, header); err != nil {
		return err
	}
	if method == http.MethodHead {
		return nil // net/http drops the body
	}
	return c.checkBody(pointer, header.Get("Content-Type"), body)
}

func (c *contract) checkHeaders(pointer []string, header http.Header) error {
	documented, _ := c.at(append(pointer, "headers")...)
	known := map[string]bool{"X-Content-Type-Options": true}
	for name := range documented {
		known[http.CanonicalHeaderKey(name)] = true
		spec, where := c.at(append(pointer, "headers", name)...)
		value := header.Get(name)
		if value == "" {
			if spec["required"] == true {
				return fmt.Errorf("the header %s lacks", name)
			}
			continue
		}
		if err := c.validate(append(where, "schema"), value); err != nil {
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

func (c *contract) checkBody(pointer []string, contentType string, body []byte) error {
	media, _, err := mime.ParseMediaType(contentType)
	if err != nil {
		return err
	}
	content, pointer := c.at(append(pointer, "content", media)...)
	if content == nil {
		return fmt.Errorf("the type %s is not documented", media)
	}
	c.seen[join(pointer)] = true
	var v any = string(body)
	if strings.HasSuffix(media, "json") {
		if v, err = jsonschema.UnmarshalJSON(bytes.NewReader(body)); err != nil {
			return err
		}
	}
	return c.validate(append(pointer, "schema"), v)
}

// TestRoutesAreDocumented checks that the documented paths are the routes, with
// one listener and with two.
func TestRoutesAreDocumented(t *testing.T) {
	routes := func(handlers ...http.Handler) map[string]bool {
		all := map[string]bool{}
		for _, h := range handlers {
			for _, r := range h.(*gin.Engine).Routes() {
				all[r.Method+" "+r.Path] = true
			}
		}
		return all
	}
	documented := map[string]bool{}
	c := newContract(t)
	paths, _ := c.at("paths")
	for path := range paths {
		operations, _ := c.at("paths", path)
		for method := range operations {
			documented[strings.ToUpper(method)+" "+path] = true
		}
	}
	cfg := Config{Metrics: scraped()}
	public, admin := Split(cfg)
	for name, got := range map[string]map[string]bool{"one": routes(New(cfg)), "two": routes(public, admin)} {
		if diff := cmp.Diff(documented, got); diff != "" || len(got) < 10 {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// TestCodesAreDocumented checks that every code is documented, with its status.
func TestCodesAreDocumented(t *testing.T) {
	c := newContract(t)
	schema, _ := c.at("components", "schemas", "Code")
	listed := map[Code]bool{}
	for _, code := range schema["enum"].([]any) {
		listed[Code(code.(string))] = true
	}
	for code := range meanings {
		if !listed[code] {
			t.Errorf("%s is not documented", code)
		}
		delete(listed, code)
		for _, status := range code.statuses() {
			if !c.answers(code, status) {
				t.Errorf("no response is documented for %d %s", status, code)
			}
		}
	}
	if len(listed) > 0 {
		t.Errorf("documented, but not in use: %v", listed)
	}
}

// answers reports whether some response is documented with the code and the
// status, and none with the code and a status that the code does not have.
func (c *contract) answers(code Code, status int) bool {
	responses, _ := c.at("components", "responses")
	found := false
	for name := range responses {
		properties, _ := c.at("components", "responses", name, "content", "application/problem+json", "schema", "properties")
		codes, _ := properties["code"].(map[string]any)["enum"].([]any)
		if !slices.Contains(codes, any(string(code))) {
			continue
		}
		of, _ := properties["status"].(map[string]any)
		statuses, _ := of["enum"].([]any)
		statuses = append(statuses, of["const"])
		has := func(status int) bool {
			return slices.ContainsFunc(statuses, func(v any) bool { return fmt.Sprint(v) == strconv.Itoa(status) })
		}
		if !slices.ContainsFunc(code.statuses(), has) {
			return false
		}
		found = found || has(status)
	}
	return found
}

// TestExamplesAreTrue checks the examples of the document against its schemas.
func TestExamplesAreTrue(t *testing.T) {
	c := newContract(t)
	found := 0
	var walk func(v any, pointer []string)
	walk = func(v any, pointer []string) {
		m, _ := v.(map[string]any)
		if example, ok := m["example"]; ok && m["schema"] != nil {
			found++
			if err := c.validate(append(slices.Clone(pointer), "schema"), example); err != nil {
				t.Errorf("%s: %v", join(pointer), err)
			}
		}
		for key, inner := range m {
			walk(inner, append(slices.Clone(pointer), key))
		}
	}
	walk(c.root, nil)
	if found < 3 {
		t.Errorf("only %d examples", found)
	}
}
