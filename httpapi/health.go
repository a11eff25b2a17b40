package httpapi

import (
	"net/http"

	"github.com/gin-gonic/gin"
)

// health answers the probes.
type health struct{ cfg Config }

// alive says that the process serves requests.
func (h health) alive(c *gin.Context) {
	c.JSON(http.StatusOK, gin.H{"status": "alive"})
}

// ready says that there is content to serve and that new requests are
// welcome. A failed reload does not matter: the last good content serves.
func (h health) ready(c *gin.Context) {
	catalog := h.cfg.Catalog()
	if catalog == nil {
		problem(CodeNotReady, "no content is live").send(c)
		return
	}
	if h.cfg.Ready != nil && !h.cfg.Ready() {
		problem(CodeNotReady, "the server is shutting down").send(c)
		return
	}
	c.JSON(http.StatusOK, gin.H{"status": "ready", "version": catalog.ShortVersion(), "responses": catalog.Len()})
}
