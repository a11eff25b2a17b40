package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"nlgserver/internal/follow"
	"nlgserver/release/hub"
	"nlgserver/server"
)

// hubListen is the default address of the hub.
const hubListen = "127.0.0.1:5058"

const (
	// hubHeader bounds the time that the header of a request takes, and hubIdle how long a
	// connection may wait for its next request. The hub itself bounds the rest.
	hubHeader = 10 * time.Second
	hubIdle   = 2 * time.Minute
	// hubHeaderBytes is the largest header of a request.
	hubHeaderBytes = 32 << 10
	// hubConnections is how many connections may be open: each replica takes a few.
	hubConnections = 2048
	// hubDrain is how long requests in flight may take when the hub stops.
	hubDrain = 5 * time.Second
)

// hubFlags are the flags of hub.
type hubFlags struct {
	listen        string
	tokens, reads string
	cert, certKey string
	plainHTTP     bool
}

func newHub() *cobra.Command {
	var f hubFlags
	cmd := &cobra.Command{
		Use:   "hub DIR",
		Short: "Serve releases to the replicas of other machines",
		Long: `hub serves a directory of releases over HTTP. Publish to it and follow it by
http://HOST:PORT/ASSISTANT, or https: each assistant has a directory of its own in DIR,
which the first release makes.

--token-file names a file of tokens that may do everything, and --read-token-file one of
tokens for replicas, which read everything and write only their own status: one token a
line, of at least 16 characters. A client sends one as "Authorization: Bearer TOKEN".
Several are for rotation. The files are read again when they change. Without tokens, the
hub listens on a loopback address only.

The entries are plain files: any web server can serve DIR for reading. Replicas then ask
for changes every two seconds, and do not appear in the status.

SIGINT and SIGTERM stop it, with exit code 0. The exit code is 2 for incorrect usage, 3 if
DIR or another file cannot be read, and 4 if it cannot listen.`,
		Example: `  nlgserver hub /var/lib/nlgserver/releases
  nlgserver hub /var/lib/nlgserver/releases --listen :5058 --token-file publish.tokens --read-token-file read.tokens --tls-cert cert.pem --tls-key key.pem`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return runHub(cmd, &f, args[0]) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.listen, "listen", hubListen, "`address` to listen on: HOST:PORT; port 0 picks a free one; only a loopback address without --token-file")
	flags.StringVar(&f.tokens, "token-file", "", "`file` of tokens that may publish, one a line; reloaded when it changes")
	flags.StringVar(&f.reads, "read-token-file", "", "`file` of tokens for replicas, one a line; reloaded when it changes")
	flags.StringVar(&f.cert, "tls-cert", "", "`file` of the certificate chain, in PEM; reloaded when it changes")
	flags.StringVar(&f.certKey, "tls-key", "", "`file` of the certificate's key, in PEM")
	flags.BoolVar(&f.plainHTTP, "plain-http", false, "let other machines connect without encryption: their tokens can be read on the way")
	return cmd
}

// check rejects flags that do not fit together, and an address that more machines can
// reach than may.
func (f *hubFlags) check(cmd *cobra.Command) error {
	if err := checkNotEmpty(cmd.Flags(), []string{"token-file", "read-token-file", "tls-cert", "tls-key"}); err != nil {
		return err
	}
	switch {
	case (f.cert == "") != (f.certKey == ""):
		return errors.New("--tls-cert and --tls-key must be set together")
	case f.reads != "" && f.tokens == "":
		return errors.New("--read-token-file needs --token-file: nobody could publish")
	}
	address, err := server.ParseAddress(f.listen)
	if err != nil {
		return fmt.Errorf("--listen %q: %w", f.listen, err)
	}
	if address.Socket != "" {
		return fmt.Errorf("--listen %q: the hub listens on a port, such as %s", f.listen, hubListen)
	}
	ip, notIP := netip.ParseAddr(address.Host)
	switch {
	case address.Host == "localhost" || notIP == nil && ip.IsLoopback():
		return nil
	case f.tokens == "":
		return fmt.Errorf("--listen %q: other machines can reach this address: say who may publish with --token-file, or listen on this machine only, such as on %s", f.listen, hubListen)
	case f.cert == "" && !f.plainHTTP:
		return fmt.Errorf("--listen %q: other machines would send tokens without encryption: use --tls-cert and --tls-key, or, in a network where nobody listens or behind a proxy that encrypts, --plain-http", f.listen)
	}
	return nil
}

