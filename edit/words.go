package edit

import (
	"encoding/json"
	"strconv"
	"strings"

	"nlgserver/internal/python"
	"nlgserver/internal/width"
)

func itoa(n int) string { return strconv.Itoa(n) }

// longestName bounds how much of a name a message shows, in bytes: names come from
// outside.
const longestName = 200

func quote(name string) string { return `"` + shown(name) + `"` }

// shown writes a name in one line, without control characters, and shortens it.
func shown(name string) string {
	if len(name) > longestName {
		name = strings.ToValidUTF8(name[:longestName], "") + "…"
	}
	return width.Printable(strings.ReplaceAll(name, "\n", " "))
}

// count formats a number of things.
func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return itoa(n) + " " + what + "s"
}

func jsonText(text string) json.RawMessage { return python.AppendJSONString(nil, text) }

func compare(a, b string) int { return strings.Compare(a, b) }
