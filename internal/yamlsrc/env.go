package yamlsrc

import (
	"regexp"
	"slices"
	"strings"
)

// maxUnset bounds how many unset variables of one scalar are reported.
const maxUnset = 20

// variable is a reference to an environment variable, $NAME or ${NAME}.
// Everything between the braces is the name.
var variable = regexp.MustCompile(`\$(?:[0-9A-Za-z_]+|\{[^}]*\})`)

// capitals is how nearly all environment variables are named.
var capitals = regexp.MustCompile(`^[A-Z][A-Z0-9_]+$`)

// isName matches the names that environment variables usually have.
var isName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// wantsExpansion reports whether environment variables are replaced in an unquoted
// scalar: it has a ${…} and no line break. Rasa: section 1.7.
func wantsExpansion(s string) bool {
	_, after, ok := strings.Cut(s, "${")
	return ok && strings.Contains(after, "}") && !strings.Contains(s, "\n")
}

// IsReserved reports whether an environment variable is one of the server's own
// settings. Those hold secrets, such as NLG_TOKEN, so they never come into content
// (D35). On Windows, names have no case.
func IsReserved(name string) bool {
	upper := strings.ToUpper(name)
	return strings.HasPrefix(upper, "NLG_") || strings.HasPrefix(upper, "OTEL_")
}

// modelKeys hold the keys of language models, where Rasa looks for them and so do we: they do
// not come into content unless its operator names them (D35).
var modelKeys = [...]string{"OPENAI_API_KEY", "AZURE_API_KEY", "HOSTED_VLLM_API_KEY", "SELF_HOSTED_LLM_API_KEY"}

// holdsModelKey reports whether an environment variable holds the key of a language model. On
// Windows, names have no case.
func holdsModelKey(name string) bool { return slices.Contains(modelKeys[:], strings.ToUpper(name)) }

// expansion is a scalar with its variables replaced.
type expansion struct {
	result string
	// unset are the variables that are not set and that Rasa rejects, as written.
	unset []string
	// refused are the places of the variables that content may not name.
	refused [][2]int
	// tooLong is set if the values do not fit; then there is no result.
	tooLong bool
}

// maxGrowth bounds what variables add to the values of a file, in bytes. A file that
// names one of a KiB in each of its values could take gigabytes.
const maxGrowth = 4 << 20

// expand replaces the variables of s as os.path.expandvars does: once, and unset
// ones stay. Rasa rejects those that make a word of the result that starts with $
// and is in s. A variable that content may not name stays too.
// The values may add at most room bytes.
func (o Options) expand(s string, room int) expansion {
	var e expansion
	stays := make(map[string]bool)
	e.result = replaceVariables(s, func(ref string, at int) string {
		name := variableName(ref)
		allowed := !holdsModelKey(name)
		if o.EnvAllowed != nil {
			allowed = o.EnvAllowed(name)
		}
		if !o.OwnEnv && IsReserved(name) || !allowed && isName.MatchString(name) {
			if len(e.refused) < maxUnset {
				e.refused = append(e.refused, [2]int{at, at + len(ref)})
			}
			stays[ref] = true
			return ref
		}
		value, ok := o.Env(name)
		if !ok || !allowed || e.tooLong {
			return ref
		}
		if room -= max(0, len(value)-len(ref)); room < 0 {
			e.tooLong = true
			return ref
		}
		return value
	})
	if e.tooLong {
		return expansion{tooLong: true}
	}
	seen := make(map[string]bool)
	for word := range strings.FieldsSeq(e.result) {
		if word[0] != '$' || seen[word] || stays[variable.FindString(word)] {
			continue
		}
		seen[word] = true
		if strings.Contains(s, word) {
			if e.unset = append(e.unset, word); len(e.unset) == maxUnset {
				break
			}
		}
	}
	return e
}

// replaceVariables calls value for each variable of s, as often as it is in s, with
// its place. The regular expression would need seconds for a text of megabytes.
func replaceVariables(s string, value func(ref string, at int) string) string {
	var out strings.Builder
	passed := 0
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
			out.WriteString(value(s[i:end], passed+i))
		}
		s = s[end:]
		passed += end
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

// explainRefused returns a message and a hint for a variable that content may not
// name.
func explainRefused(name string) (message, hint string) {
	if IsReserved(name) {
		return "environment variable " + name + " is one of the server's own settings, which may be secret; content cannot contain it",
			"use a variable whose name does not start with NLG_ or OTEL_"
	}
	return "environment variable " + name + " is not among those that content may contain", "allow it with --content-env " + name
}

// MayExpand reports whether environment variables are replaced in an unquoted scalar
// of a document that was read without any.
func MayExpand(n *Node) bool {
	text, ok := n.Value.Text()
	return ok && wantsExpansion(text)
}
