package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/netip"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"nlgserver/desk"
	"nlgserver/internal/follow"
	"nlgserver/internal/hosts"
	"nlgserver/server"
)

// deskFollowEvery is how often the files of the users and of the certificate are read.
const deskFollowEvery = 2 * time.Second

// noRole is the value of --default-role that gives nobody a role.
const noRole = "none"

// deskTeam are the flags of desk for a team: who may enter, and by which connections.
type deskTeam struct {
	users         string
	trustHeader   string
	trustProxies  []string
	defaultRole   string
	plainHTTP     bool
	allowedHosts  []string
	cert, certKey string
}

func (t *deskTeam) register(flags *pflag.FlagSet) {
	flags.StringVar(&t.users, "users", "", "`file` of users who sign in by name, as htpasswd -B writes it, each with a role: NAME:HASH:ROLE:EMAIL; reloaded when it changes")
	flags.StringVar(&t.trustHeader, "trust-header", "", "`name` of the header in which a proxy names the user, such as X-Forwarded-User")
	flags.StringArrayVar(&t.trustProxies, "trust-proxy", nil, "`address` or network of the proxy, such as 10.0.0.7 or 10.0.0.0/24; may be repeated")
	flags.StringVar(&t.defaultRole, "default-role", string(desk.Reader), "`role` of users without one in the file: reader, author, publisher, or none to keep them out")
	flags.StringArrayVar(&t.allowedHosts, "allowed-host", nil, "host `name` by which the desk may be opened, beside localhost and IP addresses; may be repeated")
	flags.StringVar(&t.cert, "tls-cert", "", "`file` of the certificate chain, in PEM; reloaded when it changes")
	flags.StringVar(&t.certKey, "tls-key", "", "`file` of the certificate's key, in PEM")
	flags.BoolVar(&t.plainHTTP, "plain-http", false, "let other machines connect without encryption: their passwords can be read on the way")
}

// deskGuards are the flags that protect the desk.
var deskGuards = [...]string{"users", "trust-header", "default-role", "tls-cert", "tls-key"}

// enabled reports whether people enter by name.
func (t *deskTeam) enabled() bool { return t.users != "" || t.trustHeader != "" }

// check rejects flags that do not fit together, and an address that more machines can
// reach than may enter.
func (t *deskTeam) check(flags *pflag.FlagSet, listen string) error {
	if err := checkNotEmpty(flags, deskGuards[:]); err != nil {
		return err
	}
	switch {
	case t.trustHeader != "" && len(t.trustProxies) == 0:
		return errors.New("--trust-header needs --trust-proxy: without the address of the proxy, anybody could send the header")
	case len(t.trustProxies) > 0 && !t.enabled():
		return errors.New("--trust-proxy needs --trust-header, the header in which the proxy names the user, or --users")
	case flags.Changed("default-role") && !t.enabled():
		return errors.New("--default-role needs --users or --trust-header")
	case t.plainHTTP && !t.enabled():
		return errors.New("--plain-http needs --users or --trust-header")
	case flags.Changed("author") && t.enabled():
		return errors.New("--author cannot be used with --users or --trust-header: each user is the author of their own changes")
	case (t.cert == "") != (t.certKey == ""):
		return errors.New("--tls-cert and --tls-key must be set together")
	}
	if _, err := t.role(); err != nil {
		return err
	}
	for _, name := range t.allowedHosts {
		if err := hosts.Check(name); err != nil {
			return fmt.Errorf("--allowed-host %q: %w", name, err)
		}
	}
	if t.trustHeader != "" {
		if _, err := desk.CheckTrustHeader(t.trustHeader); err != nil {
			return fmt.Errorf("--trust-header %q: %w", t.trustHeader, err)
		}
	}
	for _, text := range t.trustProxies {
		if err := desk.CheckTrustProxy(text); err != nil {
			return fmt.Errorf("--trust-proxy %q: %w", text, err)
		}
	}
	return t.checkListen(listen)
}

// role returns the role of --default-role; empty for none.
func (t *deskTeam) role() (desk.Role, error) {
	switch role := desk.Role(t.defaultRole); role {
	case desk.Reader, desk.Author, desk.Publisher:
		return role, nil
	case noRole:
		return "", nil
	}
	return "", fmt.Errorf("--default-role %q: write reader, author, publisher or none", t.defaultRole)
}

