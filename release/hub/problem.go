package hub

import (
	"encoding/json"
	"fmt"
	"net/http"
)

// code is the stable name of a kind of problem.
type code string

// The codes of problem documents.
const (
	codeNotFound         code = "not_found"
	codeChanged          code = "changed"
	codeWrongKey         code = "wrong_key"
	codeWrongQuery       code = "wrong_query"
	codeWrongCondition   code = "wrong_condition"
	codeUnknownRoute     code = "unknown_route"
	codeMethodNotAllowed code = "method_not_allowed"
	codeUnauthorized     code = "unauthorized"
	codeReadOnly         code = "read_only"
	codeHostNotAllowed   code = "host_not_allowed"
	codeBodyTooLarge     code = "body_too_large"
	codeUnreadableBody   code = "unreadable_body"
	codeReplicas         code = "too_many_replicas"
	codeAssistants       code = "too_many_assistants"
	codeBusy             code = "too_many_requests"
	codeStore            code = "store_failed"
)

// problem is a problem document of RFC 9457.
type problem struct {
	Type   string `json:"type"`
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail,omitempty"`
	Code   code   `json:"code"`
}

func fail(status int, c code, format string, args ...any) *problem {
	return &problem{Type: "about:blank", Title: http.StatusText(status), Status: status, Code: c, Detail: fmt.Sprintf(format, args...)}
}

func (p *problem) write(w http.ResponseWriter) {
	body, err := json.Marshal(p)
	if err != nil { // of strings and numbers
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.Status)
	_, _ = w.Write(append(body, '\n')) // the client has gone, or not
}
