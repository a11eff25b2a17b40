package httpapi

import (
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"nlgserver/nlg"
)

// Status is what is served, since when, and how the latest attempt to renew it
// ended.
type Status struct {
	// Version is that of the live content, as in the header X-NLG-Catalog.
	Version  string    `json:"version"`
	LoadedAt time.Time `json:"loaded_at"`
	// Sources are the paths that the content is read from.
	Sources    []string `json:"sources"`
	Responses  int      `json:"responses"`
	Variations int      `json:"variations"`
	// Stale says that the content at the sources is not what is live, because
	// it was refused; FromLastGood that what is live is the copy of an earlier
	// run.
	Stale        bool    `json:"stale"`
	FromLastGood bool    `json:"from_last_good"`
	LastAttempt  Attempt `json:"last_attempt"`
	// Build is the version of the program.
	Build string `json:"build"`
}

// Attempt is one pass over the content.
type Attempt struct {
	At time.Time `json:"at"`
	// Triggers are what asked for it, such as watch, poll, signal, http.
	Triggers []string `json:"triggers"`
	// Result is changed, unchanged or rejected.
	Result     string `json:"result"`
	DurationMS int64  `json:"duration_ms"`
	// Reason says why it was rejected; empty if it was not.
	Reason      string          `json:"reason,omitempty"`
	Diagnostics nlg.Diagnostics `json:"diagnostics"`
}

// status answers with the state of the content.
func (s *server) status(c *gin.Context) {
	status := s.cfg.Status()
	if status.LastAttempt.Diagnostics == nil {
		status.LastAttempt.Diagnostics = nlg.Diagnostics{}
	}
	c.JSON(http.StatusOK, status)
}
