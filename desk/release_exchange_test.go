package desk

import (
	"net/http"
	"testing"
)

// releaseExchanges are those of a desk with a store that has two releases.
func releaseExchanges(t *testing.T) []exchange {
	f := newFleet(t, nil)
	f.serve("one", &server{})
	ann := f.ann()
	ann.publish(`{"message": "First", "live": 0}`)
	ann.set("utter_bye", 1, "Bye", "See you")
	ann.publish(`{"message": "Later", "canary": 10, "live": 1, "override": "the test is old"}`)
	get := func(path string) call { return call{target: apiPath + path, session: ann.session} }
	post := func(path, body string) call {
		return call{method: http.MethodPost, target: apiPath + path, body: body, session: ann.session}
	}
	return []exchange{
		{name: "releases", call: get("releases"), desk: f.desk, status: 200},
		{name: "releases, wrong query", call: get("releases?limit=x"), desk: f.desk, status: 400, code: codeQuery},
		{name: "changes of a release", call: get("releases/changes?to=2"), desk: f.desk, status: 200},
		{name: "session with a store", call: get("session"), desk: f.desk, status: 200},
		{name: "draft with a store", call: get("draft"), desk: f.desk, status: 200},
		{name: "list since a release", call: get("responses?since=1"), desk: f.desk, status: 200},
		{name: "list since no release", call: get("responses?since=9"), desk: f.desk, status: 404, code: codeUnknownRelease},
		{name: "promote what changed", call: post("releases/promote", `{"live": 1}`), desk: f.desk, status: 409, code: codeLiveChanged},
		{name: "promote", call: post("releases/promote", `{"live": 2}`), desk: f.desk, status: 200},
		{name: "roll back", call: post("releases/rollback", `{"number": 1, "live": 3}`), desk: f.desk, status: 200},
		{name: "abort no canary", call: post("releases/abort", `{"live": 4}`), desk: f.desk, status: 409, code: codeNoCanary},
		{name: "restore a release", call: post("draft/restore", `{"release": 1}`), desk: f.desk, status: 200},
		{name: "publish a canary", call: post("publish", `{"message": "Third", "canary": 5, "live": 4}`), desk: f.desk, status: 200},
		{name: "abort", call: post("releases/abort", `{"live": 5}`), desk: f.desk, status: 200},
	}
}
