package server

import (
	"errors"
	"fmt"
	"sync"

	"nlgserver/internal/follow"
	"nlgserver/server/internal/access"
)

// AccessOptions say who may call. Several secrets of a kind are for rotation:
// each of them is valid. Secrets in files are one per line, and are read again
// when the file changes.
type AccessOptions struct {
	// TokenName is the query parameter that holds a token.
	TokenName string
	// Tokens are accepted as query parameter and as bearer token.
	Tokens []string
	// BasicAuth are pairs user:password.
	BasicAuth []string
	// Headers are required headers, as "Name: value".
	Headers []string
	// TokenFile, BasicAuthFile and HeaderFile hold more of each kind.
	TokenFile, BasicAuthFile, HeaderFile string
	// AdminTokens and AdminTokenFile guard reload, status and metrics instead
	// of the above.
	AdminTokens    []string
	AdminTokenFile string
}

// keyring holds the keys of a gate: fixed ones, and those of files.
type keyring struct {
	gate      access.Gate
	tokenName string
	fixed     access.Secrets

	mu       sync.Mutex
	fromFile [3]access.Secrets
}

// secretsFile is a file of secrets of one kind.
type secretsFile struct {
	path    string
	setting string
	secrets func(lines []string) access.Secrets
}

// callerGate makes the gate of Rasa's callback and reads its files, which the followers
// read again when they change.
func callerGate(o AccessOptions, name func(Setting) string) (*access.Gate, []*follow.Files, error) {
	fixed := access.Secrets{Tokens: o.Tokens, BasicAuth: o.BasicAuth, Headers: o.Headers}
	return newKeyring(o.TokenName, fixed,
		secretsFile{o.TokenFile, name(SettingTokenFile), asTokens},
		secretsFile{o.BasicAuthFile, name(SettingBasicAuthFile), func(lines []string) access.Secrets { return access.Secrets{BasicAuth: lines} }},
		secretsFile{o.HeaderFile, name(SettingHeaderFile), func(lines []string) access.Secrets { return access.Secrets{Headers: lines} }})
}

// operatorsGate makes the gate of the operators' routes; nil if they have none of their
// own.
func operatorsGate(o AccessOptions, name func(Setting) string) (*access.Gate, []*follow.Files, error) {
	if len(o.AdminTokens) == 0 && o.AdminTokenFile == "" {
		return nil, nil, nil
	}
	return newKeyring(o.TokenName, asTokens(o.AdminTokens), secretsFile{o.AdminTokenFile, name(SettingAdminTokenFile), asTokens})
}

func asTokens(lines []string) access.Secrets { return access.Secrets{Tokens: lines} }

func newKeyring(tokenName string, fixed access.Secrets, files ...secretsFile) (*access.Gate, []*follow.Files, error) {
	k := &keyring{tokenName: tokenName, fixed: fixed}
	if err := k.build(); err != nil {
		return nil, nil, err
	}
	var followers []*follow.Files
	for i, file := range files {
		if file.path == "" {
			continue
		}
		f := follow.New(file.setting, func(data [][]byte) error {
			return k.replace(i, file, access.Lines(data[0]))
		}, file.path)
		if err := f.Start(); err != nil {
			return nil, nil, err
		}
		followers = append(followers, f)
	}
	return &k.gate, followers, nil
}

// replace replaces the secrets of a file.
func (k *keyring) replace(i int, file secretsFile, lines []string) error {
	if len(lines) == 0 {
		return errors.New(file.path + " contains no secrets")
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	old := k.fromFile[i]
	k.fromFile[i] = file.secrets(lines)
	if err := k.build(); err != nil {
		k.fromFile[i] = old
		return fmt.Errorf("%s: %w", file.path, err)
	}
	return nil
}

func (k *keyring) build() error {
	all := k.fixed
	for _, s := range k.fromFile {
		all = all.And(s)
	}
	keys, err := access.New(k.tokenName, all)
	if err == nil {
		k.gate.Set(keys)
	}
	return err
}
