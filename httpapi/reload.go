package httpapi

import (
	"net/http"

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

// reload reads the content again and answers when that attempt is over.
func reload(c *gin.Context, cfg Config) {
	r := cfg.Reload(c.Request.Context())
	if r.Rejected {
		p := problem(CodeReloadRejected, r.Reason)
		if len(r.Diagnostics) > 0 {
			p.Diagnostics = r.Diagnostics
		}
		p.send(c)
		return
	}
	c.JSON(http.StatusOK, gin.H{"version": r.Version, "changed": r.Changed})
}
