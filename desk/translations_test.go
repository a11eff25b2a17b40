package desk

import (
	"net/http"
	"strings"
	"testing"
)

// translationExchanges are the requests about translations, with their documented
// replies.
func translationExchanges(t *testing.T, get func(target string) call, loading *Desk, idLoading string) []exchange {
	t.Helper()
	unwritable := newDesk(t, inMemory("responses:\n  utter_a:\n  - text: \"a\\0b\"\n"), nil)
	idUnwritable := ready(t, unwritable)
	return []exchange{
		{name: "translations", call: get("translations?language=de"), status: 200},
		{name: "translations that are open", call: get("translations?language=de&state=open&q=hello&response=utter_greet&keep=a&keep=b&after=0&offset=0&limit=5"), status: 200},
		{name: "translations into a new language", call: get("translations?language=fr"), status: 200},
		{name: "translations into nothing", call: get("translations"), status: 400, code: codeQuery},
		{name: "translations into German", call: get("translations?language=German"), status: 400, code: codeQuery},
		{name: "translations, unknown state", call: get("translations?language=de&state=old"), status: 400, code: codeQuery},
		{name: "translations, wrong limit", call: get("translations?language=de&limit=-1"), status: 400, code: codeQuery},
		{name: "translations, many words", call: get("translations?language=de&q=" + strings.Repeat("a", maxWords+1)), status: 400, code: codeQuery},
		{name: "translations, many ids", call: get("translations?language=de" + strings.Repeat("&keep=a", maxKeep+1)), status: 400, code: codeQuery},
		{name: "translations, loading", call: call{target: apiPath + "translations?language=de", session: idLoading}, desk: loading, status: 503, code: codeContentLoading},
		{name: "coverage", call: get("translations/coverage"), status: 200},
		{name: "coverage, loading", call: call{target: apiPath + "translations/coverage", session: idLoading}, desk: loading, status: 503, code: codeContentLoading},
		{name: "export XLIFF", call: get("translations/export?language=de&format=xliff"), status: 200},
		{name: "export PO", call: get("translations/export?language=pt-BR&format=po&only=missing&only=empty"), status: 200},
		{name: "export CSV", call: get("translations/export?language=de&format=csv"), status: 200},
		{name: "export Word", call: get("translations/export?language=de&format=docx"), status: 400, code: codeQuery},
		{name: "export an unknown state", call: get("translations/export?language=de&format=csv&only=open"), status: 400, code: codeQuery},
		{name: "export no language", call: get("translations/export?format=csv"), status: 400, code: codeQuery},
		{name: "export German", call: get("translations/export?format=csv&language=German"), status: 400, code: codeQuery},
		{name: "export, loading", call: call{target: apiPath + "translations/export?language=de&format=po", session: idLoading}, desk: loading, status: 503, code: codeContentLoading},
		{name: "export what no file holds", call: call{target: apiPath + "translations/export?language=de&format=po", session: idUnwritable}, desk: unwritable, status: 422, code: codeNotExported},
	}
}

// TestExport checks that a browser keeps an exported file as a file, under a name that
// no text of the content or of the request chooses.
func TestExport(t *testing.T) {
	d := shopDesk(t)
	d.cfg.Title = "Ann's\r\n\"shop\"/../é"
	id := ready(t, d)
	for _, c := range []struct{ query, name, mediaType, start string }{
		{"language=de&format=xliff", "Ann-s---shop.de.xlf", "application/xliff+xml", "<?xml"},
		{"language=de&format=po", "Ann-s---shop.de.po", "text/x-gettext-translation; charset=utf-8", "msgid"},
		{"language=x-de-formal&format=csv&only=missing", "Ann-s---shop.x-de-formal.csv", "text/csv; charset=utf-8", "\ufeff"},
	} {
		w := call{target: apiPath + "translations/export?" + c.query, session: id}.on(d)
		got := w.Header().Get("Content-Disposition")
		if w.Code != http.StatusOK || !strings.HasPrefix(got, "attachment; filename=") || !strings.Contains(got, "."+strings.Split(c.name, ".")[1]+".") || strings.ContainsAny(got, "/'\r\n") {
			t.Errorf("%s: %d %q", c.query, w.Code, got)
		}
		if w.Header().Get("Content-Type") != c.mediaType || !strings.HasPrefix(w.Body.String(), c.start) {
			t.Errorf("%s: %s: %.60q", c.query, w.Header().Get("Content-Type"), w.Body.String())
		}
		if w.Header().Get("X-Content-Type-Options") != "nosniff" || w.Header().Get("Content-Security-Policy") == "" {
			t.Error(c.query, w.Header())
		}
	}
}
