package main

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"time"

	"github.com/spf13/cobra"

	"nlgserver/server"
)

// healthcheck are the settings of the command.
type healthcheck struct {
	url, listen, certFile string
	timeout               time.Duration
}

func newHealthcheck() *cobra.Command {
	var h healthcheck
	cmd := &cobra.Command{
		Use:   "healthcheck",
		Short: "Check whether a running server is ready",
		Long: `healthcheck requests /readyz from a server on this machine, and exits with 0 if
it is ready, otherwise with 1. It finds the server by the variables that serve
reads, NLG_LISTEN and NLG_TLS_CERT, and does not verify the certificate, since it
connects by address. With --url it requests that URL and verifies the
certificate.`,
		Example: `  nlgserver healthcheck
  nlgserver healthcheck --url http://127.0.0.1:5057/healthz`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := h.ask(cmd.Context()); err != nil {
				return &exitError{code: exitFindings, err: err}
			}
			_, err := fmt.Fprintln(cmd.OutOrStdout(), "ready")
			return written(err)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&h.url, "url", "", "URL to request instead")
	flags.StringVar(&h.listen, "listen", server.DefaultOptions().Listen, "address that the server listens on")
	flags.StringVar(&h.certFile, "tls-cert", "", "set if the server uses TLS")
	flags.DurationVar(&h.timeout, "timeout", 3*time.Second, "maximum time for the reply")
	return cmd
}

// ask returns nil if the server is ready.
func (h *healthcheck) ask(ctx context.Context) error {
	transport := &http.Transport{}
	target := h.url
	if target == "" {
		var err error
		if target, err = h.target(); err != nil {
			return err
		}
		// The certificate is issued for a name, and this machine need not prove its
		// identity to itself.
		transport.TLSClientConfig = &tls.Config{InsecureSkipVerify: true}
	}
	ctx, cancel := context.WithTimeout(ctx, h.timeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, target, nil)
	if err != nil {
		return err
	}
	reply, err := (&http.Client{Transport: transport}).Do(request)
	if err != nil {
		return err
	}
	defer func() { _ = reply.Body.Close() }()
	if reply.StatusCode != http.StatusOK {
		why, _ := io.ReadAll(io.LimitReader(reply.Body, 1<<10))
		return fmt.Errorf("%s: %s %s", target, reply.Status, why)
	}
	return nil
}

// target returns the URL of the server's readiness probe.
func (h *healthcheck) target() (string, error) {
	host, port, err := net.SplitHostPort(h.listen)
	if err != nil {
		return "", fmt.Errorf("--listen: %w", err)
	}
	if ip, err := netip.ParseAddr(host); host == "" || err == nil && ip.IsUnspecified() {
		// The server listens on all addresses; not every machine has both IPv4 and
		// IPv6.
		if host = "127.0.0.1"; ip.Is6() {
			host = "localhost"
		}
	}
	scheme := "http"
	if h.certFile != "" {
		scheme = "https"
	}
	return scheme + "://" + net.JoinHostPort(host, port) + "/readyz", nil
}
