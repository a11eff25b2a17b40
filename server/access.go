package server

import (
	"errors"
	"fmt"
	"sync"

	"nlgserver/httpapi"
	"nlgserver/internal/access"
)

// AccessOptions say who may call. Secrets in files are one a line, and are read
// again when the file changes.
type AccessOptions struct {
	// TokenName is the query parameter that holds a token; empty means
	// access.DefaultTokenName.
	TokenName string
	// Secrets are given by themselves.
	Secrets access.Secrets
	// TokenFile, BasicAuthFile and HeaderFile hold more of each kind.
	TokenFile, BasicAuthFile, HeaderFile string
	// AdminTokens and AdminTokenFile guard content, status and metrics in the
	// place of the above.
	AdminTokens    []string
	AdminTokenFile string
	// Origins are those of web pages that may call; see httpapi.CheckOrigin.
	Origins []string
}

// keyring keeps a gate's keys: fixed ones, and those of files.
type keyring struct {
	gate      access.Gate
	tokenName string
	fixed     access.Secrets

	mu       sync.Mutex
	fromFile [3]access.Secrets
}

// secretsFile is a file that holds secrets of one kind.
type secretsFile struct {
	path, flag string
	secrets    func(lines []string) access.Secrets
}

// gates makes the gates, and the followers of their files, which have been read
// once. The second gate is nil if the first guards everything.
func (o AccessOptions) gates() (public, admin *access.Gate, followers []*follower, err error) {
	for _, origin := range o.Origins {
		if err := httpapi.CheckOrigin(origin); err != nil {
			return nil, nil, nil, fmt.Errorf("--cors-origin: %w", err)
		}
	}
	tokens := func(lines []string) access.Secrets { return access.Secrets{Tokens: lines} }
	public, followers, err = newKeyring(o.TokenName, o.Secrets,
		secretsFile{o.TokenFile, "--token-file", tokens},
		secretsFile{o.BasicAuthFile, "--basic-auth-file", func(lines []string) access.Secrets { return access.Secrets{BasicAuth: lines} }},
		secretsFile{o.HeaderFile, "--require-header-file", func(lines []string) access.Secrets { return access.Secrets{Headers: lines} }})
	if err != nil || len(o.AdminTokens) == 0 && o.AdminTokenFile == "" {
		return public, nil, followers, err
	}
	admin, more, err := newKeyring(o.TokenName, tokens(o.AdminTokens), secretsFile{o.AdminTokenFile, "--admin-token-file", tokens})
	return public, admin, append(followers, more...), err
}

func newKeyring(tokenName string, fixed access.Secrets, files ...secretsFile) (*access.Gate, []*follower, error) {
	k := &keyring{tokenName: tokenName, fixed: fixed}
	if err := k.build(); err != nil {
		return nil, nil, err
	}
	var followers []*follower
	for i, file := range files {
		if file.path == "" {
			continue
		}
		f := &follower{what: file.flag, paths: []string{file.path}, apply: func(data [][]byte) error {
			return k.replace(i, file, access.Lines(data[0]))
		}}
		if err := f.start(); err != nil {
			return nil, nil, err
		}
		followers = append(followers, f)
	}
	return &k.gate, followers, nil
}

// replace puts a file's secrets in the place of those that it had.
func (k *keyring) replace(i int, file secretsFile, lines []string) error {
	if len(lines) == 0 {
		return errors.New(file.path + " holds no secret")
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
