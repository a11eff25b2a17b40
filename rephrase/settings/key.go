package settings

import (
	"crypto/x509"
	"net/textproto"
	"regexp"
	"strings"

	"nlgserver/internal/document"
	"nlgserver/rephrase/llm"
)

// onlyVariable is a value that is a variable, and nothing else.
var onlyVariable = regexp.MustCompile(`^\$\{[^}]*\}$`)

// key reads the key of the API: from the variable or the file that the file names, else
// from the variable that Rasa reads.
func (m *model) key() {
	need := needs[m.Provider]
	e, file := m.entries[apiKey], m.entries[keyFileKey]
	switch {
	case !e.IsMissing() && !file.IsMissing():
		m.wrong(file.Key, e.Name()+" and "+keyFileKey+" cannot be together", "remove one of them")
	case !file.IsMissing():
		path, ok := m.textOf(keyFileKey)
		if !ok {
			return
		}
		full, data, ok := m.read(file.Value, keyFileKey, path)
		if ok {
			m.KeyFile = full
			m.setKey(file.Value, string(data), "the file of "+keyFileKey, "write the key into "+document.Quote(written(file.Value))+", and nothing else")
		}
	case !e.IsMissing():
		m.keyOfVariable(e.Value, need.keyVariable)
	case m.hasAuthorization():
	default:
		variable := need.keyVariable
		key, _ := m.env(variable)
		if key == "" && need.otherKey != "" {
			variable = need.otherKey
			key, _ = m.env(variable)
		}
		switch {
		case key != "":
			m.setKey(m.at, key, "environment variable "+variable, "set "+variable+" to the key, and nothing else")
		case need.needsKey:
			m.wrong(m.at, "provider "+m.Provider+" needs a key, and environment variable "+need.keyVariable+" is not set",
				"set "+need.keyVariable+", or name a file with the key: `"+keyFileKey+": PATH`")
		}
	}
}

func (m *model) keyOfVariable(v document.Value, variable string) {
	name := m.nameOf(apiKey)
	if !v.IsScalar() || v.IsNull() {
		m.Mistyped(v, name, "a variable", "write `"+name+": ${"+variable+"}`")
		return
	}
	if !onlyVariable.MatchString(strings.TrimSpace(written(v))) {
		hint := "write `" + name + ": ${" + variable + "}` and set the variable, or name a file with the key: `" + keyFileKey + ": PATH`"
		if m.Provider == selfHosted {
			hint += "; remove the line if the server needs no key"
		}
		m.wrong(v, name+" has the key itself, and a secret must not be in this file", hint)
		return
	}
	if text, ok := m.text(v, name); ok {
		m.setKey(v, text, "the variable of "+name, "set it to the key, and nothing else")
	}
}

// setKey checks that a key can be in a header.
func (m *model) setKey(at document.Value, key, from, hint string) {
	key = strings.TrimSpace(key)
	switch {
	case key == "":
		m.wrong(at, from+" is empty", hint)
	case !llm.IsKey(key):
		m.wrong(at, from+" has spaces, line breaks or letters that no key has", hint)
	default:
		m.Key = llm.Key(key)
	}
}

// secretHeader is a header whose name says that its value is secret.
var secretHeader = regexp.MustCompile(`(?i)auth|key|token|secret|cookie|passw|pwd|credential|bearer|signature|jwt`)

func (m *model) headers() {
	v := m.value(headersKey)
	if v.IsMissing() || v.IsNull() || !m.Map(v, headersKey, "write `headers: {X-Team: support}`") {
		return
	}
	m.Headers = llm.Headers{}
	for e := range v.Entries() {
		name := e.Name()
		canonical := textproto.CanonicalMIMEHeaderKey(name)
		_, isTwice := m.Headers[canonical]
		switch {
		case !llm.IsHeaderName(name):
			// It is not shown: without a colon, the value is a part of it.
			m.wrong(e.Key, "this is not the name of a header", "use letters, digits and -, and write `NAME: VALUE`")
			continue
		case llm.IsReserved(name):
			m.wrong(e.Key, "header "+canonical+" is set by the client", "remove the line")
			continue
		case isTwice:
			m.wrong(e.Key, "header "+canonical+" is there twice", "remove one of them")
			continue
		}
		if secretHeader.MatchString(name) && e.Value.IsScalar() && !e.Value.IsNull() && !aVariable.MatchString(written(e.Value)) {
			m.wrong(e.Value, "header "+name+" has a secret, which must not be in this file", "write `"+name+": ${VARIABLE}`, and set the variable")
			continue
		}
		if _, isText := e.Value.Text(); !isText {
			m.Mistyped(e.Value, "header "+name, "a string", "write one value in quotes")
			continue
		}
		text, ok := m.text(e.Value, "header "+name)
		if !ok {
			continue
		}
		if strings.ContainsFunc(text, func(c rune) bool { return c < ' ' && c != '\t' || c == 0x7f }) {
			m.wrong(e.Value, "header "+name+" has a line break or another character that no header has", "write it on one line")
			continue
		}
		m.Headers[canonical] = text
	}
	if e := m.entries[apiKey]; m.hasAuthorization() && !e.IsMissing() {
		m.wrong(e.Key, e.Name()+" and header Authorization cannot be together", "remove one of them")
	}
}

func (m *model) hasAuthorization() bool { return m.Headers["Authorization"] != "" }

// caFile reads the certificates to trust.
func (m *model) caFile() {
	path, ok := m.textOf(caKey)
	if !ok {
		return
	}
	v := m.value(caKey)
	full, data, ok := m.read(v, caKey, path)
	if !ok {
		return
	}
	if !x509.NewCertPool().AppendCertsFromPEM(data) {
		m.wrong(v, "there is no certificate in "+document.Quote(written(v)), "name a file in PEM format, which has `-----BEGIN CERTIFICATE-----`")
		return
	}
	m.CAFile = full
}
