package httpapi

import (
	"encoding/json"
	"fmt"
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
	CodeContentEncoding  Code = "unsupported_content_encoding"
	CodeBrokenEncoding   Code = "broken_content_encoding"
	CodeTooDeep          Code = "json_too_deep"
	CodeTooSlow          Code = "body_too_slow"
	CodeUnauthorized     Code = "unauthorized"
	CodeWriteNotAllowed  Code = "write_not_allowed"
	CodeCrossOrigin      Code = "cross_origin"
	CodeConnections      Code = "too_many_connections"
	CodeHeaderTooLarge   Code = "header_too_large"
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
	case CodeContentEncoding:
		return "the body must be plain, gzip or deflate", http.StatusUnsupportedMediaType
	case CodeBrokenEncoding:
		return "the body cannot be inflated", http.StatusBadRequest
	case CodeTooDeep:
		return "the body nests too deeply", http.StatusBadRequest
	case CodeTooSlow:
		return "the body came too slowly", http.StatusRequestTimeout
	case CodeUnauthorized:
		return "this needs a secret", http.StatusUnauthorized
	case CodeWriteNotAllowed:
		return "this may not be done from there", http.StatusForbidden
	case CodeCrossOrigin:
		return "a web page of another origin may not do this", http.StatusForbidden
	case CodeConnections:
		return "too many connections are open", http.StatusServiceUnavailable
	case CodeHeaderTooLarge:
		return "the header is too large", http.StatusRequestHeaderFieldsTooLarge
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

// document returns the problem as JSON.
func (p *Problem) document() []byte {
	body, err := json.Marshal(p)
	if err != nil {
		// Every field is plain data; only diagnostics are not ours to vouch for.
		body = []byte(`{"type":"urn:nlgserver:problem:internal_error","title":"the server failed","status":500,"code":"internal_error"}`)
	}
	return body
}

// send ends the request with the problem.
func (p *Problem) send(c *gin.Context) {
	body := p.document()
	h := c.Writer.Header()
	h.Set("Content-Type", "application/problem+json")
	h.Set("Content-Length", strconv.Itoa(len(body)))
	if p.Code == CodeContentEncoding {
		h.Set("Accept-Encoding", "gzip, deflate")
	}
	if p.retryAfter != "" {
		h.Set("Retry-After", p.retryAfter)
	}
	c.Writer.WriteHeader(p.Status)
	_, _ = c.Writer.Write(body)
	c.Abort()
}

// Reply returns the whole HTTP/1.1 reply for a connection on which no request
// is read: [CodeConnections] or [CodeHeaderTooLarge]. The connection closes
// after it.
func Reply(code Code, detail string) []byte {
	p := problem(code, detail)
	body := p.document()
	head := fmt.Sprintf("HTTP/1.1 %d %s\r\nContent-Type: application/problem+json\r\nContent-Length: %d\r\n"+
		"X-Content-Type-Options: nosniff\r\nConnection: close\r\n", p.Status, http.StatusText(p.Status), len(body))
	if p.Status == http.StatusServiceUnavailable {
		head += "Retry-After: 1\r\n"
	}
	return append([]byte(head+"\r\n"), body...)
}
