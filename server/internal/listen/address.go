package listen

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"path/filepath"
	"strconv"
	"strings"
)

// Address is an address to listen on.
type Address struct {
	// Host is empty for all addresses of the machine.
	Host string
	Port uint16
	// Socket is the path of a Unix socket; then there is no host and no port.
	Socket string
}

// maxSocket is the longest path of a socket that every system takes.
const maxSocket = 103

const socketPrefix = "unix:"

// ParseAddress reads :PORT, HOST:PORT or unix:/path. A number alone is not enough,
// because it does not say whether other machines may connect. The error says what
// to write instead.
func ParseAddress(text string) (Address, error) {
	path, isSocket := strings.CutPrefix(text, socketPrefix)
	if isSocket {
		return parseSocket(path)
	}
	if scheme, rest, ok := strings.Cut(text, "://"); ok {
		rest, _, _ = strings.Cut(rest, "/")
		return Address{}, fmt.Errorf("write HOST:PORT without %q, such as %s", scheme+"://", orExample(rest))
	}
	if isDigits(text) {
		return Address{}, fmt.Errorf("write :%s for all addresses of the machine, or 127.0.0.1:%s for this machine only", text, text)
	}
	host, digits, err := net.SplitHostPort(text)
	if err != nil {
		return Address{}, badHostPort(text)
	}
	port, err := strconv.ParseUint(digits, 10, 16)
	if err != nil || !isDigits(digits) {
		return Address{}, fmt.Errorf("%q is not a port: write a number from 0 to 65535", digits)
	}
	if err := checkHost(host); err != nil {
		return Address{}, err
	}
	return Address{Host: host, Port: uint16(port)}, nil
}

func parseSocket(path string) (Address, error) {
	switch {
	case path == "" || path[0] == '@' || strings.ContainsRune(path, 0):
		return Address{}, errors.New("write the path of a socket, such as unix:/run/nlgserver/nlg.sock")
	case len(path) > maxSocket:
		return Address{}, fmt.Errorf("the path of a socket must not be longer than %d bytes", maxSocket)
	}
	return Address{Socket: filepath.Clean(path)}, nil
}

// badHostPort says what is wrong with an address that is not HOST:PORT.
func badHostPort(text string) error {
	// ::1:5056 is an IPv6 address itself, but more likely one with a port.
	if i := strings.LastIndexByte(text, ':'); i > 0 && isDigits(text[i+1:]) {
		if ip, err := netip.ParseAddr(text[:i]); err == nil {
			return fmt.Errorf("write an IPv6 address in brackets: %s", net.JoinHostPort(ip.String(), text[i+1:]))
		}
	}
	host := strings.Trim(text, "[]")
	if _, err := netip.ParseAddr(host); err == nil || host != "" && checkHost(host) == nil {
		return fmt.Errorf("the port is missing: write HOST:PORT, such as %s", net.JoinHostPort(host, "5056"))
	}
	return errors.New("write HOST:PORT, such as :5056 or 127.0.0.1:5056, or unix:/path")
}

// checkHost rejects what is neither an IP address nor a host name.
func checkHost(host string) error {
	if _, err := netip.ParseAddr(host); err == nil || host == "" {
		return nil
	}
	if isDigits(strings.ReplaceAll(host, ".", "")) {
		return fmt.Errorf("%q is not an IP address", host)
	}
	for _, c := range host {
		if c != '-' && c != '.' && c != '_' && (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') {
			return fmt.Errorf("%q is not a host", host)
		}
	}
	return nil
}

// orExample returns the address if it is one, and an example otherwise.
func orExample(text string) string {
	if _, err := ParseAddress(text); err == nil {
		return text
	}
	return "127.0.0.1:5056"
}

func isDigits(s string) bool {
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return s != ""
}

// String returns the address as it is written.
func (a Address) String() string {
	if a.Socket != "" {
		return socketPrefix + a.Socket
	}
	return net.JoinHostPort(a.Host, strconv.Itoa(int(a.Port)))
}
