package main

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"slices"
	"strconv"
	"strings"

	"nlgserver/httpapi"
	"nlgserver/nlg"
	"nlgserver/server"
)

// checkOf returns what checks a value of a flag of serve: why it cannot be used, in
// words that follow the flag's name. It is nil if every value can be.
func checkOf(flag string) func(text string) error {
	switch flag {
	case "log-level":
		return checkLevel
	case "log-format":
		return checkLogFormat
	case "socket-mode":
		return func(text string) error { _, err := parseMode(text); return err }
	case "language-from":
		return checkLanguageSource
	case "content-env":
		return checkEnvName
	case "seed":
		return checkSeed
	case "listen", "admin-listen":
		return func(text string) error { _, err := server.ParseAddress(text); return quoted(text, err) }
	case fromFlag:
		return checkFrom
	case "replica":
		return checkReplicaName
	case "cors-origin":
		return func(text string) error { return quoted(text, httpapi.CheckOrigin(text)) }
	case "allowed-host":
		return func(text string) error { return quoted(text, httpapi.CheckHost(text)) }
	case "token", "admin-token":
		return checkSecret("", "")
	case "basic-auth":
		return checkSecret(":", "must have the form user:password")
	case "require-header":
		return checkSecret(":", "must have the form 'Name: value'")
	}
	if slices.Contains(guards[:], flag) {
		return checkSecret("", "")
	}
	return nil
}

// quoted puts the value before an error about it.
func quoted(text string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%q: %w", text, err)
}

func checkLevel(text string) error {
	var level slog.Level
	if err := level.UnmarshalText([]byte(text)); err != nil {
		return fmt.Errorf("%q is not one of debug, info, warn, error", text)
	}
	return nil
}

func checkLanguageSource(text string) error {
	if _, err := nlg.ParseLanguageSource(text); err != nil {
		return fmt.Errorf("%q must be slot:NAME, argument:NAME or metadata:NAME", text)
	}
	return nil
}

func checkLogFormat(text string) error {
	if text != formatText && text != formatJSON {
		return fmt.Errorf("%q is not one of text, json", text)
	}
	return nil
}

func checkSeed(text string) error {
	if _, err := strconv.ParseUint(text, 10, 64); err != nil {
		return errors.New("must be a whole number from 0 on")
	}
	return nil
}

// checkSecret checks that a value is not blank, and that it contains a sign. The error
// does not show it.
func checkSecret(sign, form string) func(text string) error {
	return func(text string) error {
		switch {
		case strings.TrimSpace(text) == "":
			return errors.New(isEmpty)
		case !strings.Contains(text, sign):
			return errors.New(form)
		}
		return nil
	}
}

// parseMode reads the mode of a file in octal.
func parseMode(text string) (fs.FileMode, error) {
	mode, err := strconv.ParseUint(text, 8, 32)
	if err != nil || mode == 0 || mode > 0o777 {
		return 0, fmt.Errorf("%q: write an octal mode, such as 660", text)
	}
	return fs.FileMode(mode), nil
}
