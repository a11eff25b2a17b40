package branch

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// maxQuoted is how much of what git says is shown, in bytes.
const maxQuoted = 400

// explain returns why git failed, from what it said.
func explain(what, said string, secret credentials, code int) string {
	said = quoted(redact(said, secret))
	has := func(parts ...string) bool {
		for _, p := range parts {
			if strings.Contains(said, p) {
				return true
			}
		}
		return false
	}
	switch {
	case has("could not read Username", "could not read Password", "terminal prompts disabled"):
		return "the repository asks for credentials, and there are none for it; some hosts say so of a repository that does not exist"
	case has("Authentication failed", "HTTP Basic: Access denied"):
		return "the repository refuses the credentials"
	case has("Host key verification failed"):
		return "ssh does not know the key of the host: add it to the file known_hosts, as ssh-keyscan prints it"
	case has("Permission denied (publickey"):
		return "the repository refuses the ssh key, or there is none"
	case has("dubious ownership"):
		return "git refuses a repository of another user: allow it with `git config --system --add safe.directory DIRECTORY`"
	case has("dumb http transport"):
		return "the web server does not speak git's protocol (git http-backend), only serves its files"
	case said == "":
		return fmt.Sprintf("git %s failed with exit code %d", what, code)
	}
	return said
}

// quoted returns what git says in one line that a terminal may show.
func quoted(said string) string {
	var lines []string
	for line := range strings.Lines(said) {
		line = strings.TrimSpace(strings.Map(func(r rune) rune {
			if r < ' ' || r >= 0x7f && r < 0xa0 || r == utf8.RuneError {
				return ' '
			}
			return r
		}, strings.TrimRight(line, "\n")))
		if line == "" || strings.HasPrefix(line, "warning: ") || strings.HasPrefix(line, "From ") || strings.HasPrefix(line, "hint: ") {
			continue
		}
		lines = append(lines, strings.TrimPrefix(line, "fatal: "))
	}
	text := strings.Join(lines, "; ")
	for len(text) > maxQuoted {
		_, size := utf8.DecodeLastRuneInString(text)
		text = text[:len(text)-size]
	}
	return text
}
