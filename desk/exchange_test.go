package desk

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nlgserver/internal/contract"
	"nlgserver/internal/source"
	"nlgserver/lint"
	"nlgserver/nlg"
)

// shop is content with one of everything that replies can hold.
const shop = `# What the bot says first.
responses:
  # Greets.
  utter_greet:
  # By name.
  - text: "Hello {name}"
    id: by_name
    condition: [{type: slot, name: tier, value: gold}]
    channel: slack
    translation: {de: "Hallo {name}"}
    image: https://shop.example/a.png
    buttons: [{title: "Balance", payload: "/balance", url: "https://shop.example"}]
    quick_replies: [{title: "Help", payload: "/help"}]
    custom: {color: red}
    metadata: {owner: ann}
  - text: "{% if slots.a %}Hi{% else %}{{ slots.name }}{% endif %}"
  utter_plain:
  - text: Plain {missing}
  utter_unused:
  - text: "{name!z}"
    channel: telepathy
`

// shopTests are a test of the shop that passes, and one that fails.
const shopTests = `version: 1
tests:
  - response: utter_plain
    cases:
      - name: filled
        slots: {missing: "yes"}
        expect: Plain yes
      - name: fancy
        slots: {missing: "no"}
        expect: Fancy
`

// recorded is a request as serve --record keeps it.
const recorded = `{"response": "utter_greet", "id": null, "arguments": {"a": 1}, "channel": {"name": "slack"},
 "tracker": {"slots": {"name": "Ann", "tier": "gold"}, "latest_input_channel": "slack"},
 "recorded": {"at": "2026-01-02T03:04:05Z", "values": "kept", "outcome": "said", "said": "utter_greet", "variation": 1, "number": 1}}`

// shopDesk returns a desk on the shop.
func shopDesk(t *testing.T) *Desk {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "utter_greet.20260102T030405.000000000Z.json"), []byte(recorded), 0o600); err != nil {
		t.Fatal(err)
	}
	src := source.Memory{Name: "shop", Files: []nlg.File{
		{Path: "shop.yml", Data: []byte(shop)},
		{Path: "domain.yml", Data: []byte("intents: [balance]\nslots:\n  name: {type: text}\n  tier: {type: categorical, values: [gold, silver], initial_value: silver}\n")},
	}}
	return newDesk(t, src, func(c *Config) {
		c.Options = Options{
			Compile: nlg.Options{Patterns: true}, Lint: lint.Options{Languages: []string{"de"}}, Recordings: dir,
			Beside: beside(shopTests),
		}
	})
}

// exchange is a request, and what is documented of its reply.
type exchange struct {
	name string
	call
	status int
	code   code
	desk   *Desk
	// before is done right before the request; nil for nothing.
	before func()
}

