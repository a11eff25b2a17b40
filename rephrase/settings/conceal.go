package settings

import (
	"regexp"
	"slices"
	"strings"

	"nlgserver/internal/diag"
	"nlgserver/internal/document"
)

// Findings are logged and shown, so none may show a secret: neither of the sections that are
// read, nor of those that are passed over.

var (
	// secretKey is in a line that may hold a secret: a key, written as it may be.
	secretKey = regexp.MustCompile(`(?i)keys?["']?\s*[:=]|tok[a-z]*n\b|auth|header|secret|passw|pwd|credential|licen[sc]e|connection|://\S*@`)
	// harmless is a line of such a key that has a variable, a path or nothing.
	harmless = regexp.MustCompile(`^\s*(?:- )?["']?[\w-]+["']?\s*:\s*(?:["']?\$\{\w+\}["']?)?\s*$`)
	// ofPath is a line of a key that has a path.
	ofPath = regexp.MustCompile(`^\s*(?:- )?(?:api_key_file|cafile)\s*:`)
	// longWord is what a generated key looks like.
	longWord = regexp.MustCompile(`\bsk-|[A-Za-z0-9+/_=-]{20,}`)
	// ofOpenAI is a key as OpenAI and others make them, wherever it is written.
	ofOpenAI = regexp.MustCompile(`\bsk-[A-Za-z0-9_-]{6,}`)
	// secretValue is the value of a key that holds a secret.
	secretValue = regexp.MustCompile(`(?i)(?:api[_-]?key|authorization|token|password|secret)["']?\s*[:=](.*)`)
)

// mayShow reports whether a line has no secret.
func mayShow(line string) bool {
	return !secretKey.MatchString(line) || harmless.MatchString(line) || ofPath.MatchString(line) && !strings.Contains(line, "@")
}

// concealAll notes that the lines of an entry must not be shown.
func (r *reader) concealAll(e document.Entry) {
	for line := e.Key.Position().Line; line <= e.Value.EndPosition().Line; line++ {
		r.secretLines[line] = true
	}
	r.secretLines[e.Value.Position().Line] = true // that of an anchor
}

// concealIfSecret conceals the entry of an unknown key that may hold a secret: its key is
// nearly that of one, as its hint says, or its value looks like one.
func (r *reader) concealIfSecret(e document.Entry, hint string) {
	if secretKey.MatchString(e.Name()+":") || strings.Contains(hint, "`"+apiKey+"`") || strings.Contains(hint, "`"+headersKey+"`") || looksSecret(e.Value.Written()) {
		r.concealAll(e)
	}
}

func looksSecret(text string) bool {
	for _, word := range longWord.FindAllString(text, -1) {
		if word == "sk-" || strings.ContainsAny(word, "0123456789") {
			return true
		}
	}
	return false
}

// unread rewrites the errors of YAML. They quote the line, and may be about a secret: in a
// line that names one, or that has no key.
func (r *reader) unread(rejected bool) {
	for i := range r.Found {
		d := &r.Found[i]
		line := strings.TrimSpace(d.Source)
		if ref := variableAt(d); d.Message == ofBrace && ref != "" {
			d.Column--
			d.Message, d.Hint = "a variable between { and }, or [ and ], must be quoted", "write `\""+ref+"\"`"
			continue // conceal takes the line
		}
		isAlone := strings.HasPrefix(line, "-") || !strings.Contains(line, ":")
		if mayShow(d.Source) && !looksSecret(line) && (!rejected || !isAlone) {
			continue
		}
		d.Source, d.Related = "", nil
		switch d.Code {
		case diag.ManyDocuments:
		case diag.DuplicateKey:
			d.Message = "the same key twice in a map"
		default:
			d.Message, d.Hint = "this line cannot be read", "put its text in quotes: it may have characters that mean something in YAML"
		}
	}
}

// ofBrace is the message about a brace of a variable where YAML allows none.
const ofBrace = "unquoted text cannot contain { here"

// variableAt returns the variable whose brace a finding is about, empty if there is none.
func variableAt(d *diag.Diagnostic) string {
	characters := []rune(d.Source)
	if d.Column < 2 || d.Column > len(characters) {
		return ""
	}
	return namedVariable.FindString(string(characters[d.Column-2:]))
}

var namedVariable = regexp.MustCompile(`^\$\{[A-Za-z_][A-Za-z0-9_]*\}`)

// leastSecret is the length of a word that is taken out of messages: a shorter one is in
// many words.
const leastSecret = 6

// conceal takes the lines that hold secrets out of all findings, and the words that are
// secrets.
func (r *reader) conceal(text string) {
	words := secretsOf(text)
	without := strings.NewReplacer(words...)
	for i := range r.Found {
		d := &r.Found[i]
		inFile := d.File == r.file.Path
		if inFile && (r.secretLines[d.Line] || !mayShow(d.Source)) && !harmless.MatchString(d.Source) {
			d.Source = ""
		}
		if without.Replace(d.Source) != d.Source {
			d.Source = ""
		}
		d.Message, d.Hint = without.Replace(d.Message), without.Replace(d.Hint)
	}
}

// secretsOf returns the words that are written out as the values of secrets, or that are keys
// at another place, the longest first, each with what is shown instead.
func secretsOf(text string) []string {
	words := ofOpenAI.FindAllString(text, -1)
	for line := range strings.Lines(text) {
		found := secretValue.FindStringSubmatch(line)
		if found == nil || harmless.MatchString(line) {
			continue
		}
		for word := range strings.FieldsFuncSeq(aVariable.ReplaceAllString(found[1], " "), func(c rune) bool { return strings.ContainsRune(" \t\r\n\"'`,{}[]", c) }) {
			if len(word) >= leastSecret && !strings.HasPrefix(word, "$") {
				words = append(words, word)
			}
		}
	}
	slices.SortFunc(words, func(a, b string) int { return len(b) - len(a) })
	var pairs []string
	for _, word := range words {
		pairs = append(pairs, word, "…")
	}
	return pairs
}
