package main

import (
	"fmt"
	"os"

	"github.com/spf13/pflag"

	"nlgserver/release"
	"nlgserver/release/stores"
)

// storeFlags say how a store of releases is reached, and whose releases count. They are
// the same for whoever publishes and for serve.
type storeFlags struct {
	creds, nkey, tokenFile string
	ca, cert, key          string
	trust                  []string
}

func (f *storeFlags) register(flags *pflag.FlagSet) {
	flags.StringVar(&f.creds, "store-creds", "", "credentials `file` of NATS, with a JWT and its key")
	flags.StringVar(&f.nkey, "store-nkey", "", "`file` of an NKey seed for NATS")
	flags.StringVar(&f.tokenFile, "store-token-file", "", "`file` of the token for a hub, for NATS, or for git over https")
	flags.StringVar(&f.ca, "store-ca", "", "`file` of the certificates, in PEM, that the store's certificate is verified with (default those of the system)")
	flags.StringVar(&f.cert, "store-cert", "", "`file` of a client certificate for the store, in PEM")
	flags.StringVar(&f.key, "store-key", "", "`file` of its key, in PEM")
	flags.StringArrayVar(&f.trust, "trust-key", nil, "`file` of public keys, one of which must have signed a release; may be repeated (default no signature is needed)")
}

// options returns how the store is reached. An error is about a file.
func (f *storeFlags) options() (stores.Options, error) {
	if (f.cert == "") != (f.key == "") {
		return stores.Options{}, fmt.Errorf("--store-cert and --store-key must be set together")
	}
	return stores.Options{Creds: f.creds, NKey: f.nkey, TokenFile: f.tokenFile, CA: f.ca, Cert: f.cert, Key: f.key}, nil
}

// trusted reads the keys of --trust-key.
func (f *storeFlags) trusted() (release.Trust, error) {
	var texts [][]byte
	for _, name := range f.trust {
		text, err := os.ReadFile(name)
		if err != nil {
			return release.Trust{}, &exitError{code: exitUnreadable, err: fmt.Errorf("--trust-key: %w", err)}
		}
		texts = append(texts, text)
	}
	if len(texts) == 0 {
		return release.Trust{}, nil
	}
	trust, err := release.ReadTrust(texts...)
	if err != nil {
		return trust, &exitError{code: exitFindings, err: fmt.Errorf("--trust-key: %w", err)}
	}
	return trust, nil
}
