package httpapi

import (
	"net/http"

	"github.com/gin-gonic/gin"
)

// alive says that the process serves requests.
func (s *server) alive(c *gin.Context) {
	c.JSON(http.StatusOK, gin.H{"status": "alive"})
}

// ready says that there is content to serve and that new requests are
// welcome. A failed reload does not matter: the last good content serves.
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
