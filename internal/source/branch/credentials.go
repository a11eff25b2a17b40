package branch

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"strings"
)

const (
	// maxToken is the largest token file, in bytes.
	maxToken = 16 << 10
	// defaultUser is the user of a token without one. GitHub wants it for the tokens of
	// apps; GitLab and Gitea take any.
	defaultUser = "x-access-token"

	userVariable     = "NLGSERVER_GIT_USER"
	passwordVariable = "NLGSERVER_GIT_PASSWORD" //nolint:gosec // the name of a variable
	// helper is a program of git's shell that answers with the two variables, so that
	// neither a file nor an argument has them.
	helper = `!f() { test "$1" = get && printf 'username=%s\npassword=%s\n' "$` + userVariable + `" "$` + passwordVariable + `"; }; f`
)

// credentials are for the host of the repository. Without a password, git asks its own
// helpers.
type credentials struct{ user, password string }

// credentials returns those of the URL, or of the token file, which is read each time: it
// may be renewed.
func (b *Branch) credentials() (credentials, error) {
	c := credentials{b.at.user, b.at.password}
	if b.opts.TokenFile != "" {
		token, err := readToken(b.opts.TokenFile)
		if err != nil {
			return c, fmt.Errorf("cannot read the token for git: %w", err)
		}
		c.password = token
	}
	if c.user == "" {
		c.user = defaultUser
	}
	return c, nil
}

func readToken(name string) (string, error) {
	f, err := os.Open(name) //nolint:gosec // the operator names it
	if err != nil {
		return "", err
	}
	defer f.Close() //nolint:errcheck // nothing was written
	data, err := io.ReadAll(io.LimitReader(f, maxToken+1))
	if err != nil {
		return "", err
	}
	token := strings.TrimSpace(string(data))
	switch {
	case token == "":
		return "", fmt.Errorf("%q is empty", name)
	case len(data) > maxToken || strings.ContainsFunc(token, func(r rune) bool { return r < ' ' || r == 0x7f }):
		return "", fmt.Errorf("%q does not hold one token in one line", name)
	}
	return token, nil
}

// checkCredentials refuses what would send a password so that others can read it.
func (a *address) checkCredentials(tokenFile string) error {
	if a.password == "" && tokenFile == "" {
		return nil
	}
	switch a.scheme {
	case "https":
		return nil
	case "http":
		host, _ := url.Parse(a.site)
		if name := host.Hostname(); name == "localhost" || net.ParseIP(name).IsLoopback() {
			return nil
		}
		return errors.New("credentials for git+http can be read on the way: use git+https")
	}
	return fmt.Errorf("a password or a token is of no use for git over %s", a.scheme)
}

// redact replaces credentials in what git, or the other side, says.
func redact(text string, c credentials) string {
	if c.password == "" {
		return text
	}
	pair := c.user + ":" + c.password
	for _, secret := range []string{
		base64.StdEncoding.EncodeToString([]byte(pair)), url.QueryEscape(c.password), url.PathEscape(c.password), url.UserPassword("", c.password).String()[1:], c.password,
	} {
		text = strings.ReplaceAll(text, secret, "***")
	}
	return text
}
