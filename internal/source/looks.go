package source

import (
	"bytes"
	"regexp"
)

// contentLine finds a line that only content has: a key of a domain, or the name
// of a response.
var contentLine = regexp.MustCompile(`(?mi)^[ \t"']*(?:responses?|templates|slots|forms|actions|entities|intents|e2e_actions|session_config|utter_[^:]*)["' \t]*:`)

// LooksLikeContent reports whether a file that is not read seems to be content, so
// that its author should know.
func LooksLikeContent(data []byte) bool {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if bytes.IndexByte(data, 0) >= 0 { // UTF-16
		data = bytes.TrimLeft(bytes.ReplaceAll(data, []byte{0}, nil), "\xff\xfe")
	}
	return contentLine.Match(data)
}
