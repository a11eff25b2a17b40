package httpapi

import (
	"fmt"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"nlgserver/nlg"
)

// Status is the state of an assistant's content.
type Status struct {
	// Assistant is the name of the assistant, which the routes fill in.
	Assistant string `json:"assistant"`
	// Version is the version of the live content, as in the header
	// X-NLG-Catalog.
	Version  string    `json:"version"`
	LoadedAt time.Time `json:"loaded_at"`
	// Sources are the paths that the content is read from.
	Sources    []string `json:"sources"`
	Responses  int      `json:"responses"`
	Variations int      `json:"variations"`
	// Changes is how many responses the live content added, changed and removed
	// when it went live; nil after the start.
	Changes *nlg.Changes `json:"changes,omitempty"`
	// Stale is set if the content at the sources is not live because it was
	// rejected, FromLastGood if the live content is the copy of an earlier run.
	Stale        bool    `json:"stale"`
	FromLastGood bool    `json:"from_last_good"`
	LastAttempt  Attempt `json:"last_attempt"`
	// Waiting is newer content that is not live yet; nil if there is none.
	Waiting *Waiting `json:"waiting,omitempty"`
	// Release is the state of the releases that the assistant follows; nil if it follows
	// none.
	Release *ReleaseStatus `json:"release,omitempty"`
	// Branch is the state of the git branch that the assistant follows; nil if it follows
	// none.
	Branch *BranchStatus `json:"branch,omitempty"`
	// Build is the version of the program.
	Build string `json:"build"`
}

// Waiting is content that was found and may be half written.
type Waiting struct {
	// Since is when it was found, and Until when it goes live if it stays as it is.
	Since time.Time `json:"since"`
	Until time.Time `json:"until"`
	// Reason is why it waits.
	Reason string `json:"reason"`
}

// Attempt is one attempt to reload the content.
type Attempt struct {
	At time.Time `json:"at"`
	// Triggers are the causes, such as watch, poll, signal or http.
	Triggers []string `json:"triggers"`
	// Result is changed, unchanged or rejected; none before the first attempt.
	Result     string `json:"result"`
	DurationMS int64  `json:"duration_ms"`
	// Reason is why it was rejected; empty if it was not.
	Reason      string          `json:"reason,omitempty"`
	Diagnostics nlg.Diagnostics `json:"diagnostics"`
}

// alive answers that the process serves requests.
func (s *server) alive(c *gin.Context) {
	c.JSON(http.StatusOK, gin.H{"status": "alive"})
}

// ConfigurationStatus is the state of the configuration of the assistants.
type ConfigurationStatus struct {
	// Path is the file.
	Path string `json:"path"`
	// LoadedAt is when what is in use was read.
	LoadedAt time.Time `json:"loaded_at"`
	// Stale is set if the file was changed and rejected, and what was in use before is
	// still in use. Reason and Diagnostics say why.
	Stale       bool            `json:"stale"`
	Reason      string          `json:"reason,omitempty"`
	Diagnostics nlg.Diagnostics `json:"diagnostics"`
	// Restart are the settings in the file that take effect only after a restart.
	Restart []string `json:"restart"`
}

// ready answers whether there is content to serve and new requests are welcome: for all
// assistants, or for the one that is asked for. A failed reload changes nothing here,
// since the last good content keeps serving.
func (s *server) ready(c *gin.Context) {
	all := s.cfg.Assistants()
	a, asked := s.asked(c, all)
	if asked && a == nil {
		return
	}
	if s.cfg.Ready != nil && !s.cfg.Ready() {
		s.refuse(c, problem(CodeNotReady, "the server is shutting down"))
		return
	}
	if a == nil && all.several {
		s.readyAll(c, all)
		return
	}
	if a == nil {
		a = all.byDefault
	}
	catalog := a.Catalog()
	if catalog == nil {
		s.refuse(c, problem(CodeNotReady, "no content is live"))
		return
	}
	c.JSON(http.StatusOK, gin.H{"status": "ready", "version": catalog.ShortVersion(), "responses": catalog.Len()})
}

// readyAll answers whether every assistant of the start has content to serve. One that
// came later, and has none yet, is no reason to send the requests of the others elsewhere.
// The probe needs no credentials, so the reply names none.
func (s *server) readyAll(c *gin.Context, all *Assistants) {
	lacking := 0
	for _, a := range all.sorted {
		if a.Catalog() == nil && !a.CameLater {
			lacking++
		}
	}
	if lacking > 0 {
		s.refuse(c, problem(CodeNotReady, fmt.Sprintf("no content is live for %d of %d assistants; /api/v1/status says for which", lacking, len(all.sorted))))
		return
	}
	c.JSON(http.StatusOK, gin.H{"status": "ready", "assistants": len(all.sorted)})
}

// asked returns the assistant that the query of an operator's request names, if it
// names any. If there is none of that name, it refuses the request and returns nil.
func (s *server) asked(c *gin.Context, all *Assistants) (a *Assistant, asked bool) {
	name, asked := c.GetQuery(nameParam)
	if !asked {
		return nil, false
	}
	if a = all.named(name); a == nil {
		s.refuse(c, problem(CodeUnknownAssistant, noSuchAssistant(name)))
	}
	return a, true
}

// status answers with the state of the content: of all assistants, or of the one that is
// asked for.
func (s *server) status(c *gin.Context) {
	all := s.cfg.Assistants()
	a, asked := s.asked(c, all)
	switch {
	case a != nil:
		c.JSON(http.StatusOK, a.status(mostOfOne))
	case asked: // refused
	case all.several:
		s.statusOfAll(c, all)
	default:
		c.JSON(http.StatusOK, all.byDefault.status(mostOfOne))
	}
}

const (
	// mostOfOne is how many findings a reply about one assistant has at most, and
	// mostOfEach how many a reply about several has of each.
	mostOfOne  = 1000
	mostOfEach = 20
)

// status returns the state of an assistant's content, with so many findings at most.
func (a *Assistant) status(most int) Status {
	status := a.Status()
	status.Assistant = a.Name
	status.LastAttempt.Diagnostics = atMost(status.LastAttempt.Diagnostics, most)
	if r := status.Release; r != nil {
		for i := range r.Refused {
			r.Refused[i].Diagnostics = atMost(r.Refused[i].Diagnostics, most)
		}
	}
	return status
}

// atMost returns the worst findings as a list for JSON.
func atMost(found nlg.Diagnostics, most int) nlg.Diagnostics {
	if found == nil {
		return nlg.Diagnostics{}
	}
	return found.Worst(most)
}

// list returns names as a list for JSON.
func list(names []string) []string {
	if names == nil {
		return []string{}
	}
	return names
}

// statusOfAll answers with the state of every assistant and of the configuration.
func (s *server) statusOfAll(c *gin.Context, all *Assistants) {
	states := make(map[string]Status, len(all.sorted))
	for _, a := range all.sorted {
		states[a.Name] = a.status(mostOfEach)
	}
	reply := gin.H{"build": s.cfg.Build, "assistants": states}
	if all.byDefault != nil {
		reply["default_assistant"] = all.byDefault.Name
	}
	if s.cfg.Configuration != nil {
		configuration := s.cfg.Configuration()
		configuration.Diagnostics, configuration.Restart = atMost(configuration.Diagnostics, mostOfOne), list(configuration.Restart)
		reply["configuration"] = configuration
	}
	c.JSON(http.StatusOK, reply)
}
