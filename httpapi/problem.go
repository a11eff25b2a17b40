package httpapi

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"
)

// Code is the stable name of a kind of problem.
type Code string

// The codes of problem documents.
const (
	CodeNotJSON            Code = "not_json"
	CodeTruncated          Code = "truncated_body"
	CodeWrongType          Code = "wrong_type"
	CodeMissingField       Code = "missing_field"
	CodeBodyTooLarge       Code = "body_too_large"
	CodeUnreadableBody     Code = "unreadable_body"
	CodeContentType        Code = "unsupported_content_type"
	CodeContentEncoding    Code = "unsupported_content_encoding"
	CodeBrokenEncoding     Code = "broken_content_encoding"
	CodeTooDeep            Code = "json_too_deep"
	CodeTooSlow            Code = "body_too_slow"
	CodeTooExpensive       Code = "request_too_expensive"
	CodeUnauthorized       Code = "unauthorized"
	CodeWriteNotAllowed    Code = "write_not_allowed"
	CodeCrossOrigin        Code = "cross_origin"
	CodeHostNotAllowed     Code = "host_not_allowed"
	CodeConnections        Code = "too_many_connections"
	CodeHeaderTooLarge     Code = "header_too_large"
	CodeUnknownResponse    Code = "unknown_response"
	CodeUnknownRoute       Code = "unknown_route"
	CodeMethodNotAllowed   Code = "method_not_allowed"
	CodeNotReady           Code = "not_ready"
	CodeOverloaded         Code = "overloaded"
	CodeReloadRejected     Code = "reload_rejected"
	CodeStoreUnreachable   Code = "store_unreachable"
	CodeWrongAssistant     Code = "wrong_assistant"
	CodeUnknownAssistant   Code = "unknown_assistant"
	CodeNoDefaultAssistant Code = "no_default_assistant"
	CodeConfiguration      Code = "configuration_rejected"
	CodeInternal           Code = "internal_error"
)

// Problem is a problem document of RFC 9457.
type Problem struct {
	// Type identifies the kind of problem, made from the code.
	Type string `json:"type"`
	// Title is the same for every problem of a code, Detail is specific to this
	// one.
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail,omitempty"`
	Code   Code   `json:"code"`
	// Field and Offset locate the fault in a request body.
	Field  string `json:"field,omitempty"`
	Offset *int   `json:"offset,omitempty"`
	// Suggestions are response names similar to an unknown one.
	Suggestions []string `json:"suggestions,omitempty"`
	// Diagnostics are those of a rejected reload.
	Diagnostics any `json:"diagnostics,omitempty"`
	// Assistants are the outcomes of a reload of several assistants, by name.
	Assistants any `json:"assistants,omitempty"`

	// retryAfter is the value of the header Retry-After; empty for none.
	retryAfter string
}

// meaning is what a code stands for.
type meaning struct {
	title  string
	status int
}

var meanings = map[Code]meaning{
	CodeNotJSON:            {"the body is not valid JSON", http.StatusBadRequest},
	CodeTruncated:          {"the body is incomplete", http.StatusBadRequest},
	CodeWrongType:          {"a field has the wrong type", http.StatusBadRequest},
	CodeMissingField:       {"a required field is missing", http.StatusBadRequest},
	CodeUnreadableBody:     {"the body could not be read", http.StatusBadRequest},
	CodeBodyTooLarge:       {"the body is too large", http.StatusRequestEntityTooLarge},
	CodeContentType:        {"the body must be JSON", http.StatusUnsupportedMediaType},
	CodeContentEncoding:    {"unsupported content encoding", http.StatusUnsupportedMediaType},
	CodeBrokenEncoding:     {"the body could not be decompressed", http.StatusBadRequest},
	CodeTooDeep:            {"the body is nested too deeply", http.StatusBadRequest},
	CodeTooSlow:            {"the body arrived too slowly", http.StatusRequestTimeout},
	CodeTooExpensive:       {"the request needs more than one may have", http.StatusRequestEntityTooLarge},
	CodeUnauthorized:       {"authentication is required", http.StatusUnauthorized},
	CodeWriteNotAllowed:    {"not allowed from this address", http.StatusForbidden},
	CodeCrossOrigin:        {"not allowed from a web page of another origin", http.StatusForbidden},
	CodeHostNotAllowed:     {"not allowed by this host name", http.StatusMisdirectedRequest},
	CodeConnections:        {"too many open connections", http.StatusServiceUnavailable},
	CodeHeaderTooLarge:     {"the request header is too large", http.StatusRequestHeaderFieldsTooLarge},
	CodeUnknownResponse:    {"unknown response", http.StatusNotFound},
	CodeUnknownRoute:       {"not found", http.StatusNotFound},
	CodeMethodNotAllowed:   {"method not allowed", http.StatusMethodNotAllowed},
	CodeNotReady:           {"the server is not ready", http.StatusServiceUnavailable},
	CodeOverloaded:         {"the server is overloaded", http.StatusServiceUnavailable},
	CodeReloadRejected:     {"content rejected; the last good content keeps serving", http.StatusUnprocessableEntity},
	CodeStoreUnreachable:   {"the store cannot be reached", http.StatusServiceUnavailable},
	CodeWrongAssistant:     {"the request is for another assistant", http.StatusConflict},
	CodeUnknownAssistant:   {"unknown assistant", http.StatusNotFound},
	CodeNoDefaultAssistant: {"no assistant named", http.StatusNotFound},
	CodeConfiguration:      {"configuration rejected; the last good configuration stays in use", http.StatusUnprocessableEntity},
	CodeInternal:           {"internal server error", http.StatusInternalServerError},
}

// notCounted are the codes that no request for Rasa's callback gets, and the
// code of a header that is too large for a request to be known.
var notCounted = map[Code]bool{
	CodeReloadRejected: true, CodeStoreUnreachable: true, CodeConfiguration: true, CodeWriteNotAllowed: true, CodeHeaderTooLarge: true,
}

// A client that has gone gets no reply. It is counted with this code and status.
const (
	clientGone       = "client_gone"
	statusClientGone = 499
)

// Refusals returns the codes of the problems that Rasa's callback may answer
// with, each with its HTTP statuses, and the code of a client that has gone.
func Refusals() map[string][]int {
	refusals := map[string][]int{clientGone: {statusClientGone}}
	for code := range meanings {
		if !notCounted[code] {
			refusals[string(code)] = code.statuses()
		}
	}
	return refusals
}

// statuses returns the HTTP statuses of a code: one, except where it depends on what
// the request needs too much of.
func (code Code) statuses() []int {
	if code == CodeTooExpensive {
		return []int{http.StatusRequestEntityTooLarge, http.StatusUnprocessableEntity}
	}
	return []int{meanings[code].status}
}

// problem starts a problem document.
func problem(code Code, detail string) *Problem {
	m := meanings[code]
	return &Problem{Type: "urn:nlgserver:problem:" + string(code), Title: m.title, Status: m.status, Detail: detail, Code: code}
}

// document returns the problem as JSON.
func (p *Problem) document() []byte {
	body, err := json.Marshal(p)
	if err != nil {
		// Only diagnostics may fail.
		body = []byte(`{"type":"urn:nlgserver:problem:internal_error","title":"internal server error","status":500,"code":"internal_error"}`)
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

// Reply returns a complete HTTP/1.1 reply for a connection on which no request
// is read, for [CodeConnections] or [CodeHeaderTooLarge]. It closes the
// connection.
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
