package httpapi

import (
	"crypto/rand"
	"strconv"
	"sync/atomic"

	"github.com/gin-gonic/gin"
)

// idHeader carries a request's id in both directions, spelled as net/http
// keeps it.
const idHeader = "X-Request-Id"

// maxID is the longest id that is accepted from a client.
const maxID = 128

// ids makes ids for requests that have none: a prefix of this process, and a
// count.
type ids struct {
	prefix string
	made   atomic.Uint64
}

func newIDs() *ids { return &ids{prefix: rand.Text()[:10] + "-"} }

// of returns the request's id. It is made only when needed, which it is not for
// most requests, and is sent with the reply unless the headers are already sent.
func (i *ids) of(c *gin.Context) string {
	h := c.Writer.Header()
	if id := h[idHeader]; len(id) > 0 {
		return id[0]
	}
	id := i.prefix + strconv.FormatUint(i.made.Add(1), 10)
	h[idHeader] = []string{id}
	return id
}

// isSaneID reports whether an id may be repeated in a header and a log line.
func isSaneID(id string) bool {
	for i := range len(id) {
		if id[i] <= ' ' || id[i] > '~' {
			return false
		}
	}
	return id != "" && len(id) <= maxID
}
