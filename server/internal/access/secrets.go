package access

import (
	"errors"
	"fmt"
	"net/textproto"
	"slices"
	"strings"
	"unicode/utf8"
)

// DefaultTokenName is the query parameter that Rasa sends its token in.
const DefaultTokenName = "token"

// maxSecret is the longest secret in bytes, as it appears in a request.
const maxSecret = 1 << 10

// Secrets are secrets as operators write them. Several of a kind are for
// rotation: each of them is valid.
type Secrets struct {
	// Tokens are accepted as query parameter and as bearer token.
	Tokens []string
	// BasicAuth are pairs user:password.
	BasicAuth []string
	// Headers have the form "Name: value".
	Headers []string
}

// Lines returns the secrets of a file: one per line, without surrounding spaces.
// Empty lines and lines that start with # are ignored.
func Lines(data []byte) []string {
	var lines []string
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSpace(line)
		if line != "" && line[0] != '#' {
			lines = append(lines, line)
		}
	}
	return lines
}

// And returns the secrets of both.
func (s Secrets) And(t Secrets) Secrets {
	join := func(a, b []string) []string { return slices.Concat(a, b) }
	return Secrets{
		Tokens:    join(s.Tokens, t.Tokens),
		BasicAuth: join(s.BasicAuth, t.BasicAuth),
		Headers:   join(s.Headers, t.Headers),
	}
}

func (s Secrets) empty() bool { return len(s.Tokens)+len(s.BasicAuth)+len(s.Headers) == 0 }

// checkSecret rejects a secret that must not, or can never, match. No error of
// this package contains a part of a secret.
func checkSecret(kind, secret string) error {
	switch {
	case strings.TrimSpace(secret) == "":
		return fmt.Errorf("%s is empty", kind)
	case len(secret) > maxSecret/2:
		// In a request it may be twice as long, in base64.
		return fmt.Errorf("%s is longer than %d bytes", kind, maxSecret/2)
	case strings.ContainsAny(secret, "\r\n\x00"):
		return fmt.Errorf("%s contains a line break or a NUL", kind)
	}
	return nil
}

func checkBasic(pair string) error {
	const kind = "basic authentication"
	user, password, ok := strings.Cut(pair, ":")
	switch {
	case !ok:
		return errors.New(kind + " must have the form user:password")
	case user == "" || password == "":
		return errors.New(kind + " must have both a user and a password")
	}
	return checkSecret(kind, pair)
}

func cutHeader(line string) (name, value string, err error) {
	name, value, ok := strings.Cut(line, ":")
	name, value = textproto.CanonicalMIMEHeaderKey(strings.TrimSpace(name)), strings.TrimSpace(value)
	switch {
	case !ok || !isToken(name):
		return "", "", errors.New("a required header must have the form 'Name: value'")
	case name == "Host" || name == "Content-Length" || name == "Transfer-Encoding" || name == "Connection":
		return "", "", fmt.Errorf("the header %s cannot hold a secret", name)
	}
	return name, value, checkSecret("value of the required header "+name, value)
}

// isToken reports whether s can be the name of a header.
func isToken(s string) bool {
	for i := range len(s) {
		if c := s[i]; c <= ' ' || c >= 0x7f || strings.IndexByte(`"(),/:;<=>?@[\]{}`, c) >= 0 {
			return false
		}
	}
	return s != ""
}

// latin1 returns a user and password as aiohttp, and so Rasa, encodes them; false
// if that is the same as UTF-8, or not possible.
func latin1(s string) (string, bool) {
	out, other := make([]byte, 0, len(s)), false
	for _, r := range s {
		if r > 0xff {
			return "", false
		}
		other = other || r >= utf8.RuneSelf
		out = append(out, byte(r))
	}
	return string(out), other
}
