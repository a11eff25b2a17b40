package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/mail"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"nlgserver/desk"
	"nlgserver/internal/source/git"
)

// writing sets who changes the content, and where the changes are kept. Without paths,
// the content is the demo assistant, which is on no disk.
func (f *deskFlags) writing(ctx context.Context, cfg *desk.Config, paths []string) error {
	var err error
	a := &desk.Authoring{Paths: paths, FollowLinks: f.links, Push: f.push}
	if cfg.User, a.Email, err = authorOf(ctx, f.author, paths, cfg.User); err != nil || f.readOnly {
		return err
	}
	if len(paths) == 0 {
		a.NoPaths = "the demo assistant is built into nlgserver and has no files: name your own files to publish"
		if f.push {
			return errors.New("--push: the demo assistant has no files to commit")
		}
	}
	if a.Assistant, err = assistantOf(paths); err != nil {
		return err
	}
	if a.State, err = f.stateDir(cfg.Title, a.Assistant); err != nil {
		return err
	}
	cfg.Authoring = a
	return nil
}

// authorOf returns the name and the email address of the author: those of --author, or
// else those of git, or else the name of the user.
func authorOf(ctx context.Context, author string, paths []string, user string) (name, email string, err error) {
	if author != "" {
		address, err := mail.ParseAddress(author)
		if err != nil {
			if strings.ContainsAny(author, "<>@") {
				return "", "", fmt.Errorf("--author %q: write a name and an email address, such as \"Ann Lee <ann@example.com>\"", author)
			}
			return strings.TrimSpace(author), "", nil
		}
		if address.Name == "" {
			address.Name = address.Address
		}
		return address.Name, address.Address, nil
	}
	if name, email = git.User(ctx, paths); name != "" {
		return name, email, nil
	}
	return user, email, nil
}

// assistantOf names content by where it is.
func assistantOf(paths []string) (string, error) {
	if len(paths) == 0 {
		return "demo", nil
	}
	var out []string
	for _, path := range paths {
		abs, err := filepath.Abs(path)
		if err != nil {
			return "", err
		}
		if linked, err := filepath.EvalSymlinks(abs); err == nil {
			abs = linked
		}
		out = append(out, abs)
	}
	return strings.Join(out, string(filepath.ListSeparator)), nil
}

// stateDir returns the directory of the drafts.
func (f *deskFlags) stateDir(title, assistant string) (string, error) {
	if f.state != "" {
		return filepath.Abs(f.state)
	}
	home, err := stateHome()
	if err != nil {
		return "", fmt.Errorf("no directory to keep drafts in: %w; name one with --state, or use --read-only", err)
	}
	hash := sha256.Sum256([]byte(assistant))
	name := strings.Map(func(r rune) rune {
		if strings.ContainsRune("abcdefghijklmnopqrstuvwxyz0123456789-_", r) {
			return r
		}
		return '-'
	}, strings.ToLower(title))
	return filepath.Join(home, "nlgserver", "desk", name+"-"+hex.EncodeToString(hash[:6])), nil
}

// stateHome returns where programs of the user keep their state.
func stateHome() (string, error) {
	if dir := os.Getenv("XDG_STATE_HOME"); filepath.IsAbs(dir) {
		return dir, nil
	}
	switch runtime.GOOS {
	case "windows":
		if dir := os.Getenv("LOCALAPPDATA"); filepath.IsAbs(dir) {
			return dir, nil
		}
		return os.UserConfigDir()
	case "darwin":
		return os.UserConfigDir()
	default:
		home, err := os.UserHomeDir()
		if err != nil {
			return "", err
		}
		return filepath.Join(home, ".local", "state"), nil
	}
}
