package httpapi

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"nlgserver/nlg"
)

// namedPath is the route of Rasa's callback by the name of an assistant.
const namedPath = "/a/:" + nameParam + "/nlg"

// nameParam is what the name is called in the route, and in the query of the operators'
// routes.
const nameParam = "assistant"

// isNamed reports whether a route is that of Rasa's callback by name.
func isNamed(route string) bool { return route == namedPath || route == namedPath+"/" }

// isCallback reports whether a route is Rasa's callback.
func isCallback(route string) bool {
	return route == "/nlg" || route == "/nlg/" || route == "/" || isNamed(route)
}

// askDefault answers a request that names no assistant.
func (s *responder) askDefault(c *gin.Context) {
	all := s.cfg.Assistants()
	s.handle(c, all, all.byDefault)
}

// askNamed answers a request that names an assistant.
func (s *responder) askNamed(c *gin.Context) {
	all := s.cfg.Assistants()
	s.handle(c, all, all.named(c.Param(nameParam)))
}

// refuseUnassigned refuses a request that is for no assistant, and says how to ask. It
// names only those assistants that the request may use.
func (s *responder) refuseUnassigned(c *gin.Context, all *Assistants) {
	names, proved := all.openTo(c.Request)
	// Who has credentials is no web page of another origin. Such a page learns no name.
	if len(names) > 0 && !proved && !s.keepOut(c, nil, s.known) {
		return
	}
	p := problem(CodeNoDefaultAssistant, "this server has several assistants, and none of them is the default")
	if isNamed(c.FullPath()) {
		p = problem(CodeUnknownAssistant, noSuchAssistant(c.Param(nameParam)))
	}
	switch {
	case !all.several:
		p.Detail += "; send requests to POST /nlg"
	case len(names) > 0:
		p.Detail += "; send requests to POST /a/NAME/nlg, where NAME is one of " + listed(names)
	default:
		p.Detail += "; send requests to POST /a/NAME/nlg, with the name and the credentials of an assistant"
	}
	s.refuse(c, p)
}

// openTo returns the names of the assistants that a request may use, and whether it has
// credentials for one of them.
func (s *Assistants) openTo(r *http.Request) (names []string, proved bool) {
	for _, a := range s.sorted {
		guarded := a.Access.Guarded()
		if guarded && !a.Access.Opens(r) {
			continue
		}
		names = append(names, a.Name)
		proved = proved || guarded
	}
	return names, proved
}

// noSuchAssistant says that there is no assistant of a name that a client sent.
func noSuchAssistant(name string) string { return "there is no assistant " + quoted(name) }

// quoted returns what a client sent for a sentence.
func quoted(text string) string { return "\"" + nlg.Shorten(text) + "\"" }

// mostNamed is how many assistants a problem names.
const mostNamed = 20

// listed returns names for a sentence.
func listed(names []string) string {
	if more := len(names) - mostNamed; more > 0 {
		return fmt.Sprintf("%s, and %d more", strings.Join(names[:mostNamed], ", "), more)
	}
	return strings.Join(names, ", ")
}

// wrongAssistant returns the problem of a request that Rasa sent for another assistant;
// nil if it is for this one, or does not say.
func (w *work) wrongAssistant() *Problem {
	want, got := w.assistant.ID, w.wire.AssistantID
	if want == "" || got == "" || got == want {
		return nil
	}
	return problem(CodeWrongAssistant, "Rasa's assistant_id is "+quoted(got)+", but "+w.assistant.Name+" is for "+quoted(want)+
		"; correct the url in endpoints.yml, or assistant_id in the server's configuration")
}
