package httpapi

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"
	"github.com/google/go-cmp/cmp"

	"nlgserver/internal/contract"
)

// ofServer reports whether an operation or a component of the document is not about the
// desk, which has tests of its own.
func ofServer(tag, component string) bool {
	return tag != "desk" && !strings.HasPrefix(component, "Desk")
}

// TestRoutesAreDocumented checks that the documented paths are the routes, with
// one listener and with two.
func TestRoutesAreDocumented(t *testing.T) {
	routes := func(handlers ...http.Handler) map[string]bool {
		all := map[string]bool{}
		for _, h := range handlers {
			for _, r := range h.(*gin.Engine).Routes() {
				all[r.Method+" "+documentedPath(r.Path)] = true
			}
		}
		return all
	}
	documented := map[string]bool{}
	c := contract.New(t)
	paths, _ := c.At("paths")
	for path := range paths {
		operations, _ := c.At("paths", path)
		for method := range operations {
			if !ofServer(c.Tag(path, method), "") {
				continue
			}
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

// documentedPath returns what the document calls a route, or the path of a request for it.
func documentedPath(path string) string {
	if rest, ok := strings.CutPrefix(path, "/a/"); ok {
		_, rest, _ = strings.Cut(rest, "/")
		return "/a/{assistant}/" + rest
	}
	return path
}

// TestCodesAreDocumented checks that every code is documented, with its status.
func TestCodesAreDocumented(t *testing.T) {
	c := contract.New(t)
	schema, _ := c.At("components", "schemas", "Code")
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
			if !answers(c, code, status) {
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
func answers(c *contract.Contract, code Code, status int) bool {
	responses, _ := c.At("components", "responses")
	found := false
	for name := range responses {
		properties, _ := c.At("components", "responses", name, "content", "application/problem+json", "schema", "properties")
		listed, _ := properties["code"].(map[string]any)
		codes, _ := listed["enum"].([]any)
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
	c := contract.New(t)
	found := 0
	var walk func(v any, pointer []string)
	walk = func(v any, pointer []string) {
		m, _ := v.(map[string]any)
		if example, ok := m["example"]; ok && m["schema"] != nil {
			found++
			if err := c.Validate(append(slices.Clone(pointer), "schema"), example); err != nil {
				t.Errorf("%s: %v", contract.Join(pointer), err)
			}
		}
		for key, inner := range m {
			walk(inner, append(slices.Clone(pointer), key))
		}
	}
	walk(c.Root, nil)
	if found < 3 {
		t.Errorf("only %d examples", found)
	}
}
