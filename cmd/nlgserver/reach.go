package main

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"nlgserver/internal/document"
	"nlgserver/internal/source/files"
	"nlgserver/nlg"
)

// reach are the flags for what content may reach beside its own files. They are the
// same for each command that reads content, so that validate says what serve does.
type reach struct {
	env   []string
	links bool
}

func (r *reach) register(flags *pflag.FlagSet) {
	flags.StringArrayVar(&r.env, "content-env", nil, "let content contain no other environment variables than this `NAME`, or names that start as in PREFIX*; may be repeated (default all, except NLG_* and OTEL_*)")
	flags.BoolVar(&r.links, "follow-links", false, "follow links in the content that lead out of the given paths")
}

// files returns the content of the paths.
func (r *reach) files(paths []string) *files.Files {
	return files.New(paths).With(files.Options{FollowLinks: r.links})
}

// envName is a name of --content-env.
var envName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*\*?$|^\*?$`)

// checkEnvName checks a value of --content-env. The error follows the flag's name.
func checkEnvName(name string) error {
	switch {
	case !envName.MatchString(name):
		return fmt.Errorf("%q is neither the name of an environment variable nor the start of one and *", name)
	case document.IsReservedEnv(name):
		return fmt.Errorf("%q is one of the server's own settings, which content cannot contain", name)
	}
	return nil
}

// envAllowed reports which environment variables content may name; nil means all.
func (r *reach) envAllowed() (func(name string) bool, error) {
	if r.env == nil {
		return nil, nil
	}
	for _, name := range r.env {
		if err := checkEnvName(name); err != nil {
			return nil, fmt.Errorf("--content-env %w", err)
		}
	}
	names := slices.Clone(r.env)
	return func(name string) bool {
		return slices.ContainsFunc(names, func(allowed string) bool {
			start, isPrefix := strings.CutSuffix(allowed, "*")
			return name == allowed || isPrefix && strings.HasPrefix(name, start)
		})
	}, nil
}

// compiling sets the environment of compiling.
func (r *reach) compiling(opts nlg.Options) (nlg.Options, error) {
	allowed, err := r.envAllowed()
	opts.Env, opts.EnvAllowed = os.LookupEnv, allowed
	return opts, err
}
