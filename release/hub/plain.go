package hub

import (
	"net/http"
	"slices"
	"time"

	"nlgserver/release"
)

// cached is what a web server that is no hub has last said of an entry. Its ETag may be no
// more than the size and the second of a file's last change, so it is asked for only once
// the file is older.
type cached struct {
	tag      string
	revision release.Revision
}

// settled is how old a file must be for its ETag to be one of its bytes.
const settled = 3 * time.Second

// knownTags returns the ETags that stand for a revision.
func (s *Store) knownTags(key string, known release.Revision) []string {
	if known == "" {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	found := []string{etag(known)}
	if c := s.cached[key]; c.revision == known && c.tag != "" && !slices.Contains(found, c.tag) {
		found = append(found, c.tag)
	}
	return found
}

// remember notes the ETag of an entry.
func (s *Store) remember(key string, r release.Revision, a *answer) {
	if a.isHub {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.cached, key)
	if age := ageOf(a.header); a.status == http.StatusOK && age >= settled {
		s.cached[key] = cached{a.header.Get("ETag"), r}
	}
}
