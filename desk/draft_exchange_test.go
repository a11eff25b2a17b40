package desk

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// draftExchanges are the replies of the routes that change a draft, in the order in
// which they are to be asked for.
func draftExchanges(t *testing.T) []exchange {
	t.Helper()
	return append(append(goodExchanges(t), badBodies(t)...), append(unsaved(t), rejectedDraft(t)...)...)
}

// goodExchanges are those of a draft that is published and taken back.
func goodExchanges(t *testing.T) []exchange {
	o := newOffice(t, nil)
	o.repository()
	o.open(nil)
	ann, bob := o.ann(), o.as("Bob", Author)
	bob.set("utter_hi", 1, "Hello {name}", "Hey {name}")
	first := o.git("rev-parse", "HEAD")
	var file struct{ Version string }
	ann.ask(http.MethodGet, "file?path="+o.path("hello.yml"), "", 200, &file)
	changed := strings.Replace(hello, "Hello", "Hi", 1)
	edit := func(text, version string) string {
		return fmt.Sprintf(`{"path": %q, "text": %q, "was_version": %q}`, o.path("hello.yml"), text, version)
	}
	to := func(name, method, path, body string, status int, c code) exchange {
		return exchange{name: name, call: call{method: method, target: apiPath + path, body: body, session: ann.session}, desk: o.desk, status: status, code: c}
	}
	asBob := func(name, path, body string, status int, c code) exchange {
		return exchange{name: name, call: call{method: http.MethodPost, target: apiPath + path, body: body, session: bob.session}, desk: o.desk, status: status, code: c}
	}
	return []exchange{
		to("draft", "GET", "draft", "", 200, ""),
		to("undo nothing", "POST", "draft/undo", "{}", 409, codeNothing),
		to("redo nothing", "POST", "draft/redo", "{}", 409, codeNothing),
		to("step", "POST", "draft/steps", setting("utter_hi", 1, "Hello {name}", "Hi {name}"), 200, ""),
		to("step that conflicts", "POST", "draft/steps", setting("utter_hi", 1, "Hello {name}", "Hey {name}"), 409, codeEditConflict),
		to("step that is refused", "POST", "draft/steps", setting("utter_hi", 9, "Hello {name}", "Hey {name}"), 422, codeEditRefused),
		to("undo", "POST", "draft/undo", "{}", 200, ""),
		to("redo", "POST", "draft/redo", "{}", 200, ""),
		to("step and try", "POST", "draft/steps", trying(setting("utter_hi", 1, "Hi {name}", "Hi {name}"), `{"response": "utter_hi", "slots": {"name": "Ann"}}`), 200, ""),
		to("resolve nothing", "POST", "draft/resolve", `{"ref": {"step": 9, "op": 0}, "choice": {"mine": true}}`, 409, codeNoConflict),
		to("revert what is not changed", "POST", "draft/revert", `{"response": "utter_bye"}`, 422, codeEditRefused),
		to("publish with a failing test", "POST", "publish", "{}", 422, codeNotReady),
		asBob("publish as an author", "publish", "{}", 403, codeNotPublisher),
		to("accept", "POST", "draft/accept", fmt.Sprintf(`{"cases": [{"file": %q, "name": "hi"}]}`, o.path("hello.nlgtest.yml")), 200, ""),
		to("publish", "POST", "publish", `{"message": "Say hi"}`, 200, ""),
		to("step with a slip", "POST", "draft/steps", setting("utter_bye", 1, "Bye", "Bye {name"), 200, ""),
		to("response with a fix", "GET", "response?name=utter_bye", "", 200, ""),
		to("list with a fix", "GET", "responses?found=1", "", 200, ""),
		to("step that fixes it", "POST", "draft/steps", setting("utter_bye", 1, "Bye {name", "Bye"), 200, ""),
		to("step, counted", "POST", "draft/steps", `{"channel": "telegram", `+strings.TrimPrefix(setting("utter_bye", 1, "Bye", "Ciao"), "{"), 200, ""),
		to("revert", "POST", "draft/revert", `{"response": "utter_bye"}`, 200, ""),
		to("restore", "POST", "draft/restore", fmt.Sprintf(`{"id": %q}`, first), 200, ""),
		to("restore nothing", "POST", "draft/restore", `{"id": "HEAD"}`, 404, codeUnknownCommit),
		to("discard", "POST", "draft/discard", "{}", 200, ""),
		to("file", "GET", "file?path="+o.path("hello.yml"), "", 200, ""),
		to("no file", "GET", "file?path=/etc/passwd", "", 404, codeUnknownFile),
		to("edit no file", "POST", "draft/file", `{"path": "/etc/passwd", "text": "", "was_version": ""}`, 404, codeUnknownFile),
		to("edit a file that is another", "POST", "draft/file", edit(hello, file.Version), 409, codeEditConflict),
		to("edit a file", "POST", "draft/file", edit(strings.Replace(changed, "Bye", "Ciao", 1), versionOf(changed)), 200, ""),
		to("history", "GET", "history?limit=1", "", 200, ""),
		to("wrong history", "GET", "history?skip=a", "", 400, codeQuery),
		to("changes of the first", "GET", "history/changes?id="+first, "", 200, ""),
		to("changes of nothing", "GET", "history/changes?id="+strings.Repeat("0", 40), "", 404, codeUnknownCommit),
	}
}

