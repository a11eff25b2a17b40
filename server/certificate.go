package server

import (
	"fmt"
	"time"

	"nlgserver/internal/follow"
)

// TLSOptions name the files of a certificate chain and its key, in PEM, both or
// neither. They are read again when they change.
type TLSOptions struct{ CertFile, KeyFile string }

// newCertificate reads the files for the first time; nil without any.
func newCertificate(opts Options) (*follow.Certificate, *follow.Files, error) {
	o := opts.TLS
	switch {
	case o == TLSOptions{}:
		return nil, nil, nil
	case o.CertFile == "" || o.KeyFile == "":
		return nil, nil, fmt.Errorf("%s and %s must be set together", opts.SettingName(SettingCertificate), opts.SettingName(SettingKey))
	}
	c, files := follow.NewCertificate(opts.SettingName(SettingCertificate), o.CertFile, o.KeyFile, func(at time.Time) {
		opts.Log.Warn("certificate expired or about to expire", "certificate", o.CertFile, "expires", at)
	})
	return c, files, files.Start()
}

// CertificateExpiry returns when the certificate in use expires; the zero time
// without TLS.
func (a *App) CertificateExpiry() time.Time {
	if a.certificate == nil {
		return time.Time{}
	}
	return a.certificate.Expires()
}
