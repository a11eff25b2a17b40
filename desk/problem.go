package desk

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"

	"nlgserver/desk/internal/releases"
)

// code is the stable name of a kind of problem. Those that the server's other routes
// have too mean the same here.
type code string

const (
	codeNoSession        code = "no_session"
	codeWrongKey         code = "wrong_key"
	codeTooManyAttempts  code = "too_many_attempts"
	codeUnauthorized     code = "unauthorized"
	codeHostNotAllowed   code = "host_not_allowed"
	codeCrossOrigin      code = "cross_origin"
	codeReadOnly         code = "read_only"
	codeUnknownRoute     code = "unknown_route"
	codeMethodNotAllowed code = "method_not_allowed"
	codeContentLoading   code = "content_loading"
	codeContentRejected  code = "content_rejected"
	codeUnknownResponse  code = "unknown_response"
	codeUnknownRecording code = "unknown_recording"
	codeQuery            code = "wrong_query"
	codeNotJSON          code = "not_json"
	codeWrongType        code = "wrong_type"
	codeContentType      code = "unsupported_content_type"
	codeBodyTooLarge     code = "body_too_large"
	codeTooManyStreams   code = "too_many_streams"
	codeInternal         code = "internal_error"

	codeWrongPassword  code = "wrong_password"
	codeNoPasswords    code = "no_passwords"
	codeNotAUser       code = "not_a_user"
	codeAnotherUser    code = "another_user"
	codeUntrustedProxy code = "untrusted_proxy"
	codeNotEncrypted   code = "not_encrypted"
	codeBusy           code = "busy"

	codeNotPublisher   code = "not_publisher"
	codeEditConflict   code = "edit_conflict"
	codeEditRefused    code = "edit_refused"
	codeNothing        code = "nothing_to_undo"
	codeNoConflict     code = "no_conflict"
	codeUnknownFile    code = "unknown_file"
	codeUnknownCommit  code = "unknown_commit"
	codeNotSaved       code = "draft_not_saved"
	codeNotReady       code = "draft_not_ready"
	codeContentChanged code = "content_changed"
	codeNotPublished   code = "not_published"
	codeNoHistory      code = "no_history"

	codeNoStore         code = "no_store"
	codeUnknownRelease  code = "unknown_release"
	codeLiveChanged     code = "live_changed"
	codePublishing      code = "publishing"
	codeCanaryLive      code = "canary_live"
	codeNoCanary        code = "no_canary"
	codeLiveAlready     code = "live_already"
	codeNeverLive       code = "never_live"
	codeReplicasRefused code = "replicas_refused"
	codeReplicasLate    code = "replicas_late"
	// codeStoreUnreachable and codeNotComparable are about reading releases.
	codeStoreUnreachable code = "store_unreachable"
	codeNotComparable    code = "not_comparable"

	codeNotExported code = "not_exported"
)

type meaning struct {
	title  string
	status int
}

