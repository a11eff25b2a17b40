package desk

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// TestReply checks that a text arrives as it is, compressed or not.
func TestReply(t *testing.T) {
	const odd = "<script>alert('1')</script> & \u2028 \x7f 😀 العربية"
	many := "responses:\n"
	for i := range 200 {
		many += fmt.Sprintf("  utter_%d:\n  - text: %q\n", i, odd)
	}
	d := newDesk(t, inMemory(many), nil)
	id := ready(t, d)
	c := call{target: apiPath + "responses?limit=200", session: id}
	plain := c.on(d)
	c.headers = map[string]string{"Accept-Encoding": "gzip"}
	packed := c.on(d)
	if plain.Code != 200 || plain.Header().Get("Content-Encoding") != "" || packed.Header().Get("Content-Encoding") != "gzip" || packed.Body.Len() > plain.Body.Len()/3 {
		t.Fatal(plain.Code, plain.Header(), packed.Header(), packed.Body.Len())
	}
	if unpacked(t, packed.Body) != plain.Body.String() {
		t.Error("compressed, it is something else")
	}
	var list struct{ Rows []struct{ Text string } }
	if err := json.Unmarshal(plain.Body.Bytes(), &list); err != nil || len(list.Rows) != 200 || list.Rows[0].Text != odd {
		t.Errorf("%v %d %q", err, len(list.Rows), list.Rows[0])
	}
	if !strings.Contains(plain.Body.String(), "<script>") {
		t.Error("the text is escaped for HTML, which it is not")
	}
	c.method = http.MethodHead
	if w := c.on(d); w.Code != 200 || w.Body.Len() > 0 {
		t.Error("HEAD:", w.Code, w.Body.Len())
	}
}

// TestBodies checks what is refused as a body.
func TestBodies(t *testing.T) {
	d := demoDesk(t, nil)
	id := ready(t, d)
	for what, c := range map[string]struct {
		body   string
		status int
		code   code
	}{
		"a request":         {`{"response": "utter_greet", "slots": {"name": "Ann"}}`, 200, ""},
		"with white space":  {" {\"response\": \"utter_greet\"}\n ", 200, ""},
		"no JSON":           {"hello", 400, codeNotJSON},
		"cut":               {`{"response": "utter`, 400, codeNotJSON},
		"two values":        {`{} {}`, 400, codeNotJSON},
		"an unknown field":  {`{"respons": "utter_greet"}`, 400, codeNotJSON},
		"a number":          {`{"response": 5}`, 400, codeWrongType},
		"a list":            {`[]`, 400, codeWrongType},
		"too large":         {`{"response": "` + strings.Repeat("a", maxBody) + `"}`, 413, codeBodyTooLarge},
		"too large after":   {`{}` + strings.Repeat(" ", maxBody), 413, codeBodyTooLarge},
		"deep":              {`{"slots": {"a": ` + strings.Repeat("[", 20000) + strings.Repeat("]", 20000) + `}}`, 400, codeNotJSON},
		"unknown response":  {`{"response": "utter_gret"}`, 404, codeUnknownResponse},
		"unknown recording": {`{"response": "utter_greet", "recording": "no"}`, 404, codeUnknownRecording},
	} {
		w := call{method: http.MethodPost, target: apiPath + "try", body: c.body, session: id}.on(d)
		if w.Code != c.status || codeIn(w) != string(c.code) {
			t.Errorf("%s: %d %.200s", what, w.Code, w.Body)
		}
	}
}

// TestWrongType checks what a body with a wrong type is told.
func TestWrongType(t *testing.T) {
	d := demoDesk(t, nil)
	id := ready(t, d)
	for body, want := range map[string]string{
		`[]`: "the body must not be an array", `"a"`: "the body must not be a string", `{"response": {}}`: "response must not be an object",
		`{"draw": -1}`: "draw must not be a number", `{"all_channels": 1}`: "all_channels must not be a number",
	} {
		w := call{method: http.MethodPost, target: apiPath + "try", body: body, session: id}.on(d)
		if w.Code != 400 || !strings.Contains(w.Body.String(), `"detail":"`+want+`"`) {
			t.Errorf("%s: %d %s", body, w.Code, w.Body)
		}
	}
}

// TestQueries checks what is refused as a query.
func TestQueries(t *testing.T) {
	d := demoDesk(t, nil)
	id := ready(t, d)
	for query, status := range map[string]int{
		"": 200, "q=card": 200, "q=%zz": 200, "limit=1&offset=1000000": 200, "findings=1&unused=1&untested=1&channel=slack&slot=name&missing=de": 200, "findings=0": 200, "findings=1&found=1": 200, "changed=1": 200, "found=2": 400, "failing=1&at=utter_greet": 200,
		"findings=yes": 400, "limit=-1": 400, "limit=ten": 400, "offset=99999999999999999999": 400, "q=" + strings.Repeat("a", maxWords+1): 400,
	} {
		w := call{target: apiPath + "responses?" + query, session: id}.on(d)
		if w.Code != status || status == 400 && codeIn(w) != string(codeQuery) {
			t.Errorf("%.40s: %d %.200s", query, w.Code, w.Body)
		}
	}
	for target, want := range map[string]string{
		"response?name=utter_gret": "unknown_response", "response": "unknown_response", "recording?id=no": "unknown_recording", "recording": "unknown_recording",
	} {
		if w := (call{target: apiPath + target, session: id}).on(d); w.Code != 404 || codeIn(w) != want {
			t.Errorf("%s: %d %s", target, w.Code, w.Body)
		}
	}
}
