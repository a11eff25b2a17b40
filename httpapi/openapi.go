package httpapi

import (
	"net/http"

	"github.com/gin-gonic/gin"
)

// document answers with a text that does not change.
func document(mediaType, text string) gin.HandlerFunc {
	body := []byte(text)
	return func(c *gin.Context) { c.Data(http.StatusOK, mediaType, body) }
}
