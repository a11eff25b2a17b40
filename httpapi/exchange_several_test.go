package httpapi

import (
	"context"
	"io"
	"strings"
	"testing"
	"time"

	"nlgserver/nlg"
)

// exchangesOfSeveral are those of servers that are configured for several assistants.
func exchangesOfSeveral(t *testing.T) []exchange {
	const greet = `{"response": "utter_greet", "tracker": {"slots": {"name": "Ann"}, "events": [{"metadata": {"assistant_id": "other"}}]}}`
	text := func(s string) io.Reader { return strings.NewReader(s) }
	broken := diagnosed(t)
	// both returns a server with the assistants a and b. change changes b.
	both := func(byDefault string, change func(b *Assistant), more ...func(*setup)) func(*setup) {
		return func(c *setup) {
			several := func(name string) *Assistant {
				return &Assistant{
					Name: name, Catalog: c.Catalog,
					Reload: func(context.Context) ReloadResult {
						return ReloadResult{Version: c.Catalog().ShortVersion(), Responses: 6}
					},
					Status: func() Status {
						return Status{
							Version: c.Catalog().ShortVersion(), Sources: []string{name}, Responses: 6, Build: "test",
							LastAttempt: Attempt{Triggers: []string{"start"}, Result: "changed"},
						}
					},
				}
			}
			a, b := several("a"), several("b")
			if change != nil {
				change(b)
			}
			all := SeveralAssistants(byDefault, a, b)
			c.Assistants = func() *Assistants { return all }
			for _, also := range more {
				also(c)
			}
		}
	}
	rejected := func(b *Assistant) {
		b.Reload = func(context.Context) ReloadResult {
			return ReloadResult{Rejected: true, Reason: "content rejected: 2 errors", Diagnostics: broken}
		}
	}
	noContent := func(b *Assistant) {
		b.Catalog = func() *nlg.Catalog { return nil }
		b.Status = func() Status {
			return Status{Sources: []string{"b"}, Stale: true, LastAttempt: Attempt{Triggers: []string{"start"}, Result: "rejected", Diagnostics: broken}}
		}
	}
	configured := func(result ConfigurationResult) func(*setup) {
		return func(c *setup) {
			c.Reconfigure = func(context.Context) ConfigurationResult { return result }
			c.Configuration = func() ConfigurationStatus {
				return ConfigurationStatus{
					Path: "nlgserver.yml", LoadedAt: time.Unix(0, 0), Stale: result.Rejected, Reason: result.Reason,
					Diagnostics: result.Diagnostics, Restart: result.Restart,
				}
			}
		}
	}
	fine := configured(ConfigurationResult{Changed: true, Restart: []string{"listen"}})
	faulty := configured(ConfigurationResult{Rejected: true, Reason: "configuration rejected: 1 error", Diagnostics: broken[:1]})
	return []exchange{
		{name: "the default assistant", change: both("a", nil), target: "POST /nlg", body: text(greet), status: 200},
		{name: "an assistant by name", change: both("", nil), target: "POST /a/b/nlg", body: text(greet), status: 200},
		{name: "an assistant by name, with a slash", change: both("", nil), target: "POST /a/b/nlg/", body: text(greet), status: 200},
		{name: "no default assistant", change: both("", nil), target: "POST /nlg", body: text(greet), status: 404, code: CodeNoDefaultAssistant},
		{name: "an unknown assistant", change: both("a", nil), target: "POST /a/c/nlg", body: text(greet), status: 404, code: CodeUnknownAssistant},
		{name: "the wrong assistant", change: both("", func(b *Assistant) { b.ID = "b-1" }), target: "POST /a/b/nlg", body: text(greet), status: 409, code: CodeWrongAssistant},

		{name: "all ready", change: both("", nil), target: "GET /readyz", status: 200},
		{name: "one without content", change: both("", noContent), target: "GET /readyz", status: 503, code: CodeNotReady},
		{name: "one ready", change: both("", noContent), target: "GET /readyz?assistant=a", status: 200},
		{name: "ready, an unknown one", change: both("", nil), target: "GET /readyz?assistant=c", status: 404, code: CodeUnknownAssistant},

		{name: "status of all", change: both("a", nil, fine), target: "GET /api/v1/status", status: 200},
		{name: "status of all, one without content", change: both("", noContent, faulty), target: "GET /api/v1/status", status: 200},
		{name: "status of one", change: both("", nil), target: "GET /api/v1/status?assistant=b", status: 200},
		{name: "status of an unknown one", change: both("", nil), target: "GET /api/v1/status?assistant=c", status: 404, code: CodeUnknownAssistant},

		{name: "reload of all", change: both("", nil), target: "POST /-/reload", status: 200},
		{name: "reload of all, with their configuration", change: both("", nil, fine), target: "POST /-/reload", status: 200},
		{name: "reload of one", change: both("", rejected), target: "POST /-/reload?assistant=a", status: 200},
		{name: "reload of an unknown one", change: both("", nil), target: "POST /-/reload?assistant=c", status: 404, code: CodeUnknownAssistant},
		{name: "reload of all, one rejected", change: both("", rejected), target: "POST /-/reload", status: 422, code: CodeReloadRejected},
		{name: "reload of a broken configuration", change: both("", rejected, faulty), target: "POST /-/reload", status: 422, code: CodeConfiguration},
	}
}
