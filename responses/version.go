package responses

import (
	"fmt"
	"strconv"
	"strings"

	"nlgserver/internal/diag"
)

// The newest version of the file format that Rasa supports.
const newestMajor, newestMinor = 3, 1

// checkVersion checks a file's "version" key. Rasa: section 1.2. A newer
// version than Rasa supports is read with a warning (D2).
func (f *File) checkVersion(v Value) {
	if v.IsMissing() || v.IsNull() { // Rasa reads a key without a value as the newest version
		return
	}
	text, ok := v.Text()
	if !ok {
		f.error(v, diag.VersionKey, "version must be a string, not "+v.Describe(), hintForType("version", v, wantText.name))
		return
	}
	major, minor, ok := parseVersion(strings.Trim(strings.TrimSpace(text), `"'`))
	switch {
	case !ok:
		f.warn(v, diag.VersionKey, "invalid version "+quote(text)+"; the file is read anyway", fmt.Sprintf("write `version: \"%d.%d\"`", newestMajor, newestMinor))
	case major > newestMajor || major == newestMajor && minor > newestMinor:
		f.warn(v, diag.VersionKey, "version "+quote(text)+" is newer than Rasa supports: Rasa skips the whole file; nlgserver reads it", fmt.Sprintf("write `version: \"%d.%d\"`", newestMajor, newestMinor))
	}
}

// parseVersion reads the first two numbers of a version such as "3.1" or "3".
func parseVersion(text string) (major, minor int, ok bool) {
	first, rest, _ := strings.Cut(text, ".")
	second, _, _ := strings.Cut(rest, ".")
	major, err := strconv.Atoi(first)
	if err != nil || major < 0 {
		return 0, 0, false
	}
	if second == "" {
		return major, 0, rest == ""
	}
	minor, err = strconv.Atoi(second)
	return major, minor, err == nil && minor >= 0
}
