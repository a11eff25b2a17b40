package main

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"nlgserver/server"
)

// healthcheck are the settings of the command.
type healthcheck struct {
	url, listen, certFile string
	// config names the configuration file of the server; empty for none.
	config string
	// assistant is the one that must be ready; empty for all.
	assistant string
	timeout   time.Duration
	// found is set if the URL was made from the server's address, and socket if
	// that is a Unix socket.
	found  bool
	socket string
}

func newHealthcheck() *cobra.Command {
	var h healthcheck
	cmd := &cobra.Command{
		Use:   "healthcheck",
		Short: "Check whether a running server is ready",
		Long: `healthcheck requests /readyz from a server on this machine, and exits with 0 if
it is ready, otherwise with 1. It finds the server by the variables that serve
reads, NLG_LISTEN or PORT, and NLG_TLS_CERT, or in its configuration file (--config,
NLG_CONFIG), and does not verify the certificate, since it connects by address. With
--url it requests that URL and verifies the certificate.

With --assistant, that assistant must be ready; otherwise, all of them.`,
		Example: `  nlgserver healthcheck
  nlgserver healthcheck --config nlgserver.yml --assistant bank
  nlgserver healthcheck --url http://127.0.0.1:5057/healthz`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := h.readConfig(cmd.Flags()); err != nil {
				return &exitError{code: exitFindings, err: err}
			}
			if err := h.find(cmd.Flags()); err != nil {
				return err
			}
			if err := h.ask(cmd.Context()); err != nil {
				return &exitError{code: exitFindings, err: err}
			}
			_, err := fmt.Fprintln(cmd.OutOrStdout(), "ready")
			return written(err)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&h.url, "url", "", "URL to request instead")
	flags.StringVar(&h.listen, "listen", server.DefaultOptions().Listen, "`address` that the server listens on: :PORT, HOST:PORT, or unix:/path")
	flags.StringVar(&h.certFile, "tls-cert", "", "set if the server uses TLS")
	flags.StringVar(&h.config, configFlag, "", "configuration `file` of the server, which says where it listens")
	flags.StringVar(&h.assistant, "assistant", "", "`name` of the assistant that must be ready (default all)")
	flags.DurationVar(&h.timeout, "timeout", 3*time.Second, "maximum time for the reply")
	return cmd
}

// find sets the URL to that of the server's readiness probe if there is none. An
// error is about the flags.
func (h *healthcheck) find(flags *pflag.FlagSet) error {
	if h.url != "" {
		if u, err := url.Parse(h.url); err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
			return fmt.Errorf("--url %q: write a URL, such as http://127.0.0.1:5056/readyz", h.url)
		}
		h.url += h.query()
		return nil
	}
	listen, err := listenAddress(flags, h.listen)
	if err != nil {
		return err
	}
	address, err := server.ParseAddress(listen)
	if err != nil {
		return fmt.Errorf("--listen %q: %w", listen, err)
	}
	h.found, h.socket, h.url = true, address.Socket, h.probe(address)
	return nil
}

// probe returns the URL of the readiness probe of a server on this machine.
func (h *healthcheck) probe(a server.Address) string {
	host := net.JoinHostPort(reachable(a.Host), strconv.Itoa(int(a.Port)))
	if a.Socket != "" {
		host = "localhost"
	}
	scheme := "http"
	if h.certFile != "" {
		scheme = "https"
	}
	return scheme + "://" + host + "/readyz" + h.query()
}

// query returns what asks for one assistant.
func (h *healthcheck) query() string {
	switch {
	case h.assistant == "":
		return ""
	case strings.Contains(h.url, "?"):
		return "&assistant=" + url.QueryEscape(h.assistant)
	default:
		return "?assistant=" + url.QueryEscape(h.assistant)
	}
}

// readConfig takes what the command line does not say from the configuration file. A file
// with errors is enough, if it says where the server listens: the server may still run by
// what was there before.
func (h *healthcheck) readConfig(flags *pflag.FlagSet) error {
	if h.config == "" || h.url != "" {
		return nil
	}
	keys, _ := keysOf(newSettings("serve").flags)
	file, err := keys.Load(h.config, os.LookupEnv)
	if err != nil && len(file.Server) == 0 {
		return fmt.Errorf("cannot tell where the server listens: %w", err)
	}
	for _, flag := range [...]string{"listen", "tls-cert"} {
		isGiven := flags.Changed(flag) && flags.Lookup(flag).Value.String() != ""
		if setting, ok := file.Server[keyName(flag)]; ok && !isGiven {
			if err := setAll(flags, flag, setting.Values); err != nil {
				return err
			}
		}
	}
	return nil
}

// reachable returns a host at which a server that listens on the host answers.
func reachable(host string) string {
	ip, err := netip.ParseAddr(host)
	switch {
	case host == "" || err == nil && ip.IsUnspecified() && ip.Is4():
		return "127.0.0.1"
	case err == nil && ip.IsUnspecified():
		return "localhost" // not every machine has both IPv4 and IPv6
	default:
		return host
	}
}

// causeOf returns why a request failed, without the address, which the caller names.
func causeOf(err error) error {
	if e, ok := errors.AsType[*url.Error](err); ok {
		err = e.Err
	}
	if call, ok := errors.AsType[*os.SyscallError](err); ok {
		return call.Err
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return errors.New("no reply in time (--timeout)")
	}
	return err
}

// ask returns nil if the server is ready.
func (h *healthcheck) ask(ctx context.Context) error {
	transport := &http.Transport{}
	if h.found {
		// The certificate is issued for a name, and this machine need not prove its
		// identity to itself.
		transport.TLSClientConfig = &tls.Config{InsecureSkipVerify: true}
	}
	if h.socket != "" {
		transport.DialContext = func(ctx context.Context, _, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, "unix", h.socket)
		}
	}
	ctx, cancel := context.WithTimeout(ctx, h.timeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, h.url, nil)
	if err != nil {
		return err
	}
	reply, err := (&http.Client{Transport: transport}).Do(request)
	if err != nil {
		return fmt.Errorf("cannot reach %s: %w", cmp.Or(h.socket, h.url), causeOf(err))
	}
	defer func() { _ = reply.Body.Close() }()
	if reply.StatusCode != http.StatusOK {
		why, _ := io.ReadAll(io.LimitReader(reply.Body, 1<<10))
		return fmt.Errorf("%s: %s %s", h.url, reply.Status, why)
	}
	return nil
}
