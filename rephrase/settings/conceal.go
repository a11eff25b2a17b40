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
	// secretKey is in a line that may hold a secret: a key, written as it may be, or an address
	// with more than a path.
	secretKey = regexp.MustCompile(`(?i)keys?["']?\s*[:=]|tok[a-z]*n\b|auth|header|secret|passw|pwd|credential|licen[sc]e|connection` +
		`|bearer|signature|cookie|private|(?:^|[^a-z])(?:sig|sas|jwt|pat|otp)(?:[^a-z]|$)|://.*@|://\S*[?#]`)
	// harmless is a line of such a key that has a variable, a path or nothing.
	harmless = regexp.MustCompile(`^\s*(?:- )?["']?[\w-]+["']?\s*:\s*(?:["']?\$\{\w+\}["']?)?\s*$`)
	// ofPath is a line of a key that has a path.
	ofPath = regexp.MustCompile(`^\s*(?:- )?(?:api_key_file|cafile)\s*:`)
	// longWord is what a generated key looks like.
	longWord = regexp.MustCompile(`\bsk-|[A-Za-z0-9+/_=-]{20,}`)
	// generated is a key as OpenAI, Azure and others make them, wherever it is written; names
	// have no part as long.
	generated = regexp.MustCompile(`\bsk-[A-Za-z0-9_-]{6,}|\b[A-Za-z0-9]{24,}\b`)
	// plainAddress is an address with nothing but a host, a port and a path.
	plainAddress = regexp.MustCompile(`^https?://(?:[\w.-]+|\[[0-9a-fA-F:.]+\])(?::\d+)?(?:/[\w/.-]*)?$`)
	// secretValue is the value of a key that holds a secret.
	secretValue = regexp.MustCompile(`(?i)(?:api[_-]?key|authorization|bearer|token|password|secret)["']?\s*[:=](.*)`)
	// withoutColon is the same of an entry whose colon is missing, so that its value is a part
	// of a key.
	withoutColon = regexp.MustCompile(`(?i)(?:^|[{,])\s*["']?(?:api[_-]?key|authorization|bearer|token|password|secret)["']?\s+(.*)`)
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

// concealSetting conceals the entry of a setting of a model that is secret, or whose value may
// be: who mistakes the place of a key may write it as the address.
func (r *reader) concealSetting(e document.Entry, now string) {
	switch now {
	case apiKey, headersKey:
		r.concealAll(e)
	case baseKey:
		text, isText := e.Value.Text()
		text = properVariable.ReplaceAllString(strings.ReplaceAll(text, mark, "$"), "x")
		if isText && !plainAddress.MatchString(text) && !hostFirst.MatchString(text) || !e.Value.IsScalar() {
			r.concealAll(e)
		}
	}
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
	ref := string(characters[d.Column-2:])
	if at := properVariable.FindStringIndex(ref); at == nil || at[0] > 0 {
		return ""
	}
	return properVariable.FindString(ref)
}

// properVariable is a variable with a name that it can have.
var properVariable = regexp.MustCompile(`\$\{[A-Za-z_][A-Za-z0-9_]*\}`)

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
		if without.Replace(d.Source) != d.Source || !inFile && len(generatedIn(d.Source)) > 0 {
			d.Source = ""
		}
		d.Message, d.Hint = without.Replace(d.Message), without.Replace(d.Hint)
	}
}

// generatedIn returns the words of a text that are keys.
func generatedIn(text string) []string {
	return slices.DeleteFunc(generated.FindAllString(text, -1), func(word string) bool {
		return !strings.HasPrefix(word, "sk-") && (!strings.ContainsAny(word, "0123456789") || !strings.ContainsFunc(word, isLetter))
	})
}

func isLetter(c rune) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

// secretsOf returns the words that are written out as the values of secrets, or that are keys
// at another place, the longest first, each with what is shown instead.
func secretsOf(text string) []string {
	words := generatedIn(text)
	for line := range strings.Lines(text) {
		found := secretValue.FindStringSubmatch(line)
		if found == nil {
			found = withoutColon.FindStringSubmatch(line)
		}
		if found == nil || harmless.MatchString(line) {
			continue
		}
		for word := range strings.FieldsFuncSeq(aVariable.ReplaceAllString(found[1], " "), func(c rune) bool { return strings.ContainsRune(" \t\r\n\"'`,{}[]", c) }) {
			word = strings.TrimSuffix(word, ":")
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
