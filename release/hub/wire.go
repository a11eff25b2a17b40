package hub

import (
	"strings"
	"time"

	"nlgserver/release"
)

const (
	// headerHub is in each reply of a hub, and only there.
	headerHub = "X-NLG-Hub"
	// headerAge is the age of an entry in milliseconds; Age counts seconds.
	headerAge = "X-NLG-Age"
	// protocol is the value of headerHub.
	protocol = "1"

	// healthPath is for probes. It needs no token.
	healthPath = "/-/healthz"
)

// list is the reply to a request for a list.
type list struct {
	Entries []listed `json:"entries"`
}

// listed is an entry in a list.
type listed struct {
	Key      string           `json:"key"`
	Revision release.Revision `json:"revision"`
	// AgeMS is its age in milliseconds.
	AgeMS int64 `json:"age_ms"`
}

// etag returns a revision as HTTP writes it.
func etag(r release.Revision) string { return `"` + string(r) + `"` }

// tags returns what is in a header of ETags, without quotes. What a compressing proxy has
// made weak counts as well. Revisions have no commas.
func tags(header []string) []release.Revision {
	var found []release.Revision
	for tag := range strings.SplitSeq(strings.Join(header, ","), ",") {
		tag = strings.TrimPrefix(strings.TrimSpace(tag), "W/")
		if tag != "" {
			found = append(found, release.Revision(strings.Trim(tag, `"`)))
		}
	}
	return found
}

// millis returns a duration in milliseconds.
func millis(d time.Duration) int64 { return d.Milliseconds() }
