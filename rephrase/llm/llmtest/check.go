package llmtest

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
)

var (
	openAIPath = regexp.MustCompile(`^/v1/chat/completions$`)
	azurePath  = regexp.MustCompile(`^/openai/deployments/([^/]+)/chat/completions$`)
	// fixedTemperature are the models that refuse a temperature and max_tokens.
	fixedTemperature = regexp.MustCompile(`^(gpt-5|o1|o3|o4)`)
)

// keys are those of a request that a client of ours may send, and efforts the values of
// reasoning_effort.
var (
	keys    = []string{"max_completion_tokens", "max_tokens", "messages", "model", "reasoning_effort", "temperature"}
	efforts = []string{"none", "minimal", "low", "medium", "high", "xhigh"}
)

// model returns the name of the model or, with Azure, of the deployment.
func (r *Request) model() string {
	if m := azurePath.FindStringSubmatch(r.URL.Path); m != nil {
		return m[1]
	}
	name, _ := r.Body["model"].(string)
	return name
}

// read reads the body, and returns what is wrong with the request.
func (r *Request) read(method string, body []byte) []string {
	var wrong []string
	note := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	azure := azurePath.MatchString(r.URL.Path)
	switch {
	case azure && r.URL.Query().Get("api-version") == "":
		note("there is no api-version")
	case !azure && !openAIPath.MatchString(r.URL.Path):
		note("nothing is at this path")
	}
	if method != http.MethodPost {
		note("the method is %s", method)
	}
	if kind := r.Header.Get("Content-Type"); kind != "application/json" {
		note("the content type is %q", kind)
	}
	if err := json.Unmarshal(body, &r.Body); err != nil || r.Body == nil {
		note("the body is no JSON object")
		return wrong
	}
	for _, key := range slices.Sorted(maps.Keys(r.Body)) {
		if !slices.Contains(keys, key) {
			note("key %q is unknown", key)
		}
	}
	if name, ok := r.Body["model"].(string); !azure && (!ok || name == "") {
		note("there is no model")
	}
	r.checkMessages(note)
	r.checkNumbers(note)
	return wrong
}

func (r *Request) checkMessages(note func(string, ...any)) {
	messages, _ := r.Body["messages"].([]any)
	if len(messages) != 1 {
		note("there are %d messages, want 1", len(messages))
		return
	}
	m, _ := messages[0].(map[string]any)
	content, ok := m["content"].(string)
	if !ok || m["role"] != "user" || len(m) != 2 {
		note("the message has not the role user and a content")
	}
	r.Prompt = content
}

func (r *Request) checkNumbers(note func(string, ...any)) {
	given := 0
	for _, key := range []string{"max_completion_tokens", "max_tokens"} {
		v, ok := r.Body[key]
		if !ok {
			continue
		}
		given++
		if n, ok := v.(float64); !ok || n < 1 || n != float64(int(n)) {
			note("%s is %v", key, v)
		}
	}
	if given != 1 {
		note("there are %d limits of tokens, want 1", given)
	}
	temperature, warm := r.Body["temperature"]
	if n, ok := temperature.(float64); warm && (!ok || n < 0 || n > 2) {
		note("temperature is %v", temperature)
	}
	effort, set := r.Body["reasoning_effort"]
	if name, ok := effort.(string); set && (!ok || !slices.Contains(efforts, name)) {
		note("reasoning_effort is %v", effort)
	}
	if _, old := r.Body["max_tokens"]; fixedTemperature.MatchString(r.model()) && (warm || old) {
		note("model %s refuses a temperature and max_tokens", r.model())
	}
}
