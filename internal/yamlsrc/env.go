package yamlsrc

import (
	"regexp"
	"strings"
)

// maxUnset bounds how many unset variables of one scalar are reported.
const maxUnset = 20

// variable is a reference to an environment variable, $NAME or ${NAME}.
// Everything between the braces is the name.
var variable = regexp.MustCompile(`\$(?:[0-9A-Za-z_]+|\{[^}]*\})`)

// capitals is how nearly all environment variables are named.
var capitals = regexp.MustCompile(`^[A-Z][A-Z0-9_]+$`)

// wantsExpansion reports whether environment variables are replaced in an unquoted
// scalar: it has a ${…} and no line break. Rasa: section 1.7.
func wantsExpansion(s string) bool {
	_, after, ok := strings.Cut(s, "${")
	return ok && strings.Contains(after, "}") && !strings.Contains(s, "\n")
}

// maxGrowth bounds what variables add to one scalar, in bytes. Further ones count as
// not set.
const maxGrowth = 1 << 20

// expand replaces the variables of s as os.path.expandvars does: once, and unset
// ones stay. It also returns the unset variables that Rasa rejects: the words of
// the result that start with $ and are in s.
func expand(s string, env func(string) (string, bool)) (result string, unset []string) {
	room := maxGrowth
	result = replaceVariables(s, func(ref string) string {
		if value, ok := env(variableName(ref)); ok && len(value) <= room {
			room -= len(value)
			return value
		}
		return ref
	})
	seen := make(map[string]bool)
	for word := range strings.FieldsSeq(result) {
		if word[0] != '$' || seen[word] {
			continue
		}
		seen[word] = true
		if strings.Contains(s, word) {
			if unset = append(unset, word); len(unset) == maxUnset {
				break
			}
		}
	}
	return result, unset
}

// replaceVariables calls value for each variable of s, as often as it is in s. The
// regular expression would need seconds for a text of megabytes.
func replaceVariables(s string, value func(ref string) string) string {
	var out strings.Builder
	closed := true // a } may follow
	for {
		i := strings.IndexByte(s, '$')
		if i < 0 {
			break
		}
		end := i + 1
		for end < len(s) && (isDecimal(s[end]) || 'a' <= s[end] && s[end] <= 'z' || 'A' <= s[end] && s[end] <= 'Z' || s[end] == '_') {
			end++
		}
		if closed && end == i+1 && strings.HasPrefix(s[end:], "{") {
			size := strings.IndexByte(s[end:], '}') + 1
			closed = size > 0
			end += size
		}
		out.WriteString(s[:i])
		if end == i+1 {
			out.WriteByte('$')
		} else {
			out.WriteString(value(s[i:end]))
		}
		s = s[end:]
	}
	out.WriteString(s)
	return out.String()
}

// variableName returns the name in $NAME or ${NAME}.
func variableName(ref string) string {
	name := ref[1:]
	if inner, ok := strings.CutPrefix(name, "{"); ok {
		return strings.TrimSuffix(inner, "}")
	}
	return name
}

// explainUnset returns a message and a hint for a word that was not replaced.
func explainUnset(word string) (message, hint string) {
	const quote = "; quote the text to keep it as written"
	ref := variable.FindString(word)
	if ref == "" || ref == "${}" {
		return word + " does not name an environment variable", "write ${NAME}" + quote
	}
	name, _, hasDefault := strings.Cut(variableName(ref), ":")
	if hasDefault {
		return "an environment variable cannot have a default value here", "write ${" + name + "} and set " + name + quote
	}
	if capitals.MatchString(name) {
		// In quotes, users would read the name.
		return "environment variable " + name + " is not set", "set " + name
	}
	return "environment variable " + name + " is not set", "set " + name + quote
}
