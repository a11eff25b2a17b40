package httpapi

import (
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"nlgserver/nlg"
)

// Status is the state of the content.
type Status struct {
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
	// Result is changed, unchanged or rejected.
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

// ready answers whether there is content to serve and new requests are welcome.
// A failed reload changes nothing here, since the last good content keeps
// serving.
func (s *server) ready(c *gin.Context) {
	catalog := s.cfg.Catalog()
	if catalog == nil {
		s.refuse(c, problem(CodeNotReady, "no content is live"))
		return
	}
	if s.cfg.Ready != nil && !s.cfg.Ready() {
		s.refuse(c, problem(CodeNotReady, "the server is shutting down"))
		return
	}
	c.JSON(http.StatusOK, gin.H{"status": "ready", "version": catalog.ShortVersion(), "responses": catalog.Len()})
}

// status answers with the state of the content.
func (s *server) status(c *gin.Context) {
	status := s.cfg.Status()
	if status.LastAttempt.Diagnostics == nil {
		status.LastAttempt.Diagnostics = nlg.Diagnostics{}
	}
	c.JSON(http.StatusOK, status)
}
