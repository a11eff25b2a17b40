package config

import (
	"regexp"
	"strings"

	"nlgserver/internal/diag"
	"nlgserver/internal/document"
)

// Errors of a configuration are logged, so they must not show a secret: neither its
// value, nor the line that holds it.

// secretHint is the hint of an error about a secret.
const secretHint = "write a string in quotes; better, name a file or a variable of the environment, as in `${TOKEN}`"

// conceal takes what a secret may be out of the errors that were added.
func (r *reader) conceal(from int) {
	for i := from; i < len(r.Found); i++ {
		r.Found[i].Source, r.Found[i].Hint = "", secretHint
	}
}

// secret notes the lines of an entry that holds a secret.
func (r *reader) secret(e document.Entry) {
	for line := e.Key.Position().Line; line <= e.Value.EndPosition().Line; line++ {
		r.secretLines[line] = true
	}
	r.secretLines[e.Value.Position().Line] = true // that of an anchor
}

// concealLines takes the lines that hold secrets out of all errors.
func (r *reader) concealLines() {
	for i := range r.Found {
		d := &r.Found[i]
		if r.secretLines[d.Line] || secretKey.MatchString(d.Source) || withPassword.MatchString(d.Source) {
			d.Source = ""
		}
	}
}

// withPassword is in a line that may hold a URL with a password.
var withPassword = regexp.MustCompile(`://\S*@`)

// secretKey is in a line that may hold a secret: a key, written as it may be.
var secretKey = regexp.MustCompile(`(?i)tok[a-z]*n|auth|header|secret|passw`)

// unread rewrites the errors of YAML. They quote the line, and may be about a secret: in
// a line that names one, or that is an item of a list.
func (r *reader) unread(rejected bool) {
	for i := range r.Found {
		d := &r.Found[i]
		line := strings.TrimSpace(d.Source)
		inFlow := d.Message == ofBrace && aVariable.MatchString(line)
		if inFlow {
			// In quotes, as YAML would have it, the variable would not be replaced either.
			d.Message, d.Hint = "a variable is not replaced between { and }, or [ and ]", variableHint
		}
		if isSecret := secretKey.MatchString(line) || rejected && isAlone(line); !isSecret {
			continue
		}
		d.Source = ""
		switch {
		case inFlow, d.Code == diag.ManyDocuments, ofVariable.MatchString(d.Message):
			d.Related = nil
		case d.Code == diag.DuplicateKey:
			d.Message = "the same key twice in a map"
		default:
			d.Related = nil
			d.Message, d.Hint = "this line cannot be read", "put its text in quotes: it may have characters that mean something in YAML"
		}
	}
}

// variableHint is the hint of an error about a variable that is not replaced.
const variableHint = "write the variable on a line of its own, without quotes, and set it to all of the text; or name a file"

// ofBrace is the message about a brace of a variable where YAML allows none, and aVariable
// a variable.
const ofBrace = "unquoted text cannot contain { here"

var aVariable = regexp.MustCompile(`\$\{[A-Za-z_][A-Za-z0-9_]*\}`)

// namesVariable adds an error about a secret that has the name of a variable in quotes:
// whoever knows the name of the variable would know the secret.
func (r *reader) namesVariable(v document.Value, name string) {
	if text, _ := v.Text(); !v.IsPlain() && aVariable.MatchString(text) {
		r.Error(v, diag.Configuration, name+" has the name of a variable, which is replaced only without quotes", variableHint)
		r.Found[len(r.Found)-1].Source = ""
	}
}

// ofVariable are messages about a variable that shows no secret. Any other may name a part
// of one that has a dollar sign.
var ofVariable = regexp.MustCompile(`^environment variable [A-Z][A-Z0-9_]* is (not set$|one of the server's own settings)`)

// isAlone reports whether a line has no key, so that it may be a part of any value.
func isAlone(line string) bool {
	return strings.HasPrefix(line, "-") || !strings.Contains(line, ":")
}
