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

// healthcheck is what the command can be told.
type healthcheck struct {
	url, listen, certFile string
	timeout               time.Duration
}

func newHealthcheck() *cobra.Command {
	var h healthcheck
	cmd := &cobra.Command{
		Use:   "healthcheck",
		Short: "Ask a running server whether it is ready",
		Long: `healthcheck asks a server of this machine for /readyz, and ends with 0 if it is
ready, else with 1. It finds the server by the variables that serve reads,
NLG_LISTEN and NLG_TLS_CERT; it does not check the certificate then, since it
asks by address. With --url it asks there, and checks the certificate.`,
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
	flags.StringVar(&h.url, "url", "", "what to ask instead")
	flags.StringVar(&h.listen, "listen", server.DefaultOptions().Listen, "address that the server listens on")
	flags.StringVar(&h.certFile, "tls-cert", "", "set if the server speaks TLS")
	flags.DurationVar(&h.timeout, "timeout", 3*time.Second, "how long the server may take")
	return cmd
}

// ask returns nil if the server answers that all is well.
func (h *healthcheck) ask(ctx context.Context) error {
	transport := &http.Transport{}
	target := h.url
	if target == "" {
		var err error
		if target, err = h.target(); err != nil {
			return err
		}
		// The certificate is made out to a name, and this machine needs no proof
		// of being itself.
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

// target is the readiness probe of the server that listens there.
func (h *healthcheck) target() (string, error) {
	host, port, err := net.SplitHostPort(h.listen)
	if err != nil {
		return "", fmt.Errorf("--listen: %w", err)
	}
	if ip, err := netip.ParseAddr(host); host == "" || err == nil && ip.IsUnspecified() {
		// Every address of this machine is meant; not every one has both kinds.
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
