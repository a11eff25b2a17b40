package httpapi

import (
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"nlgserver/nlg"
)

// ReloadResult is the outcome of a reload.
type ReloadResult struct {
	// Version is the version of the content that is live afterward.
	Version string
	// Changed is set if the reload made it live.
	Changed bool
	// Responses is how many are live afterward, and Changes how many the reload
	// added, changed and removed.
	Responses int
	Changes   nlg.Changes
	// Stopping is set if there was no attempt, because the server is stopping.
	Stopping bool
	// Rejected is set if the content was rejected.
	Rejected bool
	// Diagnostics are the findings in the content.
	Diagnostics nlg.Diagnostics
	// Reason is why the content was rejected, in a sentence.
	Reason string
}

// reload reads the content again and answers when that attempt is over. Large
// content may take longer than the timeouts of a body and a reply.
func (s *server) reload(c *gin.Context) {
	connection := http.NewResponseController(c.Writer)
	_ = connection.SetReadDeadline(time.Time{})
	_ = connection.SetWriteDeadline(time.Time{})
	r := s.cfg.Reload(c.Request.Context())
	_ = connection.SetWriteDeadline(time.Now().Add(s.cfg.Limits.WriteTimeout))
	if r.Stopping {
		s.refuse(c, problem(CodeNotReady, "the server is stopping"))
		return
	}
	if r.Rejected {
		p := problem(CodeReloadRejected, r.Reason)
		if len(r.Diagnostics) > 0 {
			p.Diagnostics = r.Diagnostics
		}
		s.refuse(c, p)
		return
	}
	if r.Diagnostics == nil {
		r.Diagnostics = nlg.Diagnostics{}
	}
	c.JSON(http.StatusOK, gin.H{
		"version": r.Version, "changed": r.Changed, "responses": r.Responses, "changes": r.Changes, "diagnostics": r.Diagnostics,
	})
}