var meanings = map[code]meaning{
	codeNoSession:        {"you are signed out", http.StatusUnauthorized},
	codeWrongKey:         {"the link does not work any more", http.StatusForbidden},
	codeTooManyAttempts:  {"too many attempts", http.StatusTooManyRequests},
	codeUnauthorized:     {"authentication is required", http.StatusUnauthorized},
	codeHostNotAllowed:   {"not allowed by this host name", http.StatusMisdirectedRequest},
	codeCrossOrigin:      {"not allowed from a web page of another origin", http.StatusForbidden},
	codeReadOnly:         {"you cannot change anything here", http.StatusForbidden},
	codeUnknownRoute:     {"not found", http.StatusNotFound},
	codeMethodNotAllowed: {"method not allowed", http.StatusMethodNotAllowed},
	codeContentLoading:   {"the content is still being read", http.StatusServiceUnavailable},
	codeContentRejected:  {"content rejected", http.StatusServiceUnavailable},
	codeUnknownResponse:  {"unknown response", http.StatusNotFound},
	codeUnknownRecording: {"unknown recorded request", http.StatusNotFound},
	codeQuery:            {"a query parameter has a wrong value", http.StatusBadRequest},
	codeNotJSON:          {"the body is not valid JSON", http.StatusBadRequest},
	codeWrongType:        {"a field has the wrong type", http.StatusBadRequest},
	codeContentType:      {"the body has another type", http.StatusUnsupportedMediaType},
	codeBodyTooLarge:     {"the body is too large", http.StatusRequestEntityTooLarge},
	codeTooManyStreams:   {"too many open pages", http.StatusServiceUnavailable},
	codeInternal:         {"internal server error", http.StatusInternalServerError},

	codeWrongPassword:  {"wrong name or password", http.StatusForbidden},
	codeNoPasswords:    {"nobody signs in here with a password", http.StatusNotFound},
	codeNotAUser:       {"you are not a user of this desk", http.StatusForbidden},
	codeAnotherUser:    {"somebody else is signed in now", http.StatusConflict},
	codeUntrustedProxy: {"the proxy is not trusted", http.StatusForbidden},
	codeNotEncrypted:   {"the connection is not encrypted", http.StatusForbidden},
	codeBusy:           {"too many others sign in at the moment", http.StatusServiceUnavailable},

	codeNotPublisher:   {"you cannot publish", http.StatusForbidden},
	codeEditConflict:   {"somebody else changed it", http.StatusConflict},
	codeEditRefused:    {"this change cannot be made", http.StatusUnprocessableEntity},
	codeNothing:        {"there is nothing to undo or redo", http.StatusConflict},
	codeNoConflict:     {"there is no such conflict any more", http.StatusConflict},
	codeUnknownFile:    {"unknown file", http.StatusNotFound},
	codeUnknownCommit:  {"unknown commit", http.StatusNotFound},
	codeNotSaved:       {"the change could not be saved", http.StatusInsufficientStorage},
	codeNotReady:       {"the draft cannot be published as it is", http.StatusUnprocessableEntity},
	codeContentChanged: {"the content changed meanwhile", http.StatusConflict},
	codeNotPublished:   {"nothing was published", http.StatusUnprocessableEntity},
	codeNoHistory:      {"the content has no history", http.StatusNotFound},

	codeNoStore:         {"the desk has no store of releases", http.StatusNotFound},
	codeUnknownRelease:  {"unknown release", http.StatusNotFound},
	codeLiveChanged:     {"somebody else changed what is live", http.StatusConflict},
	codePublishing:      {"somebody else is publishing", http.StatusConflict},
	codeCanaryLive:      {"there is a canary", http.StatusConflict},
	codeNoCanary:        {"there is no canary", http.StatusConflict},
	codeLiveAlready:     {"the release is live already", http.StatusConflict},
	codeNeverLive:       {"the release was never live", http.StatusConflict},
	codeReplicasRefused: {"a replica refused the content", http.StatusUnprocessableEntity},
	codeReplicasLate:    {"the replicas were not ready in time", http.StatusUnprocessableEntity},

	codeStoreUnreachable: {"the store cannot be read", http.StatusServiceUnavailable},
	codeNotComparable:    {"this content cannot be loaded", http.StatusUnprocessableEntity},

	codeNotExported: {"the texts cannot be exported", http.StatusUnprocessableEntity},
}

// problem is a problem document of RFC 9457.
type problem struct {
	Type   string `json:"type"`
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail,omitempty"`
	Code   code   `json:"code"`
	// Suggestions are names similar to an unknown one.
	Suggestions []string `json:"suggestions,omitempty"`
	// Enter says how to get a session: by a link, by a password, by a proxy, or by loading
	// the page again.
	Enter way `json:"enter,omitempty"`
	// Assistant is the title of the page, for whoever signs in with a password.
	Assistant string `json:"assistant,omitempty"`
	// RetryAfter is how many seconds to wait, where it is more than one.
	RetryAfter int `json:"retry_after,omitempty"`
	// Reason says why a change cannot be made, and Hint what to do; Index is that of the
	// op, and Response, Number, Path and Language say what it is about.
	Reason   string `json:"reason,omitempty"`
	Hint     string `json:"hint,omitempty"`
	Index    *int   `json:"index,omitempty"`
	Response string `json:"response,omitempty"`
	Number   int    `json:"number,omitempty"`
	Path     string `json:"path,omitempty"`
	Language string `json:"language,omitempty"`
	// Present is the value that the content has, as JSON; null if it has none.
	Present json.RawMessage `json:"present,omitempty"`
	// Override is set if a reason may override what speaks against publishing.
	Override bool `json:"override,omitempty"`
	// Refusals are why replicas cannot have what was staged.
	Refusals []releases.Refusal `json:"refusals,omitempty"`
}

// refuse ends the request with a problem.
func refuse(w http.ResponseWriter, c code, detail string, suggestions ...string) {
	tell(w, problem{Detail: detail, Code: c, Suggestions: suggestions})
}

// tell ends the request with a problem, whose code says the rest.
func tell(w http.ResponseWriter, p problem) {
	m := meanings[p.Code]
	p.Type, p.Title, p.Status = "urn:nlgserver:problem:"+string(p.Code), m.title, m.status
	body, err := encode(&p)
	if err != nil {
		body = nil // strings and numbers cannot fail
	}
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Del("Etag")
	h.Del("Content-Encoding")
	h.Set("Content-Type", "application/problem+json")
	h.Set("Content-Length", strconv.Itoa(len(body)))
	if m.status == http.StatusServiceUnavailable || m.status == http.StatusTooManyRequests {
		h.Set("Retry-After", strconv.Itoa(max(1, p.RetryAfter)))
	}
	w.WriteHeader(m.status)
	_, _ = w.Write(body)
}

// encode returns JSON in which a text is as it is: the reply is never HTML.
func encode(v any) ([]byte, error) {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return out.Bytes(), err
}
