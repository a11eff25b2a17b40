package desk

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
)

// forHeader is the header in which a request says for whom it speaks. The windows of a
// browser share its cookie: one may sign somebody else in while another still shows what
// the user before types. What cannot set headers, such as links and streams of events,
// goes without: it only reads what the cookie's user may read.
const forHeader = "Desk-For"

// userID is how requests name a user: in ASCII, as headers need it. It is the same in all
// sessions of the user, and after a restart: whoever signs in again goes on. It is no
// secret, and proves nothing.
func userID(name string) string {
	sum := sha256.Sum256([]byte(name))
	return base64.RawURLEncoding.EncodeToString(sum[:16])
}

// isForAnother reports whether a request says that it speaks for somebody else than the
// user of its session. One that says nothing is for that user.
func (s *session) isForAnother(r *http.Request) bool {
	for _, id := range r.Header.Values(forHeader) {
		if id != "" && id != userID(s.user) {
			return true
		}
	}
	return false
}