// TestContract checks that every route answers as documented, and that every
// documented reply occurs.
func TestContract(t *testing.T) {
	d := shopDesk(t)
	id := ready(t, d)
	if s := d.content.current(); s.name != stateReady {
		t.Fatalf("%+v", s.rejected)
	}
	list := call{target: apiPath + "responses", session: id}.on(d)
	if !strings.Contains(list.Body.String(), `"failed":1`) || !strings.Contains(list.Body.String(), `"recorded":1`) {
		t.Error("the content lacks something:", list.Body)
	}
	loading, rejected, newer, full := demoDesk(t, nil), newDesk(t, inMemory("responses: 5"), nil), newDesk(t, inMemory("responses: 5"), nil), shopDesk(t)
	idRejected := ready(t, rejected)
	idNewer := ready(t, newer)
	newer.content.publish(&state{name: stateRejected, shown: d.content.current().shown, rejected: newer.content.current().rejected})
	idLoading := loading.sessions.begin("ann", Reader)
	loading.content.running = true // and nothing reads it
	t.Cleanup(func() { loading.content.running = false })
	idFull := enter(t, full)
	for range maxStreams {
		full.content.subscribe()
	}
	broken := demoDesk(t, nil)
	idBroken := enter(t, broken)
	broken.routes[apiPath+"session"] = map[string]route{http.MethodGet: {serve: func(http.ResponseWriter, *http.Request, *session) error { panic("oh") }}}

	get := func(target string) call { return call{target: apiPath + target, session: id} }
	try := func(body string, headers ...string) call {
		return headed(call{method: http.MethodPost, target: apiPath + "try", body: body, session: id}, headers...)
	}
	recording := url.QueryEscape("utter_greet.20260102T030405.000000000Z")
	all := []exchange{
		{name: "session", call: get("session"), status: 200},
		{name: "content", call: get("content"), status: 200},
		{name: "content that is being read", call: call{target: apiPath + "content", session: idLoading}, desk: loading, status: 200},
		{name: "rejected content", call: call{target: apiPath + "content", session: idRejected}, desk: rejected, status: 200},
		{name: "newer content that is rejected", call: call{target: apiPath + "content", session: idNewer}, desk: newer, status: 200},
		{name: "list", call: get("responses"), status: 200},
		{name: "list, with a match elsewhere", call: get("responses?q=hallo&channel=slack&slot=tier&limit=1"), status: 200},
		{name: "empty list", call: get("responses?q=nothing&missing=de&findings=1&unused=1&untested=1"), status: 200},
		{name: "list, wrong query", call: get("responses?limit=many"), status: 400, code: codeQuery},
		{name: "list, loading", call: call{target: apiPath + "responses", session: idLoading}, desk: loading, status: 503, code: codeContentLoading},
		{name: "list, rejected", call: call{target: apiPath + "responses", session: idRejected}, desk: rejected, status: 503, code: codeContentRejected},
		{name: "response", call: get("response?name=utter_greet"), status: 200},
		{name: "response with tests", call: get("response?name=utter_plain"), status: 200},
		{name: "response, counted", call: get("response?name=utter_greet&channel=telegram"), status: 200},
		{name: "response with findings", call: get("response?name=utter_unused"), status: 200},
		{name: "unknown response", call: get("response?name=utter_gret"), status: 404, code: codeUnknownResponse},
		{name: "response, loading", call: call{target: apiPath + "response?name=a", session: idLoading}, desk: loading, status: 503, code: codeContentLoading},
		{name: "try", call: try(`{"response": "utter_greet"}`), status: 200},
		{name: "try everything", call: try(`{"response": "utter_greet", "slots": {"tier": "gold", "name": "Ann"}, "arguments": {"a": [1]}, "context": {"b": null}, "channel": "slack", "language": "de", "draw": 3, "all_channels": true}`), status: 200},
		{name: "try as recorded", call: try(`{"response": "utter_greet", "recording": "utter_greet.20260102T030405.000000000Z", "all_channels": true}`), status: 200},
		{name: "try what cannot be filled", call: try(`{"response": "utter_plain"}`), status: 200},
		{name: "try what has no variation here", call: try(`{"response": "utter_unused"}`), status: 200},
		{name: "try an unknown response", call: try(`{"response": "utter_gret"}`), status: 404, code: codeUnknownResponse},
		{name: "try an unknown recording", call: try(`{"response": "utter_greet", "recording": "a"}`), status: 404, code: codeUnknownRecording},
		{name: "try no JSON", call: try(`hello`), status: 400, code: codeNotJSON},
		{name: "try a wrong type", call: try(`{"response": 5}`), status: 400, code: codeWrongType},
		{name: "try much", call: try(`{"response": "` + strings.Repeat("a", maxBody) + `"}`), status: 413, code: codeBodyTooLarge},
		{name: "try a form", call: try(`{}`, "Content-Type", "text/plain"), status: 415, code: codeContentType},
		{name: "try, loading", call: call{method: http.MethodPost, target: apiPath + "try", body: `{"response": "a"}`, session: idLoading}, desk: loading, status: 503, code: codeContentLoading},
		{name: "recording", call: get("recording?id=" + recording), status: 200},
		{name: "file", call: get("file?path=shop.yml"), status: 200},
		{name: "known file", call: get("file?path=shop.yml&known=" + versionOf(shop)), status: 200},
		{name: "unknown file", call: get("file?path=/etc/passwd"), status: 404, code: codeUnknownFile},
		{name: "file, loading", call: call{target: apiPath + "file?path=a.yml", session: idLoading}, desk: loading, status: 503, code: codeContentLoading},
		{name: "file, rejected", call: call{target: apiPath + "file?path=a.yml", session: idRejected}, desk: rejected, status: 200},
		{name: "completions", call: get("completions"), status: 200},
		{name: "completions, loading", call: call{target: apiPath + "completions", session: idLoading}, desk: loading, status: 503, code: codeContentLoading},
		{name: "unknown recording", call: get("recording?id=a"), status: 404, code: codeUnknownRecording},
		{name: "recording, rejected", call: call{target: apiPath + "recording?id=a", session: idRejected}, desk: rejected, status: 503, code: codeContentRejected},
		{name: "too many streams", call: call{target: apiPath + "events", session: idFull}, desk: full, status: 503, code: codeTooManyStreams},
		{name: "no route", call: get("nowhere"), status: 404, code: codeUnknownRoute},
		{name: "no method", call: call{method: http.MethodPut, target: apiPath + "session", session: id}, status: 405, code: codeMethodNotAllowed},
		{name: "panic", call: call{target: apiPath + "session", session: idBroken}, desk: broken, status: 500, code: codeInternal},
	}
	all = append(all, translationExchanges(t, get, loading, idLoading)...)
	all = append(all, importExchanges(t)...)
	everyRoute(d, func(name string, c call) {
		all = append(all, exchange{name: name + " without a session", call: c, status: 401, code: codeNoSession})
		c.session = id
		all = append(all,
			exchange{name: name + " by another page", call: headed(c, "Sec-Fetch-Site", "same-site"), status: 403, code: codeCrossOrigin},
			exchange{name: name + " by another name", call: headed(c, "Host", "evil.example"), status: 421, code: codeHostNotAllowed},
			exchange{name: name + " for another user", call: headed(c, forHeader, userID("bob")), status: 409, code: codeAnotherUser})
	})
	all = append(all, draftExchanges(t)...)
	all = append(all, releaseExchanges(t)...)
	all = append(all, signInExchanges(t)...)
	agreed := contract.New(t)
	for _, e := range all {
		t.Run(e.name, func(t *testing.T) {
			if e.desk == nil {
				e.desk = d
			}
			if e.before != nil {
				e.before()
			}
			w := e.on(e.desk)
			method, path := e.request().Method, e.request().URL.Path
			if err := agreed.Check(method, path, w.Code, w.Header(), w.Body.Bytes()); err != nil {
				t.Errorf("%d %s: %v", w.Code, w.Body, err)
			}
			if w.Code != e.status || codeIn(w) != string(e.code) && e.status >= 400 {
				t.Errorf("%d %s, want %d %s", w.Code, w.Body, e.status, e.code)
			}
		})
	}
	// A stream has no end of its own.
	_ = d.Close()
	w := get("events").on(d)
	if err := agreed.Check("GET", apiPath+"events", w.Code, w.Header(), w.Body.Bytes()); err != nil {
		t.Errorf("%d %s: %v", w.Code, w.Body, err)
	}
	agreed.CheckAllSeen(t, func(tag, component string) bool { return tag == "desk" || strings.HasPrefix(component, "Desk") })
}

// TestRoutesAreDocumented checks that the documented paths are the routes.
func TestRoutesAreDocumented(t *testing.T) {
	agreed, routes := contract.New(t), demoDesk(t, nil).routes
	paths, _ := agreed.At("paths")
	documented := 0
	for path := range paths {
		operations, _ := agreed.At("paths", path)
		for method := range operations {
			if agreed.Tag(path, method) != "desk" {
				continue
			}
			documented++
			if _, ok := routes[path][strings.ToUpper(method)]; !ok {
				t.Errorf("documented, but not there: %s %s", method, path)
			}
		}
	}
	for _, methods := range routes {
		documented -= len(methods)
	}
	if documented != 0 {
		t.Error("more or fewer routes than documented:", documented)
	}
}