// badBodies are the replies to bodies that are none, and those of a desk that has no
// content yet.
func badBodies(t *testing.T) []exchange {
	o := newOffice(t, nil)
	ann := o.ann()
	loading := newOffice(t, nil)
	loading.desk.work.Forget()
	early := loading.ann()
	var out []exchange
	everyRoute(o.desk, func(name string, c call) {
		if one := o.desk.routes[strings.SplitN(c.target, "?", 2)[0]][c.method]; one.needs == "" {
			return
		}
		if c.session = early.session; !strings.Contains(name, "history") {
			if strings.HasPrefix(c.target, apiPath+"releases") {
				out = append(out, exchange{name: name + ", no store", call: c, desk: loading.desk, status: 404, code: codeNoStore})
				return
			}
			out = append(out, exchange{name: name + ", loading", call: c, desk: loading.desk, status: 503, code: codeContentLoading})
		}
		if c.method != http.MethodPost {
			return
		}
		c.session = ann.session
		form, broken, large := headed(c, "Content-Type", "text/plain"), c, c
		broken.body, large.body = "{", `{"a": "`+strings.Repeat("a", maxText)+`"}`
		if readsFile(strings.SplitN(c.target, "?", 2)[0]) {
			return // see importExchanges
		}
		out = append(out,
			exchange{name: name + ", a form", call: form, desk: o.desk, status: 415, code: codeContentType},
			exchange{name: name + ", broken", call: broken, desk: o.desk, status: 400, code: codeNotJSON},
			exchange{name: name + ", large", call: large, desk: o.desk, status: 413, code: codeBodyTooLarge})
	})
	return out
}

