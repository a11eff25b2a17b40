package httpapi

import (
	"encoding/json"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"
)

// Code is the stable name of a problem that a client may meet.
type Code string

// The codes of problem documents.
const (
	CodeNotJSON          Code = "not_json"
	CodeTruncated        Code = "truncated_body"
	CodeWrongType        Code = "wrong_type"
	CodeMissingField     Code = "missing_field"
	CodeBodyTooLarge     Code = "body_too_large"
	CodeUnreadableBody   Code = "unreadable_body"
	CodeContentType      Code = "unsupported_content_type"
	CodeUnknownResponse  Code = "unknown_response"
	CodeUnknownRoute     Code = "unknown_route"
	CodeMethodNotAllowed Code = "method_not_allowed"
	CodeNotReady         Code = "not_ready"
	CodeOverloaded       Code = "overloaded"
	CodeReloadRejected   Code = "reload_rejected"
	CodeInternal         Code = "internal_error"
)

// Problem is a problem document of RFC 9457.
type Problem struct {
	// Type identifies the kind of problem, made from the code.
	Type string `json:"type"`
	// Title is the same for every problem of a code, Detail is about this one.
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail,omitempty"`
	Code   Code   `json:"code"`
	// Field and Offset say where in a request body the fault is.
	Field  string `json:"field,omitempty"`
	Offset *int   `json:"offset,omitempty"`
	// Suggestions are response names near to an unknown one.
	Suggestions []string `json:"suggestions,omitempty"`
	// Diagnostics are those of a rejected reload.
	Diagnostics any `json:"diagnostics,omitempty"`

	// retryAfter is when to try again, in seconds; empty for no advice.
	retryAfter string
}

// title returns what a code means, and the status that goes with it.
func (c Code) title() (title string, status int) {
	switch c {
	case CodeNotJSON:
		return "the body is not JSON", http.StatusBadRequest
	case CodeTruncated:
		return "the body ends too early", http.StatusBadRequest
	case CodeWrongType:
		return "a field has a value of the wrong type", http.StatusBadRequest
	case CodeMissingField:
		return "a field is missing", http.StatusBadRequest
	case CodeUnreadableBody:
		return "the body could not be read", http.StatusBadRequest
	case CodeBodyTooLarge:
		return "the body is too large", http.StatusRequestEntityTooLarge
	case CodeContentType:
		return "the body must be JSON", http.StatusUnsupportedMediaType
	case CodeUnknownResponse:
		return "there is no such response", http.StatusNotFound
	case CodeUnknownRoute:
		return "there is nothing at this path", http.StatusNotFound
	case CodeMethodNotAllowed:
		return "this path has no such method", http.StatusMethodNotAllowed
	case CodeNotReady:
		return "the server is not ready", http.StatusServiceUnavailable
	case CodeOverloaded:
		return "the server has too much to do", http.StatusServiceUnavailable
	case CodeReloadRejected:
		return "the content was refused; what was live stays live", http.StatusUnprocessableEntity
	default:
		return "the server failed", http.StatusInternalServerError
	}
}

// problem starts a problem document.
func problem(code Code, detail string) *Problem {
	title, status := code.title()
	return &Problem{Type: "urn:nlgserver:problem:" + string(code), Title: title, Status: status, Detail: detail, Code: code}
}

// send ends the request with the problem.
func (p *Problem) send(c *gin.Context) {
	body, err := json.Marshal(p)
	if err != nil {
		// Every field is plain data; only diagnostics are not ours to vouch for.
		body = []byte(`{"type":"urn:nlgserver:problem:internal_error","title":"the server failed","status":500,"code":"internal_error"}`)
	}
	h := c.Writer.Header()
	h.Set("Content-Type", "application/problem+json")
	h.Set("Content-Length", strconv.Itoa(len(body)))
	h.Set("X-Content-Type-Options", "nosniff")
	if p.retryAfter != "" {
		h.Set("Retry-After", p.retryAfter)
	}
	c.Writer.WriteHeader(p.Status)
	_, _ = c.Writer.Write(body)
	c.Abort()
}
