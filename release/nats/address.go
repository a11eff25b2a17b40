package nats

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"regexp"
	"strconv"
	"strings"
)

// address is a URL of a store: nats://[user[:password]@]host[:port][,host…]/ASSISTANT.
type address struct {
	tls          bool
	user, secret string
	hosts        []string
	assistant    string
}

const defaultPort = "4222"

var (
	assistants = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$`)
	hostNames  = regexp.MustCompile(`^(?:[A-Za-z0-9](?:[A-Za-z0-9._-]{0,252})|\[[0-9A-Fa-f:.]{2,45}(?:%[A-Za-z0-9]{1,16})?\])$`)
)

// parseAddress reads a URL. That of the library knows no list of hosts. No error shows what
// is before the @.
func parseAddress(text string) (address, error) {
	var a address
	scheme, rest, found := strings.Cut(text, "://")
	switch {
	case !found || scheme != "nats" && scheme != "tls":
		return a, errors.New("the address of a store in NATS begins with nats:// or tls://")
	case scheme == "tls":
		a.tls = true
	}
	hosts, assistant, _ := strings.Cut(rest, "/")
	if i := strings.LastIndexByte(hosts, '@'); i >= 0 {
		if err := a.credentials(hosts[:i]); err != nil {
			return address{}, err
		}
		hosts = hosts[i+1:]
	} else if strings.ContainsRune(assistant, '@') {
		return address{}, errors.New("the password in the address of NATS has a slash: write it as %2F")
	}
	for host := range strings.SplitSeq(hosts, ",") {
		full, err := withPort(host)
		if err != nil {
			return address{}, err
		}
		a.hosts = append(a.hosts, full)
	}
	a.assistant = strings.TrimSuffix(assistant, "/")
	if !assistants.MatchString(a.assistant) {
		return address{}, fmt.Errorf("%q cannot name an assistant in NATS: end the address with /NAME, up to 63 letters, digits, dashes and underscores", a.assistant)
	}
	return a, nil
}

func (a *address) credentials(text string) error {
	user, secret, _ := strings.Cut(text, ":")
	var err, err2 error
	a.user, err = url.PathUnescape(user)
	a.secret, err2 = url.PathUnescape(secret)
	if err != nil || err2 != nil || a.user == "" {
		return errors.New("the user or the password in the address of NATS is not written as in a URL: % must be %25, @ %40, : %3A, / %2F")
	}
	return nil
}

func withPort(host string) (string, error) {
	name, port := host, defaultPort
	if i := strings.LastIndexByte(host, ':'); i > strings.LastIndexByte(host, ']') {
		name, port = host[:i], host[i+1:]
	}
	number, err := strconv.Atoi(port)
	if !hostNames.MatchString(name) || err != nil || number < 1 || number > 65535 {
		return "", fmt.Errorf("%q is not a host of NATS: write host or host:port", host)
	}
	return net.JoinHostPort(strings.Trim(name, "[]"), port), nil
}

// servers are the hosts as the client takes them.
func (a *address) servers() string {
	list := make([]string, len(a.hosts))
	for i, host := range a.hosts {
		list[i] = "nats://" + host
		if a.tls {
			list[i] = "tls://" + host
		}
	}
	return strings.Join(list, ",")
}

// String returns the address without credentials.
func (a *address) String() string {
	scheme := "nats://"
	if a.tls {
		scheme = "tls://"
	}
	return scheme + strings.Join(a.hosts, ",") + "/" + a.assistant
}
