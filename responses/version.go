package responses

import (
	"fmt"
	"strconv"
	"strings"

	"nlgserver/internal/diag"
)

// The newest version of the file format that Rasa knows.
const newestMajor, newestMinor = 3, 1

// checkVersion looks at a file's "version" key. Rasa: section 1.2; a version
// that is newer than known is read with a warning (D2).
func (f *File) checkVersion(v Value) {
	if v.IsMissing() {
		return
	}
	text, ok := v.Text()
	if !ok {
		f.error(v, diag.VersionKey, "version must be a text, not "+v.Describe(), fmt.Sprintf(`put it in quotes: version: "%d.%d"`, newestMajor, newestMinor))
		return
	}
	major, minor, ok := parseVersion(strings.Trim(strings.TrimSpace(text), `"'`))
	switch {
	case !ok:
		f.warn(v, diag.VersionKey, "version "+quote(text)+" is not a version; the file is read all the same", fmt.Sprintf(`write version: "%d.%d"`, newestMajor, newestMinor))
	case major > newestMajor || major == newestMajor && minor > newestMinor:
		f.warn(v, diag.VersionKey, "version "+quote(text)+" is newer than Rasa knows: Rasa would skip this file whole; here it is read", fmt.Sprintf(`write version: "%d.%d"`, newestMajor, newestMinor))
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
