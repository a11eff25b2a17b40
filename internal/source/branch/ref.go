package branch

import (
	"fmt"
	"strings"
)

// maxRef is the longest name of a branch, in bytes: a file system has none longer.
const maxRef = 255

// refName returns the full name of a branch, by the rules of git check-ref-format. A
// name that starts with refs/ is full already: it may be that of a tag.
func refName(name string) (string, error) {
	if name == head {
		return head, nil
	}
	full := name
	if !strings.HasPrefix(name, "refs/") {
		full = "refs/heads/" + name
	}
	if why := wrong(full); why != "" || name == "" {
		if name == "" {
			why = "it is empty"
		}
		return "", fmt.Errorf("ref %q is not the name of a branch: %s", name, why)
	}
	if (len(name) == 40 || len(name) == 64) && strings.Trim(name, "0123456789abcdef") == "" {
		return "", fmt.Errorf("ref %q is a commit, which never changes: name a branch", name)
	}
	return full, nil
}

// wrong returns what git dislikes about a full name.
func wrong(full string) string {
	switch {
	case len(full) > maxRef:
		return "it is too long"
	case strings.ContainsFunc(full, func(r rune) bool { return r <= ' ' || r == 0x7f || strings.ContainsRune(`~^:?*[\`, r) }):
		return "it has a character that no branch has"
	case strings.Contains(full, ".."), strings.Contains(full, "@{"), strings.HasSuffix(full, "."):
		return "it has .. or @{, or ends with a period"
	}
	for part := range strings.SplitSeq(full, "/") {
		switch {
		case part == "":
			return "it has a part without a name"
		case strings.HasPrefix(part, "."), strings.HasPrefix(part, "-"), strings.HasSuffix(part, ".lock"):
			return "a part of it starts with a period or a hyphen, or ends with .lock"
		}
	}
	return ""
}