// runHub runs the hub until a signal stops it.
func runHub(cmd *cobra.Command, f *hubFlags, dir string) error {
	if err := f.check(cmd); err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	log := slog.New(slog.NewTextHandler(cmd.ErrOrStderr(), nil))
	h, err := hub.New(hub.Config{Dir: dir, Log: log})
	if err != nil {
		return &exitError{code: exitUnreadable, err: fmt.Errorf("cannot serve %q: %w", dir, err)}
	}
	defer h.Close() //nolint:errcheck // serveHub closes it
	followed, certificate, err := f.read(h, log)
	if err != nil {
		return &exitError{code: exitUnreadable, err: err}
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", f.listen)
	if err != nil {
		return &exitError{code: exitServing, err: fmt.Errorf("--listen: cannot listen on %s: %w", f.listen, causeOfListen(err))}
	}
	scheme := "http"
	if certificate != nil {
		scheme = "https"
	}
	fmt.Fprintf(cmd.ErrOrStderr(), "Listening on %s://%s/ for the releases in %s: each assistant is at /ASSISTANT.\n", scheme, listener.Addr(), dir)
	if f.tokens == "" {
		fmt.Fprintln(cmd.ErrOrStderr(), "Authentication is off: every program on this machine can publish.")
	}
	go followFiles(ctx, followed, log)
	listener = server.LimitConnections(listener, hubConnections, certificate != nil)
	if certificate != nil {
		listener = tls.NewListener(listener, certificate.Config())
	}
	return serveHub(ctx, listener, h, log)
}

// read reads the tokens and the certificate for the first time, and returns their files to
// be followed. The certificate is nil without TLS.
func (f *hubFlags) read(h *hub.Handler, log *slog.Logger) (followed []*follow.Files, certificate *follow.Certificate, err error) {
	if f.tokens != "" {
		paths := []string{f.tokens}
		setting := "--token-file"
		if f.reads != "" {
			paths, setting = append(paths, f.reads), "--token-file, --read-token-file"
		}
		followed = append(followed, follow.New(setting, func(data [][]byte) error {
			access := hub.Access{Publish: tokensIn(data[0])}
			if len(data) > 1 {
				access.Read = tokensIn(data[1])
			}
			if len(access.Publish) == 0 {
				return fmt.Errorf("%s has no token", f.tokens)
			}
			return h.SetAccess(access)
		}, paths...))
	}
	if f.cert != "" {
		var files *follow.Files
		certificate, files = follow.NewCertificate("--tls-cert", f.cert, f.certKey, func(at time.Time) {
			log.Warn("certificate expired or about to expire", "certificate", f.cert, "expires", at)
		})
		followed = append(followed, files)
	}
	for _, files := range followed {
		if err := files.Start(); err != nil {
			return nil, nil, err
		}
	}
	return followed, certificate, nil
}

// tokensIn returns the tokens of a file: one a line. Empty lines, and those that begin with
// a hash, are none.
func tokensIn(data []byte) []string {
	var tokens []string
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			tokens = append(tokens, line)
		}
	}
	return tokens
}

// serveHub serves until ctx ends. Requests that wait end with the hub.
func serveHub(ctx context.Context, listener net.Listener, h *hub.Handler, log *slog.Logger) error {
	s := &http.Server{
		Handler: h, ReadHeaderTimeout: hubHeader, IdleTimeout: hubIdle,
		MaxHeaderBytes: hubHeaderBytes, ErrorLog: server.NewErrorLog(log), ConnState: server.NoteConnection,
	}
	return serveHandler(ctx, s, listener, h.Close, hubDrain)
}
