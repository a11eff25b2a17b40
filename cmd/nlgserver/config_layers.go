package main

import (
	"slices"

	"github.com/spf13/pflag"

	"nlgserver/config"
)

// given are the values that the command line and the environment have set, by flag. They
// come before those at the top of the configuration file, each time that it is read.
type given map[string]givenValue

type givenValue struct {
	texts []string
	byEnv bool
}

// givenBy returns what is set of the flags of serve. An empty address is none, as in
// [listenAddress].
func givenBy(flags *pflag.FlagSet) given {
	all := given{}
	known := newSettings("serve").flags
	flags.Visit(func(f *pflag.Flag) {
		isNone := f.Name == "listen" && f.Value.String() == ""
		if known.Lookup(f.Name) != nil && !isNone {
			_, byEnv := f.Annotations[fromEnv]
			all[f.Name] = givenValue{textsOf(f), byEnv}
		}
	})
	return all
}

// setGiven sets the flags that are not set yet, except those to skip.
func (s *settings) setGiven(g given, skip []string) error {
	for name, v := range g {
		if s.flags.Changed(name) || slices.Contains(skip, name) {
			continue
		}
		if err := setAll(s.flags, name, v.texts); err != nil {
			return err
		}
		if v.byEnv {
			if err := s.flags.SetAnnotation(name, fromEnv, nil); err != nil {
				return err
			}
		}
	}
	return nil
}

// setTop sets the flags that are not set yet from the top of a file, except those to skip.
func (s *settings) setTop(file *config.File, skip []string) error {
	for key, setting := range file.Server {
		if name := flagName(key); !s.flags.Changed(name) && !slices.Contains(skip, name) {
			if err := s.setFromFile(name, fileSetting{setting, key, file.Shown()}); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *settings) setFromFile(flag string, in fileSetting) error {
	s.inFile[flag] = in
	return setAll(s.flags, flag, in.Values)
}

// serverSettings returns the settings of the server.
func serverSettings(g given, file *config.File) (*settings, error) {
	s := newSettings("server")
	if err := s.setGiven(g, nil); err != nil {
		return nil, err
	}
	return s, s.setTop(file, nil)
}

// accessFlags say who may call Rasa's callback. An assistant that has one of its own has
// none of the server's.
var accessFlags = [...]string{"token", "token-file", "basic-auth", "basic-auth-file", "require-header", "require-header-file"}

// assistantSettings returns the settings of an assistant: its own, then those of the
// server.
func assistantSettings(g given, file *config.File, a config.Assistant, keys []assistantKey) (*settings, error) {
	s := newSettings(a.Name)
	var skip []string
	for _, key := range keys {
		setting, isSet := a.Settings[key.Name]
		if !isSet || key.flag == "" {
			continue
		}
		if slices.Contains(accessFlags[:], key.flag) {
			skip = accessFlags[:]
		}
		if err := s.setFromFile(key.flag, fileSetting{setting, key.Name, file.Shown()}); err != nil {
			return nil, err
		}
	}
	if _, hasContent := a.Settings["content"]; hasContent {
		skip = append(slices.Clone(skip), fromFlag)
	}
	if err := s.setGiven(g, skip); err != nil {
		return nil, err
	}
	return s, s.setTop(file, skip)
}

// hasOwnAccess returns the first setting by which an assistant says who may call it.
func hasOwnAccess(a config.Assistant) (setting config.Setting, ok bool) {
	for _, key := range flagsOfAssistant {
		if s, isSet := a.Settings[key.key]; isSet && slices.Contains(accessFlags[:], key.flag) {
			if !ok || s.Line < setting.Line {
				setting, ok = s, true
			}
		}
	}
	return setting, ok
}
