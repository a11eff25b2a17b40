package httpapi

import (
	"github.com/gin-gonic/gin"

	"nlgserver/nlg"
)

// codes returns every code of a problem document.
func codes() []Code {
	return []Code{
		CodeNotJSON, CodeTruncated, CodeWrongType, CodeMissingField, CodeBodyTooLarge, CodeUnreadableBody,
		CodeContentType, CodeContentEncoding, CodeBrokenEncoding, CodeTooDeep, CodeTooSlow, CodeUnauthorized,
		CodeWriteNotAllowed, CodeCrossOrigin, CodeConnections, CodeHeaderTooLarge, CodeUnknownResponse,
		CodeUnknownRoute, CodeMethodNotAllowed, CodeNotReady, CodeOverloaded, CodeReloadRejected, CodeInternal,
	}
}

// Refusals returns the codes of the problems that Rasa's callback may answer
// with, each with its status: what metrics count.
func Refusals() map[string]int {
	refusals := map[string]int{}
	for _, code := range codes() {
		if code == CodeReloadRejected || code == CodeWriteNotAllowed || code == CodeCrossOrigin || code == CodeHeaderTooLarge {
			continue // not Rasa's callback, or told before a request is known
		}
		_, refusals[string(code)] = code.title()
	}
	return refusals
}

// countRefusal counts a problem, if the request was meant for Rasa's callback:
// the operators' routes and the probes do not count, a path that is not there
// does.
func (s *server) countRefusal(c *gin.Context, code Code) {
	switch c.FullPath() {
	case "/nlg", "/nlg/", "/", "":
		s.cfg.Metrics.Refused(string(code))
	}
}

// count counts a request that was answered with a message.
func (s *sayer) count(catalog *nlg.Catalog, w *work) {
	if w.trace != nil {
		w.trace.Said()
	}
	switch {
	case !w.unknown:
		s.cfg.Metrics.Said(catalog, w.request.Response, &w.message)
	case s.cfg.OnUnknown == OnUnknownEmpty:
		s.cfg.Metrics.Substituted(catalog, nil)
	default:
		s.cfg.Metrics.Substituted(catalog, &w.message)
	}
}