// unsaved are the replies of a desk that cannot save.
func unsaved(t *testing.T) []exchange {
	o := newOffice(t, nil)
	o.repository()
	o.open(nil)
	ann := o.ann()
	first := o.git("rev-parse", "HEAD")
	ann.set("utter_bye", 2, "Goodbye", "See you")
	o.save("hello.yml", strings.Replace(hello, "Goodbye", "Later", 1))
	o.refresh()
	ann.set("utter_bye", 1, "Bye", "Ciao")
	ann.ask(http.MethodPost, "draft/steps", `{"ops": [{"kind": "set", "response": "utter_bye", "number": 1, "path": "id", "value": "a"}]}`, 200, nil)
	ann.post("draft/undo", "{}")
	d := ann.checked()
	if len(d.Conflicts) != 1 || d.Redo == "" {
		t.Fatalf("%+v", d)
	}
	var file struct{ Version string }
	ann.ask(http.MethodGet, "file?path="+o.path("hello.yml"), "", 200, &file)
	exchanges := []exchange{{name: "draft with a conflict", call: call{target: apiPath + "draft", session: ann.session}, desk: o.desk, status: 200}}
	if err := o.desk.work.Close(); err != nil {
		t.Fatal(err)
	}
	for path, body := range map[string]string{
		"draft/steps": setting("utter_hi", 1, "Hello {name}", "Hi {name}"), "draft/undo": "{}", "draft/redo": "{}", "draft/discard": "{}",
		"draft/revert":  `{"response": "utter_bye", "number": 1}`,
		"draft/resolve": fmt.Sprintf(`{"ref": {"step": %d, "op": %d}, "choice": {"mine": true}}`, d.Conflicts[0].Ref.Step, d.Conflicts[0].Ref.Op),
		"draft/accept":  fmt.Sprintf(`{"cases": [{"file": %q, "name": "bye"}]}`, o.path("hello.nlgtest.yml")),
		"draft/file":    fmt.Sprintf(`{"path": %q, "text": "", "was_version": %q}`, o.path("hello.yml"), file.Version),
		"draft/restore": fmt.Sprintf(`{"id": %q}`, first),
	} {
		exchanges = append(exchanges, exchange{
			name: path + ", unsaved", call: call{method: http.MethodPost, target: apiPath + path, body: body, session: ann.session}, desk: o.desk, status: 507, code: codeNotSaved,
		})
	}
	return exchanges
}

// rejectedDraft are replies about content that cannot be loaded.
func rejectedDraft(t *testing.T) []exchange {
	o := newOffice(t, nil)
	o.save("latin.yml", "responses:\n  utter_a:\n  - text: \"caf\xe9\"\n")
	o.refresh()
	ann := o.ann()
	ann.checked()
	ask := func(method, path, body string, status int, c code) exchange {
		return exchange{name: path + ", rejected", call: call{method: method, target: apiPath + path, body: body, session: ann.session}, desk: o.desk, status: status, code: c}
	}
	torn := newOffice(t, nil)
	zoe := torn.ann()
	zoe.set("utter_bye", 2, "Goodbye", "See you")
	torn.save("hello.yml", strings.Replace(hello, "Goodbye", "Later", 1))
	torn.refresh()
	ref := zoe.draft().Conflicts[0].Ref
	resolve := fmt.Sprintf(`{"ref": {"step": %d, "op": %d}, "choice": {"mine": true}}`, ref.Step, ref.Op)
	newer := newOffice(t, nil)
	newer.open(func(c *Config) { c.Source = unwatched{c.Source} })
	eve := newer.ann()
	eve.set("utter_bye", 2, "Goodbye", "See you")
	eve.checked()
	// The desk finds it by itself in a while.
	saved := func() { newer.save("hello.yml", strings.Replace(hello, "Goodbye", "Later", 1)) }
	return []exchange{
		ask("GET", "file?path="+o.path("latin.yml"), "", 422, codeEditRefused),
		ask("POST", "draft/file", fmt.Sprintf(`{"path": %q, "text": "", "was_version": ""}`, o.path("latin.yml")), 422, codeEditRefused),
		ask("POST", "draft/accept", `{"cases": []}`, 422, codeNotReady),
		{name: "resolve", call: call{method: http.MethodPost, target: apiPath + "draft/resolve", body: resolve, session: zoe.session}, desk: torn.desk, status: 200},
		{name: "publish what changed", call: call{method: http.MethodPost, target: apiPath + "publish", body: "{}", session: eve.session}, desk: newer.desk, status: 409, code: codeContentChanged, before: saved},
	}
}

// unwatched is a source whose changes nobody hears of.
type unwatched struct{ Source }

func (unwatched) Watch(context.Context, func()) error { return nil }
