package httpapi

import (
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"nlgserver/nlg"
)

// ReloadResult is the outcome of a reload that was asked for.
type ReloadResult struct {
	// Version is what is live afterwards.
	Version string
	// Changed reports whether the reload made it so.
	Changed bool
	// Rejected reports whether the content was refused.
	Rejected bool
	// Diagnostics are what was found; of a rejected reload, why.
	Diagnostics nlg.Diagnostics
	// Reason says in a sentence why it was rejected, if diagnostics do not.
	Reason string
}

// reload reads the content again and answers when that attempt is over. Large
// content may take longer than a body or a reply may.
func (s *server) reload(c *gin.Context) {
	connection := http.NewResponseController(c.Writer)
	_ = connection.SetReadDeadline(time.Time{})
	_ = connection.SetWriteDeadline(time.Time{})
	r := s.cfg.Reload(c.Request.Context())
	_ = connection.SetWriteDeadline(time.Now().Add(s.cfg.WriteTimeout))
	if r.Rejected {
		p := problem(CodeReloadRejected, r.Reason)
		if len(r.Diagnostics) > 0 {
			p.Diagnostics = r.Diagnostics
		}
		s.refuse(c, p)
		return
	}
	c.JSON(http.StatusOK, gin.H{"version": r.Version, "changed": r.Changed})
}
