package main

import (
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/pflag"

	"nlgserver/config"
	"nlgserver/internal/diag"
	"nlgserver/server"
)

// settings are the flags of serve as they are for the server, or for one of its
// assistants.
type settings struct {
	*serveFlags
	flags *pflag.FlagSet
	// inFile are those that the configuration file has set, by flag.
	inFile map[string]fileSetting
}

// fileSetting is a setting of the configuration file, under its key there.
type fileSetting struct {
	config.Setting
	key, file string
}

// newSettings returns settings with their defaults.
func newSettings(name string) *settings {
	s := &settings{newServeFlags(), pflag.NewFlagSet(name, pflag.ContinueOnError), map[string]fileSetting{}}
	s.register(s.flags)
	return s
}

// The places that a setting may come from.
const (
	fromDefault     = "default"
	fromFile        = "file"
	fromVariable    = "environment"
	fromCommandLine = "flag"
)

// origin returns from where a flag has its value: a kind of place, and the place.
func (s *settings) origin(flag string) (kind, place string) {
	if in, ok := s.inFile[flag]; ok {
		return fromFile, fmt.Sprintf("%s:%d", in.file, in.Line)
	}
	f := s.flags.Lookup(flag)
	if f == nil || !f.Changed {
		return fromDefault, ""
	}
	if _, byEnv := f.Annotations[fromEnv]; byEnv {
		return fromVariable, variableOf(flag)
	}
	return fromCommandLine, "--" + flag
}

// nameOf returns what users call the setting, by where they have set it.
func (s *settings) nameOf(flag string) string {
	switch kind, place := s.origin(flag); kind {
	case fromFile:
		return place + ": " + s.inFile[flag].key
	case fromVariable:
		return "environment variable " + place
	default:
		return "--" + flag
	}
}

// settingName is what the server calls a setting in its errors.
func (s *settings) settingName(setting server.Setting) string {
	flag := flagOf(setting)
	if flag == "" {
		return string(setting)
	}
	return s.nameOf(flag)
}

// fault says what is wrong with the value of a flag, in words that follow its name.
type fault struct {
	flag, says string
	// index is that of the value, if it is one of several.
	index int
}

// errorOf returns the error of a setting that is not in the file.
func (s *settings) errorOf(x fault) error {
	if kind, _ := s.origin(x.flag); kind == fromVariable {
		return errors.New(s.nameOf(x.flag) + " " + x.says)
	}
	return fmt.Errorf("--%s %s", x.flag, x.says)
}

// diagnose returns the error of a setting that is in the file.
func (in fileSetting) diagnose(x fault) diag.Diagnostic {
	return in.DiagnoseValue(x.index, in.key+" "+inFile(x.says), "")
}

// check returns the first fault of settings that no file has set.
func (s *settings) check() error {
	for _, x := range s.faults(s.flags) {
		return s.errorOf(x)
	}
	return nil
}

// textsOf returns the values of a flag as text.
func textsOf(f *pflag.Flag) []string {
	if list, ok := f.Value.(pflag.SliceValue); ok {
		return list.GetSlice()
	}
	return []string{f.Value.String()}
}

// setAll sets a flag to values. A list may be empty.
func setAll(flags *pflag.FlagSet, name string, texts []string) error {
	f := flags.Lookup(name)
	if list, ok := f.Value.(pflag.SliceValue); ok {
		f.Changed = true
		return list.Replace(slices.Clone(texts))
	}
	for _, text := range texts {
		if err := flags.Set(name, text); err != nil {
			return err
		}
	}
	return nil
}

// flagOf returns the flag of a setting that the server names; empty for none.
func flagOf(s server.Setting) string {
	switch s {
	case server.SettingListen:
		return "listen"
	case server.SettingAdminListen:
		return "admin-listen"
	case server.SettingTokenFile:
		return "token-file"
	case server.SettingBasicAuthFile:
		return "basic-auth-file"
	case server.SettingHeaderFile:
		return "require-header-file"
	case server.SettingAdminTokenFile:
		return "admin-token-file"
	case server.SettingOrigin:
		return "cors-origin"
	case server.SettingAllowedHost:
		return "allowed-host"
	case server.SettingCertificate:
		return "tls-cert"
	case server.SettingKey:
		return "tls-key"
	case server.SettingRecord:
		return "record"
	case server.SettingOnUnknown:
		return "on-unknown"
	default:
		return ""
	}
}