// checkListen rejects an address that other machines can reach, unless they must say who
// they are, and nobody can listen to that.
func (t *deskTeam) checkListen(text string) error {
	address, err := server.ParseAddress(text)
	if err != nil {
		return fmt.Errorf("--listen %q: %w", text, err)
	}
	if address.Socket != "" {
		return fmt.Errorf("--listen %q: the desk listens on a port, such as %s", text, deskListen)
	}
	ip, notIP := netip.ParseAddr(address.Host)
	if address.Host == "localhost" || notIP == nil && ip.IsLoopback() {
		return nil
	}
	if !t.enabled() {
		return fmt.Errorf("--listen %q: other machines can reach this address: say who may enter with --users or --trust-header, or listen on this machine only, such as on %s, and use an SSH tunnel: ssh -L 5057:%[2]s HOST", text, deskListen)
	}
	if t.cert == "" && len(t.trustProxies) == 0 && !t.plainHTTP {
		return fmt.Errorf("--listen %q: other machines would send passwords without encryption: use --tls-cert and --tls-key, or a proxy that encrypts and --trust-proxy with its address, or, in a network where nobody listens, --plain-http", text)
	}
	return nil
}

// read sets who may enter, reads the files for the first time, and returns them to be
// followed. The certificate is nil without TLS.
func (t *deskTeam) read(cfg *desk.Config) ([]*follow.Files, *follow.Certificate, error) {
	var followed []*follow.Files
	cfg.AllowedHosts = t.allowedHosts
	if t.enabled() {
		role, err := t.role()
		if err != nil {
			return nil, nil, err
		}
		cfg.People = &desk.People{TrustHeader: t.trustHeader, TrustProxies: t.trustProxies, DefaultRole: role, PlainHTTP: t.plainHTTP}
	}
	if t.users != "" {
		users := new(desk.Users)
		cfg.People.Users = users
		wrong := false
		files := follow.New("--users", func(data [][]byte) error {
			warnings, err := users.Set(t.users, data[0])
			for _, warning := range warnings {
				cfg.Log.Warn(warning)
			}
			wrong = err != nil
			return err
		}, t.users)
		if err := files.Start(); err != nil {
			code := exitUnreadable
			if wrong {
				code = exitFindings
			}
			return nil, nil, &exitError{code: code, err: err}
		}
		if users.Passwords() == 0 && t.trustHeader == "" {
			return nil, nil, &exitError{code: exitFindings, err: fmt.Errorf("--users: no user in %s has a password, so nobody can enter: run htpasswd -B -C 12 %[1]s NAME", t.users)}
		}
		followed = append(followed, files)
	}
	if t.cert == "" {
		return followed, nil, nil
	}
	certificate, files := follow.NewCertificate("--tls-cert", t.cert, t.certKey, func(at time.Time) {
		cfg.Log.Warn("certificate expired or about to expire", "certificate", t.cert, "expires", at)
	})
	if err := files.Start(); err != nil {
		return nil, nil, &exitError{code: exitUnreadable, err: err}
	}
	return append(followed, files), certificate, nil
}

// followFiles reads the files again when they change, until ctx ends.
func followFiles(ctx context.Context, followed []*follow.Files, log *slog.Logger) {
	if len(followed) == 0 {
		return
	}
	tick := time.NewTicker(deskFollowEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			lookAt(ctx, followed, log)
		}
	}
}

// lookAt reads the files if they have changed.
func lookAt(ctx context.Context, followed []*follow.Files, log *slog.Logger) {
	for _, f := range followed {
		if _, err := f.Look(ctx, false); err != nil {
			log.Error("change rejected; the last good version stays in use", "setting", f.Setting(), "error", err)
		}
	}
}

// tellAddress says where the desk is, and how to get in.
func (t *deskTeam) tellAddress(errs io.Writer, at net.Addr) {
	scheme, host := "http", at.String()
	if t.cert != "" {
		scheme = "https"
	}
	if tcp, ok := at.(*net.TCPAddr); ok && tcp.IP.IsUnspecified() {
		name := "localhost"
		if len(t.allowedHosts) > 0 {
			name = t.allowedHosts[0]
		}
		_, port, _ := net.SplitHostPort(host)
		host = net.JoinHostPort(name, port)
	}
	if t.trustHeader != "" {
		fmt.Fprintf(errs, "Listening on %s://%s/ for the proxy at %s, which names users in %s.\n", scheme, host, strings.Join(t.trustProxies, ", "), t.trustHeader)
	}
	if t.users != "" && t.trustHeader == "" {
		fmt.Fprintf(errs, "Open %s://%s/ and sign in as one of the users in %s.\n", scheme, host, t.users)
	}
}
